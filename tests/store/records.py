"""Small records for the tests of the memory."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

from actions.spec import CampaignTerms, Direction, Reason, Risk, Subject
from engine.audit import Event
from engine.campaign import Campaign, Member
from engine.errand import Errand
from engine.help_request import HelpRequest
from engine.notice import Notice, NoticeKind
from engine.reminder import Reminder
from engine.request import Counts, Decision, Person, Place, PlannedRow, Request, Verdict
from engine.schedule import Schedule
from engine.slot import Slot

TENANT = "11111111-1111-1111-1111-111111111111"
OTHER_TENANT = "22222222-2222-2222-2222-222222222222"
NOW = datetime(2026, 1, 5, 9, 30, tzinfo=UTC)
SOON = NOW + timedelta(minutes=5)
LATER = NOW + timedelta(days=1)
ANA = Person("a-1", "Ana Ruiz")
BEA = Person("b-2", "Bea Holm")
DAY = date(2026, 1, 5)
CHAT = Place("19:approvals", personal=False)


def a_request(activity_id: str = "act-1", *, tenant_id: str = TENANT) -> Request:
    """A request as it is asked."""
    return Request(
        tenant_id=tenant_id,
        number=0,
        action="mfa enable",
        arguments={"who": '[["group", "MFA Users", "g-1"]]'},
        said='mfa enable group:"MFA Users"',
        asker=ANA,
        place=CHAT,
        activity_id=activity_id,
        correlation="c-1",
        direction=Direction.STRENGTHEN,
        risk=Risk.HIGH,
        asked_at=NOW,
        expires_at=LATER,
        counts=Counts(todo=3, already_why={"enforced": 2}),
    )


def a_row(n: int) -> PlannedRow:
    """A row that would change, with everything on it."""
    guard = Reason("guest", {"since": "2024"}) if n % 7 == 0 else None
    warnings = (Reason("not-ready"), Reason("long", {"n": str(n)}))
    return PlannedRow(
        n=n, subject=Subject(f"u-{n}", f"User {n}"), before="disabled", after="enabled", guard=guard, warnings=warnings
    )


def some_rows(number: int) -> Sequence[PlannedRow]:
    """Rows from 1."""
    return [a_row(n) for n in range(1, number + 1)]


def a_decision(request: int, approver: Person = BEA) -> Decision:
    """An approval."""
    return Decision(request=request, approver=approver, verdict=Verdict.APPROVE, digest="d" * 64, at=NOW)


def an_event(kind: str = "approved", actor: str = "key-1") -> Event:
    """Something that happened."""
    return Event(at=NOW, kind=kind, actor=actor, request=1, facts={"digest": "d" * 64})


def an_errand(activity_id: str = "act-1") -> Errand:
    """A message that waits for its answer."""
    return Errand(tenant_id=TENANT, activity_id=activity_id, person=ANA, place=CHAT, text="mfa status", accepted_at=NOW)


def a_reminder(reminder_id: str = "r-1", *, person: Person = BEA, due: datetime = NOW) -> Reminder:
    """A promise."""
    return Reminder(
        tenant_id=TENANT, id=reminder_id, person=person, fact="registered", began=NOW, due=due, asked_by=ANA
    )


def a_notice(about: str = "request:1", to: Person | Place = BEA, *, code: str = "") -> Notice:
    """Something to show."""
    return Notice(tenant_id=TENANT, kind=NoticeKind.REQUEST, about=about, to=to, code=code)


def a_campaign(name: str = "Finance", *, request: int = 1, tenant_id: str = TENANT) -> Campaign:
    """As it is approved."""
    terms = CampaignTerms(name=name, people='[["group", "Finance", "g-1"]]', said="group:Finance", until=LATER)
    return Campaign(tenant_id=tenant_id, number=0, terms=terms, by=ANA, place=CHAT, request=request)


def a_member(person_id: str = "u-1", campaign: int = 1, *, wave: int = 1) -> Member:
    """Somebody who waits for their wave."""
    person = Person(person_id, f"User {person_id}")
    return Member(tenant_id=TENANT, campaign=campaign, person=person, wave=wave, why="must-register", since=NOW)


def a_help_request(person: Person = BEA, *, tenant_id: str = TENANT) -> HelpRequest:
    """Somebody wants help."""
    return HelpRequest(tenant_id=tenant_id, number=0, person=person, reminder="r-1", fact="registered", at=NOW)


def a_schedule(activity_id: str = "s-1", *, tenant_id: str = TENANT) -> Schedule:
    """Every Monday."""
    return Schedule(
        tenant_id=tenant_id, number=0, rule="monday 08:00", said="mfa report", zone="Europe/Berlin", by=ANA, place=CHAT,
        activity_id=activity_id, began=NOW, next_day=date(2026, 1, 12), next=LATER,
    )  # fmt: skip


def a_slot(person_id: str = "b-2", day: date = DAY) -> Slot:
    """The message of a day."""
    about = f"slot:{person_id}:{day}"
    return Slot(tenant_id=TENANT, person_id=person_id, day=day, about=about, at=NOW, reminders=("r-1", "r-2"))
