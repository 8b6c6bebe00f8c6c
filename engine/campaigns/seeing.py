"""What is seen of the people of a campaign: are they there, ready, or no laggards although nothing happens?"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from logging import getLogger

from engine.campaign import Campaign, Member, MemberState
from engine.kit import Kit
from engine.reminding import true_of
from engine.run.signals import LASTING
from tenant.ports import Priority
from tenant.trouble import Trouble

LOG = getLogger(__name__)
ON_LEAVE, INACTIVE, NO_TEAMS, NOT_ALLOWED = "on-leave", "inactive", "no-teams", "not-allowed"
MOVED = "moved"
DENIED = "-not-allowed"  # behind the name of the fact that is waited for: the fact that somebody may not have it
TOO_OLD = "-must-update"  # likewise: that their devices cannot have it
PASSKEY = "phishing-resistant"  # the one fact that asks for newer devices


@dataclass(frozen=True, slots=True)
class View:
    """``out``: why they are in it no more (gone, disabled, moved). ``ready`` None: not readable. ``parked``: why.
    ``too_old``: are their devices? None: nobody can tell, or it does not matter.
    """

    out: str = ""
    ready: bool | None = None
    parked: str = ""
    too_old: bool | None = None


class Seeing:
    """Looks at people. Raises tenant trouble, where what the campaign waits for cannot be read."""

    def __init__(self, kit: Kit, campaign: Campaign, *, inside: Collection[str] | None = None) -> None:
        """``inside``: whom the campaign's people come to now; None: nobody has looked."""
        self._kit = kit
        self._campaign = campaign
        self._reader = kit.reader(f"campaign-{campaign.number}", Priority.SWEEP)
        self._inside = inside
        self._inactive: Mapping[str, bool] | None = None

    async def prepare(self, people: Sequence[str]) -> None:
        """What is read once for all who are looked at: of many, Microsoft tells last sign-ins for everybody only."""
        self._inactive = await self._so(INACTIVE, people)

    async def about(self, members: Sequence[Member]) -> Mapping[str, View]:
        """A view of each of these."""
        ids = [each.person.id for each in members]
        there = {user.id: user.enabled async for user in self._reader.users(ids)}
        here = [person for person in ids if there.get(person)]
        fact = self._kit.declarations.fact(self._campaign.terms.fact)
        ready = await true_of(fact, here, self._reader)
        parked = await self._parked([each for each in members if there.get(each.person.id)], ready)
        old = await self._too_old([each for each in here if not ready.get(each) and each not in parked])
        return {
            person: View(self._out(member, there), ready.get(person), parked.get(person, ""), old.get(person))
            for person, member in zip(ids, members, strict=True)
        }

    async def _too_old(self, ids: Sequence[str]) -> Mapping[str, bool]:
        if self._campaign.terms.fact != PASSKEY or not ids:
            return {}
        return await self._so(f"{PASSKEY}{TOO_OLD}", ids) or {}

    def _out(self, member: Member, there: Mapping[str, bool]) -> str:
        """Whoever moved elsewhere comes back only where somebody has looked who is among the campaign's people."""
        person = member.person.id
        if person not in there:
            return "gone"
        if not there[person]:
            return "disabled"
        if self._inside is None:
            return MOVED if (member.state, member.why) == (MemberState.LEFT, MOVED) else ""
        return MOVED if self._inside and person not in self._inside else ""

    async def _parked(self, members: Iterable[Member], ready: Mapping[str, bool]) -> Mapping[str, str]:
        """Why each is parked; what cannot be read any more leaves them where they are."""
        some = [each for each in members if not ready.get(each.person.id)]
        ids = [each.person.id for each in some]
        teams = {} if self._mail() else {NO_TEAMS: await self._so(NO_TEAMS, ids)}
        facts = {
            NOT_ALLOWED: await self._so(f"{self._campaign.terms.fact}{DENIED}", ids),
            **teams,
            INACTIVE: self._inactive,
            ON_LEAVE: await self._so(ON_LEAVE, ids),
        }
        found = {each.person.id: _why(each, facts) for each in some}
        return {person: why for person, why in found.items() if why}

    def _mail(self) -> bool:
        """Can those without Teams be reached?"""
        return bool(self._reader.rules.mail_sender)

    async def _so(self, name: str, people: Sequence[str]) -> Mapping[str, bool] | None:
        """None: it cannot be read here, whoever asks."""
        try:
            return await true_of(self._kit.declarations.fact(name), people, self._reader)
        except (*LASTING, KeyError) as trouble:
            what = trouble.code if isinstance(trouble, Trouble) else "not declared"
            LOG.info("nobody counts as %s: %s", name, what)
            return None


def _why(member: Member, facts: Mapping[str, Mapping[str, bool] | None]) -> str:
    """The gravest comes first."""
    for why, so in facts.items():
        stays = so is None and member.state is MemberState.PARKED and member.why == why
        if stays or (so is not None and so.get(member.person.id)):
            return why
    return ""
