from dataclasses import asdict, fields, replace
from datetime import UTC, datetime, timedelta
from json import dumps

import pytest

from actions.args import CampaignName
from actions.mfa.enable import EnableMfa
from actions.spec import Action, Direction, Finding, FindingState, Reason, Risk, Subject
from bot.cards import draw
from bot.cards.deck import LARGEST, size
from dialogs import ApprovalAsked, PlanShown, Progress, Result, Section, Tone
from dialogs.reply import Card
from dialogs.views.findings import findings
from dialogs.views.material import PAGE, SHOWN, Material, Named, Viewer, viewer_of
from dialogs.views.parts import MOST_NAMED
from dialogs.views.progress import progress
from dialogs.views.request import request_card
from dialogs.views.requests import requests_listed
from dialogs.views.result import result
from dialogs.words import phone as phone_words
from dialogs.words.phone import COUNTED
from engine import (
    Counts,
    Decision,
    Person,
    Place,
    PlannedRow,
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
    assert verbs(card) == ["submit", "remind", "cancel", "file"]
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
    assert verbs(approver) == ["approve", "reject", "file"]
    assert all(button.data == {"request": "1", "digest": "0123456789abcdef"} for button in approver.buttons[:2])


def test_the_asker_of_a_waiting_request_is_not_offered_to_approve() -> None:
    card = request_card(material(State.WAITING))
    assert isinstance(card, PlanShown)
    assert verbs(card) == ["remind", "cancel", "file"]
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
    eve = Subject("2", "Eve", "eve@x")
    fine = Finding(title=Reason("covered-and-able"), state=FindingState.PASS, subject=eve)
    shown = findings(Inspect, [fine, unread], said="desk status everyone")
    assert shown.tone is Tone.WARNING
    assert [row[1] for row in shown.sections[0].rows] == ["Could not read", "OK"]
    assert shown.warnings


def test_findings_name_the_command_that_mends_them() -> None:
    bad = Finding(title=Reason("not-able"), state=FindingState.FAIL, remedy="remind dan@contoso.com")
    assert findings(Inspect, [bad], said="desk status dan").next[0] == "remind dan@contoso.com"


def test_cards_share_their_fields() -> None:
    shared = {field.name for field in fields(Card)}
    assert all(
        shared <= {field.name for field in fields(kind)} for kind in (PlanShown, ApprovalAsked, Progress, Result)
    )


PHONES = Counts(
    todo=90, held=71,
    held_why={"no-number": 40, "two-numbers": 20, "not-confirmed": 6, "role-holder-never": 4, "guest": 1},
    warned_why={"number-source": 90, "policy-forbids": 12, "may-use-instead": 80, "maybe-mobile": 1, "cloud-only": 90},
)  # fmt: skip


class Telephones(Action, name="telephones", direction=Direction.STRENGTHEN, scopes=("User.Read.All",)):
    """Write telephone numbers."""

    def notes(self, planned: datetime) -> tuple[Reason, ...]:
        return (Reason("bridge-until", {"date": (planned + timedelta(days=90)).isoformat()}),)


class Switch(Action, name="switch", about="setting", direction=Direction.NEUTRAL, scopes=("User.Read.All",)):
    """Turn a switch."""


def phones(state: State = State.PLANNED, counts: Counts = PHONES, viewer: Viewer = Viewer.ASKER) -> Material:
    warnings = (
        Reason("number-source", {"source": "list", "name": "HR July", "age_days": "12"}),
        Reason("maybe-mobile"),
        Reason("may-use-instead", {"methods": "passkey"}),
    )
    return material(
        state,
        viewer,
        request=replace(REQUEST, state=state, counts=counts, planned_at=NOW),
        action=Telephones,
        changing=rows(2, before=None, after="mobile +49 15123456742", warnings=warnings),
        guarded=rows(1, guard=Reason("guest"), state=RowState.HELD),
        not_ready=(),
        cannot=rows(3, cannot=Reason("two-numbers", {"text": "•• / ••"}), state=RowState.HELD),
        notes=Telephones().notes(NOW),
    )


def test_every_row_of_a_phone_plan_is_in_one_of_its_numbers() -> None:
    card = request_card(phones())
    assert facts(card) == {
        "Would change": "90 people",
        "Guarded": "1 person (1 guest)",
        "Left out": "70 people (40 no number known, 20 two numbers in one field, 6 not confirmed by the person, "
        "4 admin role)",
        "Plan": "0123 4567 89ab",
    }
    assert [(section.title, section.head) for section in card.sections] == [
        ("Would change", ("Who", "Address", "From → to", "Source", "Doubts")),
        ("Guarded: left out", ("Who", "Address", "Why")),
        ("Left out", ("Who", "Address", "Why")),
    ]
    assert card.sections[0].rows[0][2:] == (
        "nothing → mobile +49 15123456742",
        'list "HR July", 12 days',
        "may be a landline",
    )
    assert card.sections[2].more == "and 67 more: request show 1 after:3"


def test_doubts_are_counted_over_all_rows_shown_or_not() -> None:
    card = request_card(phones())
    assert [each.split(":")[0] for each in card.warnings] == ["12 people", "1 person"]
    assert "registered but not capable" in card.warnings[0]
    assert card.notes[0].startswith("So this is a bridge with an end: on 21 Feb 2027")
    assert card.notes[1] == "80 people: may use something stronger instead (each row says which)."
    assert len(card.notes) == 2
    approval = request_card(phones(State.WAITING, viewer=Viewer.APPROVER))
    assert (approval.warnings, approval.notes) == (card.warnings, card.notes)


def test_which_stronger_method_people_may_use_is_said_for_each_group_of_them() -> None:
    named = [Named("may-use-instead", f"may use {each}", rows) for each, rows in (("passkey", 60), ("app", 15))]
    card = request_card(replace(phones(), named=tuple(named)))
    assert card.notes[1:] == (
        "60 people: may use passkey.",
        "15 people: may use app.",
        "5 people: may use something stronger instead (each row says which).",
    )
    many = tuple(Named("may-use-instead", f"may use {at}", 10) for at in range(8))
    assert len(request_card(replace(phones(), named=many)).notes) == 1 + MOST_NAMED + 1


def test_a_warning_of_a_row_that_is_not_shown_is_said_nevertheless() -> None:
    request = replace(REQUEST, state=State.PLANNED, counts=Counts(todo=900, warned_why={"unprotected-after": 1}))
    card = request_card(material(State.PLANNED, request=request))
    assert card.warnings == ("1 person: nothing else asks this person for MFA: only the password is left.",)


@pytest.mark.parametrize("state, counts", [(State.PLANNED, PHONES), (State.DONE, replace(PHONES, todo=0))])
def test_whoever_must_confirm_can_be_asked_from_the_card(state: State, counts: Counts) -> None:
    card = request_card(phones(state, counts))
    assert "phone ask" in verbs(card)
    assert "phone ask request:1" in card.next
    assert "Left out" in [section.title for section in card.sections]


def test_a_setting_is_no_person() -> None:
    one = PlannedRow(n=1, subject=Subject("t", "Exchange Online organisation"), before="off", after="on")
    counts = Counts(todo=1)
    plan = request_card(
        material(
            State.PLANNED,
            request=replace(REQUEST, state=State.PLANNED, counts=counts),
            action=Switch,
            changing=(one,),
            guarded=(),
            not_ready=(),
        )
    )
    assert facts(plan)["Would change"] == "1 setting"
    (section,) = plan.sections
    assert (section.head, section.rows) == (("Who", "From → to"), (("Exchange Online organisation", "off → on"),))
    done = material(
        State.DONE,
        request=replace(REQUEST, state=State.DONE, counts=Counts(done=1)),
        action=Switch,
        done=(one,),
    )
    assert request_card(done).subtitle == "Done and read back: 1 setting changed."


def test_a_phone_plan_of_thirty_thousand_fits_on_a_card() -> None:
    warned = dict.fromkeys(COUNTED, 29_000)
    held = dict.fromkeys(phone_words.ROWS, 1_000)
    counts = Counts(todo=29_000, held=sum(held.values()), held_why=held, warned_why=warned)
    card = request_card(phones(counts=counts))
    first, *others = card.sections
    rows = first.rows * (PAGE // 2)
    full = replace(card, sections=(replace(first, rows=rows, numbers=tuple(range(1, len(rows) + 1))), *others))
    assert size(draw(full).card) <= LARGEST


def test_rows_that_do_not_fit_can_be_reached() -> None:
    said = tuple((f"{n} {'long ' * 300}",) for n in range(20))
    onward = Section("Would change", ("Who",), said, "and 80 more: on 40")
    onward = replace(onward, onward="request show 1 after:", numbers=tuple(range(21, 41)))
    drawn = draw(replace(request_card(material(State.PLANNED)), sections=(onward,))).card
    assert "more rows do not fit here" in drawn and "on 40" not in drawn
    last = max(n for n in range(20) if f'"{n} long' in drawn)
    assert f"request show 1 after:{last + 21}" in drawn


@pytest.mark.parametrize("state", [State.EXPIRED, State.STALE])
def test_a_command_whose_number_is_masked_is_not_offered_again(state: State) -> None:
    """It could not be typed."""
    masked = replace(REQUEST, state=state, said='phone set dan@contoso.com number:"•••• •••••08"')
    assert not any("phone set" in each for each in result(replace(material(state), request=masked)).next)
    assert REQUEST.said in result(material(state)).next


CROWD = Counts(todo=12, warned_why={"stands-must-register": 8, "stands-ready": 2, "stands-no-teams": 1})


def test_the_plan_of_a_campaign_says_where_its_people_stand() -> None:
    start = replace(REQUEST, action="campaign start", state=State.PLANNED, counts=CROWD)
    stands = rows(2, before=None, after="wave 1", warnings=(Reason("stands-must-register"),))
    card = request_card(material(State.PLANNED, request=start, changing=stands, guarded=(), not_ready=()))
    assert facts(card)["Would change"] == "11 people, and the campaign itself"
    where, change = card.sections
    assert where.title == "Where they stand"
    assert [row[0] for row in where.rows] == ["8", "2", "1"]
    assert change.head == ("Who", "Address", "From → to", "Where")
    assert not any("must register" in note for note in card.notes)


def test_a_campaign_is_no_person_while_it_is_written_down_either() -> None:
    start = replace(REQUEST, action="campaign start", state=State.RUNNING, counts=Counts(todo=12, done=3, failed=0))
    card = progress(material(State.RUNNING, request=start))
    assert (card.done, card.total, facts(card)["So far"]) == (2, start.counts.runnable - 1, "2 done")
    fresh = progress(material(State.APPROVED, request=replace(start, state=State.APPROVED, counts=Counts(todo=12))))
    assert (fresh.done, fresh.total) == (0, 11)


def test_a_campaign_that_is_written_down_leads_on_to_its_announcement() -> None:
    called = CampaignName("Finance").pinned()
    start = replace(
        REQUEST, action="campaign start", state=State.DONE, counts=Counts(done=12), arguments={"called": called}
    )
    done = request_card(material(State.DONE, request=start, done=rows(1)))
    assert done.subtitle == "Written down: 11 people, and the campaign itself. It begins with its announcement."
    assert facts(done)["Outcome"] == "11 done"
    assert done.next[0] == 'campaign announced "Finance" <how people were told>'
