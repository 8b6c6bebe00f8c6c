import yarl
from hypothesis import given
from hypothesis import strategies as st

from demo.seed import cast
from demo.world import World
from tests.demo.plain import Plain, plain

EVENTUAL = {"ConsistencyLevel": "eventual"}


async def test_a_list_is_paged_to_its_end_without_a_gap(client: Plain, world: World) -> None:
    sizes, seen = [], []
    async for page in client.pages("/v1.0/users?$top=25&$select=id"):
        sizes.append(len(page.value))
        seen += [row["id"] for row in page.value]
    assert sizes == [25, 25, 10]
    assert seen == list(world.directory.people)


async def test_a_page_holds_100_unless_asked_and_999_at_most() -> None:
    async with plain(World(users=1100)) as client:
        assert len((await client.get("/v1.0/users")).value) == 100
        assert len((await client.get("/v1.0/users?$top=999")).value) == 999
        refused = await client.get("/v1.0/users?$top=1000")
        assert (refused.status, refused.code) == (400, "Request_BadRequest")


async def test_eleven_properties_come_unasked_and_no_more(client: Plain) -> None:
    row = (await client.get("/v1.0/users?$top=1")).value[0]
    assert len(row) == 11
    assert "accountEnabled" not in row
    assert "userType" not in row


async def test_select_gives_what_was_selected(client: Plain) -> None:
    row = (await client.get(f"/v1.0/users/{cast.GUS}?$select=userType,accountEnabled,city")).body
    del row["@odata.context"]
    assert row == {"userType": "Guest", "accountEnabled": True, "city": None}


async def test_an_unknown_property_is_refused_by_name(client: Plain) -> None:
    refused = await client.get("/v1.0/users?$select=shoeSize")
    assert (refused.status, refused.code) == (400, "BadRequest")
    assert "'shoeSize' on type 'microsoft.graph.user'" in refused.body["error"]["message"]


async def test_what_only_one_user_has_cannot_be_listed(client: Plain) -> None:
    assert (await client.get("/v1.0/users?$select=id,mailboxSettings")).status == 501


async def test_filters_choose(client: Plain) -> None:
    async def found(text: str) -> list[str]:
        reply = await client.get("/v1.0/users", params={"$filter": text, "$select": "userPrincipalName"})
        return [row["userPrincipalName"].partition("@")[0] for row in reply.value]

    assert await found("startswith(displayName,'Ana')") == ["ana"]
    assert await found("userPrincipalName eq 'BEA@contoso.com'") == ["bea"]
    assert await found(f"id in ('{cast.DAN}', '{cast.EVE}')") == ["dan", "eve"]
    assert await found(f"id eq '{cast.DAN}' or mail eq 'carl@contoso.com'") == ["carl", "dan"]
    assert await found("accountEnabled eq false and startsWith(userPrincipalName,'lea')") == ["lea"]
    assert await found("userType eq 'Guest' and mail eq 'gus@fabrikam.com'") == ["gus_fabrikam.com#EXT#"]
    assert await found(f"id in ('{cast.DAN}','{cast.EVE}') and (displayName eq 'Eve Lind')") == ["eve"]
    assert await found("displayName eq 'O''Hara'") == []


async def test_advanced_queries_need_the_header(client: Plain) -> None:
    asked = {"$filter": "not(userType eq 'Guest')", "$count": "true", "$select": "id"}
    for text in (asked["$filter"], "userType ne 'Guest'", "endsWith(mail,'a.com')"):
        refused = await client.get("/v1.0/users", params={**asked, "$filter": text})
        assert (refused.status, refused.code) == (400, "Request_UnsupportedQuery")
    allowed = await client.get("/v1.0/users", params=asked, headers=EVENTUAL)
    assert allowed.body["@odata.count"] < 60
    searched = await client.get("/v1.0/users", params={"$search": '"displayName:lind"'}, headers=EVENTUAL)
    assert [row["displayName"] for row in searched.value] == ["Eve Lind"]
    assert (await client.get("/v1.0/users/$count", headers=EVENTUAL)).body == "60"


async def test_more_than_fifteen_alternatives_are_too_many(client: Plain) -> None:
    ids = ",".join(f"'{cast.generated(number)}'" for number in range(16))
    refused = await client.get("/v1.0/users", params={"$filter": f"id in ({ids})"})
    assert (refused.status, refused.code) == (400, "Request_UnsupportedQuery")


async def test_a_filter_that_does_not_parse_is_refused(client: Plain) -> None:
    for text in ("displayName eq", "displayName like 'x'", "(id eq 'x'", "shoeSize eq '4'", "id eq 'x' ;"):
        refused = await client.get("/v1.0/users", params={"$filter": text})
        assert (refused.status, refused.code) == (400, "BadRequest"), text


async def test_a_person_is_found_by_id_and_upn_and_a_guest_only_when_encoded(client: Plain) -> None:
    guest = "gus_fabrikam.com%23EXT%23@contoso.onmicrosoft.com"
    url = f"{client.facts['graph']}/v1.0/users/{guest}"
    assert (await client.get("/v1.0/users/ana@contoso.com")).body["id"] == cast.ANA
    async with client.session.get(yarl.URL(url, encoded=True), headers=client.headers) as response:
        assert (await response.json())["id"] == cast.GUS
    cut = await client.get("/v1.0/users/gus_fabrikam.com")
    assert (cut.status, cut.code) == (404, "Request_ResourceNotFound")


async def test_the_manager_is_another_call(client: Plain) -> None:
    assert (await client.get(f"/v1.0/users/{cast.DAN}/manager")).body["id"] == cast.GRACE
    assert (await client.get(f"/v1.0/users/{cast.BEA}/manager")).status == 404


async def test_membership_reaches_through_nested_groups(client: Plain) -> None:
    reply = await client.post(
        f"/v1.0/users/{cast.HENK}/checkMemberGroups", {"groupIds": [cast.MFA_USERS, cast.OWNERS, cast.PROJECT_X_TOO]}
    )
    assert reply.value == [cast.MFA_USERS, cast.PROJECT_X_TOO]


async def test_the_hidden_state_can_be_there_absent_or_forbidden(client: Plain, world: World) -> None:
    path = f"/v1.0/users/{cast.BEA}?$select=id,perUserMfaState"
    assert (await client.get(path)).body["perUserMfaState"] == "enforced"
    world.hidden_state = "absent"
    assert "perUserMfaState" not in (await client.get(path)).body
    world.hidden_state = "forbidden"
    assert (await client.get(path)).status == 403


async def test_sign_in_activity_needs_a_licence_and_smaller_pages() -> None:
    async with plain(World(users=60)) as client:
        for path in ("/v1.0/users", f"/v1.0/users/{cast.ANA}"):
            assert (await client.get(f"{path}?$select=signInActivity")).status == 403
    async with plain(World(users=60, scenario="conditional-access")) as client:
        row = (await client.get("/v1.0/users?$select=id,signInActivity")).value[0]
        assert row["signInActivity"]["lastSignInDateTime"]
        assert (await client.get("/v1.0/users?$select=signInActivity&$top=501")).status == 400


@given(top=st.integers(1, 70))
async def test_every_page_size_gives_everybody_once(top: int) -> None:
    async with plain(World(users=60, limits="off")) as client:
        seen = [row["id"] async for page in client.pages(f"/v1.0/users?$select=id&$top={top}") for row in page.value]
    assert len(seen) == len(set(seen)) == 60


async def test_thirty_thousand_people_are_built_and_paged_quickly() -> None:
    world = World(users=30_000)
    async with plain(world) as client:
        count = 0
        async for page in client.pages("/v1.0/users?$top=999&$select=id,perUserMfaState"):
            count += len(page.value)
        one = await client.get("/v1.0/users", params={"$filter": f"id eq '{cast.generated(20_000)}'"})
    assert count == 30_000
    assert len(one.value) == 1
