"""When waves open and where somebody stands after a look: pure, for any campaign and any person."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from actions.spec import CampaignTerms, Wave
from bot.alarm import OfficeCalendar
from engine import Campaign, CampaignState, Member, MemberState
from engine.campaigns.placing import placed
from engine.campaigns.seeing import View
from engine.campaigns.waves import everybody_done, next_opening, opens, progress
from tests.engine.bench import ANA, CHAT, DAN

BERLIN = OfficeCalendar("Europe/Berlin")
BEGAN = datetime(2026, 11, 23, 8, tzinfo=UTC)
UNTIL = BEGAN + timedelta(days=90)
ASKED, DONE, WAITING = MemberState.ASKED, MemberState.DONE, MemberState.WAITING
OUT = frozenset({MemberState.LEFT, MemberState.SKIPPED, MemberState.PARKED})


def campaign(*waves: Wave, wave: int = 0, advance: int = 0) -> Campaign:
    terms = CampaignTerms(name="Pilot", people="[]", said="", waves=waves, advance=advance, until=UNTIL)
    return Campaign(
        tenant_id="t", number=1, terms=terms, by=ANA, place=CHAT, request=1, state=CampaignState.RUNNING, began=BEGAN,
        wave=wave,
    )  # fmt: skip


def member(state: MemberState, why: str = "", until: datetime | None = None) -> Member:
    return Member(tenant_id="t", campaign=1, person=DAN, wave=1, state=state, why=why, until=until, since=BEGAN)


@given(some.integers(1, 9))
def test_waves_open_one_after_the_other_within_two_thirds_of_the_time(count: int) -> None:
    made = campaign(*(Wave(100 * n // count) for n in range(1, count + 1)))
    moments = [opens(made, n, {}, BERLIN) for n in range(1, count + 1)]
    assert moments[0] == BEGAN
    known = [each for each in moments if each is not None]
    assert known == sorted(set(known))
    assert known[-1] < BEGAN + (UNTIL - BEGAN) * 2 / 3


def test_a_day_is_the_office_s_and_none_is_before_the_beginning() -> None:
    made = campaign(Wave(5, date(2026, 11, 1)), Wave(100, date(2026, 12, 7)))
    assert opens(made, 1, {}, BERLIN) == BEGAN
    assert opens(made, 2, {}, BERLIN) == datetime(2026, 12, 6, 23, tzinfo=UTC)


@pytest.mark.parametrize(
    ("counts", "opened"),
    [
        ({(1, DONE, ""): 8, (1, ASKED, "must-register"): 2}, False),
        ({(1, DONE, ""): 9, (1, ASKED, "must-register"): 1}, True),
        ({(1, DONE, ""): 9, (1, MemberState.NOT_REACHABLE, "not-reachable"): 2}, False),
        ({(1, DONE, ""): 9, (1, ASKED, "must-register"): 1, (1, MemberState.PARKED, "on-leave"): 50}, True),
        ({(2, WAITING, ""): 9}, True),
    ],
)
def test_the_share_counts_neither_who_left_nor_who_is_parked(
    counts: dict[tuple[int, MemberState, str], int], *, opened: bool
) -> None:
    made = campaign(Wave(50), Wave(100), wave=1, advance=90)
    assert (next_opening(made, counts, BERLIN) is not None) is opened


def test_after_the_last_no_wave_opens() -> None:
    assert next_opening(campaign(Wave(100), wave=1), {}, BERLIN) is None


def test_everybody_is_done_only_where_nobody_could_still_become_so() -> None:
    assert not everybody_done({})
    assert everybody_done({(1, DONE, ""): 3, (1, MemberState.LEFT, "gone"): 1})
    for state in MemberState:
        if state not in (DONE, MemberState.LEFT):
            assert not everybody_done({(1, DONE, ""): 3, (1, state, ""): 1})


@given(
    some.dictionaries(
        some.tuples(some.integers(1, 2), some.sampled_from(MemberState), some.sampled_from(("", "inactive"))),
        some.integers(1, 50),
    )
)
def test_progress_counts_everybody_once(counts: dict[tuple[int, MemberState, str], int]) -> None:
    told = progress(campaign(Wave(50), Wave(100), wave=1), counts, BERLIN, help_open=2)
    all_of_them = sum(counts.values())
    gone = sum(n for (_, state, _), n in counts.items() if state is MemberState.LEFT)
    done = sum(each.done for each in told.waves)
    assert done + sum(told.left.values()) + gone == all_of_them
    assert sum(each.people for each in told.waves) == sum(n for (_, s, _), n in counts.items() if s not in OUT)
    assert (told.waves[0].opened, told.waves[1].opened, told.help_open) == (True, False, 2)


VIEWS = some.builds(
    View, out=some.sampled_from(("", "gone")), ready=some.sampled_from((True, False, None)),
    parked=some.sampled_from(("", "on-leave")),
)  # fmt: skip
MEMBERS = some.builds(
    member, some.sampled_from([each for each in MemberState if each is not DONE]),
    some.sampled_from(("", "must-update", "on-leave")), some.sampled_from((None, BEGAN, UNTIL)),
)  # fmt: skip


@given(MEMBERS, VIEWS)
def test_a_second_look_that_sees_the_same_changes_nothing(before: Member, view: View) -> None:
    now = BEGAN + timedelta(days=1)
    once = placed(before, view, now)
    if once.state is not DONE:
        assert placed(once, view, now + timedelta(hours=1)) == once
    assert once.version == before.version


@given(MEMBERS, VIEWS)
def test_whoever_is_ready_and_there_is_done_unless_skipped(before: Member, view: View) -> None:
    now = BEGAN + timedelta(days=1)
    after = placed(before, replace(view, out="", ready=True), now)
    skipped = before.state is MemberState.SKIPPED and before.until == UNTIL
    assert after.state is (MemberState.SKIPPED if skipped else DONE)


@given(MEMBERS, VIEWS)
def test_nobody_who_has_left_or_is_parked_or_not_reached_is_asked(before: Member, view: View) -> None:
    after = placed(before, replace(view, ready=False), BEGAN + timedelta(days=1))
    if view.out:
        assert (after.state, after.why) == (MemberState.LEFT, view.out)
    elif before.state is MemberState.NOT_REACHABLE:
        assert after == before
    elif view.parked and after.state is not MemberState.SKIPPED:
        assert (after.state, after.why) == (MemberState.PARKED, view.parked)
