from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta, timezone
from json import dumps, loads

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actions.spec import Direction, Reason, Risk
from engine.campaign import Campaign, Member
from engine.draft import Draft
from engine.due import Due
from engine.errand import Errand
from engine.help_request import HelpRequest
from engine.hours import Hours
from engine.notice import Notice
from engine.reminder import Reminder
from engine.request import Counts, Decision, PlannedRow, Request
from engine.schedule import Schedule
from engine.slot import Slot
from engine.snapshot import Snapshot
from engine.watch import Watch
from store.codec import codec, pack, unpack
from tenant.model import Statement
from tests.store.records import ANA, BEA, CHAT, NOW, a_notice, a_request, a_row

MOMENTS = st.datetimes(timezones=st.sampled_from([UTC, timezone(timedelta(hours=-7))]), allow_imaginary=False)
EVERY = (
    Request, PlannedRow, Decision, Draft, Due, Errand, Notice, Reminder, Statement, Campaign, Member, HelpRequest,
    Schedule, Slot, Snapshot, Watch,
)  # fmt: skip
SIMPLE = st.from_type(Counts) | st.from_type(Reason)


@pytest.mark.parametrize("kind", EVERY)
def test_every_record_of_the_engine_has_plain_json(kind: type) -> None:
    assert callable(codec(kind).pack)


@given(st.lists(SIMPLE))
def test_what_goes_in_comes_out(values: list[Counts | Reason]) -> None:
    for value in values:
        assert unpack(type(value), loads(dumps(pack(value)))) == value


@given(MOMENTS, st.dictionaries(st.text(), st.text()), st.one_of(st.none(), MOMENTS))
def test_a_request_comes_out_as_it_went_in(at: datetime, arguments: dict[str, str], planned: datetime | None) -> None:
    full = replace(a_request(), asked_at=at, arguments=arguments, planned_at=planned, audience=(ANA, CHAT, BEA))
    again = unpack(Request, loads(dumps(pack(full))))
    assert again == full
    assert again.asked_at.tzinfo is UTC


def test_enums_and_members_of_a_union_keep_their_kind() -> None:
    again = unpack(Request, pack(a_request()))
    assert again.direction is Direction.STRENGTHEN
    assert again.risk is Risk.HIGH
    assert unpack(Notice, pack(a_notice(to=CHAT))).to == CHAT
    assert unpack(PlannedRow, pack(a_row(7))) == a_row(7)


@dataclass(frozen=True, slots=True)
class Local:
    day: date
    at: time
    days: frozenset[int]
    trend: tuple[tuple[date, int], ...] = ()
    last: date | None = None


@given(st.from_type(Local) | st.builds(Local, at=st.times(), trend=st.just(((date(2026, 3, 29), 7),))))
def test_local_days_times_and_sets_come_out_as_they_went_in(value: Local) -> None:
    assert unpack(Local, loads(dumps(pack(value)))) == value


def test_the_same_set_is_always_the_same_text() -> None:
    packed = pack(Hours(zone="UTC", days=frozenset({5, 1, 3}), starts=time(8, 30)))
    assert isinstance(packed, dict)
    assert (packed["days"], packed["starts"]) == ([1, 3, 5], "08:30:00")


@dataclass(frozen=True, slots=True)
class Yesterday:
    name: str
    gone: int = 1


@dataclass(frozen=True, slots=True)
class Today:
    name: str
    new: tuple[int, ...] = (3,)


def test_a_record_of_another_version_can_be_read() -> None:
    assert unpack(Today, pack(Yesterday("x"))) == Today("x")


def test_counts_of_before_there_were_warnings_can_be_read() -> None:
    packed = pack(Counts(todo=3, warned_why={"synced": 2}))
    assert isinstance(packed, dict)
    del packed["warned_why"]
    assert unpack(Counts, packed) == Counts(todo=3)


def test_a_record_that_lacks_something_needed_is_not_guessed_at() -> None:
    with pytest.raises(TypeError):
        unpack(Today, {})


def test_a_time_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="without a zone"):
        pack(replace(a_request(), planned_at=NOW.replace(tzinfo=None)))


@pytest.mark.parametrize("kind", [object, set[str], bytes, complex])
def test_what_is_not_plain_is_refused(kind: object) -> None:
    with pytest.raises(TypeError, match="plain JSON"):
        codec(kind)
