"""Where each person of a campaign stands before it begins: ready, or what is in the way. Live, part by part."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from actions.campaign.devices import must_update
from actions.campaign.goals import allowed, reached
from actions.campaign.parked import INACTIVE, NO_TEAMS, ON_LEAVE, away, idle, in_teams
from actions.spec import Reason, Target
from tenant.model import MethodPolicy, User
from tenant.ports import TenantReader
from tenant.trouble import Forbidden, Trouble, Unlicensed

PART = 100  # people who are read together
READY = "ready"
MUST_REGISTER = "must-register"
MUST_UPDATE = "must-update"
NOT_ALLOWED = "not-allowed"
WHYS = (READY, MUST_REGISTER, MUST_UPDATE, NOT_ALLOWED, ON_LEAVE, INACTIVE, NO_TEAMS)


@dataclass(slots=True)
class Readiness:
    """Tells it of one part of the people after the other; of those who were told about nothing is kept.

    ``unread``: what could not be read, with why; then nobody stands for that reason. Methods and the policy must be.
    """

    target: Target
    policy: MethodPolicy
    tenant: TenantReader
    unread: dict[str, Trouble] = field(default_factory=dict)
    _idle: frozenset[str] = frozenset()

    @classmethod
    async def read(cls, target: Target, people: Collection[str] | None, tenant: TenantReader) -> "Readiness":
        """What is read once. ``people``: their ids where they are few; None: many."""
        readiness = cls(target, await tenant.method_policy(), tenant)
        try:
            readiness._idle = await idle(people, tenant)
        except (Forbidden, Unlicensed) as trouble:
            readiness.unread[INACTIVE] = trouble
        return readiness

    async def about(self, part: Sequence[User]) -> Mapping[str, str]:
        """Where each of these stands, one of `WHYS`; whose methods could not be read is left out."""
        ids = [user.id for user in part]
        methods = {user_id: found async for user_id, found in self.tenant.methods(ids)}
        known = [user for user in part if user.id in methods]
        ready = {id_ for id_, found in methods.items() if reached(self.target, id_, found, self.policy)}
        absent = await self._away([id_ for id_ in methods if id_ not in ready])
        whys = {user.id: READY if user.id in ready else self._why(user, absent) for user in known}
        old = await self._old([id_ for id_, why in whys.items() if why == MUST_REGISTER])
        return {id_: MUST_UPDATE if id_ in old else why for id_, why in whys.items()}

    def warnings(self) -> tuple[Reason, ...]:
        """What the plan cannot tell, and what it would take."""
        return tuple(unread(what, trouble) for what, trouble in sorted(self.unread.items()))

    def _why(self, user: User, absent: Collection[str]) -> str:
        """The gravest first: what the person cannot change, then what makes it useless to write to them."""
        ways = (
            (not allowed(self.target, user.id, self.policy), NOT_ALLOWED),
            (not in_teams(user), NO_TEAMS),
            (user.id in self._idle, INACTIVE),
            (user.id in absent, ON_LEAVE),
        )
        return next((why for so, why in ways if so), MUST_REGISTER)

    async def _away(self, ids: Sequence[str]) -> Collection[str]:
        if not ids or ON_LEAVE in self.unread:
            return ()
        try:
            return await away(ids, self.tenant)
        except (Forbidden, Unlicensed) as trouble:
            self.unread[ON_LEAVE] = trouble
            return ()

    async def _old(self, ids: Sequence[str]) -> Collection[str]:
        """Only a passkey asks for a new phone."""
        if not ids or self.target is not Target.PHISHING_RESISTANT or MUST_UPDATE in self.unread:
            return ()
        try:
            return [user_id async for user_id, found in self.tenant.devices(ids) if must_update(found)]
        except (Forbidden, Unlicensed) as trouble:
            self.unread[MUST_UPDATE] = trouble
            return ()


def unread(what: str, trouble: Trouble) -> Reason:
    """What the plan cannot tell for this trouble, and what it would take."""
    known = {"forbidden": "scope", "unlicensed": "needs"}.get(trouble.code, "")
    return Reason(f"campaign-{what}-unread", {"needs": trouble.facts.get(known) or "a permission"})
