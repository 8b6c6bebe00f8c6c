"""The table says what was measured, and no miss is hidden."""

import os
from pathlib import Path

import pytest

from bench import procfs, report
from bench.changes import NOTHING, Changed
from bench.figures import Figure, of_changes, of_learning, of_plan, of_report, of_starts, of_turns
from bench.floor import Forced
from bench.reporting import Report, Reported
from bench.start import Starts
from bench.taken import Taken
from bench.turns import Pace, Turns

ROOT = Path(__file__).parents[2]


def run(**how: object) -> Changed:
    usual: dict[str, object] = {
        "changes": 3_600,
        "limits": "documented",
        "verified": True,
        "written": 3_600,
        "seconds": 32.0,
    }
    usual |= {"requests": 10_800, "refused": 0, "writes": Forced("writes", 30.0), "reads": NOTHING}
    return Changed(**(usual | how))  # type: ignore[arg-type] # a few of the fields, as each case wants them


def plan(**how: object) -> Taken:
    usual: dict[str, object] = {
        "users": 30_000,
        "limits": "documented",
        "seconds": 40.0,
        "requests": 31_000,
        "refused": 0,
        "bare": 12.0,
        "cpu": 8.0,
    }
    usual |= {"forced": (Forced("resource units", 30.0),), "idle": 130.0, "peak": 170.0}
    return Taken(**(usual | how))  # type: ignore[arg-type] # a few of the fields, as each case wants them


@pytest.mark.parametrize(
    ("found", "passed"),
    [
        (run(), True),
        (run(seconds=33.1), False),
        (run(refused=1), False),
        (run(written=3_599), False),
        (run(verified=False), False),
        (run(limits="strict", seconds=90.0, refused=12), None),
        (run(limits="strict", written=3_599), False),
    ],
)
def test_a_run_is_whole_within_its_floor_and_without_a_429(found: Changed, passed: bool | None) -> None:
    assert [each.passed for each in of_changes(found)] == [passed]


def test_what_reads_are_forced_to_take_is_part_of_the_floor() -> None:
    assert run(seconds=40.0, reads=Forced("resource units", 10.0)).ratio == 1.0


@pytest.mark.parametrize(
    ("found", "passed"),
    [(plan(), [True, True]), (plan(peak=190.1), [True, False]), (plan(refused=3), [False, True])],
)
def test_a_plan_keeps_its_memory_and_wastes_no_request(found: Taken, passed: list[bool]) -> None:
    assert [each.passed for each in of_plan(found)] == passed


def test_a_plan_is_held_against_its_longest_floor() -> None:
    assert plan().ratio == pytest.approx(40 / 30)
    assert plan(forced=()).ratio == pytest.approx(40 / 12)
    assert "sent bare" in next(of_plan(plan(forced=()))).what


def reported(found: int, *, attacked: bool = False, **how: object) -> Reported:
    taken = plan(**({"users": 100_000, "peak": 210.0} | how))
    return Reported(Report("a report", "no-p1", attacked=attacked), taken, found)


@pytest.mark.parametrize(
    ("found", "passed"),
    [
        (reported(100_000), [True, True]),
        (reported(99_999), [False, True]),
        (reported(60, attacked=True), [True, True]),
        (reported(59, attacked=True), [False, True]),
        (reported(19, attacked=True, users=100), [False, None]),
        (reported(100_000, refused=1), [False, True]),
        (reported(100_000, peak=210.1), [True, False]),
        (reported(300, users=300, peak=300.0), [True, None]),
    ],
)
def test_a_report_leaves_nobody_out_and_keeps_its_memory(found: Reported, passed: list[bool | None]) -> None:
    assert [each.passed for each in of_report(found)] == passed


def test_a_limit_that_has_to_be_learnt_promises_nothing() -> None:
    found = of_learning(plan(users=60, limits="strict", seconds=36.0, refused=15))
    assert (found.passed, found.ratio) == (None, 1.2) and "15 answers 429" in found.what


@pytest.mark.parametrize(("ours", "answers", "passed"), [(60.0, 200, True), (59.0, 200, False), (60.0, 199, False)])
def test_turns_count_when_they_are_three_times_the_echo_and_all_answered(
    ours: float, answers: int, passed: bool
) -> None:
    found = Turns(muster=(Pace(ours, 5.0),), echo=(Pace(20.0, 40.0),), answers=answers, turns=200, tokens=100)
    assert next(of_turns(found)).passed is passed


def test_the_slowest_start_counts() -> None:
    assert [each.passed for each in of_starts(Starts((1.0, 3.1, 1.0)))] == [False]


FIGURES = (
    Figure(part="c", what="changes", floor="30.0 s", figure="32.0 s", ratio=1.0667, limit="at most 1.10", passed=True),
    Figure(part="c", what="strict", floor="", figure="40.0 s"),
    Figure(part="d", what="start", floor="", figure="4 s", ratio=1.3, limit="at most 3 s", passed=False),
)


def test_the_table_says_pass_fail_and_printed() -> None:
    lines = list(report.text(FIGURES))
    assert [line.split()[-1] for line in lines[1:]] == ["pass", "printed", "FAIL"]
    assert "1.07" in lines[1] and lines[1].index("32.0 s") == lines[2].index("40.0 s")


def test_the_page_keeps_what_stands_around_the_table() -> None:
    page = f"before\n{report.BEGIN}\nold\n{report.END}\nafter"
    again = report.written(report.written(page, "one"), report.markdown(FIGURES, "make bench"))
    assert again.startswith("before\n") and again.endswith("\nafter") and "old" not in again
    assert "`make bench` on " in again and "| **1.07** |" in again
    with pytest.raises(ValueError, match="bench"):
        report.written("no marks", "table")


def test_the_page_of_the_repository_can_be_written() -> None:
    page = (ROOT / "docs/performance.md").read_text("utf-8")
    assert "make bench" in report.written(page, report.markdown(FIGURES, "make bench"))


def test_the_kernel_is_read_rightly() -> None:
    before = procfs.cpu_seconds(os.getpid())
    assert sum(number * number for number in range(2_000_000)) > 0
    assert procfs.cpu_seconds(os.getpid()) > before
    procfs.forget_peak(os.getpid())
    held = bytearray(40_000_000)
    assert procfs.resident(os.getpid()) > 40
    del held
    assert procfs.peak(os.getpid()) - procfs.resident(os.getpid()) > 30
