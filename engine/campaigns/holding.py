"""When a campaign holds itself: too many of a wave cannot be helped by it, ask for help, or cannot sign in any more."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from actions.spec import Reason
from engine.campaign import Campaign, Member, MemberState
from engine.campaigns.enlisting import Whom, parts
from engine.campaigns.waves import Counts, people, unreached
from engine.kit import Kit
from engine.lifecycle import ENDED
from engine.request import RowState, State
from engine.reversing import can_reverse
from engine.run.signals import LASTING, reason_of
from tenant.ports import Priority
from tenant.trouble import Trouble

LEAST = 3  # people; of a handful one is a large share
TRIED = 20  # people who must have tried to sign in, before shares mean something
NAMED = 10
LATEST = 10  # requests that are looked through for failures
MANY = 20_000
UNREAD = (*LASTING, KeyError)  # the log, by this house
LOCKED_OUT = "locked-out"  # the declared fact
IN_WAVE = (MemberState.ASKED, MemberState.DONE, MemberState.PARKED, MemberState.NOT_REACHABLE, MemberState.SKIPPED)


@dataclass(frozen=True, slots=True)
class Troubled:
    """People of one wave."""

    wave: int
    who: int
    of: int

    def exceeds(self, percent: int) -> bool:
        """Are they more than that share?"""
        return bool(percent) and self.who >= LEAST and self.who * 100 > percent * self.of


@dataclass(frozen=True, slots=True)
class Tried:
    """Somebody who tried to sign in within a day; ``locked``: in vain, each time."""

    member: Member
    locked: bool


class Holding:
    """Tells whether a campaign must not go on, and why."""

    def __init__(self, kit: Kit) -> None:
        self._kit = kit

    async def why(self, campaign: Campaign, counts: Counts, *, guard: bool) -> Reason | None:
        """None: it may go on. ``guard``: look at sign-ins too. Raises tenant trouble that passes."""
        for look in (self._failures, self._guard, self._help) if guard else (self._failures, self._help):
            found = await look(campaign, counts)
            if found is not None and not self._ignored(campaign, found):
                return Reason(found.code, {**found.facts, "undo": await self._undo(campaign)})
        return None

    async def locked_out(self, campaign: Campaign) -> Reason | None:
        """Only what sign-ins say of it, on the days on which nobody went on in spite of that."""
        found = await self._guard(campaign, {})
        if found is None or self._ignored(campaign, found):
            return None
        return Reason(found.code, {**found.facts, "undo": await self._undo(campaign)})

    def _ignored(self, campaign: Campaign, found: Reason) -> bool:
        """Somebody went on in spite of it: for that day, until it is some people more; and but for sign-ins, later too
        while it is nobody more. What they went on in spite of hides nothing else.
        """
        known = ignored_of(campaign, found.code)
        if known is None:
            return False
        day, people = known
        more = int(found.facts["people"]) - people
        return more < LEAST if day == self.today() else found.code != "guard" and more <= 0

    def today(self) -> str:
        """The office's date."""
        return self._kit.calendar.local_date(self._kit.now()).isoformat()

    async def _failures(self, campaign: Campaign, counts: Counts) -> Reason | None:
        """Whoever cannot be reached, and whoever was to come under MFA and did not."""
        failed = await self._by_wave(campaign, await self._failed(campaign))
        for wave in range(1, campaign.wave + 1):
            troubled = Troubled(wave, unreached(counts, wave) + failed.get(wave, 0), people(counts, wave))
            if troubled.exceeds(campaign.terms.hold):
                return _reason("campaign-failures", troubled, campaign.terms.hold)
        return None

    async def _failed(self, campaign: Campaign) -> set[str]:
        found: set[str] = set()
        for number in campaign.asked[-LATEST:]:
            rows = await self._kit.store.rows(campaign.tenant_id, number, states=(RowState.FAILED,), limit=MANY)
            found.update(row.subject.id for row in rows)
        return found

    async def _help(self, campaign: Campaign, counts: Counts) -> Reason | None:
        """Whoever asks for help stands for those who cannot sign in, where the log cannot be read, and that is said."""
        terms = campaign.terms
        percent = terms.hold or terms.guard
        asked = await self._kit.store.help_requests(campaign.tenant_id, campaign=campaign.number, limit=MANY)
        by_wave = await self._by_wave(campaign, {each.person.id for each in asked})
        for wave, who in sorted(by_wave.items()):
            troubled = Troubled(wave, who, people(counts, wave))
            if troubled.exceeds(percent):
                unread = await self.unread(campaign)
                if terms.hold or unread:  # without a limit of its own it stands for the log, and only where it must
                    return _reason("help-requests", troubled, percent, unread=unread.code if unread else "")
        return None

    async def _by_wave(self, campaign: Campaign, who: Collection[str]) -> Mapping[int, int]:
        """How many of these are in each wave, but for those who cannot be reached."""
        if len(who) < LEAST:
            return {}
        found: dict[int, int] = {}
        for member in await self._members(campaign, who):
            if member.state is not MemberState.NOT_REACHABLE:
                found[member.wave] = found.get(member.wave, 0) + 1
        return found

    async def _members(self, campaign: Campaign, who: Iterable[str]) -> Sequence[Member]:
        known = [await self._kit.store.member(campaign.tenant_id, campaign.number, each) for each in who]
        return [each for each in known if each is not None]

    async def _guard(self, campaign: Campaign, counts: Counts) -> Reason | None:
        """People, not sign-ins; of a wave where enough of it tried, else of all that are open. None too where the log
        cannot be read.
        """
        del counts
        percent = campaign.terms.guard
        try:
            tried = await self._tried(campaign) if percent else ()
        except UNREAD:
            return None
        single = range(1, campaign.wave + 1) if campaign.wave > 1 else ()
        for wave in (*single, 0):
            some = [each for each in tried if wave in (0, each.member.wave)]
            locked = [each.member for each in some if each.locked]
            if len(some) >= TRIED and len(locked) * 100 > percent * len(some):
                return self._locked(locked, len(some), wave=wave, percent=percent)
        return None

    def _locked(self, locked: Sequence[Member], tried: int, *, wave: int, percent: int) -> Reason:
        names = ", ".join(each.person.name for each in locked[:NAMED])
        facts = {
            "tried": str(tried), "locked": str(len(locked)), "people": str(len(locked)), "percent": str(percent),
            "names": names, "wave": str(wave) if wave else "", "at": self._kit.now().isoformat(),
        }  # fmt: skip
        return Reason("guard", facts)

    async def unread(self, campaign: Campaign) -> Reason | None:
        """Why the log cannot be read; None where it can, or nobody wants to. Raises tenant trouble that passes."""
        try:
            if campaign.terms.guard:
                await self._tried(campaign)
        except UNREAD as trouble:
            return reason_of(trouble) if isinstance(trouble, Trouble) else Reason("unknown-fact", {"fact": LOCKED_OUT})
        return None

    async def _tried(self, campaign: Campaign) -> Sequence[Tried]:
        """Who of the open waves tried to sign in within a day, and whether they got in by no way; by id."""
        fact = self._kit.declarations.fact(LOCKED_OUT)
        reader = self._kit.reader(f"campaign-{campaign.number}-guard", Priority.SWEEP)
        mine = parts(self._kit.store, campaign, Whom(IN_WAVE))
        opened = {each.person.id: each async for part in mine for each in part if each.wave <= campaign.wave}
        tried = [(person, so) async for person, so in fact.true_of(list(opened), reader)] if opened else []
        return [Tried(opened[person], so) for person, so in sorted(tried)]

    async def waiting(self, campaign: Campaign) -> str:
        """The numbers of the requests that it made and that are open: while it is held they are not approved, nor go
        on.
        """
        found = [await self._kit.store.request(campaign.tenant_id, number) for number in campaign.asked]
        return ", ".join(str(each.number) for each in found if each is not None and each.state not in ENDED)

    async def _undo(self, campaign: Campaign) -> str:
        """The numbers of the requests that it made and that could be undone."""
        found: list[str] = []
        for number in campaign.asked:
            request = await self._kit.store.request(campaign.tenant_id, number)
            ran = request is not None and request.state in (State.DONE, State.PARTLY_DONE)
            if request is not None and ran and await can_reverse(self._kit.store, request):
                found.append(str(number))
        return ", ".join(found)


def ignored_of(campaign: Campaign, code: str) -> tuple[str, int] | None:
    """On which day, and of how many people, somebody went on in spite of this."""
    known = campaign.ignored or {}
    day = known.get(f"{code} day")
    return (day, int(known.get(f"{code} people", "0"))) if day is not None else None


def ignoring(campaign: Campaign, held: Reason, today: str) -> dict[str, str]:
    """What a person goes on in spite of, now that it is this too."""
    return {
        **(campaign.ignored or {}), f"{held.code} day": today, f"{held.code} people": held.facts.get("people", "0")
    }  # fmt: skip


def _reason(code: str, troubled: Troubled, percent: int, *, unread: str = "") -> Reason:
    facts = {
        "people": str(troubled.who), "of": str(troubled.of), "wave": str(troubled.wave), "percent": str(percent),
        "unread": unread,
    }  # fmt: skip
    return Reason(code, facts)
