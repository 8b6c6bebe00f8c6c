"""``domains check``: who does MFA, and which certificate ends when. Hard cases:

- a certificate near its end whose successor is there already; whose successor ends no later; that ended yesterday
- the last day, and the first day on which an end is reported
- the service certificate is another one than the signing certificate, and one host may serve several domains
- a host that cannot be reached: attested, attested long ago, attested in words that do not tell, not attested
- federatedIdpMfaBehavior not set at all
- a federated subdomain, an unverified domain, a federated domain of which Microsoft says nothing (404)
- one domain that may not be read, and the others are; no permission at all
- a sign-in address without a host
"""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from json import dumps
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actions.domains.certificates import AHEAD, judged, signing
from actions.domains.check import DomainsCheck
from actions.domains.service import attested_as, until
from actions.spec import Finding, FindingState, Subject
from dialogs.words import sentence
from tenant.model import Domain, FederatedMfa, Federation, Kind, SigningCertificate, Statement
from tenant.ports import TenantReader
from tenant.trouble import Forbidden, Refused, Trouble, Unavailable

NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
FAIL, PASS, UNREAD = FindingState.FAIL, FindingState.PASS, FindingState.COULD_NOT_READ
FACTORY, HOST = "factory.contoso.com", "sts.factory.contoso.com"
SUBJECT = Subject("x", "X")


def days(number: float) -> SigningCertificate:
    return SigningCertificate(NOW + timedelta(days=number), "AB" * 20)


def federation(domain: str = FACTORY, *, used: float | None = 200, then: float | None = None) -> Federation:
    return Federation(
        domain=domain,
        mfa=FederatedMfa.REJECT,
        sign_in_host=HOST,
        certificate=None if used is None else days(used),
        next_certificate=None if then is None else days(then),
    )


def said(finding: Finding) -> str:
    return "; ".join(map(sentence, (finding.title, *finding.evidence)))


class Directory:
    """A tenant that knows domains, and what their hosts serve."""

    def __init__(
        self,
        *domains: Domain,
        federations: Mapping[str, Federation | Trouble | None] | None = None,
        served: datetime | Trouble = NOW + timedelta(days=300),
        attested: Sequence[Statement] = (),
        trouble: Trouble | None = None,
    ) -> None:
        self._domains, self._federations, self._served = domains, federations or {}, served
        self._attested, self._trouble, self.asked = attested, trouble, list[tuple[str, int]]()

    def now(self) -> datetime:
        return NOW

    async def domains(self) -> tuple[Domain, ...]:
        if self._trouble is not None:
            raise self._trouble
        return self._domains

    async def federation(self, domain: str) -> Federation | None:
        found = self._federations.get(domain)
        if isinstance(found, Trouble):
            raise found
        return found

    async def certificate_of(self, host: str, port: int = 443) -> datetime:
        self.asked.append((host, port))
        if isinstance(self._served, Trouble):
            raise self._served
        return self._served

    async def statements(self, kind: Kind, subjects: Sequence[str] = ()) -> Sequence[Statement]:
        return [each for each in self._attested if each.kind is kind and each.subject in subjects]


async def report(directory: Directory) -> list[Finding]:
    return [each async for each in DomainsCheck().findings(cast("TenantReader", directory))]


async def codes(directory: Directory) -> list[tuple[FindingState, str]]:
    return [(each.state, each.title.code) for each in await report(directory)]


def attested(value: object, *, days_ago: int = 1) -> Statement:
    at = NOW - timedelta(days=days_ago)
    return Statement(kind=Kind.ATTESTED, subject=attested_as(HOST), value=dumps(value), by="Ana Ruiz", at=at)


@pytest.mark.parametrize(
    ("used", "then", "state", "code"),
    [
        (200, None, PASS, "signing-good"),
        (20, None, FAIL, "signing-ends-soon"),
        (20, 400, PASS, "signing-rolls"),
        (20, 15, FAIL, "signing-ends-soon"),
        (-1, None, FAIL, "signing-ended"),
        (-1, 400, PASS, "signing-rolls"),  # Entra takes tokens signed by either
        (0, None, FAIL, "signing-ended"),
        (0.5, None, FAIL, "signing-ends-soon"),
        (30, None, FAIL, "signing-ends-soon"),
        (30.1, None, PASS, "signing-good"),
        (None, 100, UNREAD, "signing-unreadable"),
    ],
)
def test_the_signing_certificate(used: float | None, then: float | None, state: FindingState, code: str) -> None:
    found = signing(SUBJECT, federation(used=used, then=then), NOW)
    assert (found.state, found.title.code) == (state, code)


@given(st.floats(-1000, 4000), st.sampled_from(sorted(AHEAD)))
def test_an_end_is_reported_ahead_of_time_and_never_late(left: float, kind: str) -> None:
    found = judged(SUBJECT, kind, NOW + timedelta(days=left), NOW)
    assert (found.state is PASS) == (timedelta(days=left) > AHEAD[kind])
    assert found.title.facts["on"] in said(found)


@pytest.mark.parametrize(
    ("behaviour", "state", "word"),
    [
        (FederatedMfa.ACCEPT, PASS, "goes round MFA"),
        (FederatedMfa.ENFORCE, FAIL, "of no use to these people"),
        (FederatedMfa.REJECT, PASS, "safe against forged claims"),
        (None, FAIL, "SupportsMfa"),
    ],
)
async def test_who_does_mfa(behaviour: FederatedMfa | None, state: FindingState, word: str) -> None:
    told = Federation(domain=FACTORY, mfa=behaviour, sign_in_host=HOST, certificate=days(100))
    found = (await report(Directory(Domain(name=FACTORY, federated=True), federations={FACTORY: told})))[0]
    assert found.state is state
    assert word in said(found)


async def test_a_host_that_serves_two_domains_is_read_once() -> None:
    names = (FACTORY, "works.contoso.com")
    directory = Directory(
        *(Domain(name=name, federated=True) for name in names), federations={name: federation(name) for name in names}
    )
    found = await report(directory)
    assert directory.asked == [(HOST, 443)]
    assert "for factory.contoso.com, works.contoso.com" in said(found[-1])
    assert found[-1].title.code == "service-good"


@pytest.mark.parametrize(
    ("statements", "state", "code", "word"),
    [
        ([], UNREAD, "service-not-read", "domains attest sts.factory.contoso.com until:"),
        ([attested({"until": "2027-11-30"})], PASS, "service-good", "attested by Ana Ruiz on 2026-11-22"),
        ([attested({"until": "2026-12-01"})], FAIL, "service-ends-soon", "7 days are left"),
        ([attested({"until": "2027-11-30"}, days_ago=91)], PASS, "service-good", "look there yourself"),
        ([attested({"until": "next year"})], UNREAD, "service-not-read", "look there yourself"),
        ([attested(["2027-11-30"])], UNREAD, "service-not-read", "look there yourself"),
    ],
)
async def test_a_host_out_of_reach(statements: list[Statement], state: FindingState, code: str, word: str) -> None:
    domain = Domain(name=FACTORY, federated=True)
    directory = Directory(domain, federations={FACTORY: federation()}, served=Unavailable(), attested=statements)
    found = (await report(directory))[-1]
    assert (found.state, found.title.code) == (state, code)
    assert word in said(found)


async def test_a_refused_host_says_so_too() -> None:
    domain = Domain(name=FACTORY, federated=True)
    found = (await report(Directory(domain, federations={FACTORY: federation()}, served=Refused(detail="x"))))[-1]
    assert found.state is UNREAD


async def test_a_sign_in_address_without_a_host() -> None:
    told = Federation(domain=FACTORY, mfa=FederatedMfa.REJECT, certificate=days(100))
    found = await codes(Directory(Domain(name=FACTORY, federated=True), federations={FACTORY: told}))
    assert found[-1] == (UNREAD, "sign-in-host-unknown")


async def test_every_kind_of_domain() -> None:
    directory = Directory(
        Domain(name="contoso.com", federated=False, default=True),
        Domain(name="new.example", federated=False, verified=False),
        Domain(name="mail.contoso.com", federated=False, root=False),
        Domain(name="sub.contoso.com", federated=True, root=False),
    )
    assert await codes(directory) == [
        (UNREAD, "federation-untold"),
        (PASS, "domain-managed"),
        (FindingState.NOT_APPLICABLE, "domain-unverified"),
    ]


async def test_one_that_may_not_be_read_hides_no_other() -> None:
    directory = Directory(
        Domain(name="a.example", federated=True),
        Domain(name=FACTORY, federated=True),
        federations={"a.example": Forbidden(scope="Domain.Read.All"), FACTORY: federation(used=20)},
    )
    found = await report(directory)
    assert [each.title.code for each in found] == [
        "federation-not-read", "mfa-by-entra", "signing-ends-soon", "service-good",
    ]  # fmt: skip
    assert "Domain.Read.All" in said(found[0])


async def test_no_permission_is_named() -> None:
    (found,) = await report(Directory(trouble=Forbidden(scope="Domain.Read.All")))
    assert found.state is UNREAD
    assert "Domain.Read.All" in said(found)


def test_an_attested_day_is_a_day() -> None:
    assert until(attested({"until": "2027-11-30"})) == datetime(2027, 11, 30, tzinfo=UTC)
    assert until(Statement(kind=Kind.ATTESTED, subject="x", value="no json", at=NOW)) is None
