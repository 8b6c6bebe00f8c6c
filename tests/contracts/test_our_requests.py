"""All that Muster asks of Graph is in Microsoft's own SDKs: path, method, query options, selected fields, body."""

import re
from collections.abc import Iterable, Iterator
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qsl, unquote

import pytest

from demo.recorder import Request
from demo.seed import cast
from demo.wire import Json
from demo.world import World
from tenant.graph import GraphTenants
from tenant.graph.reader import GraphReader
from tenant.graph.writer import GraphWriter
from tenant.model import (
    ALL_TRUSTED,
    ALL_USERS,
    DELETABLE,
    LEGACY_CLIENTS,
    REGISTER_SECURITY_INFO,
    Apps,
    Audience,
    Campaign,
    CampaignTarget,
    FeedNote,
    Grant,
    Mail,
    MethodKind,
    MethodWish,
    PerUserState,
    PhoneType,
    PhoneWish,
    PolicyDraft,
    PolicyState,
    PreferenceWish,
    Rules,
    Setting,
    StateWish,
)
from tenant.ports import Area, Priority, Purpose
from tests.contracts.agreement import UNDOCUMENTED, Contract, all_fields
from tests.tenant.conftest import clock, cloud, reader, running, tenants, world

__all__ = ["clock", "cloud", "reader", "running", "tenants", "world"]
FILTERED = re.compile(r"(?:startsWith\()?([A-Za-z]\w+)(?:/[\w(]+)?(?: (?:eq|ne|in|[lg][et]) |,|\(t: )")
NUMBER = "+31 61234567"
NOBODY = "dddddddd-0000-4000-8000-00000000dead"
ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|[\w.]+\.(com|example)", re.IGNORECASE)
# Documented by Microsoft, and missing from the contract: tests/tenant/test_deletions.py holds their addresses.
NOT_IN_THE_SDKS = {MethodKind.EXTERNAL, MethodKind.HARDWARE_OATH, MethodKind.QR_CODE}
DRAFT = PolicyDraft(
    name="Block legacy authentication, as Muster says it",
    include=Audience(everybody=True),
    exclude=Audience(users=frozenset({cast.BREAK_GLASS_1}), groups=frozenset({cast.MFA_EXCLUSIONS}), guests=True),
    apps=Apps(everything=True),
    clients=LEGACY_CLIENTS,
    grant=Grant(controls=frozenset({"block"})),
)
REGISTERING = PolicyDraft(
    name="Registering security information",
    include=Audience(everybody=True),
    user_actions=frozenset({REGISTER_SECURITY_INFO}),
    outside=frozenset({ALL_TRUSTED}),
    grant=Grant(controls=frozenset({"mfa"})),
)
#: Where the SDKs type a collection by what its things have in common.
MEANT = {"/users/{}/ownedDevices": "Device"}
HIDDEN = {(each["model"], each["name"]) for each in UNDOCUMENTED["property"]}


@pytest.fixture
def scenario() -> str:
    return "catalogue"


@pytest.fixture
def rules() -> Rules:
    return Rules(
        writable_groups=frozenset({cast.FINANCE}),
        install_app=True,
        teams_app=cast.BOT_APP_ID,
        feed=True,
        mail_sender="bea@contoso.com",
    )


async def ask_everything(reader: GraphReader, writer: GraphWriter, world: World) -> None:
    """Every question of the reader, every write of the writer; many and few people."""
    everybody = [user.id async for user in reader.everyone()]
    for stream in (
        reader.users([cast.ANA]),
        reader.members(cast.MFA_USERS),
        reader.methods([cast.ANA]),
        reader.states(everybody),
        reader.states([cast.ANA]),
        reader.registrations(),
        reader.registrations([cast.ANA]),
        reader.preferences([cast.ANA]),
        reader.sign_ins(world.now() - timedelta(days=8), people=[cast.ANA], clients=["Browser"]),
        reader.sign_ins(world.now() - timedelta(days=8), interactive_only=True),
        reader.working_hours([cast.ANA]),
        reader.devices([cast.ANA]),
        writer.set_states([StateWish(cast.ANA, PerUserState.ENABLED)]),
    ):
        assert [each async for each in stream]
    for said in ("ana@contoso.com", "Ana", cast.ANA):
        assert await reader.find_users(said)
    for name in ("MFA Users", "MFA Usres", cast.MFA_USERS):
        assert await reader.find_groups(name)
    await reader.memberships(cast.ANA, [cast.MFA_USERS])
    assert (await reader.roles()).holdings
    assert (await reader.coverage()).in_use
    assert (await reader.method_policy()).rules
    assert await reader.licences()
    assert not await reader.security_defaults()
    assert await reader.role_assignable()
    assert await reader.legacy_blocks()
    assert await reader.sharepoint_legacy() is not None
    await ask_for_the_catalogue(reader)
    world.hidden_state = "absent"


async def ask_for_the_catalogue(reader: GraphReader) -> None:
    """Policies, domains, scores, settings, groups and accounts."""
    for ids in (None, [cast.ANA]):
        for stream in (reader.addresses(ids), reader.accounts(ids), reader.last_sign_ins(ids)):
            assert [each async for each in stream]
    assert (await reader.policies_for([cast.ANA]))[cast.ANA]
    assert await reader.access_policies() and await reader.locations()
    assert [await reader.federation(each.name) for each in await reader.domains()]
    assert await reader.scores(3) and await reader.score_controls()
    assert (await reader.method_settings()).campaign
    assert await reader.group(cast.FINANCE) and [each async for each in reader.direct_members(cast.FINANCE)]
    await reader.owned_groups()


async def write_phones(phones: GraphWriter) -> None:
    """Every kind of phone added, changed, preferred and removed."""
    for kind, method in zip(PhoneType, ("sms", "voiceAlternateMobile", "voiceOffice"), strict=True):
        for wish in (PhoneWish(cast.DAN, kind, NUMBER), PhoneWish(cast.DAN, kind, f"{NUMBER}1", had=NUMBER)):
            assert [each.trouble async for each in phones.set_phones([wish])] == [None]
        assert [each.trouble async for each in phones.set_preferences([PreferenceWish(cast.DAN, method)])] == [None]
    assert [each async for each in phones.set_phones([PhoneWish(cast.DAN, PhoneType.OFFICE, None, had=NUMBER)])]


async def write_methods(reader: GraphReader, methods: GraphWriter) -> None:
    """A pass issued and ended, every kind of method deleted, sessions revoked."""
    made = await methods.issue_pass(cast.DAN, minutes=60)
    await methods.delete_pass(cast.DAN, made.id)
    assert [each.trouble async for each in methods.revoke_sessions([cast.DAN])] == [None]
    for kind in sorted(DELETABLE - NOT_IN_THE_SDKS):
        assert [each async for each in methods.delete_methods([MethodWish(cast.ANA, NOBODY, kind)])]


async def reach_people(messages: GraphWriter) -> None:
    """The app installed, a note in the feed, a mail."""
    await messages.install_app(cast.DAN)
    await messages.notify_feed(FeedNote(user_id=cast.DAN, preview="A reminder"))
    await messages.send_mail(
        Mail(user_id=cast.DAN, to="dan@contoso.com", subject="A reminder", text="Please register.")
    )


async def write_groups(writer: GraphWriter, world: World) -> None:
    """Several people in, one who is in already, and out again."""
    world.grant(cast.STATE_WRITER_ID, "GroupMember.ReadWrite.All")
    for people in ([cast.DAN, cast.EVE], [cast.DAN, cast.QUINN]):
        assert [each.trouble async for each in writer.join(cast.FINANCE, people)] == [None, None]
    assert [each.trouble async for each in writer.leave(cast.FINANCE, [cast.DAN])] == [None]


async def write_policies(policies: GraphWriter) -> None:
    """A policy's life, one about registering, and the campaign in both versions."""
    made = await policies.create_policy(DRAFT)
    await policies.set_policy_state(made, PolicyState.ON)
    await policies.delete_policy(made)
    await policies.create_policy(REGISTERING)
    for forced in (None, True):
        nudged = (CampaignTarget(id=ALL_USERS, method="microsoftAuthenticator"),)
        spared = (CampaignTarget(id=cast.BREAK_GLASS_1, person=True),)
        await policies.set_campaign(Campaign(state=Setting.ON, include=nudged, exclude=spared, forced=forced))


async def test_every_request_is_one_that_microsoft_knows(
    reader: GraphReader, tenants: GraphTenants, world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    area = {each: tenants.writer(cast.TENANT_ID, Purpose("a run", Priority.PERSON, each)) for each in Area}
    await ask_everything(reader, area[Area.MFA], world)
    await write_phones(area[Area.PHONE])
    await write_methods(reader, area[Area.METHODS])
    await write_groups(area[Area.MFA], world)
    await write_policies(area[Area.POLICIES])
    await reach_people(area[Area.MESSAGES])
    asked = [each for each in world.recorder.requests if each.path.startswith("/graph/")]
    distinct = {_shape(each) for each in asked}
    with capsys.disabled():
        print(f"\n{len(distinct)} distinct calls checked in {len(asked)} requests")  # noqa: T201 - for the log
    assert len(distinct) > 61
    assert sorted({wrong for each in asked for wrong in disagreements(each)}) == []


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("GET", "/graph/v1.0/users?$select=id,shoeSize", None),
        ("GET", "/graph/v1.0/users?$skip=3", None),
        ("GET", "/graph/v1.0/users?$filter=shoeSize%20eq%204", None),
        ("GET", "/graph/beta/auditLogs/signIns?$filter=signInTypes/any(t:%20t%20eq%20'x')", None),
        ("PATCH", f"/graph/beta/users/{cast.ANA}/authentication/requirements", {"perUserMfaState": "on"}),
        ("POST", f"/graph/v1.0/users/{cast.ANA}/authentication/phoneMethods", {"phoneType": "fax"}),
        ("GET", f"/graph/v1.0/users/{cast.ANA}/ownedDevices?$select=shoeSize", None),
        ("POST", f"/graph/v1.0/users/{cast.ANA}/sendMail", {"SaveToSentItems": "no"}),
    ],
)
def test_the_check_itself_can_fail(world: World, method: str, path: str, body: Json) -> None:
    asked = Request(method=method, path=path, status=200, app="a", at=world.clock.now(), body=body)
    assert list(disagreements(asked))


def disagreements(asked: Request) -> Iterator[str]:
    """What the SDKs do not know of this request."""
    version, _, rest = asked.path.removeprefix("/graph/").partition("/")
    path, _, query = rest.partition("?")
    contract = Contract()
    found = contract.call(version, asked.method, f"/{unquote(path)}")
    if found is None:
        return
    options = dict(parse_qsl(query))
    known = {*found["query"], "$skiptoken"}
    yield from (f"{found['path']} takes no {name}" for name in options if name not in known)
    yield from _unknown_fields(version, found, filter(None, options.get("$select", "").split(",")))
    yield from _unknown_fields(version, found, FILTERED.findall(options.get("$filter", "")))
    if isinstance(asked.body, dict):
        yield from contract.disagreements(version, found["body"], asked.body)


def _unknown_fields(version: str, found: dict[str, Any], named: Iterable[str]) -> Iterator[str]:
    model = MEANT.get(found["path"]) or (found["returns"] or "").removesuffix("CollectionResponse")
    fields = {**all_fields(version, model), "id": {}}
    for name in named:
        if len(fields) > 1 and name not in fields and (model, name) not in HIDDEN:
            yield f"{model} has no {name}"


def _shape(asked: Request) -> str:
    """Method, version and path, ids left out, with the names of the query's options."""
    path, _, query = asked.path.partition("?")
    bare = "/".join("{}" if ID.fullmatch(unquote(part)) else part for part in path.split("/"))
    return f"{asked.method} {bare}?{'&'.join(sorted(name for name, _ in parse_qsl(query)))}"
