from dataclasses import asdict, fields, replace
from datetime import UTC, datetime, timedelta
from json import dumps

import pytest

from actions.mfa.enable import EnableMfa
from actions.spec import Direction, Finding, FindingState, Reason, Risk, Subject
from dialogs import ApprovalAsked, PlanShown, Progress, Result, Tone
from dialogs.reply import Card
from dialogs.views.findings import findings
from dialogs.views.material import SHOWN, Material, Viewer, viewer_of
from dialogs.views.reminder import answered, reminder_shown
from dialogs.views.request import request_card
from dialogs.views.requests import requests_listed
from engine import (
    Answer,
    Counts,
    Decision,
    Person,
    Place,
    PlannedRow,
    Reminder,
    ReminderSeen,
    Request,
    RowState,
    State,
    Verdict,
)
from tests.dialogs.declared import Inspect

NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)
ANA, BEA, DAN = Person("id-ana", "Ana Holm"), Person("id-bea", "Bea Holm"), Person("id-dan", "Dan Frost")
HOSTILE = "<b>**Dan**</b> \u202e[x](https://evil.example)\n" + "w" * 300
COUNTS = Counts(
    todo=29_000, already=500, held=600, released=1, already_why={"per-user": 400, "covered-by-policy": 100},
    held_why={"guest": 300, "not-ready": 290, "break-glass": 10},
)  # fmt: skip
REQUEST = Request(
    tenant_id="t", number=1, action="mfa enable", arguments={}, said='mfa enable group:"MFA Users"', asker=ANA,
    place=Place("a:ana", True), activity_id="act", correlation="c", direction=Direction.STRENGTHEN, risk=Risk.HIGH,
    asked_at=NOW, expires_at=NOW + timedelta(days=7), reason="agreed", digest="0123456789abcdef", counts=COUNTS,
)  # fmt: skip


def rows(number: int, **about: object) -> tuple[PlannedRow, ...]:
    made = [PlannedRow(n=n, subject=Subject(str(n), HOSTILE, f"{n}@contoso.com"), before="disabled", after="enabled")
            for n in range(1, number + 1)]  # fmt: skip
    return tuple(replace(row, **about) for row in made)  # type: ignore[arg-type]


def material(state: State, viewer: Viewer = Viewer.ASKER, **about: object) -> Material:
    full = Material(
        request=replace(REQUEST, state=state),
        viewer=viewer,
        decided=False,
        now=NOW,
        zone=UTC,
        action=EnableMfa,
        changing=rows(SHOWN),
        guarded=rows(SHOWN, guard=Reason("guest"), state=RowState.HELD),
        not_ready=rows(SHOWN, guard=Reason("not-ready"), state=RowState.HELD),
        writes=True,
    )
    return replace(full, **about)  # type: ignore[arg-type]


def facts(card: Card) -> dict[str, str]:
    return {fact.name: fact.value for fact in card.facts}


def verbs(card: Card) -> list[str]:
    return [button.verb for button in card.buttons]


def test_the_plan_says_what_would_happen_to_whom() -> None:
    card = request_card(material(State.PLANNED))
    assert isinstance(card, PlanShown)
    assert facts(card) == {
        "Would change": "29,000 people",
        "Already so": "500 people (400 per-user MFA, 100 covered by Conditional Access)",
        "Guarded": "310 people (300 guest, 10 break-glass)",
        "Not ready": "290 people without a usable sign-in method",
        "Included": "1 person whom a guard would have spared",
        "Plan": "0123 4567 89ab",
    }
    assert [section.title for section in card.sections] == [
        "Would change", "Guarded: left out", "Not ready: left out",
    ]  # fmt: skip
    assert card.sections[0].more == "and 28,992 more: request show 1 after:8"
    assert verbs(card) == ["submit", "remind", "cancel"]
    assert card.inputs[0].required


def test_observe_mode_is_said_with_the_cure() -> None:
    card = request_card(material(State.PLANNED, writes=False))
    assert isinstance(card, PlanShown)
    assert "`writes on mfa`" in card.warnings[0]


def test_the_approver_sees_the_same_plan_with_its_digest() -> None:
    asker, approver = request_card(material(State.PLANNED)), request_card(material(State.WAITING, Viewer.APPROVER))
    assert isinstance(asker, PlanShown)
    assert isinstance(approver, ApprovalAsked)
    assert approver.sections == asker.sections
    assert facts(approver).items() >= facts(asker).items()
    assert facts(approver)["Reason"] == "agreed"
    assert verbs(approver) == ["approve", "reject"]
    assert all(button.data == {"request": "1", "digest": "0123456789abcdef"} for button in approver.buttons)


def test_the_asker_of_a_waiting_request_is_not_offered_to_approve() -> None:
    card = request_card(material(State.WAITING))
    assert isinstance(card, PlanShown)
    assert verbs(card) == ["remind", "cancel"]
    assert facts(card)["Approved by"] == "0 of 1"


def test_approvals_are_counted_by_name() -> None:
    yes = Decision(request=1, approver=BEA, verdict=Verdict.APPROVE, digest="0123456789abcdef", at=NOW)
    both = replace(
        material(State.WAITING, Viewer.APPROVER, decisions=(yes,)),
        request=replace(REQUEST, state=State.WAITING, quorum=2),
    )
    assert facts(request_card(both))["Approved by"] == "1 of 2 (Bea Holm)"


def test_who_has_decided_is_not_asked_again() -> None:
    card = request_card(material(State.WAITING, Viewer.APPROVER, decided=True))
    assert isinstance(card, ApprovalAsked)
    assert (card.buttons, card.inputs) == ((), ())
    assert "Another approver" in card.subtitle


def test_an_undo_says_what_it_reverses() -> None:
    card = request_card(replace(material(State.PLANNED), request=replace(REQUEST, state=State.PLANNED, undo_of=7)))
    assert facts(card)["Reverses"] == "what request 7 did"


def test_a_released_guard_is_a_warning_that_names_the_person() -> None:
    taken = rows(1, guard=Reason("break-glass"), released=True)
    card = request_card(material(State.WAITING, Viewer.APPROVER, changing=taken))
    assert isinstance(card, ApprovalAsked)
    assert card.tone is Tone.WARNING
    assert "break-glass" in card.warnings[0]


@pytest.mark.parametrize(
    "state, offered",
    [
        (State.APPROVED, ["cancel"]),
        (State.RUNNING, ["pause", "stop"]),
        (State.PAUSED, ["resume", "stop"]),
        (State.ASKED, []),
    ],
)
def test_a_run_can_be_held(state: State, offered: list[str]) -> None:
    card = request_card(material(state))
    assert isinstance(card, Progress)
    assert verbs(card) == offered


def test_progress_counts_settled_rows() -> None:
    running = replace(REQUEST, state=State.RUNNING, counts=Counts(todo=5, done=12, failed=1, skipped=2, already=9))
    card = request_card(replace(material(State.RUNNING), request=running))
    assert isinstance(card, Progress)
    assert (card.done, card.total) == (15, 20)


def test_a_finished_run_offers_undo() -> None:
    ended = replace(REQUEST, state=State.DONE, counts=Counts(done=12), finished_at=NOW)
    card = request_card(replace(material(State.DONE, done=rows(8, state=RowState.DONE)), request=ended))
    assert isinstance(card, Result)
    assert (card.subtitle, verbs(card), card.tone) == ("Done and read back: 12 people changed.", ["undo"], Tone.GOOD)
    assert card.next[0] == "undo 1"


def test_what_was_undone_is_not_offered_again() -> None:
    ended = replace(REQUEST, state=State.DONE, counts=Counts(done=2))
    undone = rows(2, state=RowState.DONE, undone_by=2)
    assert verbs(request_card(replace(material(State.DONE, done=undone), request=ended))) == []


def test_nothing_to_change_says_so() -> None:
    empty = replace(REQUEST, state=State.DONE, counts=Counts(already=3, already_why={"per-user": 3}))
    card = request_card(replace(material(State.DONE, changing=()), request=empty))
    assert isinstance(card, Result)
    assert card.subtitle == "Nothing to change."
    assert facts(card)["Already so"] == "3 people (3 per-user MFA)"


def test_a_rejection_says_by_whom_and_why() -> None:
    no = Decision(
        request=1, approver=BEA, verdict=Verdict.REJECT, digest="d", at=NOW, reason="Finance closes its books"
    )
    card = request_card(material(State.REJECTED, decisions=(no,)))
    assert isinstance(card, Result)
    assert card.subtitle == "Rejected by Bea Holm: Finance closes its books. Nothing was written."


@pytest.mark.parametrize("state", list(State))
@pytest.mark.parametrize("viewer", list(Viewer))
def test_every_state_has_a_card_of_limited_size_that_says_what_can_be_typed(state: State, viewer: Viewer) -> None:
    card = request_card(material(state, viewer, failed=rows(SHOWN, outcome=Reason("forbidden")), skipped=rows(SHOWN)))
    text = dumps(asdict(card), default=str)
    assert len(text.encode("utf-16-le")) < 25_000
    assert card.next
    assert "\u202e" not in text and "\\n" not in text


def test_whose_card_it_is() -> None:
    assert viewer_of(REQUEST, ANA) is Viewer.ASKER
    assert viewer_of(REQUEST, Place("a:ana", True)) is Viewer.ASKER
    assert viewer_of(REQUEST, BEA) is Viewer.APPROVER
    assert viewer_of(REQUEST, Place("19:approvals", False)) is Viewer.APPROVER


def test_requests_are_listed_with_what_waits_on_top() -> None:
    listing = requests_listed(
        [replace(REQUEST, number=3, state=State.DONE), replace(REQUEST, state=State.WAITING)], UTC
    )
    assert [(section.title, section.rows[0][0]) for section in getattr(listing, "sections")] == [  # noqa: B009
        ("Waiting for approval", "1"),
        ("Ended", "3"),
    ]


def test_could_not_read_is_never_good() -> None:
    unread = Finding(
        title=Reason("state-unknown"), state=FindingState.COULD_NOT_READ, subject=Subject("1", "Dan", "dan@x")
    )
    fine = Finding(title=Reason("covered-and-able"), state=FindingState.PASS)
    shown = findings(Inspect, [fine, unread], said="desk status everyone")
    assert shown.tone is Tone.WARNING
    assert [row[1] for row in shown.sections[0].rows] == ["Could not read", "OK"]
    assert shown.warnings


def test_findings_name_the_command_that_mends_them() -> None:
    bad = Finding(title=Reason("not-able"), state=FindingState.FAIL, remedy="remind dan@contoso.com")
    assert findings(Inspect, [bad], said="desk status dan").next[0] == "remind dan@contoso.com"


REMINDER = Reminder(tenant_id="t", id="r1", person=DAN, fact="registered", began=NOW, due=NOW, asked_by=ANA, sent=1)


def test_a_reminder_says_what_muster_never_asks_for_and_a_way_without_a_link() -> None:
    shown = reminder_shown(REMINDER)
    assert any("never asks for a password or a code" in line for line in shown.lines)
    assert any("myaccount.microsoft.com" in line for line in shown.lines)
    assert [button.title for button in shown.buttons] == ["Set up now", "Done", "Tomorrow", "Help me"]
    assert shown.buttons[0].url.startswith("https://")


@pytest.mark.parametrize(
    "seen, title",
    [
        (ReminderSeen(reminder=REMINDER, answer=Answer.DONE, true=True), "Thank you, all done"),
        (ReminderSeen(reminder=REMINDER, answer=Answer.DONE, true=False), "Not yet"),
        (ReminderSeen(reminder=REMINDER, answer=Answer.DONE, true=None), "I could not look"),
        (ReminderSeen(reminder=REMINDER, answer=Answer.TOMORROW, until=NOW), "Fine, tomorrow"),
        (ReminderSeen(reminder=REMINDER, answer=Answer.HELP), "Help is on its way"),
    ],
)
def test_answers_to_reminders(seen: ReminderSeen, title: str) -> None:
    shown = answered(seen, UTC)
    assert shown.title == title
    assert any("never asks" in line for line in shown.lines)


def test_done_names_the_methods_that_were_seen() -> None:
    seen = ReminderSeen(
        reminder=REMINDER,
        answer=Answer.DONE,
        true=True,
        methods=(Reason("method", {"kind": "phone", "label": "+1 XXXXXX12"}),),
    )
    assert answered(seen, UTC).lines[0] == "I looked and found: phone (+1 XXXXXX12)."


def test_cards_share_their_fields() -> None:
    shared = {field.name for field in fields(Card)}
    assert all(
        shared <= {field.name for field in fields(kind)} for kind in (PlanShown, ApprovalAsked, Progress, Result)
    )
