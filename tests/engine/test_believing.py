"""A number is believed at its own person's word, at an owner's list, never by itself."""

from datetime import date, timedelta
from json import loads

import pytest

from actions.spec import Refusal, Subject
from demo.directory import Lagging
from demo.seed import cast
from engine import ListEntry, Notice, NoticeKind, Person, ReminderState, Request, SlotState
from tenant.model import Kind, Statement
from tests.engine import acts
from tests.engine.bench import ANA, BEA, BOTH, DAN, OLGA, Bench
from tests.engine.waiting import of, pass_by, remind

GRACE, HENK = Person(cast.GRACE, "Grace Hall"), Person(cast.HENK, "Henk de Vries")
NUMBERS = {cast.GRACE: "mobile +31 612345642", cast.HENK: "mobile +31 612345677; preferred sms"}


@pytest.fixture(autouse=True)
def book() -> None:
    acts.clear()
    acts.WANTED.update({**NUMBERS, cast.BOB: "mobile +31 612345600"})
    acts.UNBELIEVED.update(NUMBERS)


@pytest.fixture
async def bench(bench: Bench) -> Bench:
    bench.extra = [acts]
    bench.engine = bench.another("odd")
    return bench


async def planned(bench: Bench) -> Request:
    return await bench.ask(acts.Book(who=await bench.people("grace@contoso.com henk@contoso.com bob@contoso.com")))


async def said(bench: Bench, kind: Kind) -> list[Statement]:
    return list(await bench.store.statements(cast.TENANT_ID, kind))


async def told(bench: Bench, kind: NoticeKind) -> list[Notice]:
    await bench.engine.tick()
    return [each for each in await bench.notices() if each.kind is kind]


async def questions(bench: Bench) -> list[Notice]:
    """The messages of the day that were queued since the last look."""
    await bench.settle()
    return await told(bench, NoticeKind.REMINDER)


async def remind_henk(bench: Bench) -> None:
    """Who has no method (any more)."""
    bench.world.person("henk").methods = Lagging(())
    await remind(bench, "henk")


def whom(notices: list[Notice]) -> list[str]:
    return sorted(each.to.id for each in notices if isinstance(each.to, Person))


async def code(word: object) -> str:
    with pytest.raises(Refusal) as refused:
        await word  # type: ignore[misc]
    return refused.value.reason.code


@BOTH
async def test_whom_only_their_own_word_can_help_is_asked_and_not_twice(bench: Bench) -> None:
    request = await planned(bench)
    assert {row.subject.id: row.after for row in await bench.rows(request) if row.cannot} == NUMBERS
    assert request.counts.held_why == {"not-confirmed": 2}
    result = await bench.engine.ask_people(ANA, request.number)
    assert [each.id for each in result.asked] == [cast.GRACE, cast.HENK]
    assert {(each.subject, each.value, each.by) for each in await said(bench, Kind.ASKED)} == {
        (cast.GRACE, NUMBERS[cast.GRACE], "Ana Ruiz"), (cast.HENK, NUMBERS[cast.HENK], "Ana Ruiz")
    }  # fmt: skip
    assert whom(await questions(bench)) == sorted([cast.GRACE, cast.HENK])
    again = await bench.engine.ask_people(ANA, request.number)
    assert (again.asked, [each.id for each in again.waiting]) == ((), [cast.GRACE, cast.HENK])
    assert await questions(bench) == []
    bench.clock.skip(timedelta(days=7))
    third = await bench.engine.ask_people(ANA, request.number)
    assert len(third.asked) == 2
    assert [each.fresh for each in await questions(bench)] == [True, True]
    assert await bench.events("asked-person") == ["asked-person"] * 4


async def test_yes_confirms_what_was_asked_and_nothing_else(bench: Bench) -> None:
    request = await planned(bench)
    await bench.engine.ask_people(ANA, request.number)
    yes = await bench.engine.answer_asked(GRACE, yes=True)
    assert (yes.kind, yes.subject, yes.value) == (Kind.CONFIRMED, cast.GRACE, NUMBERS[cast.GRACE])
    assert await said(bench, Kind.CONFIRMED) == [yes]
    assert [each.subject for each in await said(bench, Kind.ASKED)] == [cast.HENK]
    assert await code(bench.engine.answer_asked(GRACE, yes=False)) == "nothing-asked"
    assert await code(bench.engine.answer_asked(DAN, yes=True)) == "nothing-asked"
    assert await bench.events("confirmed") == ["confirmed"]
    assert await bench.engine.open_reminders(cast.GRACE) == []
    assert len(await bench.engine.open_reminders(cast.HENK)) == 1
    result = await bench.engine.ask_people(ANA, request.number)
    assert [each.id for each in result.answered] == [cast.GRACE]


async def test_no_disowns_the_number_and_the_owners_hear_even_while_halted(bench: Bench) -> None:
    request = await planned(bench)
    await bench.engine.ask_people(ANA, request.number)
    await bench.notices()
    await bench.engine.halt(BEA)
    no = await bench.engine.answer_asked(HENK, yes=False)
    assert (no.kind, no.subject, no.key, no.value) == (Kind.DISOWNED, cast.HENK, "31612345677", NUMBERS[cast.HENK])
    bench.world.faults.declare([{"path": f"/groups/{cast.OWNERS}", "status": 503}])
    assert await told(bench, NoticeKind.TOLD) == []
    bench.world.faults.clear()
    bench.clock.skip(bench.house.reminder_lease)
    (alarm,) = await told(bench, NoticeKind.TOLD)
    assert (alarm.code, alarm.to, alarm.facts["name"]) == ("asked-no", OLGA, "Henk de Vries")
    bench.clock.skip(bench.house.reminder_lease)
    assert await told(bench, NoticeKind.TOLD) == []
    assert await bench.events("disowned") == ["disowned"]


async def test_who_changes_their_mind_is_taken_at_their_last_word(bench: Bench) -> None:
    first = await planned(bench)
    await bench.engine.ask_people(ANA, first.number)
    await bench.engine.answer_asked(GRACE, yes=False)
    async with bench.store.change() as unit:
        asked = Statement(kind=Kind.ASKED, subject=cast.GRACE, value=NUMBERS[cast.GRACE], at=bench.clock.now())
        await unit.state(cast.TENANT_ID, asked)
    await bench.engine.answer_asked(GRACE, yes=True)
    assert await said(bench, Kind.DISOWNED) == []
    async with bench.store.change() as unit:
        await unit.state(cast.TENANT_ID, asked)
    await bench.engine.answer_asked(GRACE, yes=False)
    assert await said(bench, Kind.CONFIRMED) == []


async def test_another_number_is_another_question_and_the_old_card_answers_nothing(bench: Bench) -> None:
    await bench.engine.ask_people(ANA, (await planned(bench)).number)
    old = (await said(bench, Kind.ASKED))[0].at
    assert len(await questions(bench)) == 2
    bench.clock.skip(timedelta(days=8))
    assert await questions(bench) == []
    acts.WANTED[cast.GRACE] = "mobile +31 699999999"
    await bench.engine.ask_people(ANA, (await planned(bench)).number)
    assert whom(await questions(bench)) == sorted([cast.GRACE, cast.HENK])
    assert await code(bench.engine.answer_asked(GRACE, yes=True, asked_at=old)) == "question-closed"
    new = next(each.at for each in await said(bench, Kind.ASKED) if each.subject == cast.GRACE)
    assert (await bench.engine.answer_asked(GRACE, yes=True, asked_at=new)).value == "mobile +31 699999999"


async def test_only_an_operator_asks_and_not_while_all_is_halted(bench: Bench) -> None:
    request = await planned(bench)
    assert await code(bench.engine.ask_people(BEA, request.number)) == "not-operator"
    assert await code(bench.engine.ask_people(ANA, 99)) == "no-such-request"
    await bench.engine.halt(BEA)
    assert await code(bench.engine.ask_people(ANA, request.number)) == "halted"
    assert await said(bench, Kind.ASKED) == []


async def test_whom_no_message_reaches_was_not_asked(bench: Bench) -> None:
    request = await planned(bench)
    await bench.engine.ask_people(ANA, request.number)
    grace = next(each for each in await questions(bench) if each.to == GRACE)
    assert await bench.engine.begin_posting(grace)
    await bench.engine.told_posting(grace, SlotState.NOT_REACHED)
    await bench.engine.not_reachable(grace)
    assert [each.subject for each in await said(bench, Kind.ASKED)] == [cast.HENK]
    (told_ana,) = await told(bench, NoticeKind.TOLD)
    assert (told_ana.code, told_ana.to, told_ana.facts["name"]) == ("asked-not-reached", request.place, "Grace Hall")
    assert await bench.events("not-asked") == ["not-asked"]


async def test_what_was_tried_often_enough_was_not_asked(bench: Bench) -> None:
    await bench.engine.ask_people(ANA, (await planned(bench)).number)
    grace, henk = sorted(await questions(bench), key=lambda each: each.to != GRACE)
    await bench.engine.answer_asked(HENK, yes=True)
    assert not await bench.engine.begin_posting(henk)
    assert await bench.engine.begin_posting(grace)
    await bench.engine.told_posting(grace, SlotState.DROPPED)
    assert await said(bench, Kind.ASKED) == []
    assert [each.code for each in await told(bench, NoticeKind.TOLD)] == ["asked-not-reached"]
    over = {each.person.id: each.state for each in await bench.store.reminders(cast.TENANT_ID)}
    assert over == {cast.GRACE: ReminderState.NOT_REACHABLE}


async def test_nobody_is_asked_outside_of_their_hours_nor_as_a_second_message_of_the_day(bench: Bench) -> None:
    bench.clock.skip(timedelta(hours=14))  # it is late in the evening
    request = await planned(bench)
    await remind_henk(bench)
    await bench.engine.ask_people(ANA, request.number)
    assert await questions(bench) == []
    seen = [(at.date(), each.to) for at, each in await pass_by(bench, bench.clock.now() + timedelta(days=3))]
    assert sorted(seen, key=str) == [
        (date(2026, 11, 24), GRACE), (date(2026, 11, 24), HENK), (date(2026, 11, 25), HENK)
    ]  # fmt: skip
    assert await bench.engine.open_reminders(cast.GRACE) == []


async def test_a_question_stands_alone_and_the_rest_waits_for_another_day(bench: Bench) -> None:
    await bench.engine.ask_people(ANA, (await planned(bench)).number)
    await remind_henk(bench)
    henk = next(each for each in await questions(bench) if each.to == HENK)
    assert henk.slot is not None
    slot = await bench.store.slot(cast.TENANT_ID, cast.HENK, henk.slot)
    assert slot is not None
    facts = {each.id: each.fact for each in await bench.engine.open_reminders(cast.HENK)}
    assert [facts[each] for each in slot.reminders] == ["number-answered"]
    waits = await of(bench, cast.HENK)
    assert (waits.sent, waits.due.date()) == (0, date(2026, 11, 24))


@BOTH
async def test_an_owners_list_takes_the_place_of_the_one_before(bench: Bench) -> None:
    now = bench.clock.now()
    grace, henk = Subject(cast.GRACE, "Grace Hall", "g@x"), Subject(cast.HENK, "Henk", "h@x")
    old = now - timedelta(days=30)
    first = [ListEntry(grace, "06 1234 5642", old), ListEntry(henk, "1", now), ListEntry(henk, "2", now)]
    assert await bench.engine.name_list(OLGA, "HR of May, call +31 612345678", first) == 2
    listed = await said(bench, Kind.LISTED)
    assert [(each.subject, each.key, each.value, each.at, each.by) for each in listed] == [
        (cast.GRACE, "", "06 1234 5642", old, "Olga Petrova"),
        (cast.HENK, "", "1", now, "Olga Petrova"),
        (cast.HENK, "2", "2", now, "Olga Petrova"),
    ]
    assert await bench.engine.name_list(OLGA, "HR of June", first[:1] * 2) == 1
    assert [each.source for each in await said(bench, Kind.LISTED)] == ["HR of June"]
    assert await code(bench.engine.name_list(ANA, "mine", first)) == "not-owner"
    links = [link.event for link in await bench.store.chain(cast.TENANT_ID) if link.event.kind == "list-named"]
    assert [each.facts for each in links] == [
        {"name": "HR of May, call +31 ••• 78", "people": "2"}, {"name": "HR of June", "people": "1"}
    ]  # fmt: skip


async def test_what_is_attested_is_asked_for_again_when_it_is_old(bench: Bench) -> None:
    values = {"OAuthUsed": "True", "ClientAdalAuthOverride": "Allowed"}
    attested = await bench.engine.attest(ANA, "skype", values)
    assert loads(attested.value) == values
    assert attested.value == '{"ClientAdalAuthOverride":"Allowed","OAuthUsed":"True"}'
    bench.clock.skip(timedelta(days=60))
    await bench.engine.attest(OLGA, "skype", values)
    bench.clock.skip(timedelta(days=31))
    assert await told(bench, NoticeKind.REMINDER) == []
    assert await bench.engine.open_reminders(cast.ANA) == []
    bench.clock.skip(timedelta(days=60))
    for _ in range(2):
        (again,) = await bench.engine.open_reminders(cast.OLGA)
        bench.clock.skip(max(timedelta(0), again.due - bench.clock.now()) + timedelta(seconds=1))
        heard = await told(bench, NoticeKind.REMINDER)
    assert [each.to for each in heard] == [OLGA]
    assert (again.fact, again.about, again.asked_by) == ("attested", "skype", OLGA)
    bench.clock.skip(timedelta(days=60))
    await bench.engine.attest(OLGA, "skype", values)
    (again,) = await bench.engine.open_reminders(cast.OLGA)
    assert again.due > bench.clock.now() + timedelta(days=89)
    assert [(each.subject, each.by) for each in await said(bench, Kind.ATTESTED)] == [("skype", "Olga Petrova")]
    assert await code(bench.engine.attest(DAN, "skype", values)) == "not-operator"
    assert await bench.events("attested") == ["attested"] * 3
