"""The sign-in log: what it holds, what it can be asked, what each version shows."""

from collections import Counter
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest

from demo.clock import START, SteppedClock
from demo.exchange import acts
from demo.seed import cast
from demo.wire import stamp
from demo.world import World
from tests.demo.plain import Plain, plain

V1, BETA = "/v1.0/auditLogs/signIns", "/beta/auditLogs/signIns"
BACKGROUND = "signInEventTypes/any(t: t eq 'nonInteractiveUser')"
SMTP = "clientAppUsed eq 'Authenticated SMTP'"


@pytest.fixture
def world() -> World:
    return World(users=120, scenario="conditional-access", clock=SteppedClock(), limits="off")


@pytest.fixture
async def client(world: World) -> AsyncIterator[Plain]:
    async with plain(world) as found:
        yield found


async def rows(client: Plain, wanted: str = "", path: str = V1, top: int = 1000) -> list[dict[str, Any]]:
    reply = await client.get(path, params={"$filter": wanted, "$top": str(top)} if wanted else {"$top": str(top)})
    assert reply.status == 200, reply.body
    return reply.value


def who(found: list[dict[str, Any]]) -> set[str]:
    return {row["userPrincipalName"] for row in found}


def since(days: int) -> str:
    return f"createdDateTime ge {stamp(START - timedelta(days=days))}"


def used(found: list[dict[str, Any]]) -> set[str]:
    """The second factors that succeeded."""
    steps = [step for row in found if row["status"]["errorCode"] == 0 for step in row["authenticationDetails"]]
    return {step["authenticationMethod"] for step in steps if step["succeeded"]} - {"Password", "Previously satisfied"}


# --- what is in it ----------------------------------------------------------------------------------------------------


async def test_it_is_newest_first_and_ends_after_thirty_days(client: Plain, world: World) -> None:
    found = await rows(client)
    assert all(one["createdDateTime"] >= other["createdDateTime"] for one, other in pairwise(found))
    oldest = datetime.fromisoformat(found[-1]["createdDateTime"])
    assert START - timedelta(days=30) <= oldest < START - timedelta(days=28)
    assert any(row.at < START - timedelta(days=59) for row in world.sign_ins.newest_first(START - timedelta(days=99)))
    assert isinstance(world.clock, SteppedClock)
    await world.clock.advance(timedelta(days=31))
    assert await rows(client) == []


async def test_who_mails_with_a_password(client: Plain) -> None:
    ok = f"{SMTP} and status/errorCode eq 0"
    assert who(await rows(client, ok)) == {"scan@contoso.com", "quinn@contoso.com"}
    background = await rows(client, f"{BACKGROUND} and {ok}", BETA)
    assert who(background) == {"erp@contoso.com"}
    assert all(row["authenticationRequirement"] == "singleFactorAuthentication" for row in background)


async def test_guessed_passwords_are_no_use_of_legacy_mail(client: Plain) -> None:
    legacy = "(clientAppUsed eq 'IMAP4' or clientAppUsed eq 'POP3')"
    tried = await rows(client, legacy)
    assert {"dan@contoso.com", "eve@contoso.com", "kim@contoso.com"} <= who(tried)
    assert len(who(tried)) == 10
    assert {row["status"]["errorCode"] for row in tried} == {50126}
    assert await rows(client, f"{legacy} and status/errorCode eq 0") == []


async def test_methods_are_used_or_not(client: Plain) -> None:
    async def of(person: str, days: int) -> set[str]:
        return used(await rows(client, f"userId eq '{person}' and {since(days)}", BETA))

    assert await of(cast.ANA, 14) == {"Mobile app notification"}
    assert await of(cast.GRACE, 14) == {"Text message"}
    assert await of(cast.GINA, 14) == {"Mobile app notification"}
    for idle in (cast.JUERGEN, cast.NILS, cast.PIA):
        assert await of(idle, 30) == set()
        assert await rows(client, f"userId eq '{idle}'", BETA)
    assert await of(cast.DAN, 30) == set()


async def test_the_log_has_every_story_about_phones(client: Plain, world: World) -> None:
    """Text messages of people with nothing else, and of some who have something stronger: long ago and lately."""
    lately = await rows(client, since(14), BETA)
    texted = {r["userId"] for r in await rows(client, path=BETA) if used([r]) == {"Text message"}}
    stronger = {r["userId"] for r in lately if used([r]) - {"Text message"}}
    assert texted & stronger
    assert texted - stronger
    assert {person.id for person in world.directory.people.values() if person.user_type == "Guest"}.isdisjoint(texted)


async def test_a_phone_number_is_masked(client: Plain) -> None:
    row = (await rows(client, f"userId eq '{cast.GRACE}' and status/errorCode eq 0", BETA))[0]
    step = row["authenticationDetails"][1]
    assert step["authenticationMethodDetail"].startswith("+")
    assert "XXXXXXXX" in step["authenticationMethodDetail"]
    assert row["mfaDetail"]["authMethod"] == "Text message"


async def test_an_interrupted_sign_in_is_written_down_twice(client: Plain) -> None:
    found = await rows(client, "status/errorCode eq 50074", BETA)
    assert found
    assert all(len(row["authenticationDetails"]) == 1 for row in found)


def test_the_same_world_has_the_same_log() -> None:
    def log(users: int) -> list[object]:
        some = World(users=users, scenario="conditional-access", clock=SteppedClock())
        return list(some.sign_ins.newest_first(START - timedelta(days=99)))

    assert log(60) == log(60)
    assert len(log(60)) < len(log(120))


# --- versions, pages, filters -----------------------------------------------------------------------------------------


async def test_beta_tells_how_and_v1_does_not(client: Plain) -> None:
    wanted = f"userId eq '{cast.ANA}'"
    (plain_row, *_), (full_row, *_) = await rows(client, wanted), await rows(client, wanted, BETA)
    only = {"authenticationDetails", "authenticationRequirement", "signInEventTypes", "mfaDetail", "userType"}
    assert only <= set(full_row)
    assert not only & set(plain_row)
    assert plain_row["id"] == full_row["id"]
    assert full_row["signInEventTypes"] == ["interactiveUser"]


async def test_pages_do_not_shift_when_rows_come(client: Plain, world: World) -> None:
    everything = [row["id"] for row in await rows(client)]
    seen: list[str] = []
    async for page in client.pages(f"{V1}?$top=50"):
        assert len(page.value) <= 50
        seen += [row["id"] for row in page.value]
        world.sign_in("ana")
    assert seen == everything


async def test_a_page_holds_a_thousand_at_most(client: Plain) -> None:
    assert (await client.get(f"{V1}?$top=1001")).status == 400
    assert (await client.get(f"{V1}?$top=0")).status == 400
    assert len(await rows(client, top=1)) == 1


@pytest.mark.parametrize(
    ("wanted", "count"),
    [
        ("userPrincipalName eq 'QUINN@contoso.com'", 5),
        (f"userId eq '{cast.QUINN}'", 5),
        (f"userId eq '{cast.QUINN}' and userId eq '{cast.DAN}'", 0),
        (f"userId eq '{cast.QUINN}' and createdDateTime ge 2026-11-15T00:00:00Z", 2),
        (f"userId eq '{cast.QUINN}' and createdDateTime ge 2026-11-08 and createdDateTime lt 2026-11-15T00:00:00Z", 1),
        (f"(userId eq '{cast.QUINN}' or userId eq '{cast.SCAN}') and createdDateTime le 2026-11-08T00:00:00Z", 16),
        ("userId eq 'nobody'", 0),
    ],
)
async def test_filters(client: Plain, wanted: str, count: int) -> None:
    found = await rows(client, wanted)
    assert Counter(row["userPrincipalName"] for row in found).total() == count


@pytest.mark.parametrize(
    ("path", "query"),
    [
        (V1, "$filter=startsWith(userPrincipalName,'a')"),
        (V1, "$filter=appDisplayName eq 'Office 365'"),
        (V1, "$filter=clientAppUsed ne 'Browser'"),
        (V1, "$filter=createdDateTime gt 2026-11-20T00:00:00Z"),
        (V1, "$filter=createdDateTime ge yesterday"),
        (V1, "$filter=status/errorCode eq zero"),
        (V1, "$filter=not (userId eq 'a')"),
        (V1, f"$filter={BACKGROUND}"),
        (BETA, "$filter=signInEventTypes/any(t: t eq 'martian')"),
        (BETA, "$filter=signInEventTypes/all(t: t eq 'interactiveUser')"),
        (V1, "$filter=(userId eq 'a'"),
        (V1, "$filter=userId eq 'a') or"),
        (V1, "$select=id"),
        (V1, "$orderby=createdDateTime"),
        (V1, "$skip=5"),
        (V1, "$skiptoken=%C3%28"),
    ],
)
async def test_what_the_log_is_not_asked(client: Plain, path: str, query: str) -> None:
    assert (await client.get(f"{path}?{query}")).status == 400


# --- who may ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("missing", ["AuditLog.Read.All", "Directory.Read.All"])
async def test_both_permissions_are_needed(client: Plain, world: World, missing: str) -> None:
    world.revoke(world.client_id, missing)
    refused = await client.get(V1)
    assert (refused.status, refused.code) == (403, "Authorization_RequestDenied")


@pytest.mark.parametrize("scenario", ["no-p1", "security-defaults"])
async def test_without_p1_there_is_no_log_and_buying_it_brings_nothing_back(scenario: str) -> None:
    async with plain(World(users=40, scenario=scenario, clock=SteppedClock())) as client:
        refused = await client.get(V1)
        assert (refused.status, "premium license" in refused.body["error"]["message"]) == (403, True)
        await client.control("state", {"licences": ["AAD_PREMIUM"]})
        assert await rows(client) == []


async def test_it_shares_the_limit_of_the_reports() -> None:
    async with plain(World(users=40, scenario="conditional-access", clock=SteppedClock())) as client:
        report = "/v1.0/reports/authenticationMethods/userRegistrationDetails"
        statuses = [(await client.get(path)).status for path in (V1, report, BETA, V1, report, V1)]
    assert statuses == [200] * 5 + [429]


# --- what happens -----------------------------------------------------------------------------------------------------


async def test_a_sign_in_is_on_top_and_tells_the_method(client: Plain, world: World) -> None:
    world.set_state("dan", "enabled")
    world.register("dan", "microsoftAuthenticator")
    acts.signs_in(world, "dan", "the Authenticator app")
    first = (await rows(client, path=BETA))[0]
    assert (first["userId"], used([first])) == (cast.DAN, {"Mobile app notification"})
    assert world.state_of("dan") == "enforced"


async def test_old_mail_and_wrong_passwords_do_not_enforce(client: Plain, world: World) -> None:
    world.sign_in("juergen", client="Authenticated SMTP")
    world.sign_in("juergen", error=50126)
    assert world.state_of("juergen") == "enabled"
    newest = await rows(client, f"userId eq '{cast.JUERGEN}' and {since(0)}", BETA)
    assert [row["status"]["errorCode"] for row in newest] == [50126, 0]
    assert used(newest) == set()


async def test_nobody_signs_in_with_what_they_lack(client: Plain, world: World) -> None:
    with pytest.raises(ValueError, match="no method"):
        acts.signs_in(world, "dan", "a text message")
    with pytest.raises(ValueError, match="known: the Authenticator app"):
        acts.signs_in(world, "dan", "a wink")
    assert (await client.control("state", {"signs_in": "bob", "with": "a code"})).status == 200
    assert (await client.control("state", {"signs_in": "bob", "with": "a wink"})).status == 400
    assert used((await rows(client, f"userId eq '{cast.BOB}'", BETA))[:1]) == {"OATH verification code"}
