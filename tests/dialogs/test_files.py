"""Results longer than a card, as files. Hard cases: a report of any length holds no more than it shows; others read
along; somebody without a role, or who lost it since; a made-up key; a check whose people have changed since; what
stands above the findings is not counted with them.
"""

import pytest

from actions.spec import Finding, FindingState, Reason, Subject
from dialogs import FileOffered, Findings, Pressed, Text
from dialogs.views.findings import SHOWN, Tally, findings
from engine import Place
from tests.dialogs.declared import Inspect
from tests.dialogs.talk import Talk, words
from tests.engine.bench import ANA, DAN

GROUP = Place("19:approvals@thread.v2", personal=False)


def found(number: int, state: FindingState = FindingState.FAIL, remedy: str | None = None) -> Finding:
    subject = Subject(str(number), f"Person {number}", f"p{number}@contoso.com")
    return Finding(title=Reason("not-protected"), state=state, subject=subject, remedy=remedy)


def test_a_long_report_holds_no_more_than_it_shows() -> None:
    tally = Tally()
    for number in range(10_000):
        tally.add(found(number, FindingState.PASS if number % 3 else FindingState.FAIL, f"mend {number}"))
    shown = findings(Inspect, tally, said="desk status everyone", file="key")
    held = sum(len(first) for first in tally._first.values()) + sum(len(each) for each in tally._remedies.values())
    assert held <= 2 * SHOWN + 6
    assert [(fact.name, fact.value) for fact in shown.facts] == [("To do", "3,334"), ("OK", "6,666")]
    assert len(shown.sections[0].rows) == SHOWN and all(row[1] == "To do" for row in shown.sections[0].rows)
    assert "9,980 more" in shown.sections[0].more
    assert shown.next[0] == "mend 0"
    assert 10_000 * 60 < tally.size < 10_000 * 120


def test_what_is_about_all_of_them_stands_above_and_is_not_counted() -> None:
    whole = Finding(title=Reason("legacy-sum", {"used": "2"}), state=FindingState.FAIL)
    shown = findings(Inspect, [whole, found(1), found(2, FindingState.PASS)], said="desk status everyone")
    assert [section.title for section in shown.sections] == ["In all", "Found"]
    assert [(fact.name, fact.value) for fact in shown.facts] == [("To do", "1"), ("OK", "1")]


def test_where_nothing_is_about_somebody_each_finding_counts() -> None:
    each = Finding(title=Reason("exchange-on"), state=FindingState.PASS)
    shown = findings(Inspect, [each] * 30, said="desk status")
    assert [(fact.name, fact.value) for fact in shown.facts] == [("OK", "30")]
    assert len(shown.sections[0].rows) == SHOWN


async def test_a_report_offers_all_of_it_and_writes_it_anew(talk: Talk) -> None:
    shown = await talk.say(ANA, "mfa status everyone")
    assert isinstance(shown, Findings)
    button = shown.buttons[0]
    offered = await talk.push(ANA, button)
    assert isinstance(offered, FileOffered) and offered.name.startswith("mfa-status-20")
    lines = await written(talk, offered)
    assert lines[0] == "Name,Address,State,What,Evidence,Mend with"
    assert len(lines) == 1 + len(talk.bench.world.directory.people)


async def test_a_short_report_offers_nothing(talk: Talk) -> None:
    shown = await talk.say(ANA, "mfa status dan@contoso.com")
    assert isinstance(shown, Findings) and not shown.buttons


async def test_where_others_read_along_no_file_is_offered(talk: Talk) -> None:
    shown = await talk.say(ANA, "mfa status everyone", place=GROUP)
    assert isinstance(shown, Findings)
    answer = await talk.press(ANA, shown.buttons[0].verb, shown.buttons[0].data, place=GROUP)
    assert isinstance(answer, Text) and "in our own chat only: type `mfa status everyone` there" in words(answer)
    await talk.say(ANA, "mfa enable everyone")
    answer = await talk.say(ANA, "request rows 1", place=GROUP)
    assert isinstance(answer, Text) and "type `request rows 1` there" in words(answer)


@pytest.mark.parametrize("data", [{}, {"findings": "made-up"}, {"request": "99"}, {"request": "1; drop"}])
async def test_a_made_up_key_opens_nothing(talk: Talk, data: dict[str, str]) -> None:
    assert isinstance(await talk.press(ANA, "file", data), Text)
    told = await talk.dialogs.write(talk.said(ANA, pressed=Pressed(verb="file", data=data)), bytearray().extend)
    assert isinstance(told, Text)


async def test_a_role_is_needed_when_it_is_taken_too(talk: Talk) -> None:
    await talk.say(ANA, "mfa enable everyone")
    shown = await talk.say(ANA, "mfa status everyone")
    assert isinstance(shown, Findings)
    for data in ({"request": "1"}, shown.buttons[0].data):
        content = bytearray()
        told = await talk.dialogs.write(talk.said(DAN, pressed=Pressed(verb="file", data=data)), content.extend)
        assert isinstance(told, Text) and "needs a role" in words(told)
        assert not content
        assert isinstance(await talk.press(DAN, "file", data), Text)


async def test_every_row_of_a_request_is_in_its_file(talk: Talk) -> None:
    await talk.say(ANA, "mfa enable everyone")
    request = await talk.bench.engine.request(1)
    assert request is not None
    offered = await talk.say(ANA, "request rows 1")
    assert isinstance(offered, FileOffered)
    lines = await written(talk, offered)
    assert len(lines) == 1 + request.counts.runnable + request.counts.held
    assert any("left out" in line and "not ready" in line for line in lines)


async def written(talk: Talk, offered: FileOffered) -> list[str]:
    """The lines of the file, taken by Ana."""
    content = bytearray()
    said = talk.said(ANA, pressed=Pressed(verb="file", data=offered.data))
    assert await talk.dialogs.write(said, content.extend) is None
    return content.decode("utf-8-sig").splitlines()
