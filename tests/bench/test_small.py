"""All seven parts of the bench in a small size: the counts must be right; the times mean nothing here."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bench import changes, messages, planning, reporting, start, tick, turns
from bench.figures import of_changes, of_messages, of_plan, of_report, of_starts, of_ticks, of_turns
from bench.measuring import SMALL
from bench.reporting import REPORTS, Report
from bench.scenery import Scenery, scenery


@pytest.fixture
async def place(tmp_path: Path) -> AsyncIterator[Scenery]:
    async with scenery(tmp_path) as found:
        yield found


async def test_turns_are_all_answered_and_the_echo_signs_in_for_each(place: Scenery) -> None:
    found = await turns.measure(place, SMALL.turns)
    both = 2 * SMALL.turns.turns * SMALL.turns.rounds
    assert found.turns == found.answers == both
    assert found.tokens == both / 2, "the SDK fetches a token for each answer, as its documentation has it"
    assert len(found.muster) == len(found.echo) == SMALL.turns.rounds
    assert [each.part for each in of_turns(found)] == ["a", "a"]


async def test_a_plan_is_read_from_the_tenant_within_its_limits(place: Scenery) -> None:
    found = await planning.measure(place, users=60, settled=SMALL.settled)
    assert found.requests > 60 and found.refused == 0
    assert found.floor.seconds > 0 and found.peak > 0 and found.idle > 0
    assert [each.passed for each in of_plan(found)] == [True, None]


async def test_changes_are_all_written_and_read_back(place: Scenery) -> None:
    found = await changes.measure(place, changes=SMALL.changes)
    assert found.written == SMALL.changes and found.verified and found.refused == 0
    assert found.requests >= 3 * SMALL.changes, "a look before, the write, a look after"
    assert found.writes == found.reads == changes.NOTHING and found.ratio is None
    assert [each.passed for each in of_changes(found)] == [True]


async def test_a_start_is_timed_to_its_first_answer(place: Scenery) -> None:
    found = await start.measure(place, times=SMALL.starts)
    assert len(found.seconds) == SMALL.starts and found.middle > 0
    assert [each.part for each in of_starts(found)] == ["d"]


@pytest.mark.parametrize("report", REPORTS, ids=lambda report: f"{report.said} {report.licence}")
async def test_a_report_is_about_everybody_on_the_card_and_in_the_file(place: Scenery, report: Report) -> None:
    found = [each async for each in reporting.measure(place, report, users=SMALL.reported, settled=SMALL.settled)]
    assert [each.as_file for each in found] == [False, True][: 1 + report.file]
    assert all(each.whole and each.taken.refused == 0 and each.taken.requests > 0 for each in found)
    assert all(each.passed is not False for one in found for each in of_report(one))


async def test_messages_reach_everybody_once_through_a_connector_with_limits(place: Scenery) -> None:
    found = await messages.measure(place, people=SMALL.messages)
    assert found.messages == found.wanted == SMALL.messages and found.once
    assert found.refused == 0 and found.seconds > 0
    assert [each.part for each in of_messages(found)] == ["f", "f"]


async def test_a_tick_sees_to_all_that_is_due_among_few_and_many(place: Scenery) -> None:
    few, many = SMALL.waiting
    found = await tick.measure(place, due=SMALL.due, few=few, many=many, rounds=SMALL.rounds)
    assert found.whole and len(found.among_few) == len(found.among_many) == SMALL.rounds
    assert [each.part for each in of_ticks(found)] == ["g"]
