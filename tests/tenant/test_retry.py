"""The retry decision, line by line."""

import pytest

from tenant.retry import MAX_ATTEMPTS, Effort, GiveUp, Wait, decide, repeatable
from tenant.trouble import (
    Conflict,
    Forbidden,
    LostAnswer,
    NotFound,
    Protected,
    Refused,
    SignInFailed,
    Throttled,
    Trouble,
    Unavailable,
    Unlicensed,
)

FIRST = Effort(attempt=1, jitter=1.0)


@pytest.mark.parametrize(
    "trouble, effort, may_repeat, verdict",
    [
        (Throttled(retry_after=7), FIRST, True, Wait(7)),
        (Throttled(retry_after=7), FIRST, False, Wait(7)),  # a 429 was not carried out
        (Throttled(retry_after=0), FIRST, True, Wait(0)),
        (Throttled(), FIRST, True, Wait(1)),
        (Throttled(), Effort(attempt=3, jitter=1.0), True, Wait(4)),
        (Throttled(), Effort(attempt=3, jitter=0.0), True, Wait(2)),
        (Throttled(retry_after=121), FIRST, True, GiveUp()),  # longer than anybody waits
        (Throttled(retry_after=20), Effort(attempt=2, elapsed=101), True, GiveUp()),
        (Throttled(retry_after=20), Effort(attempt=2, elapsed=100), True, Wait(20)),
        (Throttled(retry_after=1), Effort(attempt=MAX_ATTEMPTS), True, GiveUp()),
        (Unavailable(), FIRST, True, Wait(1)),
        (Unavailable(retry_after=5), FIRST, True, Wait(5)),
        (Unavailable(), FIRST, False, GiveUp()),
        (LostAnswer(), FIRST, True, GiveUp()),
        (LostAnswer(retry_after=9), FIRST, True, GiveUp()),
        (LostAnswer(), FIRST, False, GiveUp()),
        (Forbidden(), FIRST, True, GiveUp()),
        (Protected(), FIRST, True, GiveUp()),
        (NotFound(), FIRST, True, GiveUp()),
        (Conflict(), FIRST, True, GiveUp()),
        (Unlicensed(), FIRST, True, GiveUp()),
        (Refused(), FIRST, True, GiveUp()),
        (SignInFailed(), FIRST, True, GiveUp()),
    ],
)
def test_decision(trouble: Trouble, effort: Effort, may_repeat: bool, verdict: Wait | GiveUp) -> None:
    assert decide(trouble, effort, may_repeat=may_repeat) == verdict


def test_no_wait_grows_beyond_a_minute() -> None:
    effort = Effort(attempt=MAX_ATTEMPTS - 1, patience=10_000, jitter=1.0)
    assert decide(Unavailable(), effort, may_repeat=True) == Wait(16)


@pytest.mark.parametrize(
    "method, safe, may", [("GET", False, True), ("patch", False, True), ("DELETE", False, True), ("PUT", False, True),
                          ("POST", False, False), ("POST", True, True)],
)  # fmt: skip
def test_only_post_is_not_repeated(method: str, safe: bool, may: bool) -> None:
    assert repeatable(method, safe=safe) is may
