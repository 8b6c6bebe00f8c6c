"""Why a run does not go on right now. Each chunk settles what it began before it raises one of these."""

from datetime import timedelta

from actions.spec import Reason
from tenant.trouble import Forbidden, SignInFailed, Throttled, Trouble, Unavailable, Unlicensed

PATIENCE = timedelta(seconds=30)
LASTING = (Forbidden, SignInFailed, Unlicensed)
PASSING = (Throttled, Unavailable)


class Stopped(Exception):
    """Somebody paused, stopped or halted it."""


class Hold(Exception):
    """A person must look at this: the run pauses itself."""

    def __init__(self, reason: Reason) -> None:
        """Why."""
        super().__init__(str(reason))
        self.reason = reason


class ComeBack(Exception):
    """Microsoft is busy: the run rests and goes on later."""

    def __init__(self, wait: timedelta = PATIENCE) -> None:
        """For how long."""
        super().__init__(str(wait))
        self.wait = wait


class Drifted(Exception):
    """The plan is too old, the tenant is no longer as it was planned, or the stored plan is not what was approved."""

    def __init__(self, code: str = "stale") -> None:
        """What is said of it."""
        super().__init__(code)
        self.reason = Reason(code)


class Undeclared(Exception):
    """No action of this name is declared (any more)."""


def reason_of(trouble: Trouble) -> Reason:
    """Trouble as a row or a request remembers it."""
    return Reason(trouble.code, trouble.facts)


def signal_of(trouble: Trouble) -> Hold | ComeBack:
    """What trouble with a look means for the run: passing trouble is waited out, everything else needs a person."""
    if isinstance(trouble, Throttled | Unavailable):
        asked = timedelta(seconds=trouble.retry_after or 0)
        return ComeBack(max(asked, PATIENCE))
    return Hold(reason_of(trouble))
