"""``score``: a trend, never a proof. Hard cases:

- Microsoft's spelling of a control varies in case
- a control that is not counted here, or was not counted earlier, is not zero
- days are missing in the middle; there are fewer than 30 of them; there is one; there are none
- the worth of the controls cannot be read: the points are said, and never "all" or "to gain"
- no permission at all: named
- a fraction of a point that rounding leaves over is nothing to gain
- a score without a maximum is not divided by
"""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import cast

import pytest

from actions.score.score import RAISED_BY, SecureScore, counted, points, total
from actions.spec import Finding, FindingState
from dialogs.words import has_sentence, sentence
from tenant.model import MFA_CONTROLS, Score, ScoreControl
from tenant.ports import TenantReader
from tenant.trouble import Forbidden, Trouble, Unavailable

TODAY = datetime(2026, 11, 22, tzinfo=UTC)
ADMINS = "AdminMFAV2"


def snapshot(days_ago: int, *, current: float = 50, maximum: float = 100, **controls: float) -> Score:
    lower: Mapping[str, float] = {name.casefold(): value for name, value in controls.items()}
    return Score(at=TODAY - timedelta(days=days_ago), current=current, maximum=maximum, controls=lower)


def control(name: str = ADMINS, most: float = 10) -> ScoreControl:
    return ScoreControl(name=name, title="Microsoft's title", maximum=most)


def said(finding: Finding) -> str:
    return "; ".join(map(sentence, (finding.title, *finding.evidence)))


class Told:
    """A tenant that knows scores."""

    def __init__(self, *scores: Score, worth: tuple[ScoreControl, ...] = (), **trouble: Trouble) -> None:
        self._scores, self._worth, self._trouble = scores, worth, trouble

    async def scores(self, days: int = 90) -> tuple[Score, ...]:
        if "scores" in self._trouble:
            raise self._trouble["scores"]
        return self._scores

    async def score_controls(self) -> tuple[ScoreControl, ...]:
        if "controls" in self._trouble:
            raise self._trouble["controls"]
        return self._worth


async def report(told: Told) -> list[Finding]:
    return [each async for each in SecureScore().findings(cast("TenantReader", told))]


def test_the_trend_of_the_whole() -> None:
    told = [snapshot(n, current=60 - n / 10) for n in range(90)]
    assert said(total(told)) == (
        "60 of 100 points (60 %) on 2026-11-22; 2026-10-23: 57; 2026-08-25: 51.1; "
        "a day old or more: a trend, and no proof of anything done today"
    )


@pytest.mark.parametrize("days", [(0,), (0, 1, 2), (0, 20, 60)])
def test_days_that_are_missing_make_no_trend(days: tuple[int, ...]) -> None:
    assert [each.code for each in total([snapshot(n) for n in days]).evidence] == ["score-lags"]


def test_a_day_near_by_does() -> None:
    assert "2026-10-20: 50" in said(total([snapshot(0), snapshot(33)]))


async def test_what_would_raise_it_and_the_command() -> None:
    told = Told(snapshot(0, AdminMFAV2=6.67), snapshot(30, AdminMFAV2=4), worth=(control("adminmfav2"),))
    found = (await report(told))[1]
    assert (found.state, found.remedy) == (FindingState.FAIL, "mfa admins")
    assert said(found).startswith("6.7 of 10 points, 3.3 to gain; 2026-10-23: 4; raised by MFA for everybody with")


def test_a_control_that_was_not_counted_then_is_not_zero() -> None:
    found = counted(ADMINS, [snapshot(0, AdminMFAV2=10), snapshot(30)], control())
    assert (found.state, said(found)) == (FindingState.PASS, "all 10 points")


def test_a_control_that_is_not_counted_now_is_not_zero_either() -> None:
    found = counted(ADMINS, [snapshot(0)], control())
    assert (found.state, found.title.code) == (FindingState.NOT_APPLICABLE, "score-not-counted")


def test_a_crumb_is_nothing_to_gain() -> None:
    assert counted(ADMINS, [snapshot(0, AdminMFAV2=9.999)], control()).state is FindingState.PASS
    assert counted(ADMINS, [snapshot(0, AdminMFAV2=9.9)], control()).state is FindingState.FAIL


async def test_without_the_worth_the_points_are_said() -> None:
    found = (await report(Told(snapshot(0, AdminMFAV2=0), controls=Unavailable())))[1]
    assert (found.state, found.remedy) == (FindingState.COULD_NOT_READ, None)
    assert said(found).startswith("0 points; how many there could be could not be read; Microsoft does not answer")


async def test_a_missing_permission_is_named() -> None:
    (found,) = await report(Told(scores=Forbidden(scope="SecurityEvents.Read.All")))
    assert found.state is FindingState.COULD_NOT_READ
    assert "SecurityEvents.Read.All" in said(found)


async def test_no_score_yet() -> None:
    (found,) = await report(Told())
    assert (found.state, found.title.code) == (FindingState.NOT_APPLICABLE, "score-none")


def test_nothing_is_divided_by_nothing() -> None:
    assert "(? %)" in said(total([snapshot(0, current=0, maximum=0)]))


@pytest.mark.parametrize(("number", "shown"), [(6.67, "6.7"), (10, "10"), (0.04, "0"), (123.46, "123.5")])
def test_points_are_short(number: float, shown: str) -> None:
    assert points(number) == shown


def test_every_control_has_its_way_up() -> None:
    assert set(RAISED_BY) == set(MFA_CONTROLS)
    assert all(has_sentence(each.how) for each in RAISED_BY.values())
