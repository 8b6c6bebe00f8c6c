"""What the log of a few weeks comes to for one person. A sign-in often has several rows; people and outcomes count.

A prompt for MFA leaves a row with an error of its own, also where it is answered a moment later
(https://learn.microsoft.com/entra/identity/monitoring-health/concept-sign-in-log-activity-details).
"""

from collections.abc import AsyncIterator, Collection, Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from actions.args.meanings import APP_PASSWORD, DENIED, GUESSED, REPORTED, UNKNOWN, Meaning
from actions.sign_in.meanings import meaning
from tenant.model import SignIn
from tenant.ports import TenantReader

LOG_REACHES = timedelta(days=30)  # with Entra ID P1
UNSETTLED = (APP_PASSWORD, GUESSED, DENIED, REPORTED)
ON_THE_WAY = timedelta(minutes=15)  # from a prompt to its answer


@dataclass(slots=True)
class Failures:
    """Failures of one kind: ``last`` is the newest of them; ``policies``: the names of those that stood in the way."""

    meaning: Meaning
    last: SignIn
    times: int = 1
    policies: set[str] = field(default_factory=set)

    def note(self, row: SignIn) -> None:
        """One more of them; ``row`` may be older or newer."""
        self.times += 1
        self.last = max(self.last, row, key=lambda each: each.at)
        self.blame(row)

    def blame(self, row: SignIn) -> None:
        """Remember which policies refused it."""
        self.policies.update(each.name for each in row.policies if each.result == "failure")


@dataclass(slots=True)
class Story:
    """One person's sign-ins, newest first as the log gives them; a handful of rows are kept, however many there were.

    ``used``: the last success in which a second factor was used; ``remembered``: the last that counted as MFA without
    one; ``interactive``: the last success of somebody at a keyboard. ``passed``: steps on the way in that were followed
    by a success of the same kind.
    """

    used: SignIn | None = None
    remembered: SignIn | None = None
    success: SignIn | None = None
    interactive: SignIn | None = None
    passed: int = 0
    _next: dict[bool, SignIn] = field(default_factory=dict)  # the success that came next, typed by somebody or not
    failures: dict[str, Failures] = field(default_factory=dict)

    @property
    def empty(self) -> bool:
        """Is there no sign-in at all?"""
        return self.success is None and not self.failures and not self.passed

    def note(self, row: SignIn) -> None:
        """Take one row in; rows come newest first."""
        if not row.succeeded:
            self._failed(row)
            return
        self.success, self._next[row.interactive] = self.success or row, row
        self.interactive = self.interactive or (row if row.interactive else None)
        if row.methods:
            self.used = self.used or row
        elif row.multi_factor:
            self.remembered = self.remembered or row

    def since(self, failures: Failures) -> SignIn | None:
        """The last success, where it came after the last failure of this kind; by a person where a person failed.

        None of what getting in does not settle: another client that still fails, somebody else who has the password.
        """
        if failures.meaning in UNSETTLED:
            return None
        success = self.interactive if failures.last.interactive else self.success
        return success if success is not None and success.at > failures.last.at else None

    def _failed(self, row: SignIn) -> None:
        found = meaning(row)
        then = self._next.get(row.interactive)
        if found.passing and then is not None and then.at - row.at <= ON_THE_WAY:
            self.passed += 1
            return
        key = found.code if found is not UNKNOWN else f"{found.code} {row.error}"
        if key in self.failures:
            self.failures[key].note(row)
        else:
            self.failures[key] = Failures(found, row)
            self.failures[key].blame(row)

    def told(self) -> list[Failures]:
        """The newest first."""
        return sorted(self.failures.values(), key=lambda each: each.last.at, reverse=True)


async def stories(people: Collection[str], tenant: TenantReader) -> Mapping[str, Story]:
    """The last 30 days of each of these people. Raises tenant trouble (Unlicensed without Entra ID P1)."""
    found = {each: Story() for each in people}
    async for row in _rows(people, tenant):
        if row.user_id in found:
            found[row.user_id].note(row)
    return found


def _rows(people: Collection[str], tenant: TenantReader) -> AsyncIterator[SignIn]:
    return tenant.sign_ins(tenant.now() - LOG_REACHES, people=people)
