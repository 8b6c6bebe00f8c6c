"""The sign-in log of the people of `demo.seed.situations`: who fails and why, who comes with a password alone."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from demo import sign_in
from demo.seed import cast
from demo.seed.conditional import WAREHOUSE_ONLY
from demo.sign_in import METHODS, SignInLog

GROUP_POLICY, TRIAL = "Require MFA for MFA Rollout", "Require MFA for all users (trial)"
PUSH = METHODS["microsoftAuthenticator"]
ELSEWHERE, ATTACKER, OFFICE = "198.51.100.77", "198.51.100.23", "203.0.113.40"
ACTIVE_SYNC, POP, SERVICES = "Exchange ActiveSync", "POP3", "Exchange Web Services"
PROGRAM = "Mobile Apps and Desktop clients"
SILENT = frozenset({cast.UNA, cast.FRITZ, cast.HANA})
"""Who does not sign in like everybody: cannot, does so elsewhere, or is locked out."""


def write(made: SignInLog, now: datetime) -> None:
    """Write the rows of the catalogue's people."""
    _prompts(made, now)
    _refusals(made, now)
    _old_programs(made, now)
    _robots(made, now)
    made.add(now - timedelta(days=20), cast.BREAK_GLASS_1, method=METHODS["fido2"], detail="Security key")
    stopped, tried = ((GROUP_POLICY, "failure"),), ((TRIAL, "reportOnlyInterrupted"),)
    made.add(_at(now, 1, 8), cast.ZACK, error=sign_in.MUST_ENROL_HERE, applied=stopped)
    made.add(_at(now, 3, 8), cast.ZACK, error=sign_in.MUST_ENROL, applied=stopped)
    for person in (cast.IRIS, cast.MAX, cast.LOLA):
        made.add(_at(now, 1, 9), person, applied=tried)


def _prompts(made: SignInLog, now: datetime) -> None:
    """Fay is asked and answers; the day before yesterday she denied what she had not asked for."""
    asked, answered = ((GROUP_POLICY, "failure"),), ((GROUP_POLICY, "success"), (TRIAL, "reportOnlySuccess"))
    for day in range(1, 6):
        at = _at(now, day, 8)
        made.add(at, cast.FAY, error=sign_in.MUST_ANSWER, applied=asked, device="FAY-LAPTOP")
        at += timedelta(seconds=20)
        made.add(at, cast.FAY, method=PUSH, detail="Phone", applied=answered, device="FAY-LAPTOP")
    for minute in (0, 1, 3):
        at = _at(now, 2, 22) + timedelta(minutes=minute)
        made.add(at, cast.FAY, error=sign_in.FACTOR_FAILED, method=PUSH, applied=asked, address=ELSEWHERE, country="BR")
    made.add(_at(now, 1, 9), cast.NORA, method=PUSH, detail="Phone", applied=answered)


def _refusals(made: SignInLog, now: datetime) -> None:
    for day in (1, 2, 4):
        blocked = ((WAREHOUSE_ONLY, "failure"),)
        made.add(_at(now, day, 19), cast.BORIS, error=sign_in.BLOCKED, applied=blocked, address=ELSEWHERE)
    for minute in range(5):
        made.add(_at(now, 1, 7) + timedelta(minutes=minute), cast.HANA, error=sign_in.WRONG_PASSWORD)
    for minute in (6, 9):
        made.add(_at(now, 1, 7) + timedelta(minutes=minute), cast.HANA, error=sign_in.LOCKED)
    made.add(_at(now, 5, 10), cast.HANA, error=sign_in.NOT_CONSENTED, app="Contoso Expenses")


def _old_programs(made: SignInLog, now: datetime) -> None:
    """Legacy clients: one works each day, one weekly, one cannot answer; two people are attacked over them."""
    for at in (_at(now, day, 7) for day in range(1, 29)):
        made.add(at, cast.IVO, client=sign_in.IMAP, address=OFFICE)
        made.add(at, cast.CLEO, client=sign_in.IMAP, error=sign_in.MUST_ANSWER_HERE, address=OFFICE)
    for at in (_at(now, day, 12) for day in range(2, 29, 7)):
        made.add(at, cast.THEO, client=ACTIVE_SYNC, interactive=False, address=OFFICE)
    for number, (person, client) in enumerate(((cast.ELLA, POP), (cast.THEO, sign_in.IMAP))):
        for at in (_at(now, day, 3) + timedelta(minutes=number) for day in range(1, 8)):
            wrong = sign_in.WRONG_PASSWORD
            made.add(at, person, client=client, error=wrong, address=ATTACKER, country="BR", interactive=False)


def _robots(made: SignInLog, now: datetime) -> None:
    """Programs and devices come in the background only."""
    clients = {cast.SVC_REPORTS: PROGRAM, cast.PAYROLL: PROGRAM, cast.INTRANET: SERVICES, cast.ROOM_BERLIN: PROGRAM}
    for person, client in clients.items():
        _daily(made, person, client, (_at(now, day, 2) for day in range(1, 29)))


def _daily(made: SignInLog, person: str, client: str, moments: Iterable[datetime]) -> None:
    for at in moments:
        made.add(at, person, client=client, interactive=False, address=OFFICE)


def _at(now: datetime, days: int, hour: int) -> datetime:
    return (now - timedelta(days=days)).replace(hour=hour, minute=12, second=0, microsecond=0)
