"""``service-accounts``: who is likely one, by which signs; who answers for it, and until when.

The hard cases: one sign proves nothing; an administrator's second account has no licence and an old password, and is no
service account; break-glass accounts are none; a person on leave whose apps go on is none; one that is marked and no
longer looks like one is listed; an owner who has left answers for nothing; an end that is over, or near; an owner does
not make a program's admin role right; no log.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from json import dumps

import pytest

from actions.accounts.marks import Mark
from actions.accounts.service_accounts import ServiceAccounts
from actions.accounts.signs import WEIGHT, Habits, likely, programs_only, signs
from actions.spec import Finding, FindingState, Reason
from demo.clock import START
from demo.directory import RoleGrant
from demo.seed import cast
from demo.seed.policies import USER_ADMINISTRATOR
from demo.world import World
from dialogs.words import has_sentence, sentence
from tenant.model import SERVICE_MARK, Account, Kind, LastSignIn, Statement, User
from tenant.ports import TenantReader
from tests.tenant.memory import Notebook

FAIL, PASS, UNREAD = FindingState.FAIL, FindingState.PASS, FindingState.COULD_NOT_READ
NOW = START


async def look(tenant: TenantReader) -> list[Finding]:
    return [each async for each in ServiceAccounts().findings(tenant)]


def about(found: Sequence[Finding], who: str) -> Finding:
    return next(each for each in found if each.subject is not None and each.subject.id == who)


def listed(found: Sequence[Finding]) -> set[str]:
    return {each.subject.id for each in found if each.subject is not None and each.subject.is_person}


def mark(memory: Notebook, account: str, *, owner: str = cast.GRACE, days: int = 200) -> None:
    until = (NOW + timedelta(days=days)).date()
    value = dumps({"owner": "grace@contoso.com", "owner_id": owner, "until": str(until)})
    memory.remember(Kind.ATTESTED, f"{SERVICE_MARK}{account}", value=value)


async def test_programs_are_found_by_name_and_by_habit(reader: TenantReader) -> None:
    found = await look(reader)
    assert listed(found) == {
        cast.SVC_BACKUP, cast.SVC_REPORTS, cast.PAYROLL, cast.INTRANET, cast.SCAN, cast.ERP,
    }  # fmt: skip
    payroll = about(found, cast.PAYROLL)
    assert (payroll.state, payroll.remedy) == (FAIL, "service-account mark payroll@contoso.com")
    codes = {each.code for each in payroll.evidence}
    assert {"sign-program-only", "sign-password-old", "sign-password-forever"} <= codes
    assert "sign-no-licence" not in codes
    assert found[0].title.facts == {"likely": "6", "marked": "0", "due": "0"}
    assert "workload identity" in sentence(found[0].evidence[0])


async def test_one_that_holds_a_role_says_so(reader: TenantReader, world: World) -> None:
    world.directory.grants.append(RoleGrant("g1", cast.SVC_REPORTS, USER_ADMINISTRATOR))
    first = about(await look(reader), cast.SVC_REPORTS).evidence[0]
    assert sentence(first).startswith("holds the admin role User Administrator")


async def test_an_owner_does_not_make_a_role_right(reader: TenantReader, world: World, memory: Notebook) -> None:
    world.directory.grants.append(RoleGrant("g1", cast.PAYROLL, USER_ADMINISTRATOR))
    mark(memory, cast.PAYROLL)
    payroll = about(await look(reader), cast.PAYROLL)
    assert (payroll.state, payroll.title.code, payroll.remedy) == (FAIL, "service-answered", None)
    assert sentence(payroll.evidence[0]).startswith("holds the admin role User Administrator")


async def test_somebody_answers_for_it(reader: TenantReader, memory: Notebook) -> None:
    mark(memory, cast.PAYROLL)
    found = await look(reader)
    payroll = about(found, cast.PAYROLL)
    assert (payroll.state, payroll.title.code, payroll.remedy) == (PASS, "service-answered", None)
    assert payroll.title.facts["owner"] == "Grace Hall"
    assert found[0].title.facts == {"likely": "5", "marked": "1", "due": "0"}


@pytest.mark.parametrize(("days", "code"), [(-1, "mark-ended"), (0, "mark-ends-soon"), (30, "mark-ends-soon")])
async def test_an_end_is_asked_about(reader: TenantReader, memory: Notebook, days: int, code: str) -> None:
    mark(memory, cast.PAYROLL, days=days)
    payroll = about(await look(reader), cast.PAYROLL)
    assert (payroll.state, payroll.title.code) == (FAIL, code)
    assert payroll.remedy == "service-account mark payroll@contoso.com"


@pytest.mark.parametrize("owner", [cast.LEA, "dddddddd-0000-4000-8000-00000000dead"])
async def test_an_owner_who_has_left_answers_for_nothing(reader: TenantReader, memory: Notebook, owner: str) -> None:
    mark(memory, cast.PAYROLL, owner=owner)
    assert about(await look(reader), cast.PAYROLL).title.code == "service-owner-gone"


async def test_one_that_is_marked_is_listed_whatever_it_looks_like(reader: TenantReader, memory: Notebook) -> None:
    mark(memory, cast.DAN)
    assert about(await look(reader), cast.DAN).state is PASS


@pytest.mark.parametrize("scenario", ["no-p1"])
async def test_without_the_licence_the_names_are_told(reader: TenantReader) -> None:
    found = await look(reader)
    assert {each.subject.id for each in found if each.subject is not None and each.state is UNREAD} == {
        "sign-in-log", "last-sign-ins",
    }  # fmt: skip
    assert cast.SVC_BACKUP in listed(found)


async def test_a_large_tenant_says_what_was_not_looked_at(
    reader: TenantReader, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("actions.accounts.service_accounts.MOST_HABITS", 5)
    found = await look(reader)
    assert sentence(about(found, "last-sign-ins").title).startswith("more than 5 accounts")
    assert cast.SVC_REPORTS in listed(found)


async def test_every_code_has_a_sentence(reader: TenantReader, memory: Notebook) -> None:
    mark(memory, cast.PAYROLL, days=-1)
    codes = {reason.code for each in await look(reader) for reason in (each.title, *each.evidence)}
    codes |= {*WEIGHT, "service-owner-gone", "mark-ends-soon", "service-answered", "service-habits-not-read"}
    assert not [code for code in codes if not has_sentence(code)]


# --- signs by themselves ----------------------------------------------------------------------------------------------

EVE = User(id="eve", upn="eve@x.org", name="Eve Lind", mail="eve@x.org", plans=frozenset({"office"}))
FORGOTTEN = Account(password_changed=NOW - timedelta(days=900), password_expires=False)
ROBOT = LastSignIn(by_program=NOW - timedelta(days=1))


@pytest.mark.parametrize(
    ("user", "habits", "is_likely"),
    [
        (EVE, Habits(), False),
        (EVE, Habits(account=FORGOTTEN, protocols="IMAP4"), False),  # much, and nothing that tells
        (replace(EVE, plans=frozenset()), Habits(), False),
        (replace(EVE, plans=frozenset()), Habits(account=FORGOTTEN), True),
        (replace(EVE, upn="svc-eve@x.org"), Habits(), True),
        (replace(EVE, upn="scan@x.org"), Habits(), False),
        (replace(EVE, upn="scan@x.org"), Habits(account=FORGOTTEN), True),
        (EVE, Habits(last=ROBOT), False),  # on leave, and the apps go on
        (EVE, Habits(last=ROBOT, account=replace(FORGOTTEN, department="Sales", job="Clerk")), True),
    ],
)
def test_one_sign_proves_nothing(user: User, habits: Habits, is_likely: bool) -> None:
    assert likely(signs(user, habits, NOW), role_holder=False) is is_likely


def test_an_administrators_second_account_is_none() -> None:
    second = signs(replace(EVE, plans=frozenset()), Habits(account=FORGOTTEN), NOW)
    assert likely(second, role_holder=False)
    assert not likely(second, role_holder=True)


@pytest.mark.parametrize(
    ("last", "only"),
    [
        (LastSignIn(), False),
        (ROBOT, True),
        (LastSignIn(by_program=NOW - timedelta(days=91)), False),
        (replace(ROBOT, by_person=NOW - timedelta(days=10)), False),
        (replace(ROBOT, by_person=NOW - timedelta(days=200)), True),
    ],
)
def test_only_programs_come_in(last: LastSignIn, only: bool) -> None:
    assert programs_only(last, NOW) is only


@pytest.mark.parametrize("name", ["Scott Appleby", "Kim Botha", "Sync Lindqvistson", "Job de Vries"])
def test_a_word_is_a_whole_word(name: str) -> None:
    user = replace(EVE, upn=f"{name.partition(' ')[2].casefold().replace(' ', '.')}@x.org", name=name)
    assert not likely(signs(user, Habits(), NOW), role_holder=False)


@pytest.mark.parametrize(
    ("subject", "value"),
    [
        ("mfa-server", '{"owner": "a", "owner_id": "b", "until": "2027-01-01"}'),
        (f"{SERVICE_MARK}x", '{"owner": "a", "until": "2027-01-01"}'),
        (f"{SERVICE_MARK}x", '{"owner": "a", "owner_id": "b", "until": "soon"}'),
        (f"{SERVICE_MARK}x", "[]"),
        (f"{SERVICE_MARK}x", "no json"),
    ],
)
def test_what_cannot_be_read_is_no_mark(subject: str, value: str) -> None:
    assert Mark.of(Statement(kind=Kind.ATTESTED, subject=subject, value=value, at=NOW)) is None


def test_a_mark_is_read_back() -> None:
    value = '{"owner": "g@x.org", "owner_id": "g", "until": "2027-01-01"}'
    found = Mark.of(Statement(kind=Kind.ATTESTED, subject=f"{SERVICE_MARK}x", value=value, by="Ana", at=NOW))
    assert found == Mark(account="x", owner="g@x.org", owner_id="g", until=date(2027, 1, 1), by="Ana")


def test_who_is_asked_again_reads_no_id() -> None:
    said = sentence(Reason("attestation-old", {"system": f"{SERVICE_MARK}{cast.PAYROLL}"}))
    assert cast.PAYROLL not in said and "`service-accounts`" in said
