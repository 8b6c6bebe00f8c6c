"""``coverage``: from what was counted at night. Hard cases: one day only, a day that could not be read, nobody at all,
a department with an odd name, a file where others read along.
"""

from collections.abc import Mapping
from datetime import date, timedelta

from dialogs import ChartKind, FileOffered, Findings, Pressed, Text, Tone
from dialogs.views.coverage import covered, sheet_of
from engine import Place, Snapshot
from tests.dialogs.talk import Talk, words
from tests.engine.bench import ANA, BEA, DAN

FIRST = date(2026, 11, 20)
COUNTS = {
    "people": "100", "protected": "40", "ready": "60", "done": "30", "apart": "7", "state:disabled": "100",
    "method:phone": "50", "method:none": "40", "department:Finance": "12/20", "department:=Sales": "9/10",
    "departments-others": "39/70",
}  # fmt: skip


def snapshot(n: int, **changed: str) -> Snapshot:
    return Snapshot(tenant_id="t", day=FIRST + timedelta(days=n), counts=COUNTS | changed)


def chart(found: Findings, kind: ChartKind) -> Mapping[str, tuple[tuple[str, float], ...]]:
    [one] = [each for each in found.charts if each.kind is kind]
    return {series.name: series.points for series in one.series}


def test_the_latest_day_in_numbers() -> None:
    found = covered([snapshot(0), snapshot(1, done="31")], days=90)
    assert found.title == "Coverage on 21 Nov 2026" and found.tone is Tone.WARNING
    facts = {each.name: each.value for each in found.facts}
    assert facts["People"] == "100" and facts["Both"] == "31 (31 %)"
    assert facts["Methods"] == "phone 50, none 40"
    assert dict(chart(found, ChartKind.DONUT)["People"]) == {
        "Protected, with a method": 31, "Protected, no usable method": 9, "A method, not protected": 29, "Neither": 31,
    }  # fmt: skip
    assert [row[0] for row in found.sections[0].rows] == ["All others", "Finance", "=Sales"]


def test_a_day_that_could_not_be_read_is_no_point_of_the_line() -> None:
    found = covered([snapshot(0), snapshot(1, unread="methods", ready="0"), snapshot(2)], days=90)
    lines = chart(found, ChartKind.LINE)
    assert {tuple(day for day, _ in points) for points in lines.values()} == {("2026-11-20", "2026-11-22")}
    assert not found.warnings
    unread = covered([snapshot(0), snapshot(1, unread="methods, departments")], days=90)
    assert "sign-in methods, departments" in unread.warnings[0]


def test_what_could_not_be_counted_is_no_nought() -> None:
    counts = {"people": "100", "protected": "40", "apart": "7", "unread": "methods"}
    found = covered([Snapshot(tenant_id="t", day=FIRST, counts=counts)], days=90)
    facts = {each.name: each.value for each in found.facts}
    assert facts["With a usable method of their own"] == facts["Both"] == "could not be read"
    assert facts["Protected by MFA"] == "40 (40 %)"
    assert not found.charts and not found.sections and "sign-in methods" in found.warnings[0]
    head, line = sheet_of([Snapshot(tenant_id="t", day=FIRST, counts=counts)])
    shown = dict(zip(head, line, strict=True))
    assert (shown["With a usable method of their own"], shown["Both"], shown["Protected by MFA"]) == ("", "", "40")


def test_one_day_makes_no_line_and_nobody_makes_no_chart() -> None:
    assert [each.kind for each in covered([snapshot(0)], days=90).charts] == [ChartKind.DONUT]
    empty = Snapshot(tenant_id="t", day=FIRST, counts={"people": "0", "protected": "0", "ready": "0", "done": "0"})
    assert covered([empty], days=90).charts == ()
    assert covered([snapshot(0)], days=90, counted_now=True).buttons == ()


def test_the_file_has_every_day_and_every_number() -> None:
    head, first, second = sheet_of([snapshot(0), snapshot(1, **{"department:New": "1/12"})])
    shown = dict(zip(head, second, strict=True))
    assert shown["Day"] == "2026-11-21" and shown["New: ready"] == "1"
    assert shown["New: people"] == "12" and shown["method:phone"] == "50"
    assert dict(zip(head, first, strict=True))["New: ready"] == ""


async def counted(talk: Talk, *days: Snapshot) -> None:
    async with talk.bench.store.change() as unit:
        for each in days:
            tenant_id = talk.bench.house.tenant_id
            await unit.add_snapshot(Snapshot(tenant_id=tenant_id, day=each.day, counts=each.counts))


async def test_whoever_has_a_role_sees_it_and_takes_the_file(talk: Talk) -> None:
    await counted(talk, snapshot(0), snapshot(1))
    reply = await talk.say(BEA, "coverage")
    assert isinstance(reply, Findings)
    [button] = reply.buttons
    offered = await talk.push(ANA, button)
    assert isinstance(offered, FileOffered) and offered.name == "coverage-2026-11-23.csv"
    content = bytearray()
    taken = talk.said(ANA, pressed=Pressed(verb=button.verb, data=offered.data))
    assert await talk.dialogs.write(taken, content.extend) is None
    lines = content.decode("utf-8-sig").splitlines()
    assert len(lines) == 3 and "'=Sales: ready" in lines[0]


async def test_others_see_nothing_and_a_channel_gets_no_file(talk: Talk) -> None:
    await counted(talk, snapshot(0))
    assert "needs a role" in words(await talk.say(DAN, "coverage"))
    reply = await talk.say(ANA, "coverage")
    assert isinstance(reply, Findings)
    [button] = reply.buttons
    channel = Place("19:security@thread.v2", personal=False)
    refused = await talk.press(ANA, button.verb, button.data, place=channel)
    assert isinstance(refused, Text) and refused.tone is Tone.BAD
