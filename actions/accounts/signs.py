"""What betrays that nobody sits behind an account. One sign proves nothing, several are worth a question. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from re import findall

from actions.spec import Reason
from tenant.model import Account, LastSignIn, User, is_service_account

LONG_AGO = timedelta(days=365)  # people's passwords change, or they forget them
LATELY = timedelta(days=90)
NOBODY_FOR = timedelta(days=180)
ENOUGH = 4
#: What people call accounts of programs and devices, as a whole word of the name.
WORDS = frozenset({
    "api", "app", "automation", "backup", "batch", "bot", "copier", "crm", "daemon", "erp", "fax", "interface",
    "intranet", "monitor", "monitoring", "noreply", "payroll", "printer", "robot", "rpa", "scan", "scanner", "script",
    "server", "service", "sql", "svc", "sync", "system",
})  # fmt: skip
WEIGHT = {
    "sign-name": 4,
    "sign-program-only": 2,
    "sign-word": 1,
    "sign-no-licence": 1,
    "sign-old-client": 1,
    "sign-password-old": 1,
    "sign-password-forever": 1,
    "sign-nobody": 1,
}
#: Without one of these it is an ordinary person in a directory that says little.
TELLING = frozenset({"sign-name", "sign-program-only", "sign-word", "sign-no-licence"})
#: An administrator's second account has no licence and no department either.
TELLING_OF_ADMINS = TELLING - {"sign-no-licence"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Habits:
    """What is known of one account beside its name. ``protocols``: old ones that it came in with; None: not known."""

    account: Account | None = None
    last: LastSignIn | None = None
    protocols: str = ""


def by_name(user: User) -> Reason | None:
    """The name, where it says so: as the guards have it, or by a word in it."""
    if is_service_account(user):
        return Reason("sign-name")
    said = f"{user.upn.partition('@')[0]} {user.name}".casefold()
    word = next((each for each in findall(r"[a-z]+", said) if each in WORDS), None)
    return Reason("sign-word", {"word": word}) if word is not None else None


def programs_only(last: LastSignIn, now: datetime) -> bool:
    """Does a program come in that nobody started lately?"""
    if last.by_program is None or now - last.by_program > LATELY:
        return False
    return last.by_person is None or now - last.by_person > NOBODY_FOR


def signs(user: User, habits: Habits, now: datetime) -> tuple[Reason, ...]:
    """Everything that speaks for it, the plainest first."""
    found = (by_name(user), *_of_use(user, habits, now), *_of_account(habits.account, now))
    return tuple(each for each in found if each is not None)


def likely(found: Sequence[Reason], *, role_holder: bool) -> bool:
    """Is it worth a question?"""
    codes = {each.code for each in found}
    telling = TELLING_OF_ADMINS if role_holder else TELLING
    return bool(codes & telling) and sum(WEIGHT[code] for code in codes) >= ENOUGH


def _of_use(user: User, habits: Habits, now: datetime) -> Iterator[Reason]:
    if habits.last is not None and habits.last.by_program is not None and programs_only(habits.last, now):
        yield Reason("sign-program-only", {"last": f"{habits.last.by_program:%Y-%m-%d}"})
    if habits.protocols:
        yield Reason("sign-old-client", {"protocols": habits.protocols})
    if not user.plans:
        yield Reason("sign-no-licence")


def _of_account(account: Account | None, now: datetime) -> Iterator[Reason]:
    if account is None:
        return
    changed = account.password_changed
    if changed is not None and now - changed > LONG_AGO:
        yield Reason("sign-password-old", {"since": f"{changed:%Y-%m-%d}"})
    if not account.password_expires:
        yield Reason("sign-password-forever")
    if not account.job and not account.department:
        yield Reason("sign-nobody")
