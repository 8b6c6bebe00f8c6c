"""``preflight``: each situation that goes wrong once MFA is asked for, and nobody else.

The hard cases: registered and not allowed is not "none"; a method that was set for somebody is not theirs; an attack
over an old protocol is no use of it; a name that differs in its case only is the same; a subdomain signs in as its root
does; a guest's name always differs and means nothing; no licence is needed without Conditional Access; rooms, devices,
service accounts are told apart before anything is asked about them; what cannot be read is said once and judged by
nobody; several problems of one person are one person in the sum; a break-glass account is no work of this list.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from json import dumps

import pytest

from actions.args import People, Selector
from actions.legacy.tally import Tally
from actions.mfa.facts import P1_PLANS
from actions.phone.sources import Told
from actions.preflight.check import Preflight
from actions.preflight.grounds import Grounds, Known
from actions.preflight.judging import problems
from actions.spec import Finding, FindingState, Refusal
from demo.seed import cast
from demo.world import World
from dialogs.words import has_sentence, sentence
from tenant.model import (
    Addresses,
    FederatedMfa,
    Federation,
    Kind,
    Method,
    MethodKind,
    MethodPolicy,
    MethodRule,
    Rules,
    User,
)
from tenant.ports import TenantReader
from tests.tenant.memory import Notebook

FAIL, PASS = FindingState.FAIL, FindingState.PASS
UNREAD, MOOT = FindingState.COULD_NOT_READ, FindingState.NOT_APPLICABLE


async def people(tenant: TenantReader, said: str) -> People:
    found = await People.parse(said).resolve(tenant)
    assert isinstance(found, People), found
    return found


async def preflight(tenant: TenantReader, said: str, nps: str = "") -> list[Finding]:
    check = Preflight(who=await people(tenant, said), nps=await people(tenant, nps) if nps else People())
    return [each async for each in check.findings(tenant)]


def by_person(found: Sequence[Finding]) -> Mapping[str, list[str]]:
    codes: dict[str, list[str]] = {}
    for each in found:
        if each.subject is not None:
            codes.setdefault(each.subject.id, []).append(each.title.code)
    return codes


# --- in the make-believe tenant ---------------------------------------------------------------------------------------


async def test_each_situation_is_found_and_nothing_else(reader: TenantReader) -> None:
    ids = [
        cast.IRIS, cast.WIM, cast.UNA, cast.ZACK, cast.LOLA, cast.IVO, cast.ELLA, cast.THEO, cast.FRITZ, cast.CLEO,
        cast.SVC_REPORTS, cast.ROOM_BERLIN, cast.LOBBY_PHONE, cast.SALES_MAILBOX, cast.NORA, cast.GUS, cast.LEA,
    ]  # fmt: skip
    assert by_person(await preflight(reader, ",".join(ids))) == {
        cast.IRIS: ["pre-ready"],
        cast.WIM: ["pre-ready"],
        cast.UNA: ["pre-not-capable", "pre-no-number"],
        cast.ZACK: ["pre-no-method", "pre-no-number"],
        cast.LOLA: ["pre-names-differ"],
        cast.IVO: ["pre-legacy"],
        cast.ELLA: ["pre-ready"],
        cast.THEO: ["pre-legacy"],
        cast.FRITZ: ["pre-no-method", "pre-no-number", "pre-federated"],
        cast.CLEO: ["pre-legacy-stopped"],
        cast.SVC_REPORTS: ["kind-service"],
        cast.ROOM_BERLIN: ["kind-room"],
        cast.LOBBY_PHONE: ["kind-device"],
        cast.SALES_MAILBOX: ["kind-mailbox"],
        cast.NORA: ["pre-ready"],
        cast.GUS: ["kind-guest"],
        cast.LEA: ["kind-mailbox"],
    }


async def test_the_sum_comes_first_and_counts_people(reader: TenantReader) -> None:
    found = await preflight(reader, "iris@contoso.com,zack@contoso.com,una@contoso.com,room.berlin@contoso.com")
    assert found[0].subject is None
    assert found[0].title.facts == {"people": "4", "ready": "1", "todo": "2", "special": "1", "unread": "0"}
    assert found[0].state is FAIL


async def test_a_long_report_comes_as_it_is_read(reader: TenantReader, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("actions.preflight.check.MOST_HELD", 10)
    found = await preflight(reader, "everyone")
    assert found[-1].subject is None
    assert int(found[-1].title.facts["people"]) == len(by_person(found)) == 120
    assert len(found) == len({id(each) for each in found})


async def test_a_licence_is_missed_where_conditional_access_is_in_use(reader: TenantReader, world: World) -> None:
    world.person("iris@contoso.com").skus = ("ENTERPRISEPACK",)
    assert by_person(await preflight(reader, "iris@contoso.com")) == {cast.IRIS: ["pre-no-licence"]}


@pytest.mark.parametrize("scenario", ["no-p1"])
async def test_without_conditional_access_no_licence_is_needed(reader: TenantReader) -> None:
    found = by_person(await preflight(reader, "grace@contoso.com"))
    assert "pre-no-licence" not in found[cast.GRACE]


async def test_who_comes_through_nps_needs_a_code(reader: TenantReader, world: World) -> None:
    world.person("olga@contoso.com").methods.put(
        tuple(
            method
            for method in world.person("olga@contoso.com").methods.true
            if method.kind != "microsoftAuthenticator"
        )
    )
    found = by_person(await preflight(reader, "olga@contoso.com,iris@contoso.com", "olga@contoso.com,iris@contoso.com"))
    assert found == {cast.OLGA: ["pre-nps"], cast.IRIS: ["pre-ready"]}


async def test_who_was_attested_to_come_through_nps_need_not_be_said(
    reader: TenantReader, world: World, memory: Notebook
) -> None:
    behind = (await people(reader, "olga@contoso.com")).pinned()
    memory.remember(Kind.ATTESTED, "mfa-server", value=dumps({"state": "gone", "nps": behind}))
    olga = world.person("olga@contoso.com")
    olga.methods.put(tuple(method for method in olga.methods.true if method.kind != "microsoftAuthenticator"))
    assert by_person(await preflight(reader, "olga@contoso.com")) == {cast.OLGA: ["pre-nps"]}


@pytest.mark.parametrize("scenario", ["no-p1"])
async def test_a_missing_licence_names_itself_and_the_rest_answers(reader: TenantReader) -> None:
    found = await preflight(reader, "dan@contoso.com")
    log = next(each for each in found if each.subject is not None and each.subject.id == "legacy-sign-ins")
    assert log.state is UNREAD
    assert "Entra ID P1" in sentence(log.evidence[0])
    assert by_person(found)[cast.DAN] == ["pre-no-method"]


@pytest.mark.parametrize(
    ("scope", "besides", "source"),
    [
        ("AuditLog.Read.All", "", "legacy-sign-ins"),
        ("Domain.Read.All", "Directory.Read.All", "domains"),
        ("Policy.Read.AuthenticationMethod", "Policy.Read.All", "method-policy"),
        ("UserAuthenticationMethod.Read.All", "", "methods"),
        ("Policy.Read.All", "", "conditional-access"),
    ],
)
async def test_a_missing_permission_names_itself_once(
    reader: TenantReader, world: World, *, scope: str, besides: str, source: str
) -> None:
    world.revoke(cast.READER_ID, scope)
    world.revoke(cast.READER_ID, besides)  # a broader one, which does as well
    found = await preflight(reader, "iris@contoso.com,l.marsh@contoso.com")
    said = [each for each in found if each.subject is not None and each.subject.id == source]
    assert [each.state for each in said] == [UNREAD]
    assert scope in "; ".join(map(sentence, said[0].evidence))
    assert "pre-names-differ" in by_person(found)[cast.LOLA]


async def test_nobody_is_called_ready_whose_methods_are_not_known(reader: TenantReader, world: World) -> None:
    world.revoke(cast.READER_ID, "UserAuthenticationMethod.Read.All")
    found = await preflight(reader, "iris@contoso.com")
    assert by_person(found)[cast.IRIS] == ["methods-unknown"]
    assert found[0].state is UNREAD


async def test_nobody_at_all_is_refused(reader: TenantReader) -> None:
    with pytest.raises(Refusal):
        await preflight(reader, 'group:"Empty Group"')


async def test_every_code_has_a_sentence(reader: TenantReader) -> None:
    found = await preflight(reader, "everyone")
    codes = {reason.code for each in found for reason in (each.title, *each.evidence)}
    assert not [code for code in codes if not has_sentence(code)]


async def test_every_problem_says_what_to_do(reader: TenantReader) -> None:
    found = await preflight(reader, "everyone")
    assert not [each for each in found if each.state is FAIL and each.subject is not None and not each.evidence]


# --- one person at a time ---------------------------------------------------------------------------------------------

EVE = User(id="eve", upn="eve@x.org", name="Eve", mail="eve@x.org", mobile="+46 701740605", plans=P1_PLANS)
APP = Method("1", MethodKind.AUTHENTICATOR)
CALLS = Method("2", MethodKind.PHONE, phone_type="office")
POLICY = MethodPolicy(
    (
        MethodRule("MicrosoftAuthenticator", enabled=True, include=frozenset({"all_users"})),
        MethodRule("Sms", enabled=True, include=frozenset({"all_users"})),
        MethodRule("Voice", enabled=False),
    ),
    complete=True,
)
HOUSE = Grounds(policy=POLICY, licence_needed=True, federations={}, log=Tally())


def codes(
    user: User = EVE,
    *,
    methods: tuple[Method, ...] = (APP,),
    addresses: Addresses | None = None,
    grounds: Grounds = HOUSE,
) -> list[str]:
    known = Known({user.id: methods}, {} if addresses is None else {user.id: addresses}, Told(Rules()))
    return [each.what.code for each in problems(user, grounds, known)]


def test_somebody_without_any_problem() -> None:
    assert codes(addresses=Addresses(upn=EVE.upn, mail="Eve@X.org", sip="EVE@x.org")) == []


def test_a_method_that_was_set_for_them_is_not_theirs() -> None:
    assert codes(methods=(replace(APP, set_for_them=True),)) == ["set-for-them"]
    assert codes(methods=(replace(APP, set_for_them=True), replace(APP, id="3"))) == []


def test_not_allowed_is_not_none() -> None:
    assert codes(methods=(CALLS,)) == ["pre-not-capable"]
    assert codes(methods=()) == ["pre-no-method"]


def test_a_number_is_missed_only_where_it_would_help() -> None:
    unknown = replace(EVE, mobile=None)
    assert codes(unknown) == []
    assert codes(unknown, methods=()) == ["pre-no-method", "pre-no-number"]
    no_texts = replace(HOUSE, policy=MethodPolicy((MethodRule("Sms", enabled=False),), complete=True))
    assert codes(unknown, methods=(), grounds=no_texts) == ["pre-no-method"]


@pytest.mark.parametrize(
    ("addresses", "others"),
    [
        (Addresses(upn="eve@x.org", mail="e.lind@x.org"), "mail e.lind@x.org"),
        (Addresses(upn="eve@x.org", mail="eve@x.org", sip="e@x.org"), "chats e@x.org"),
        (Addresses(upn="eve@x.org", mail="e@x.org", sip="f@x.org"), "mail e@x.org, chats f@x.org"),
    ],
)
def test_names_that_differ(addresses: Addresses, others: str) -> None:
    known = Known({"eve": (APP,)}, {"eve": addresses}, Told(Rules()))
    (found,) = problems(EVE, HOUSE, known)
    assert found.what.facts["others"] == others


@pytest.mark.parametrize(
    ("mfa", "code"),
    [
        (FederatedMfa.ENFORCE, ["pre-federated-enforce"]),
        (FederatedMfa.ACCEPT, ["pre-federated"]),
        (None, ["pre-federated"]),
        (FederatedMfa.REJECT, []),
    ],
)
@pytest.mark.parametrize("upn", ["eve@x.org", "eve@sub.X.org"])
def test_a_federated_domain(mfa: FederatedMfa | None, code: list[str], upn: str) -> None:
    grounds = replace(HOUSE, federations={"x.org": Federation(domain="x.org", mfa=mfa)})
    assert codes(replace(EVE, upn=upn), grounds=grounds) == code


def test_another_domain_with_the_same_end_is_another() -> None:
    grounds = replace(HOUSE, federations={"x.org": None})
    assert codes(replace(EVE, upn="eve@ax.org"), grounds=grounds) == []
    assert codes(grounds=grounds) == ["pre-federated"]


@pytest.mark.parametrize("rules", [Rules(break_glass=frozenset({cast.BREAK_GLASS_1}))])
async def test_a_break_glass_account_is_no_work_of_this_list(reader: TenantReader) -> None:
    who = People((Selector("person", cast.BREAK_GLASS_1, cast.BREAK_GLASS_1),))
    found = [each async for each in Preflight(who=who).findings(reader)]
    (about,) = [each for each in found if each.subject is not None]
    assert (about.state, about.remedy) == (MOOT, "break-glass check")
    assert found[0].title.facts["special"] == "1"
