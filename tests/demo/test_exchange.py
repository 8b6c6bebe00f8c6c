"""Exchange's adminapi, asked as its PowerShell module asks it."""

import asyncio
import re
from collections.abc import AsyncIterator, Mapping
from datetime import timedelta
from typing import Any

import pytest

from demo.clock import SteppedClock
from demo.exchange import acts
from demo.exchange.cmdlets import CMDLETS
from demo.play import perform
from demo.seed import build, cast
from demo.transcript import BadTranscript
from demo.world import World
from tests.demo.plain import Plain, Reply, plain

SCOPE = "https://outlook.office365.com/.default"
MODERN_AUTH, SMTP_OFF = "OAuth2ClientProfileEnabled", "SmtpClientAuthenticationDisabled"
OVERRIDING = {"scan@contoso.com", "erp@contoso.com", "quinn@contoso.com"}


@pytest.fixture
def scenario() -> str:
    return "conditional-access"


@pytest.fixture
def world(scenario: str) -> World:
    return World(users=60, scenario=scenario, clock=SteppedClock())


@pytest.fixture
async def client(world: World) -> AsyncIterator[Plain]:
    async with plain(world) as found:
        yield await as_app(found, cast.APP_ID, cast.APP_SECRET)


async def as_app(client: Plain, app: str, secret: str) -> Plain:
    return await client.sign_in(scope=SCOPE, client_id=app, client_secret=secret)


def address(client: Plain, version: str = "beta") -> str:
    return f"{client.facts['exchange']}/adminapi/{version}/{client.facts['tenant_id']}/InvokeCommand"


def headers(client: Plain, name: str) -> dict[str, str]:
    mailbox = f"SystemMailbox{{bb558c35-97f1-4cb9-8ff7-d53741dc928c}}@{client.facts['tenant_id']}"
    return {"X-AnchorMailbox": f"APP:{mailbox}", "X-CmdletName": name}


async def run(
    client: Plain,
    name: str,
    given: Mapping[str, object] | None = None,
    *,
    url: str = "",
    more: Mapping[str, str] | None = None,
) -> Reply:
    body = {"CmdletInput": {"CmdletName": name, "Parameters": given or {}}}
    sent = headers(client, name) | dict(more or {})
    return await client.ask("POST", url or address(client), json=body, headers=sent)


def details(reply: Reply) -> str:
    return str(reply.body["error"]["details"][0]["message"])


def inner(reply: Reply) -> str:
    return str(reply.body["error"]["innererror"]["internalexception"]["message"])


# --- what the cmdlets read and write ----------------------------------------------------------------------------------


@pytest.mark.parametrize("version", ["beta", "v1.0"])
async def test_the_organisation_in_its_envelope(client: Plain, version: str) -> None:
    reply = await run(client, "Get-OrganizationConfig", url=address(client, version))
    assert reply.status == 200
    assert reply.body["@adminapi.warnings"] == []
    assert reply.body["@odata.context"].endswith("/$metadata#Collection(Exchange.GenericHashTable)")
    (row,) = reply.value
    assert row[MODERN_AUTH] is True
    assert row["DefaultAuthenticationPolicy"] == "Block legacy"
    assert row["Guid@odata.type"] == "#Guid"


@pytest.mark.parametrize(
    ("scenario", "modern", "smtp_off", "policies"),
    [
        ("no-p1", False, False, []),
        ("security-defaults", True, True, []),
        ("conditional-access", True, True, ["Block legacy", "Allow SMTP for machines"]),
    ],
)
async def test_each_scenario_stands_otherwise(
    client: Plain, scenario: str, *, modern: bool, smtp_off: bool, policies: list[str]
) -> None:
    assert (await run(client, "Get-OrganizationConfig")).value[0][MODERN_AUTH] is modern
    assert (await run(client, "Get-TransportConfig")).value[0][SMTP_OFF] is smtp_off
    assert [row["Name"] for row in (await run(client, "Get-AuthenticationPolicy")).value] == policies
    found = (await run(client, "Get-CASMailbox", {"ResultSize": "Unlimited"})).value
    on = {row["PrimarySmtpAddress"] for row in found if row[SMTP_OFF] is False}
    assert on == (set() if scenario == "no-p1" else OVERRIDING)


async def test_a_policy_tells_each_protocol(client: Plain) -> None:
    (row,) = (await run(client, "Get-AuthenticationPolicy", {"Identity": "block legacy"})).value
    assert len([name for name in row if name.startswith("AllowBasicAuth")]) == 12
    assert row["AllowBasicAuthSmtp"] is False
    assert (await run(client, "Get-AuthenticationPolicy", {"Identity": "None such"})).status == 404


async def test_modern_authentication_is_set_and_recorded_once(client: Plain, world: World) -> None:
    off = await run(client, "Set-OrganizationConfig", {MODERN_AUTH: False})
    again = await run(client, "Set-OrganizationConfig", {MODERN_AUTH: False})
    assert (off.status, off.value, off.body["@adminapi.warnings"]) == (200, [], [])
    assert "no settings" in again.body["@adminapi.warnings"][0]
    assert (await run(client, "Get-OrganizationConfig")).value[0][MODERN_AUTH] is False
    assert [(w.what, w.before, w.after) for w in world.recorder.writes] == [(MODERN_AUTH, True, False)]
    state = (await client.control("state", method="GET")).body
    assert state["exchange"] == {MODERN_AUTH: False}
    assert len([r for r in world.recorder.requests if r.writes]) == 2
    world.reset()
    assert "exchange" not in (await client.control("state", method="GET")).body


async def test_a_mailbox_is_put_back_to_inherit_by_null(client: Plain, world: World) -> None:
    assert (await run(client, "Set-CASMailbox", {"Identity": "scan@contoso.com", SMTP_OFF: None})).status == 200
    (row,) = (await run(client, "Get-CASMailbox", {"Identity": cast.SCAN})).value
    assert (row[SMTP_OFF], row["ExternalDirectoryObjectId"]) == (None, cast.SCAN)
    assert (await run(client, "Set-TransportConfig", {SMTP_OFF: False})).status == 200
    state = (await client.control("state", method="GET")).body
    assert state["exchange"] == {SMTP_OFF: False, f"scan@contoso.com.{SMTP_OFF}": None}
    assert len(world.recorder.writes) == 2


async def test_mailboxes_are_those_of_people_with_exchange(client: Plain) -> None:
    found = {row["PrimarySmtpAddress"] for row in (await run(client, "Get-CASMailbox")).value}
    assert {"ana@contoso.com", "info@contoso.com"} <= found
    assert not found & {"gus@fabrikam.com", "svc-backup@contoso.com", "tom.admin@contoso.com"}


# --- pages ------------------------------------------------------------------------------------------------------------


async def test_the_next_page_comes_for_the_same_body(client: Plain) -> None:
    small = {"Prefer": "odata.maxpagesize=7"}
    url, seen = address(client) + "?$select=PrimarySmtpAddress", list[str]()
    whole = await run(client, "Get-CASMailbox", {"ResultSize": "Unlimited"}, more={"Prefer": "odata.maxpagesize=1000"})
    while url:
        reply = await run(client, "Get-CASMailbox", {"ResultSize": "Unlimited"}, url=url, more=small)
        assert len(reply.value) <= 7
        assert all(set(row) == {"PrimarySmtpAddress"} for row in reply.value)
        seen += [row["PrimarySmtpAddress"] for row in reply.value]
        url = reply.body.get("@odata.nextLink", "")
    assert seen == [row["PrimarySmtpAddress"] for row in whole.value]
    assert len(set(seen)) == len(seen) > 40


async def test_a_page_of_another_command_is_refused(client: Plain) -> None:
    first = await run(client, "Get-CASMailbox", {"ResultSize": "Unlimited"}, more={"Prefer": "odata.maxpagesize=7"})
    assert (await run(client, "Get-CASMailbox", url=first.body["@odata.nextLink"])).status == 400
    assert (await run(client, "Get-CASMailbox", url=f"{address(client)}?$skiptoken=nonsense")).status == 400
    assert (await client.ask("GET", first.body["@odata.nextLink"])).status == 405


async def test_without_a_result_size_there_is_a_warning(client: Plain, world: World) -> None:
    world.directory.people |= build(users=1100).people
    reply = await run(client, "Get-CASMailbox", more={"Prefer": "odata.maxpagesize=1000"})
    assert len(reply.value) == 1000
    assert "ResultSize" in reply.body["@adminapi.warnings"][0]
    more = await run(client, "Get-CASMailbox", {"ResultSize": "Unlimited"}, more={"Prefer": "odata.maxpagesize=1000"})
    assert (len(more.value), more.body["@adminapi.warnings"]) == (1000, [])
    assert "@odata.nextLink" in more.body
    assert len((await run(client, "Get-CASMailbox", {"ResultSize": 3})).value) == 3


# --- who may ----------------------------------------------------------------------------------------------------------


async def test_a_reader_reads_and_does_not_write(client: Plain, world: World) -> None:
    await as_app(client, cast.READER_ID, cast.READER_SECRET)
    for cmdlet in CMDLETS.values():
        given = {"Identity": "scan"} if cmdlet.needs else {}
        reply = await run(client, cmdlet.name, given)
        assert (reply.status == 403) == cmdlet.writes, cmdlet.name
        if cmdlet.writes:
            assert f"{cmdlet.name} is not present in the role definition of the current user" in details(reply)
    assert world.recorder.writes == []


async def test_without_a_role_nothing_is_there(client: Plain, world: World) -> None:
    world.exchange.at_most = "none"
    refused = await run(client, "Get-OrganizationConfig")
    assert (refused.status, "role definition of the current user" in details(refused)) == (403, True)


async def test_a_role_assigned_later_needs_a_new_token(client: Plain, world: World) -> None:
    await as_app(client, cast.READER_ID, cast.READER_SECRET)
    world.apps[cast.READER_ID].exchange_role = "administrator"
    assert (await run(client, "Set-TransportConfig", {SMTP_OFF: False})).status == 403
    await as_app(client, cast.READER_ID, cast.READER_SECRET)
    assert (await run(client, "Set-TransportConfig", {SMTP_OFF: False})).status == 200


async def test_without_the_permission_the_refusal_is_not_even_json(client: Plain) -> None:
    await as_app(client, cast.STATE_WRITER_ID, cast.STATE_WRITER_SECRET)
    refused = await run(client, "Get-OrganizationConfig")
    assert refused.status == 403
    assert set(refused.body) == {"\0"}


async def test_a_token_for_graph_is_none_for_exchange(client: Plain) -> None:
    await client.sign_in()
    assert (await run(client, "Get-OrganizationConfig")).status == 401
    client.headers.clear()
    refused = await run(client, "Get-OrganizationConfig")
    assert (refused.status, "WWW-Authenticate" in refused.headers) == (401, True)


async def test_a_tenant_of_others(client: Plain) -> None:
    url = address(client).replace(cast.TENANT_ID, "0bad0bad-0000-4000-8000-000000000000")
    assert (await run(client, "Get-OrganizationConfig", url=url)).status == 401


# --- how it says no ---------------------------------------------------------------------------------------------------


async def test_an_unknown_parameter_is_told_in_two_places(client: Plain) -> None:
    refused = await run(client, "Set-OrganizationConfig", {"Nonsense": 1})
    assert refused.status == 400
    assert refused.body["error"]["message"] == "Invalid Operation"
    assert details(refused).endswith("Nonsense")
    assert inner(refused).endswith("Nonsense")


@pytest.mark.parametrize(
    ("name", "given"),
    [
        ("Set-OrganizationConfig", {MODERN_AUTH: "yes"}),
        ("Set-OrganizationConfig", {MODERN_AUTH: None}),
        ("Set-TransportConfig", {SMTP_OFF: None}),
        ("Get-CASMailbox", {"ResultSize": 0}),
    ],
)
async def test_a_wrong_value_is_told_inside_only(client: Plain, name: str, given: dict[str, Any], world: World) -> None:
    refused = await run(client, name, given)
    assert refused.status == 400
    assert "details" not in refused.body["error"]
    assert next(iter(given)) in inner(refused)
    assert world.recorder.writes == []


async def test_what_is_missing_and_who_is_not_there(client: Plain) -> None:
    missing = await run(client, "Set-CASMailbox", {SMTP_OFF: True})
    nobody = await run(client, "Set-CASMailbox", {"Identity": "nobody@contoso.com", SMTP_OFF: True})
    guest = await run(client, "Get-CASMailbox", {"Identity": cast.GUS})
    assert (missing.status, "Identity" in details(missing)) == (400, True)
    assert (nobody.status, "couldn't be found" in details(nobody)) == (404, True)
    assert guest.status == 404


async def test_an_unknown_cmdlet_is_told_in_the_plain_message(client: Plain) -> None:
    refused = await run(client, "Get-Nonsense")
    assert refused.status == 400
    assert set(refused.body["error"]) == {"code", "message"}
    assert "Get-Nonsense" in refused.body["error"]["message"]


@pytest.mark.parametrize(
    "more",
    [
        {"X-AnchorMailbox": ""},
        {"X-AnchorMailbox": "APP:SystemMailbox{bb558c35-97f1-4cb9-8ff7-d53741dc928c}@another-tenant"},
        {"X-AnchorMailbox": "nobody@contoso.com"},
        {"X-CmdletName": "Get-CASMailbox"},
        {"X-CmdletName": ""},
    ],
)
async def test_the_headers_are_judged(client: Plain, more: dict[str, str]) -> None:
    assert (await run(client, "Get-OrganizationConfig", more=more)).status == 400


async def test_a_mailbox_may_be_the_anchor_and_case_does_not_matter(client: Plain) -> None:
    more = {"X-AnchorMailbox": "scan@contoso.com"}
    assert (await run(client, "get-casmailbox", {"identity": "SCAN@contoso.com"}, more=more)).status == 200


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "beta/{tenant}/InvokeCommand", 405),
        ("POST", "v2.0/{tenant}/OrganizationConfig", 404),
        ("POST", "beta/{tenant}/InvokeCommand", 400),
    ],
)
async def test_what_it_does_not_do(client: Plain, method: str, path: str, status: int) -> None:
    url = f"{client.facts['exchange']}/adminapi/{path.format(tenant=cast.TENANT_ID)}"
    more = headers(client, "Get-OrganizationConfig")
    assert (await client.ask(method, url, json={"CmdletInput": []}, headers=more)).status == status
    assert (await client.ask("POST", address(client), data="{", headers=more)).status == 415


# --- busy and broken --------------------------------------------------------------------------------------------------


async def test_strict_serves_four_at_a_time(client: Plain, world: World) -> None:
    world.use_limits("strict")
    clock = world.clock
    assert isinstance(clock, SteppedClock)
    asked = [asyncio.ensure_future(run(client, "Get-TransportConfig")) for _ in range(6)]
    while sum(one.done() for one in asked) < 2:
        await asyncio.wait([one for one in asked if not one.done()], return_when=asyncio.FIRST_COMPLETED)
    assert clock.sleepers == 4
    await clock.advance(timedelta(seconds=1))
    replies = await asyncio.gather(*asked)
    assert sorted(reply.status for reply in replies) == [200] * 4 + [429] * 2
    refused = next(reply for reply in replies if reply.status == 429)
    assert refused.headers["Retry-After"] == "2"
    assert refused.body["odata.error"]["code"] == "TooManyRequests"
    assert (world.exchange.busy, world.in_flight) == (0, 0)


async def test_documented_limits_have_no_brake(client: Plain) -> None:
    replies = await asyncio.gather(*[run(client, "Get-TransportConfig") for _ in range(12)])
    assert {reply.status for reply in replies} == {200}


async def test_faults_meet_one_cmdlet(client: Plain, world: World) -> None:
    world.faults.declare([{"path": "InvokeCommand.* Get-TransportConfig", "status": 503, "retry_after": 3}])
    refused = await run(client, "Get-TransportConfig")
    assert (refused.status, refused.headers["Retry-After"]) == (503, "3")
    assert (await run(client, "Get-OrganizationConfig")).status == 200


async def test_a_write_may_be_seen_later(client: Plain, world: World) -> None:
    world.faults.declare([{"path": "Set-OrganizationConfig", "effect": "lag", "seconds": 60}])
    await run(client, "Set-OrganizationConfig", {MODERN_AUTH: False})
    assert (await run(client, "Get-OrganizationConfig")).value[0][MODERN_AUTH] is True
    assert isinstance(world.clock, SteppedClock)
    await world.clock.advance(timedelta(seconds=61))
    assert (await run(client, "Get-OrganizationConfig")).value[0][MODERN_AUTH] is False


# --- what happens without the bot -------------------------------------------------------------------------------------


async def test_other_programs_turn_the_switches(client: Plain, world: World) -> None:
    body = {"exchange": {"modern_auth": False, "role": "reader"}, "mailboxes": {"ana": "on", "scan": "inherited"}}
    shown = (await client.control("state", body | {"sharepoint_legacy": True})).body
    assert shown["exchange"] == {
        MODERN_AUTH: False,
        f"ana@contoso.com.{SMTP_OFF}": False,
        f"scan@contoso.com.{SMTP_OFF}": None,
    }
    assert shown["sharepoint"] == {"isLegacyAuthProtocolsEnabled": True}
    assert (await run(client, "Set-TransportConfig", {SMTP_OFF: False})).status == 403
    assert world.recorder.writes == []
    await client.control("state", {"exchange": {"permission": False}})
    assert (await run(client, "Get-TransportConfig")).status == 401
    await as_app(client, cast.APP_ID, cast.APP_SECRET)
    assert (await run(client, "Get-TransportConfig")).status == 403
    for wrong in ({"exchange": {"roll": 1}}, {"exchange": {"role": "king"}}, {"conditional_access": {"None": "on"}}):
        assert (await client.control("state", wrong)).status == 400


async def test_a_policy_becomes_report_only(client: Plain, world: World) -> None:
    await client.control("state", {"conditional_access": {"Block legacy authentication": "report-only"}})
    states = {row["displayName"]: row["state"] for row in world.directory.policies}
    assert states["Block legacy authentication"] == "enabledForReportingButNotEnforced"
    assert states["Require MFA for all users"] == "enabled"


async def test_directives_change_the_world_and_the_state_shows_it() -> None:
    """Each kind once, through the player, with the real bot standing by."""
    played = await perform(TRANSCRIPT)
    assert played.problems == ()
    assert played.actual.partition("-- state --")[2].strip().splitlines()[-6:] == [
        "writes: 0",
        "exchange.OAuth2ClientProfileEnabled: false",
        "exchange.SmtpClientAuthenticationDisabled: false",
        "exchange.scan@contoso.com.SmtpClientAuthenticationDisabled: null",
        "sharepoint.isLegacyAuthProtocolsEnabled: true",
        "```",
    ]


TRANSCRIPT = """
```setup
scenario: conditional-access
users: 30
```

-- Ana signs in with the Authenticator app --
-- quinn mails over SMTP --
-- somebody guesses Dan's password over IMAP4 --
-- Exchange: Muster is a reader only --
-- Exchange: Muster lacks Exchange.ManageAsApp --
-- Exchange: modern authentication is off --
-- Exchange: SMTP AUTH is on for everybody --
-- Exchange: SMTP AUTH of scan@contoso.com is inherited --
-- SharePoint: legacy authentication is on --
-- Entra: "Block legacy authentication" is report-only --
-- state --
"""


async def test_a_directive_about_nobody_is_refused() -> None:
    with pytest.raises(BadTranscript, match="no method to sign in"):
        await perform(TRANSCRIPT.replace("Ana signs in", "Dan signs in"))


def test_every_directive_is_described_where_it_is_declared() -> None:
    shown = [line.partition("-- ")[2].partition(" --")[0] for line in str(acts.__doc__).splitlines() if "-- " in line]
    said = [line.replace("<who>", "dan") for line in shown]

    for pattern in acts.ACTS:
        assert any(re.fullmatch(pattern, line) for line in said), pattern
    for line in said:
        assert any(re.fullmatch(pattern, line) for pattern in acts.ACTS), line
