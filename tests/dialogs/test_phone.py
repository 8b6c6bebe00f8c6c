"""People and their own numbers: what they are told and asked, what they answer; and what others never see."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actions.spec import Direction, Reason, Risk, Subject
from demo.seed import cast
from dialogs import Button, Fact, PhoneShown, PlanShown, Section, Text
from dialogs.masking import for_others
from dialogs.views import phone
from dialogs.words import sentence, told
from dialogs.words.people import translated
from engine import (
    ENDED,
    NUMBER_ANSWERED,
    Counts,
    Decision,
    Notice,
    NoticeKind,
    Person,
    Place,
    PlannedRow,
    Request,
    RowState,
    Slot,
    State,
    Verdict,
)
from engine.promise import promise
from tenant.model import Kind, Statement
from tests.dialogs.talk import Talk
from tests.engine.bench import ANA, BEA, DAN, EVE, OLGA

NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)
NUMBER = "+49 15123456742"
VALUE = f"mobile {NUMBER}; preferred sms"
CHANNEL = Place("19:ops@thread.tacv2", personal=False)
REQUEST = Request(
    tenant_id=cast.TENANT_ID, number=3, action="phone prepopulate", arguments={}, said="phone prepopulate x", asker=ANA,
    place=Place("a:ana", True), activity_id="act", correlation="c", direction=Direction.STRENGTHEN, risk=Risk.HIGH,
    asked_at=NOW, expires_at=NOW + timedelta(days=7), reason="the rollout", state=State.DONE, finished_at=NOW,
)  # fmt: skip
ROW = PlannedRow(n=7, subject=Subject(DAN.id, DAN.name, "dan@contoso.com"), after=VALUE, state=RowState.DONE)
YES = Decision(request=3, approver=BEA, verdict=Verdict.APPROVE, digest="d", at=NOW)


def said(reply: PhoneShown) -> str:
    return " ".join((reply.title, *(f"{fact.name}: {fact.value}" for fact in reply.facts), *reply.lines))


ENGLISH = translated("en")


def changed(row: PlannedRow = ROW, request: Request = REQUEST) -> PhoneShown:
    return phone.changed(request, row, [YES], zone=UTC, speech=ENGLISH)


def test_a_new_number_is_told_in_full_with_who_wanted_it_and_a_way_out() -> None:
    card = changed()
    assert card.title == "A phone number was added to your account"
    assert {fact.name: fact.value for fact in card.facts} == {
        "Now": f"mobile phone {NUMBER} and text messages as the first choice",
        "Asked by": "Ana Ruiz", "Approved by": "Bea Holm", "Reason": "the rollout", "Request": "3",
        "When": "Mon 23 Nov 08:00",
    }  # fmt: skip
    assert [(each.title, each.verb, each.data) for each in card.buttons] == [
        ("Not mine", "not-mine", {"request": "3", "n": "7"})
    ]
    assert "never asks for a password" in said(card)


@pytest.mark.parametrize(
    "before, after, title",
    [
        (VALUE, f"mobile {NUMBER[:-2]}43", "A phone number of your account was changed"),
        (VALUE, None, "A phone number was taken off your account"),
        (
            f"office {NUMBER}x12",
            f"office {NUMBER}x12; preferred sms",
            "How your account asks for a second factor was changed",
        ),
    ],
)
def test_what_was_done_is_named(before: str, after: str | None, title: str) -> None:
    card = changed(replace(ROW, before=before, after=after))
    assert card.title == title
    assert card.buttons


@pytest.mark.parametrize(
    "after, now",
    [
        (None, "taken off"),
        ("preferred push", "taken off; notifications in Microsoft Authenticator as the first choice"),
    ],
)
def test_of_a_number_that_went_nothing_raw_is_said_and_not_that_no_other_is_left(after: str | None, now: str) -> None:
    card = changed(replace(ROW, before=VALUE, after=after))
    assert [each.value for each in card.facts if each.name == "Now"] == [now]


@pytest.mark.parametrize(
    "code, words",
    [
        ("maybe-mobile", "with it from now on."),
        ("policy-forbids", "does not let it"),
        ("also-resets-password", "also reset"),
    ],
)
def test_a_number_is_praised_for_nothing_that_it_cannot_do(code: str, words: str) -> None:
    assert words in said(changed(replace(ROW, warnings=(Reason(code),))))


def test_what_was_taken_back_at_their_own_word_has_no_button() -> None:
    own = replace(REQUEST, number=4, undo_of=3, asker=DAN)
    assert changed(replace(ROW, before=VALUE, after=None), own).buttons == ()
    assert changed(replace(ROW, undone_by=4)).buttons == ()


@pytest.mark.parametrize("state", list(State))
def test_not_mine_always_says_what_happens_next(state: State) -> None:
    card = phone.taken_back(replace(REQUEST, number=4, undo_of=3, state=state), 3, ENGLISH)
    assert "owners" in said(card) and "change your password" in said(card) and "request 4" in said(card)
    assert not card.buttons


@pytest.mark.parametrize("state", list(State))
def test_what_would_write_a_number_waits_for_others_and_says_so(state: State) -> None:
    forward = replace(REQUEST, number=4, undo_of=3, only=7, state=state)
    card = phone.taken_back(forward, 3, ENGLISH)
    assert "owners" in said(card) and "request 4" in said(card) and "taking it back now" not in said(card)
    again = [(each.verb, each.data) for each in card.buttons]
    assert again == ([] if state in ENDED else [("not-mine", {"request": "3", "n": "7"})])


def test_what_is_never_written_is_said_so_and_not_called_done() -> None:
    held = Counts(held=1, held_why={"role-holder-never": 1})
    card = phone.taken_back(replace(REQUEST, number=4, undo_of=3, only=7, state=State.DONE, counts=held), 3, ENGLISH)
    assert "stays as it is" in said(card) and "there again" not in said(card) and not card.buttons


def test_the_card_promises_only_what_not_mine_does() -> None:
    assert "take it back at once" in said(changed())
    for before, after in ((VALUE, None), (VALUE, f"mobile {NUMBER[:-2]}43")):
        card = said(changed(replace(ROW, before=before, after=after)))
        assert "ask the approvers" in card and "at once, and ask" in card and "take it back at once" not in card


def statement(kind: Kind, value: str = VALUE, key: str = "", at: datetime = NOW) -> Statement:
    return Statement(kind=kind, subject=DAN.id, key=key, value=value, by="Dan", at=at)


def test_the_question_shows_the_end_of_the_number_and_nothing_else_of_it() -> None:
    card = phone.asked(statement(Kind.ASKED), DAN, ENGLISH)
    assert card is not None
    assert "We have a number ending in 42. Still yours?" in card.lines
    assert NUMBER not in said(card) and "4567" not in said(card)
    assert [each.title for each in card.buttons] == ["Yes", "No"]
    assert phone.asked(statement(Kind.ASKED, "preferred sms"), DAN, ENGLISH) is None


def test_an_extension_is_not_the_end_of_a_number() -> None:
    card = phone.asked(statement(Kind.ASKED, "office +49 30901820x77"), DAN, ENGLISH)
    assert card is not None and "ending in 20." in " ".join(card.lines)


async def ask(talk: Talk, value: str = VALUE, *, at: datetime = NOW) -> Statement:
    asked = statement(Kind.ASKED, value, at=at)
    async with talk.bench.store.change() as unit:
        await unit.state(cast.TENANT_ID, asked)
    return asked


async def queued(talk: Talk) -> Notice:
    """Dan's message of the day is the question."""
    day, now = NOW.date(), talk.bench.clock.now()
    waits = promise(tenant_id=cast.TENANT_ID, person=DAN, fact=NUMBER_ANSWERED, about=DAN.id, now=now, asked_by=ANA)
    slot = Slot(
        tenant_id=cast.TENANT_ID, person_id=DAN.id, day=day, about=f"slot:{DAN.id}:{day}", at=now,
        reminders=(waits.id,),
    )  # fmt: skip
    async with talk.bench.store.change() as unit:
        await unit.save_reminder(waits)
        await unit.take_slot(slot)
    return Notice(tenant_id=cast.TENANT_ID, kind=NoticeKind.REMINDER, about=slot.about, to=DAN, slot=day)


async def question(talk: Talk) -> PhoneShown:
    shown = await talk.dialogs.show(await queued(talk), DAN)
    assert isinstance(shown, PhoneShown)
    return shown


@pytest.mark.parametrize("place, title", [(0, "Thank you"), (1, "Thank you for telling")])
async def test_an_answer_is_taken_once_and_a_second_press_says_what_was_answered(
    talk: Talk, place: int, title: str
) -> None:
    await ask(talk)
    card = await question(talk)
    first = await talk.push(DAN, card.buttons[place])
    again = await talk.push(DAN, card.buttons[1 - place])
    assert isinstance(first, PhoneShown) and first.title == title
    assert again == first
    kinds = [kind for kind in Kind if await talk.bench.store.statements(cast.TENANT_ID, kind, [DAN.id])]
    assert kinds == [Kind.DISOWNED if place else Kind.CONFIRMED]


async def test_an_answer_to_an_older_question_is_no_answer(talk: Talk) -> None:
    await ask(talk)
    old = await question(talk)
    await ask(talk, "mobile +49 15123456799", at=NOW + timedelta(hours=1))
    reply = await talk.push(DAN, old.buttons[0])
    assert isinstance(reply, Text) and "not open any more" in reply.lines[0]
    assert not await talk.bench.store.statements(cast.TENANT_ID, Kind.CONFIRMED)


async def test_nobody_answers_for_somebody_else(talk: Talk) -> None:
    await ask(talk)
    reply = await talk.push(EVE, (await question(talk)).buttons[0])
    assert isinstance(reply, Text) and "no question" in reply.lines[0]
    assert await talk.bench.store.statements(cast.TENANT_ID, Kind.ASKED, [DAN.id])


async def test_a_question_that_was_answered_meanwhile_is_not_shown(talk: Talk) -> None:
    assert await talk.dialogs.show(await queued(talk), DAN) is None


async def test_somebody_else_cannot_press_not_mine(talk: Talk) -> None:
    for data in ({"request": "9", "n": "1"}, {"request": "x", "n": "1"}, {"request": "1"}, {}):
        assert isinstance(await talk.press(EVE, "not-mine", data), Text)


async def test_the_list_is_named_by_owners_only_and_says_what_was_taken(talk: Talk) -> None:
    text = "phone list name:July\nEmail,Mobile\ndan@contoso.com,+49 151 23456742\nx@y.org,1"
    assert "needs an owner" in repr(await talk.say(ANA, text))
    told = repr(await talk.say(OLGA, text))
    assert "1 person with a number" in told and "3 (x@y.org)" in told
    (listed,) = await talk.bench.store.statements(cast.TENANT_ID, Kind.LISTED)
    assert (listed.subject, listed.value, listed.source) == (DAN.id, "+49 151 23456742", "July")


async def test_a_long_list_is_held_against_everybody(talk: Talk) -> None:
    lines = "\n".join(f"nobody{n}@contoso.com,+49 151 2345{n:04}" for n in range(300))
    told = repr(await talk.say(OLGA, f"phone list\nEmail,Mobile\n{lines}\nDAN@contoso.com,+49 151 23456742"))
    assert "1 person with a number" in told and "300 lines: 2 (nobody0@contoso.com)" in told and "295 more" in told


async def test_nothing_is_replaced_by_a_list_of_nobody(talk: Talk) -> None:
    await talk.say(OLGA, "phone list\nEmail,Mobile\ndan@contoso.com,+49 151 23456742")
    for text in ("Email,Mobile\nx@y.org,1", "Email,Mobile\ndan@contoso.com,"):
        assert "earlier list still counts" in repr(await talk.say(OLGA, f"phone list\n{text}"))
    assert len(await talk.bench.store.statements(cast.TENANT_ID, Kind.LISTED)) == 1


async def test_a_day_to_come_makes_no_number_young(talk: Talk) -> None:
    told = repr(await talk.say(OLGA, "phone list\nEmail,Mobile,Updated\ndan@contoso.com,+49 151 23456742,2099-01-02"))
    assert "Line 2 of the list says 2099-01-02" in told
    assert not await talk.bench.store.statements(cast.TENANT_ID, Kind.LISTED)


async def test_the_list_may_be_the_answer_to_the_question_even_if_it_begins_like_a_command(talk: Talk) -> None:
    asked = await talk.say(OLGA, "phone list columns:who=Help,number=Mobile")
    assert "Paste the list" in repr(asked)
    assert "1 person with a number" in repr(await talk.say(OLGA, "help,mobile\ndan@contoso.com,+49 151 23456742"))


async def test_there_is_nobody_to_ask_in_a_plan_without_doubt(talk: Talk) -> None:
    await talk.say(ANA, "mfa enable grace@contoso.com")
    assert "nobody in request 1 whose number waits" in repr(await talk.say(ANA, "phone ask 1"))
    assert "needs an operator" in repr(await talk.say(BEA, "phone ask request:1"))


SKYPE = "ClientAuthorizationOAuthServerIdentity : evoSTS\nClientAdalAuthOverride : Allowed"


async def test_what_is_attested_is_read_back_and_kept_under_the_servers_name(talk: Talk) -> None:
    told = repr(await talk.say(OLGA, f"modern-auth attest skype\n{SKYPE}"))
    assert "evoSTS" in told and "Olga Petrova" in told
    (kept,) = await talk.bench.store.statements(cast.TENANT_ID, Kind.ATTESTED)
    assert (kept.subject, kept.by) == ("skype-server", "Olga Petrova")


async def test_the_output_of_something_else_is_not_attested(talk: Talk) -> None:
    assert "output of something else" in repr(await talk.say(ANA, f"modern-auth attest exchange\n{SKYPE}"))
    assert "needs an operator or an owner" in repr(await talk.say(BEA, f"modern-auth attest skype\n{SKYPE}"))
    assert not await talk.bench.store.statements(cast.TENANT_ID, Kind.ATTESTED)


# --- what others see

FULL = st.from_regex(r"\+[1-9][0-9] [1-9][0-9]{7,11}(x[0-9]{2})?", fullmatch=True)


@given(FULL, st.text(max_size=20))
def test_no_number_leaves_for_others_wherever_it_stands(number: str, text: str) -> None:
    stands = f"{text} {number}"
    plan = PlanShown(
        number=1, title=stands, subtitle=stands, facts=(Fact(stands, stands),), warnings=(stands,), notes=(stands,),
        sections=(Section(stands, (stands,), ((stands, stands),), more=stands),), next=(stands,),
        buttons=(Button(stands, "undo", {"request": "1"}),),
    )  # fmt: skip
    shown = for_others(plan)
    assert number.partition("x")[0] not in repr(shown)
    assert (shown.number, shown.tone, shown.buttons[0].verb) == (1, plan.tone, "undo")  # type: ignore[union-attr]


@pytest.mark.parametrize("place", [CHANNEL, Place("a:ana", personal=True)])
async def test_a_card_in_a_channel_is_masked_and_in_a_personal_chat_it_is_not(talk: Talk, place: Place) -> None:
    await talk.say(ANA, "mfa enable grace@contoso.com")
    async with talk.bench.store.change() as unit:
        await unit.put_rows(cast.TENANT_ID, 1, [replace(ROW, n=2, state=RowState.TODO)])
    shown = repr(await talk.say(ANA, "request show 1", place=place))
    assert (NUMBER in shown) is place.personal
    assert "42" in shown
    refreshed = repr(await talk.press(ANA, "cancel", {"request": "1"}, place=place))
    assert place.personal or NUMBER not in refreshed
    told = Notice(tenant_id=cast.TENANT_ID, kind=NoticeKind.REQUEST, about="request:1", to=place)
    assert (NUMBER in repr(await talk.dialogs.show(told, place))) is False or place.personal


@pytest.mark.parametrize(
    "reason, words",
    [
        (Reason("disowned", {"name": "Dan Moor", "number": "3", "undo": "4"}), "request 3 wrote is not theirs"),
        (Reason("disowned", {"name": "Dan Moor"}), "planted it. Talk to Dan Moor"),
        (Reason("removal-denied", {"name": "Dan Moor", "number": "3", "undo": "4"}), "Request 4 is to put it back"),
        (Reason("change-denied", {"name": "Dan Moor", "number": "3", "undo": "4"}), "the earlier number back once an"),
        (
            Reason("not-put-back", {"name": "Dan", "number": "4", "of": "3", "why": "role-holder-never"}),
            "put back (admin role). `request show 4`",
        ),
        (Reason("asked-no", {"name": "Dan Moor"}), "not theirs"),
        (Reason("not-reversed", {"name": "Dan Moor", "number": "4", "why": "writes-off"}), "request show 4"),
        (Reason("bridge-ended", {"command": "phone retire x"}), "`phone retire x`"),
        (Reason("attestation-old", {"system": "skype-server"}), "`modern-auth attest skype`"),
        (Reason("attestation-old", {"system": "mfa-server"}), "Azure MFA Server is 90 days old. Look there again"),
        (Reason("attestation-old", {"system": "certificate:sts.a.com"}), "`domains attest sts.a.com until:"),
    ],
)
async def test_owners_and_askers_are_told_what_to_do(talk: Talk, reason: Reason, words: str) -> None:
    notice = Notice(
        tenant_id=cast.TENANT_ID, kind=NoticeKind.TOLD, about="x", to=OLGA, code=reason.code, facts=reason.facts
    )
    shown = await talk.dialogs.show(notice, Person(OLGA.id, OLGA.name))
    assert isinstance(shown, Text) and words in shown.lines[0] and shown.next
    assert shown.lines[0] == told(reason)


def test_a_row_and_an_alarm_of_one_code_are_two_sentences() -> None:
    assert sentence(Reason("disowned", {"number": "+49 ••• 42"})).startswith("the person said that this number")
    assert told(Reason("disowned", {"name": "Dan"})).startswith("Dan says")
