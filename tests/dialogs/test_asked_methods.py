"""A new method's question and what waits to be handed over: shown to the right person, while it is open, no longer."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from actions.spec import Reason
from demo.seed import cast
from dialogs import Button, PhoneShown, Reply, Text
from dialogs.views import handing, new_method
from dialogs.words import told
from dialogs.words.people import translated
from engine import Notice, NoticeKind, Person, Request, State
from tenant.model import Kind, Statement
from tenant.ports import Area
from tests.dialogs.talk import Talk
from tests.engine import acts_with_ends as ends
from tests.engine.bench import ANA, BEA, CARL, DAN, EVE, OLGA, opened

NOW = datetime(2026, 11, 23, 11, tzinfo=UTC)
BERLIN = ZoneInfo("Europe/Berlin")
KEY = "m:1"  # an id may hold anything
ADDED = Statement(
    kind=Kind.NEW_METHOD, subject=DAN.id, key=KEY, value="iPhone", source="microsoftAuthenticator", by="Muster",
    at=NOW - timedelta(minutes=48),
)  # fmt: skip


@pytest.fixture
async def talk(database: Path) -> AsyncIterator[Talk]:
    ends.clear()
    ends.HANDS[cast.GRACE] = cast.EVE
    async with opened(f"sqlite:///{database}") as bench:
        bench.extra = [ends]
        bench.engine = bench.another("odd")
        await bench.engine.set_writes(OLGA, Area.MFA, True)
        yield Talk(bench)


async def question(talk: Talk) -> Reply | None:
    about = Notice(
        tenant_id=cast.TENANT_ID, kind=NoticeKind.ASKED_METHOD, about=f"method:{DAN.id}:{KEY}", to=DAN
    )  # fmt: skip
    return await talk.dialogs.show(about, DAN)


ENGLISH = translated("en")


def buttons(reply: Reply | None) -> tuple[Button, ...]:
    assert isinstance(reply, PhoneShown)
    return reply.buttons


def test_the_question_says_what_and_when() -> None:
    card = new_method.asked(ADDED, DAN, NOW, zone=BERLIN, speech=ENGLISH)
    assert card.lines[0] == "Hi Dan Moor, Microsoft Authenticator (iPhone) was added to your account today 11:12. You?"
    assert [each.title for each in card.buttons] == ["Yes", "Not me"]


@pytest.mark.parametrize(
    "at, said",
    [
        (datetime(2026, 11, 22, 23, 30, tzinfo=UTC), "today 00:30"),  # in Berlin it is today already
        (datetime(2026, 11, 22, 22, 30, tzinfo=UTC), "yesterday 23:30"),
        (datetime(2026, 11, 20, 9, tzinfo=UTC), "on Fri 20 Nov 10:00"),
    ],
)
def test_days_are_the_offices(at: datetime, said: str) -> None:
    assert new_method.when(at, NOW, BERLIN, speech=ENGLISH) == said


@pytest.mark.parametrize("source, value, said", [("", "", "a sign-in method"), ("fido2", "fido2", "security key")])
def test_a_method_without_a_name_has_its_kind(source: str, value: str, said: str) -> None:
    bare = Statement(kind=Kind.NEW_METHOD, subject=DAN.id, key=KEY, value=value, source=source, by="Muster", at=NOW)
    assert new_method.what(bare, ENGLISH).startswith(said)
    assert "()" not in new_method.what(bare, ENGLISH) and "fido2" not in new_method.what(bare, ENGLISH)


async def test_yes_ends_it_and_a_second_press_changes_nothing(talk: Talk) -> None:
    assert await question(talk) is None
    await talk.bench.engine.ask_new_method(DAN, KEY, "Authenticator on iPhone")
    yes, no = buttons(await question(talk))
    assert "Authenticator on iPhone was added to your account today" in repr(await question(talk))
    assert "is yours" in repr(await talk.push(DAN, yes))
    assert await question(talk) is None
    assert "not open any more" in repr(await talk.push(DAN, no))
    assert ends.SENT == []


async def test_not_me_ends_their_sign_ins(talk: Talk) -> None:
    await talk.bench.engine.ask_new_method(DAN, KEY, "Authenticator on iPhone")
    _, no = buttons(await question(talk))
    assert isinstance(await talk.push(EVE, no), Text)
    reply = await talk.push(DAN, no)
    assert isinstance(reply, PhoneShown)
    assert [fact.value for fact in reply.facts] == ["request 1"]
    assert "Change your password now" in repr(reply)
    await talk.settle()
    assert [(DAN.id, "revoked")] == ends.SENT


async def test_a_card_of_an_earlier_question_does_not_answer_a_later_one(talk: Talk) -> None:
    await talk.bench.engine.ask_new_method(DAN, KEY, "iPhone")
    old = buttons(await question(talk))[1]
    await talk.bench.engine.answer_new_method(DAN, KEY, yes=True, place=talk.said(DAN).place)
    talk.bench.clock.skip(timedelta(days=1))
    await talk.bench.engine.ask_new_method(DAN, KEY, "iPhone")
    assert "not open any more" in repr(await talk.push(DAN, old))
    assert ends.SENT == []


async def waiting(talk: Talk) -> Request:
    bench = talk.bench
    planned = await bench.ask(ends.Pass(who=await bench.people("grace@contoso.com")))
    await bench.engine.submit(planned.number, ANA, "she is locked out")
    for approver in (BEA, CARL)[: planned.quorum]:
        await bench.engine.approve(planned.number, approver, planned.digest)
    return await bench.now(planned)


async def invitation(talk: Talk, number: int) -> Reply | None:
    about = Notice(
        tenant_id=cast.TENANT_ID, kind=NoticeKind.HAND_OVER, about=f"hand-over:{number}", to=Person(cast.EVE, "")
    )
    return await talk.dialogs.show(about, EVE)


async def test_whoever_hands_over_hears_for_whom_and_that_it_is_shown_once(talk: Talk) -> None:
    request = await waiting(talk)
    assert request.state is State.APPROVED
    reply = await invitation(talk, request.number)
    assert [(each.verb, each.data) for each in buttons(reply)] == [(handing.HAND_OVER, {"request": "1"})]
    said = repr(reply)
    assert all(word in said for word in ("Grace", "shown once", "Ana Ruiz", "Bea Holm", "she is locked out"))
    assert ends.TOLD not in said


async def test_once_opened_there_is_no_button_any_more(talk: Talk) -> None:
    request = await waiting(talk)
    await talk.bench.engine.hand_over(EVE, request.number)
    assert await invitation(talk, request.number) is None
    assert await invitation(talk, 99) is None


@pytest.mark.parametrize(
    "reason, words",
    [
        (Reason("method-not-mine", {"name": "Dan", "method": "iPhone", "undo": "4"}), "Request 4 ends their sign-ins."),
        (Reason("method-not-mine", {"name": "Dan", "method": "iPhone"}), "planted it. Talk to Dan"),
        (Reason("not-revoked", {"name": "Dan", "number": "4", "why": "forbidden"}), "`request show 4`"),
        (Reason("not-ended", {"name": "Ana", "number": "4", "of": "3", "why": "halted"}), "What request 3 did"),
        (Reason("method-on-break-glass", {"name": "bg1", "method": "iPhone"}), "emergency account bg1: iPhone"),
        (Reason("hand-over-not-reached", {"number": "4"}), "`cancel 4`"),
        (
            Reason("watch-waits", {"watch": "1", "said": "mfa enable x", "why": "writes-off", "area": "mfa"}),
            "nothing comes of it: Writes for mfa are off. An owner types `writes on mfa`. It goes on",
        ),
        (Reason("watch-waits", {"watch": "1", "said": "x", "why": "forbidden", "scope": "A.B"}), "permission A.B."),
        (Reason("watch-waits", {"watch": "1", "said": "x", "why": "never-heard-of"}), "never heard of."),
        (Reason("watch-stopped", {"watch": "1", "said": "x", "name": "Ana"}), "asked for it (Ana) is no operator"),
        (
            Reason("allowance-ends", {"watch": "1", "said": "x", "until": "2027-02-19T09:00:00+00:00"}),
            "ends on 19 Feb 2027",
        ),
    ],
)
def test_what_is_told_says_what_to_do(reason: Reason, words: str) -> None:
    assert words in told(reason)
