"""``mfa-server check`` and ``phone import``. Hard cases:

- nobody has said anything: not a failure, but how to say it, with the hint that a federated domain gives
- gone; still called by several; called by nobody knows what; attested long ago
- a record that cannot be read, or that names a caller unknown here
- behind RADIUS: a passkey alone, Windows Hello alone, a phone that policy forbids, somebody whose methods are unread
- a group that is larger than what is held at once
- no permission for the group: named, and what was attested is said nevertheless
- an export with a country code of its own, with a plus already, with DOMAIN\\user, without a domain, with short lines
- headers in other spellings, semicolons, a byte order mark; no column of numbers at all
"""

from collections.abc import AsyncIterator, Collection, Sequence
from datetime import UTC, datetime, timedelta
from json import dumps
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actions.args import BadArgument, Columns, Csv, People, Selector
from actions.servers.attested import CALLERS, Attested
from actions.servers.codes import code_capable
from actions.servers.mfa_server import TOGETHER, MfaServerCheck, server
from actions.spec import Finding, FindingState
from bot.app.catalogue import catalogue
from dialogs.commands.mfa_server_attest import SYSTEM, Callers
from dialogs.commands.phone_import import as_list
from dialogs.words import has_sentence, sentence
from tenant.model import (
    ALL_USERS,
    Domain,
    Kind,
    Method,
    MethodKind,
    MethodPolicy,
    MethodRule,
    Statement,
    User,
)
from tenant.ports import TenantReader
from tenant.trouble import Forbidden, Trouble

NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
PASS, FAIL, UNREAD, MOOT = (
    FindingState.PASS, FindingState.FAIL, FindingState.COULD_NOT_READ, FindingState.NOT_APPLICABLE,
)  # fmt: skip
VPN = People((Selector("group", "VPN", "vpn-id"),))


def statement(*, days_ago: int = 1, **values: str) -> Statement:
    at = NOW - timedelta(days=days_ago)
    return Statement(kind=Kind.ATTESTED, subject=SYSTEM, value=dumps(values), by="Ana Ruiz", at=at)


def said(finding: Finding) -> str:
    return "; ".join(map(sentence, (finding.title, *finding.evidence)))


class House:
    """A tenant of which something was attested."""

    def __init__(
        self,
        *statements: Statement,
        people: dict[str, Sequence[MethodKind] | None] | None = None,
        federated: bool = False,
        **trouble: Trouble,
    ) -> None:
        self._statements, self._people, self._trouble = statements, people or {}, trouble
        self._federated, self.most = federated, 0

    def now(self) -> datetime:
        return NOW

    async def statements(self, kind: Kind, subjects: Collection[str] = ()) -> Sequence[Statement]:
        return [each for each in self._statements if each.kind is kind and each.subject in subjects]

    async def domains(self) -> tuple[Domain, ...]:
        if "domains" in self._trouble:
            raise self._trouble["domains"]
        return (Domain(name="factory.contoso.com", federated=self._federated),)

    async def members(self, group_id: str) -> AsyncIterator[User]:
        if "members" in self._trouble:
            raise self._trouble["members"]
        for name in self._people:
            yield User(id=name, upn=f"{name}@contoso.com", name=name)

    async def methods(self, ids: Collection[str]) -> AsyncIterator[tuple[str, tuple[Method, ...]]]:
        self.most = max(self.most, len(ids))
        for each in ids:
            if (kinds := self._people[each]) is not None:
                yield each, tuple(Method(str(n), kind) for n, kind in enumerate(kinds))

    async def method_policy(self) -> MethodPolicy:
        return MethodPolicy(rules=(), complete=True)


async def report(house: House) -> list[Finding]:
    return [each async for each in MfaServerCheck().findings(cast("TenantReader", house))]


async def test_nobody_said_anything() -> None:
    (found,) = await report(House(federated=True))
    assert (found.state, found.remedy) == (MOOT, "mfa-server attest")
    assert "which often called one: factory.contoso.com" in said(found)
    (found,) = await report(House())
    assert "factory" not in said(found)


async def test_the_hint_may_be_missing() -> None:
    (found,) = await report(House(domains=Forbidden(scope="Domain.Read.All")))
    assert "Domain.Read.All" in said(found)
    assert "mfa-server attest gone" in said(found)


async def test_gone_stays_gone() -> None:
    (found,) = await report(House(statement(days_ago=400, state="gone")))
    assert (found.state, said(found)) == (PASS, "gone; attested by Ana Ruiz on 2025-10-19")


async def test_each_caller_is_named_with_what_to_do() -> None:
    found = await report(House(statement(state="called", callers="radius,adfs,teapot", days_ago=91)))
    assert [each.title.facts["caller"] for each in found] == ["adfs", "radius"]
    assert all((each.state, each.remedy) == (FAIL, "guide mfa-server") for each in found)
    assert "NPS extension" in said(found[1])
    assert "that was long ago" in said(found[0])


async def test_called_by_who_knows_what() -> None:
    (found,) = await report(House(statement(state="called", callers="teapot")))
    assert (found.state, found.title.code) == (FAIL, "mfa-server-called")


@pytest.mark.parametrize("value", ["", "[]", '"gone"', '{"state": "perhaps"}', '{"state": "gone", "nps": "x"}'])
async def test_a_record_that_tells_nothing_counts_as_none(value: str) -> None:
    broken = Statement(kind=Kind.ATTESTED, subject=SYSTEM, value=value, at=NOW)
    assert Attested.of(broken) is None
    assert (await report(House(broken)))[0].state is MOOT


async def test_people_behind_radius_need_a_code() -> None:
    people: dict[str, Sequence[MethodKind] | None] = {
        "app": [MethodKind.AUTHENTICATOR],
        "key": [MethodKind.PASSWORD, MethodKind.FIDO2],
        "hello": [MethodKind.WINDOWS_HELLO],
        "token": [MethodKind.HARDWARE_OATH, MethodKind.FIDO2],
        "unread": None,
    }
    gone, *found = await report(House(statement(state="gone", nps=VPN.pinned()), people=people))
    assert gone.state is PASS
    assert [(each.subject.id if each.subject else "", each.state) for each in found] == [
        ("key", FAIL), ("hello", FAIL), ("unread", UNREAD), ("nps", FAIL),
    ]  # fmt: skip
    assert sentence(found[-1].title) == 'of 5 people in group:"VPN", able to answer with a code: 2'


def test_a_phone_that_policy_forbids_is_none() -> None:
    off = tuple(MethodRule(kind, enabled=False, include=frozenset({ALL_USERS})) for kind in ("Sms", "Voice"))
    phone = Method("1", MethodKind.PHONE, phone_type="mobile")
    assert code_capable("x", [phone], MethodPolicy(rules=(), complete=True)) == (phone,)
    assert code_capable("x", [phone], MethodPolicy(rules=off, complete=True)) == ()


async def test_a_large_group_is_taken_in_parts() -> None:
    people: dict[str, Sequence[MethodKind] | None] = {f"u{n}": [MethodKind.PHONE] for n in range(TOGETHER * 2 + 1)}
    house = House(statement(state="gone", nps=VPN.pinned()), people=people)
    found = await report(house)
    assert (len(found), found[-1].state, house.most) == (2, PASS, TOGETHER)
    assert "of 1,001 people" in said(found[-1])


async def test_without_the_group_the_rest_is_said() -> None:
    lacking = Forbidden(scope="GroupMember.Read.All")
    gone, found = await report(House(statement(state="gone", nps=VPN.pinned()), members=lacking))
    assert (gone.state, found.state) == (PASS, UNREAD)
    assert "GroupMember.Read.All" in said(found)


def test_whatever_can_be_attested_is_understood_and_has_its_advice() -> None:
    assert Callers.allowed() == CALLERS
    assert all(has_sentence(f"mfa-server-leave-{each}") for each in CALLERS)
    assert catalogue().named("mfa-server attest") is not None
    told = Attested.of(statement(state="called", callers=",".join(CALLERS)))
    assert told is not None
    assert len(server(told, age=timedelta())) == len(CALLERS)


# --- phone import -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "domain", "rows"),
    [
        ("Username,Country Code,Phone\ndan,31,6 12345678", "contoso.com", [("dan@contoso.com", "+31 6 12345678")]),
        ("\ufeffUserName;PhoneCountryCode;PhoneNumber\r\nCONTOSO\\dan;+49;0171 5550123\r\n", "@contoso.com",
         [("dan@contoso.com", "+49 0171 5550123")]),
        ("User,Phone\ndan@contoso.com,+31 612345678\n\nshort\neve,0031 61", "", [
            ("dan@contoso.com", "+31 612345678"), ("eve", "0031 61"),
        ]),
        ("Username,Email,Country Code,Phone\ndan,dan.w@contoso.com,1,5550100", "x.com", [
            ("dan.w@contoso.com", "+1 5550100"),
        ]),
        ("Username,Country Code,Phone\ndan,31,", "contoso.com", [("dan@contoso.com", "")]),
        ("Username,Country,Phone\ndan,Germany,0171 5", "", [("dan", "0171 5")]),
    ],
)  # fmt: skip
def test_an_export_becomes_a_list(text: str, domain: str, rows: list[tuple[str, str]]) -> None:
    made = Csv.parse(as_list(text, Columns(), domain=domain)).rows(Columns())
    assert [(each.who, each.number) for each in made] == rows


def test_columns_can_be_said() -> None:
    text = "Konto,Telefon 1,Country code\ndan,171 5,49"
    made = as_list(text, Columns.parse("who=Konto,number=Telefon 1"), domain="contoso.com")
    assert made == "Email,Mobile\ndan@contoso.com,+49 171 5\n"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Username,Group\ndan,Users", "import-no-number"),
        ("Username,Phone", "csv-empty"),
        ('Username,Phone\ndan,"1', "csv-broken"),
        ("", "csv-empty"),
    ],
)
def test_what_is_no_export_is_refused(text: str, code: str) -> None:
    with pytest.raises(BadArgument) as refused:
        as_list(text, Columns())
    assert refused.value.reason.code == code


@given(st.text(max_size=300))
def test_any_text_is_a_list_or_refused(text: str) -> None:
    try:
        made = as_list(text, Columns())
    except BadArgument:
        return
    assert made.startswith("Email,Mobile\n")
