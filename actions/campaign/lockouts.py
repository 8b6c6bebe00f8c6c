"""Who cannot sign in any more because of MFA: people, not rows of the log.

A prompt leaves a row with an error of its own, also where it is answered a moment later; whoever guesses passwords
leaves rows too (https://learn.microsoft.com/entra/identity/monitoring-health/concept-sign-in-log-activity-details).
"""

from collections.abc import AsyncIterator, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from actions.args.meanings import (
    APP_PASSWORD,
    ELSEWHERE,
    MUST_REGISTER,
    NOT_ANSWERED,
    PROMPTED,
    REGISTER_ELSEWHERE,
    Meaning,
)
from actions.sign_in.meanings import meaning
from actions.spec import Fact
from tenant.model import SignIn
from tenant.ports import TenantReader

LATELY = timedelta(hours=24)
MANY = 1_500  # people who are asked for 15 at a time; of more, everybody's sign-ins are read
LEAST = 20  # people who tried, for a share to mean something
#: Failures for MFA of somebody who knows the password. A prompt that was denied or reported was somebody else's.
FOR_MFA = (MUST_REGISTER, PROMPTED, NOT_ANSWERED, ELSEWHERE, REGISTER_ELSEWHERE, APP_PASSWORD)


@dataclass(slots=True)
class Tries:
    """One person's last 24 hours. ``last``: the newest failure for MFA, ``why`` what it comes to."""

    inside: bool = False
    times: int = 0
    last: SignIn | None = None
    why: Meaning | None = None

    @property
    def tried(self) -> bool:
        """Did this person themself try?"""
        return self.inside or self.last is not None

    @property
    def locked(self) -> bool:
        """Was every try in vain, for MFA?"""
        return self.last is not None and not self.inside

    def note(self, row: SignIn) -> None:
        """Take one row in, in any order. What a program does in the background without MFA is no try of a person's."""
        if row.succeeded:
            self.inside = self.inside or row.interactive or row.multi_factor is True
        elif (why := meaning(row)) in FOR_MFA:
            self.times += 1
            if self.last is None or row.at > self.last.at:
                self.last, self.why = row, why


@dataclass(slots=True)
class Log:
    """The tries of some people, of whom there are any. ``newest``: the newest row of theirs, None without one."""

    people: dict[str, Tries] = field(default_factory=dict)
    newest: datetime | None = None

    @classmethod
    async def read(cls, people: Collection[str], tenant: TenantReader) -> "Log":
        """Of these. Raises Unlicensed without Entra ID P1, Forbidden without the permissions."""
        log, wanted = cls(), frozenset(people)
        async for row in _rows(people, tenant):
            if row.user_id in wanted:
                log.people.setdefault(row.user_id, Tries()).note(row)
                log.newest = max(log.newest or row.at, row.at)
        return log

    @property
    def tried(self) -> Mapping[str, Tries]:
        """Who tried."""
        return {user_id: each for user_id, each in self.people.items() if each.tried}

    @property
    def locked(self) -> Mapping[str, Tries]:
        """Whose every try failed for MFA."""
        return {user_id: each for user_id, each in self.people.items() if each.locked}


class LockedOut(
    Fact, name="locked-out", scopes=("AuditLog.Read.All", "Directory.Read.All", "UserAuthenticationMethod.Read.All")
):
    """Every sign-in of the person within 24 hours failed for MFA, and none went well.

    Prompts that were answered in the end, wrong passwords and denied prompts do not count.
    """

    async def true_of(self, people: Sequence[str], tenant: TenantReader) -> AsyncIterator[tuple[str, bool]]:
        """One answer for each person who tried. Raises Unlicensed without Entra ID P1."""
        for user_id, each in (await Log.read(people, tenant)).tried.items():
            yield user_id, each.locked


async def _rows(people: Collection[str], tenant: TenantReader) -> AsyncIterator[SignIn]:
    if people:
        some = people if len(people) <= MANY else ()
        async for row in tenant.sign_ins(tenant.now() - LATELY, people=some):
            yield row
