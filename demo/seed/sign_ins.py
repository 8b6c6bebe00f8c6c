"""The last weeks of Contoso's sign-in log: who used which method when, who mails with a password, who is attacked."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from demo import sign_in
from demo.directory import Directory, Method, Person
from demo.keys import stable_id
from demo.seed import cast, situation_log
from demo.seed.methods import is_strong
from demo.seed.situation_log import SILENT
from demo.sign_in import METHODS, SignInLog

IDLE_SINCE = 60
"""Days since those who have a strong method and do not use it used it last."""
IDLE = frozenset({cast.JUERGEN, cast.NILS, cast.PIA})
BUSY = frozenset(
    {
        cast.ANA,
        cast.BEA,
        cast.CARL,
        cast.OLGA,
        cast.GRACE,
        cast.HENK,
        cast.KIM,
        cast.MIA,
        cast.GINA,
        cast.NORA,
        cast.FAY,
    }
)
ATTACKED = (cast.DAN, cast.EVE, cast.GRACE, cast.KIM, cast.MIA, *(cast.generated(number) for number in range(5)))
"""Whose passwords are guessed over IMAP4, every night for a week, in vain."""
ATTACKER = "198.51.100.23"
OFFICE = "203.0.113.40"


def log(directory: Directory, now: datetime) -> SignInLog:
    """The log as it stands at ``now``, the same for the same directory; rows older than the retention are in it.

    Empty without Entra ID P1: buying it later does not bring back what was not kept.
    """
    made = SignInLog()
    if not directory.has_plan("AAD_PREMIUM"):
        return made
    for person in directory.people.values():
        if person.enabled and person.user_type == "Member" and person.given and person.id not in SILENT:
            _live(made, person, now)
    _machines(made, [key for key in (cast.SCAN, cast.ERP, cast.QUINN) if key in directory.people], now)
    _guesses(made, [key for key in ATTACKED if key in directory.people], now)
    if cast.NORA in directory.people:
        situation_log.write(made, now)
    return made


def _live(made: SignInLog, person: Person, now: datetime) -> None:
    strong = [method for method in person.methods.true if is_strong(method) and method.kind in METHODS]
    if not strong:
        _without(made, person, now)
    elif _is_idle(person):
        _use(made, person, strong[0], [_ago(now, person, IDLE_SINCE)])
        made.add(_ago(now, person, 2), person.id, method=sign_in.PREVIOUSLY)
    else:
        _use(made, person, _stronger(strong), [_ago(now, person, 1 + day) for day in _days(person)])
        phones = [method for method in strong if method.kind == "phone"]
        if phones and len(strong) > 1 and _chance(person, 2):
            _use(made, person, phones[0], [_ago(now, person, 16 + _number(person) % 12)])


def _stronger(strong: Sequence[Method]) -> Method:
    """What system-preferred MFA would ask for: anything rather than the phone."""
    return next((method for method in strong if method.kind != "phone"), strong[0])


def _use(made: SignInLog, person: Person, method: Method, moments: Iterable[datetime]) -> None:
    shown = _masked(str(method.detail("phoneNumber"))) if method.kind == "phone" else method.detail("displayName")
    for at in moments:
        if _chance(person, 5):  # the interruption before the second factor has a row of its own
            made.add(at - timedelta(seconds=20), person.id, error=sign_in.MUST_ANSWER)
        made.add(at, person.id, method=METHODS[method.kind], detail=str(shown or ""))


def _masked(number: str) -> str:
    """The log keeps of a number its country and its end."""
    return f"{number.partition(' ')[0]} XXXXXXXX{number[-2:]}"


def _without(made: SignInLog, person: Person, now: datetime) -> None:
    """Nothing to answer with: Entra asks to enrol, and the person gives up."""
    if person.id != cast.QUINN:
        made.add(_ago(now, person, 2), person.id, error=sign_in.MUST_ENROL)


def _machines(made: SignInLog, people: Sequence[str], now: datetime) -> None:
    """The scanner mails each day, the program each day too but in the background, a person's old program weekly."""
    for person in people:
        for day in range(1, 30, 7 if person == cast.QUINN else 1):
            at = now - timedelta(days=day) + timedelta(minutes=13)
            background = person == cast.ERP
            made.add(at, person, client=sign_in.SMTP, interactive=not background, address=OFFICE)


def _guesses(made: SignInLog, people: Sequence[str], now: datetime) -> None:
    for number, person in enumerate(people):
        for night in range(1, 8):
            at = now - timedelta(days=night, hours=5, seconds=-11 * number)
            made.add(
                at,
                person,
                client=sign_in.IMAP,
                error=sign_in.WRONG_PASSWORD,
                interactive=night % 2 == 0,
                address=ATTACKER,
                country="BR",
            )


def _is_idle(person: Person) -> bool:
    return person.id in IDLE or (person.id not in BUSY and _chance(person, 6))


def _days(person: Person) -> tuple[int, ...]:
    """On which of the last 14 days this person used a method."""
    number = _number(person)
    return (number % 6, 6 + number % 7)


def _ago(now: datetime, person: Person, days: int) -> datetime:
    return now - timedelta(days=days, seconds=_number(person) % 7200)


def _chance(person: Person, one_in: int) -> bool:
    return _number(person) // 7 % one_in == 0


def _number(person: Person) -> int:
    return int(stable_id("habits", person.id)[:8], 16)
