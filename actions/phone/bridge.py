"""Phones as a bridge: what is said against them, when the bridge ends, and that Microsoft ends text messages itself.

https://learn.microsoft.com/entra/identity/authentication/concept-sms-voice-retirement : in the public cloud Microsoft's
own delivery of text messages and calls ends on 2027-02-01. Which cloud a tenant is in, no action knows, so it is said.
"""

from collections.abc import Iterator
from datetime import UTC, datetime

from actions.args import Until
from actions.spec import Reason, Tell

ENDS = datetime(2027, 2, 1, tzinfo=UTC)
LAST = datetime(2027, 1, 31, 9, tzinfo=UTC)  # a reminder comes while people work
USUAL = Until("90 days")  # nobody said until when; what was said has its end pinned and is never equal to this
OPEN = Until()  # no end


def end(until: Until, now: datetime) -> datetime | None:
    """When the bridge ends. An end that nobody said lies not beyond Microsoft's own; one that was said is obeyed."""
    if until == OPEN:
        return None
    usual = until.end(now)
    return min(usual, LAST) if until == USUAL and now < LAST else usual


def notes(until: Until, planned: datetime) -> Iterator[Reason]:
    """What everybody must know who looks at a plan that writes phones."""
    yield Reason("restricted-by-nist")
    yield Reason("fails-cisa-aad-3-5")
    ahead = planned < ENDS
    yield Reason(
        "microsoft-ends-text-messages" if ahead else "microsoft-ended-text-messages", {"date": ENDS.date().isoformat()}
    )
    if (last := end(until, planned)) is None:
        return
    yield Reason("bridge-until", {"date": last.date().isoformat()})
    if ahead and last >= ENDS:
        yield Reason("bridge-beyond-microsoft", {"date": ENDS.date().isoformat()})


def tell(until: Until, now: datetime, *, who: str) -> Iterator[Tell]:
    """Whoever asked is told when the bridge ends, and how to take the phones away. ``who``: as it was said."""
    if (last := end(until, now)) is not None:
        yield Tell(at=last, code="bridge-ended", facts={"command": f"phone retire {who}"})
