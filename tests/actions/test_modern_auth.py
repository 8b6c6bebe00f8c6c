"""Modern authentication against the make-believe tenant, in each kind of tenant, and the judgements by themselves."""

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from json import dumps

import pytest

from actions.args import BadArgument
from actions.modern_auth import blocking, online, servers
from actions.modern_auth.check import ModernAuthCheck
from actions.modern_auth.enable import EnableModernAuth
from actions.modern_auth.parts import Parts, Switch
from actions.spec import Already, Change, Finding, FindingState, Outcome
from bot.app.catalogue import catalogue
from demo.clock import START
from demo.exchange import acts
from demo.seed import cast
from demo.server import Running
from demo.world import World
from dialogs.arguments import OneSystem
from dialogs.commands.modern_auth_attest import SERVERS, ModernAuthAttest
from dialogs.grammar import parse
from dialogs.words import sentence
from tenant.cloud import custom
from tenant.credentials import Credentials, Secret
from tenant.graph import GraphTenants
from tenant.model import AuthenticationPolicy, Kind, LegacyBlock, Rules, Statement
from tenant.ports import Area, Priority, Purpose, TenantReader, TenantWriter
from tenant.trouble import Forbidden, Throttled
from tests.tenant.clocks import JumpingClock
from tests.tenant.conftest import FOR_ANA, READER
from tests.tenant.memory import Notebook

FAIL, PASS = FindingState.FAIL, FindingState.PASS
UNREAD, MOOT = FindingState.COULD_NOT_READ, FindingState.NOT_APPLICABLE
EXCHANGE = Switch(("exchange",))
IDENTITY, OVERRIDE = "ClientAuthorizationOAuthServerIdentity", "ClientAdalAuthOverride"


class Remembered(Notebook):
    """Somebody vouched for servers."""

    def attest(self, subject: str, values: Mapping[str, str], *, age: timedelta = timedelta()) -> None:
        at = START - age
        self.said.append(Statement(kind=Kind.ATTESTED, subject=subject, value=dumps(values), by="Ana Ruiz", at=at))


@pytest.fixture
def memory() -> Remembered:
    return Remembered()


@pytest.fixture
def rules() -> Rules:
    return Rules(exchange_writes=True)


@pytest.fixture
async def tenants(
    running: Running, clock: JumpingClock, memory: Remembered, rules: Rules
) -> AsyncIterator[GraphTenants]:
    cloud = custom(graph=running.graph, login=running.login, exchange=running.exchange)
    credentials = Credentials(read=READER, writers={Area.EXCHANGE: Secret(cast.EXCHANGE_ID, cast.EXCHANGE_SECRET)})
    tenants = GraphTenants(cloud, credentials, clock, memory=memory, rules=rules)
    yield tenants
    await tenants.close()


@pytest.fixture
def reader(tenants: GraphTenants) -> TenantReader:
    return tenants.reader(cast.TENANT_ID, FOR_ANA)


@pytest.fixture
def writer(tenants: GraphTenants) -> TenantWriter:
    return tenants.writer(cast.TENANT_ID, Purpose("a run", Priority.PERSON, Area.EXCHANGE))


async def report(tenant: TenantReader, what: str = "all") -> dict[str, Finding]:
    found = [each async for each in ModernAuthCheck(what=Parts.parse(what)).findings(tenant)]
    return {each.subject.id: each for each in found if each.subject is not None}


def verdicts(found: Mapping[str, Finding]) -> dict[str, tuple[FindingState, str]]:
    return {name: (each.state, each.title.code) for name, each in found.items()}


def evidence(finding: Finding) -> str:
    return "; ".join(map(sentence, finding.evidence))


# --- the report of three tenants --------------------------------------------------------------------------------------


@pytest.mark.parametrize("scenario", ["conditional-access"])
async def test_conditional_access_and_three_mailboxes_that_override(reader: TenantReader) -> None:
    found = await report(reader)
    assert verdicts(found) == {
        "smtp-senders": (FAIL, "smtp-used"),
        "smtp-switch": (PASS, "smtp-off"),
        "smtp-mailboxes": (FAIL, "smtp-mailboxes-on"),
        "legacy-authentication": (FAIL, "legacy-blocked-but"),
        "exchange-online": (PASS, "exchange-on"),
        "authentication-policies": (PASS, "auth-policy-blocks"),
        "exchange-server": (MOOT, "not-attested"),
        "skype-server": (MOOT, "not-attested"),
        "sharepoint-online": (MOOT, "sharepoint-cosmetic"),
        "skype-online": (MOOT, "skype-retired"),
        "teams": (MOOT, "teams-modern-only"),
    }
    assert "scan@contoso.com" in evidence(found["smtp-senders"])
    assert "erp@contoso.com, quinn@contoso.com, scan@contoso.com" in evidence(found["smtp-mailboxes"])


@pytest.mark.parametrize("scenario", ["no-p1"])
async def test_a_tenant_where_everything_is_old(reader: TenantReader) -> None:
    found = await report(reader)
    assert {name: each.state for name, each in found.items() if each.state is not MOOT} == {
        "smtp-senders": UNREAD,
        "smtp-switch": FAIL,
        "smtp-mailboxes": PASS,
        "legacy-authentication": FAIL,
        "exchange-online": FAIL,
    }
    assert found["exchange-online"].remedy == "modern-auth enable exchange"
    assert sentence(found["sharepoint-online"].title).startswith("its legacy switch is on")


@pytest.mark.parametrize("scenario", ["security-defaults"])
async def test_security_defaults_block_legacy_authentication(reader: TenantReader) -> None:
    assert verdicts(await report(reader, "teams")) == {
        "legacy-authentication": (PASS, "legacy-blocked-by-defaults"),
        "teams": (MOOT, "teams-modern-only"),
    }


@pytest.mark.parametrize("scenario", ["conditional-access", "no-p1", "security-defaults"])
async def test_every_failure_says_what_to_do(reader: TenantReader, memory: Remembered) -> None:
    memory.attest("skype-server", {IDENTITY: "", OVERRIDE: "Disallowed"})
    memory.attest("exchange-server", {"OAuth2ClientProfileEnabled": "True"}, age=timedelta(days=91))
    failing = [each for each in (await report(reader)).values() if each.state is FAIL]
    assert failing
    assert not [each.title.code for each in failing if not each.remedy and not _advises(each)]


def _advises(finding: Finding) -> bool:
    words = ("turn-off", "move-", "block-it", "left-out", "mend")
    return any(word in reason.code for reason in finding.evidence for word in words)


# --- who sends --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("scenario", ["conditional-access"])
async def test_guessed_passwords_are_not_use(reader: TenantReader, world: World) -> None:
    before = (await report(reader))["smtp-senders"]
    for _ in range(3):
        world.sign_in(cast.DAN, client="Authenticated SMTP", error=50126)
    after = (await report(reader))["smtp-senders"]
    assert after.title == before.title
    assert "dan@" not in evidence(after)
    assert "failed besides: 3" in evidence(after)


@pytest.mark.parametrize("scenario", ["conditional-access"])
async def test_the_busiest_senders_are_named_with_what_they_use(reader: TenantReader, world: World) -> None:
    for _ in range(40):
        world.sign_in(cast.KIM, client="Authenticated SMTP")
    found = (await report(reader))["smtp-senders"]
    first, *rest = found.evidence
    assert (first.facts["who"], first.facts["times"]) == ("kim@contoso.com", "40")
    assert first.facts["app"]
    assert "smtp-more-senders" in {each.code for each in rest}


# --- what cannot be read is said, and the rest is answered ------------------------------------------------------------


@pytest.mark.parametrize("scenario", ["security-defaults"])
async def test_without_a_role_in_exchange_the_other_services_still_answer(reader: TenantReader, world: World) -> None:
    world.exchange.at_most = "none"
    found = await report(reader)
    unread = {name for name, each in found.items() if each.title.code == "could-not-read"}
    assert unread == {
        "smtp-senders", "smtp-switch", "smtp-mailboxes", "exchange-online", "authentication-policies",
    }  # fmt: skip
    assert "the role Global Reader" in evidence(found["exchange-online"])
    assert found["legacy-authentication"].state is PASS


@pytest.mark.parametrize("scenario", ["security-defaults"])
@pytest.mark.parametrize(
    ("scope", "unread"),
    [
        ("SharePointTenantSettings.Read.All", "sharepoint-online"),
        ("Policy.Read.All", "legacy-authentication"),
        ("Exchange.ManageAsApp", "exchange-online"),
    ],
)
async def test_a_missing_permission_is_named_where_it_is_missed(
    reader: TenantReader, world: World, scope: str, unread: str
) -> None:
    if scope.startswith("Exchange"):
        acts.permit(world, permitted=False)
    else:
        world.revoke(cast.READER_ID, scope)
    found = await report(reader)
    assert found[unread].state is UNREAD
    assert scope in evidence(found[unread])
    assert {each.state for name, each in found.items() if name != unread} - {UNREAD}


@pytest.mark.parametrize("scenario", ["conditional-access"])
async def test_the_declared_permissions_are_enough(reader: TenantReader, world: World) -> None:
    app = world.apps[cast.READER_ID]
    app.roles &= set(ModernAuthCheck.scopes)
    app.exchange_roles &= set(ModernAuthCheck.scopes)
    assert UNREAD not in {each.state for each in (await report(reader)).values()}


# --- legacy authentication --------------------------------------------------------------------------------------------


def policy(name: str, *clients: str, enforced: bool = True, everybody: bool = True, excluded: int = 0) -> LegacyBlock:
    return LegacyBlock(name=name, enforced=enforced, everybody=everybody, clients=frozenset(clients), excluded=excluded)


BOTH = ("exchangeActiveSync", "other")


def sparing(name: str, *users: str, groups: int = 0, clients: Sequence[str] = BOTH) -> LegacyBlock:
    """One that leaves these users out, and so many groups and roles."""
    return replace(policy(name, *clients, excluded=len(users) + groups), spared=frozenset(users))


@pytest.mark.parametrize(
    ("blocks", "state", "codes"),
    [
        ([policy("A", *BOTH)], PASS, []),
        ([policy("A", BOTH[0]), policy("B", BOTH[1])], PASS, []),
        ([sparing("A", "glass 1", "glass 2")], PASS, ["legacy-excluded"]),
        ([sparing("A", "glass 1", "ana")], FAIL, ["legacy-left-out"]),
        ([sparing("A", "glass 1", groups=1)], FAIL, ["legacy-left-out"]),
        ([sparing("A", groups=1), policy("B", *BOTH)], PASS, []),
        ([sparing("A", groups=1), policy("B", BOTH[0])], FAIL, ["legacy-left-out"]),
        ([sparing("A", "ana", clients=BOTH[:1]), sparing("B", "ben", clients=BOTH[1:])], FAIL, ["legacy-left-out"] * 2),
        ([], FAIL, ["legacy-block-it"]),
        ([policy("A", *BOTH, enforced=False)], FAIL, ["legacy-report-only", "legacy-block-it"]),
        ([policy("A", *BOTH, everybody=False)], FAIL, ["legacy-some-people", "legacy-block-it"]),
        ([policy("A", BOTH[0])], FAIL, ["legacy-some-clients", "legacy-block-it"]),
        (
            [policy("A", BOTH[0]), policy("B", BOTH[1], enforced=False)],
            FAIL,
            ["legacy-report-only", "legacy-some-clients", "legacy-block-it"],
        ),
        ([policy("A", BOTH[0]), policy("B", BOTH[1], everybody=False)], FAIL,
         ["legacy-some-people", "legacy-some-clients", "legacy-block-it"]),
    ],
)  # fmt: skip
def test_only_enforced_policies_for_everybody_and_both_kinds_of_client_block(
    blocks: Sequence[LegacyBlock], state: FindingState, codes: Sequence[str]
) -> None:
    found = blocking.judged(blocks, break_glass=frozenset({"glass 1", "glass 2"}))
    assert (found.state, [each.code for each in found.evidence]) == (state, codes)


def test_what_could_not_be_read_is_not_taken_for_open() -> None:
    assert blocking.judged([], [Forbidden(scope="Policy.Read.All")]).state is UNREAD
    assert blocking.judged([policy("A", *BOTH)], [Throttled()]).state is PASS
    assert blocking.judged([sparing("A", groups=1)], [Throttled()]).state is UNREAD


def test_only_those_whom_the_owner_named_may_be_left_out_and_the_others_are_counted() -> None:
    found = blocking.judged([sparing("A", "glass", "ana", groups=2)], break_glass=frozenset({"glass", "elsewhere"}))
    assert [each.facts["count"] for each in found.evidence] == ["3"]
    assert blocking.judged([sparing("A", "glass")]).state is FAIL, "nobody was named"


# --- authentication policies ------------------------------------------------------------------------------------------

NONE, SMTP = AuthenticationPolicy(name="None"), AuthenticationPolicy(name="Mail", allows_basic=frozenset({"Smtp"}))


@pytest.mark.parametrize(
    ("default", "state", "code"),
    [
        (None, MOOT, "auth-policy-none"),
        ("None", PASS, "auth-policy-blocks"),
        ("CN=None,CN=Auth Policies,CN=Configuration", PASS, "auth-policy-blocks"),
        ("Mail", FAIL, "auth-policy-allows-by-default"),
        ("Gone", UNREAD, "auth-policy-unknown"),
    ],
)
def test_the_default_policy_decides(default: str | None, state: FindingState, code: str) -> None:
    found = online.judged([NONE, SMTP], default)
    assert (found.state, found.title.code) == (state, code)


# --- servers of one's own ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("server", "values", "state", "code"),
    [
        ("skype", {IDENTITY: "evoSTS", OVERRIDE: "Allowed"}, PASS, "server-on"),
        ("skype", {IDENTITY.lower(): "evoSTS"}, PASS, "server-on"),
        ("skype", {IDENTITY: "", OVERRIDE: "NoOverride"}, FAIL, "server-off"),
        ("skype", {IDENTITY: "evoSTS", OVERRIDE: "Disallowed"}, FAIL, "server-off"),
        ("skype", {OVERRIDE: "Allowed"}, UNREAD, "attested-without"),
        ("exchange", {"OAuth2ClientProfileEnabled": "True"}, PASS, "server-on"),
        ("exchange", {"OAuth2ClientProfileEnabled": "False"}, FAIL, "server-off"),
        ("exchange", {"OAuth2ClientProfileEnabled": "True, False"}, UNREAD, "attested-unclear"),
        ("exchange", {"OAuth2ClientProfileEnabled": "Wahr"}, UNREAD, "attested-unclear"),
        ("exchange", {"Name": "Contoso"}, UNREAD, "attested-without"),
    ],
)
async def test_what_was_attested_is_judged(
    reader: TenantReader, memory: Remembered, *, server: str, values: dict[str, str], state: FindingState, code: str
) -> None:
    memory.attest(f"{server}-server", values)
    found = (await report(reader, server))[f"{server}-server"]
    assert (found.state, found.title.code) == (state, code)
    assert "attested by Ana Ruiz on 2026-11-23" in evidence(found)


@pytest.mark.parametrize(("days", "state"), [(0, PASS), (90, PASS), (91, FAIL)])
async def test_an_old_attestation_is_asked_for_again(
    reader: TenantReader, memory: Remembered, days: int, state: FindingState
) -> None:
    memory.attest("skype-server", {IDENTITY: "evoSTS"}, age=timedelta(days=days))
    found = (await report(reader, "skype"))["skype-server"]
    assert found.state is state
    assert found.remedy == (None if state is PASS else "modern-auth attest skype")


async def test_the_newest_statement_counts(reader: TenantReader, memory: Remembered) -> None:
    memory.attest("exchange-server", {"OAuth2ClientProfileEnabled": "False"}, age=timedelta(days=5))
    memory.attest("exchange-server", {"OAuth2ClientProfileEnabled": "True"})
    assert (await report(reader, "exchange"))["exchange-server"].state is PASS


@pytest.mark.parametrize("server", [servers.SKYPE, servers.EXCHANGE], ids=["skype", "exchange"])
def test_the_command_that_attests_it_is_there_and_keeps_it_under_this_name(server: servers.Server) -> None:
    found = catalogue().find(parse(server.attest).words)
    assert found is not None and found.kind is ModernAuthAttest
    assert SERVERS[OneSystem.parse(found.rest[0].raw).system].subject == server.subject.id


# --- switching it on --------------------------------------------------------------------------------------------------


async def planned(tenant: TenantReader) -> Change:
    (row,) = [row async for row in EnableModernAuth(what=EXCHANGE).plan(tenant)]
    assert isinstance(row, Change)
    return row


async def applied(change: Change, tenant: TenantWriter) -> Outcome:
    (outcome,) = [outcome async for outcome in EnableModernAuth(what=EXCHANGE).apply([change], tenant)]
    return outcome


async def looked(change: Change, tenant: TenantReader) -> list[str | None]:
    return [seen.value async for seen in EnableModernAuth(what=EXCHANGE).look([change], tenant)]


async def test_it_is_switched_on_read_back_and_off_again(reader: TenantReader, writer: TenantWriter) -> None:
    change = await planned(reader)
    assert (change.before, change.after, change.warnings) == ("off", "on", ())
    assert not change.subject.is_person
    assert (await applied(change, writer)).failed is None
    assert await looked(change, reader) == ["on"]
    (row,) = [row async for row in EnableModernAuth(what=EXCHANGE).plan(reader)]
    assert isinstance(row, Already)
    back = Change(subject=change.subject, before="on", after="off")
    await applied(back, writer)
    assert await looked(change, reader) == ["off"]


async def test_a_lost_answer_is_only_looked_at(reader: TenantReader, writer: TenantWriter, world: World) -> None:
    change = await planned(reader)
    world.faults.declare([{"path": "Set-OrganizationConfig", "effect": "lost", "times": 1}])
    assert (await applied(change, writer)).unsure
    assert await looked(change, reader) == ["on"]


async def test_a_role_that_is_missing_is_raised(reader: TenantReader, writer: TenantWriter, world: World) -> None:
    world.exchange.at_most = "reader"
    with pytest.raises(Forbidden):
        await applied(await planned(reader), writer)


async def test_a_switch_that_cannot_be_read_is_not_planned(reader: TenantReader, world: World) -> None:
    world.exchange.at_most = "none"
    with pytest.raises(Forbidden):
        await planned(reader)


@pytest.mark.parametrize("rules", [Rules()])
async def test_with_the_owners_switch_off_it_is_planned_with_a_warning_and_never_written(
    reader: TenantReader, writer: TenantWriter, world: World
) -> None:
    change = await planned(reader)
    assert [each.code for each in change.warnings] == ["exchange-writes-off"]
    with pytest.raises(Forbidden):
        await applied(change, writer)
    assert not world.recorder.writes


@pytest.mark.parametrize("word", ["sharepoint", "skype", "teams", "all", "Skype "])
def test_where_there_is_nothing_to_switch_the_reason_is_given(word: str) -> None:
    with pytest.raises(BadArgument) as refused:
        Switch.parse(word)
    assert refused.value.reason.code == f"no-switch-{word.strip().casefold()}"
    assert len(sentence(refused.value.reason)) > 40


@pytest.mark.parametrize("word", ["", "outlook", "exchange,skype"])
def test_what_is_no_service_is_refused(word: str) -> None:
    with pytest.raises(BadArgument):
        Switch.parse(word)
