"""Addresses, passwords and last sign-ins: of few and of all, and no faster than Microsoft lets us."""

from collections.abc import Callable

import pytest
from aiohttp import web

from demo.seed import cast
from demo.world import World
from tenant.graph import accounts
from tenant.graph.reader import GraphReader
from tenant.model import Addresses
from tenant.trouble import Forbidden, Unlicensed
from tests.tenant.clocks import JumpingClock
from tests.tenant.scripted import scripted
from tests.tenant.test_resources import all_of

GONE = "dddddddd-0000-4000-8000-00000000dead"


@pytest.fixture
def scenario() -> str:
    return "conditional-access"


async def test_addresses_of_some_and_of_all(reader: GraphReader) -> None:
    some = dict(await all_of(reader.addresses([cast.ANA, GONE, cast.GUS])))
    everybody = dict(await all_of(reader.addresses()))
    assert some.keys() == {cast.ANA, cast.GUS} and len(everybody) == 120
    assert some[cast.ANA] == everybody[cast.ANA] and some[cast.ANA].upn == "ana@contoso.com"
    assert some[cast.ANA].proxies[0].casefold() == (some[cast.ANA].mail or "").casefold()


@pytest.mark.parametrize(
    ("thing", "sip", "proxies"),
    [
        ({"proxyAddresses": ["smtp:b@x", "SMTP:a@x", "SIP:s@x", "x500:/o=x", "junk"]}, "s@x", ("a@x", "b@x")),
        ({"proxyAddresses": ["sip:s@x"], "imAddresses": ["i@x"]}, "i@x", ()),
        ({"proxyAddresses": None}, None, ()),
        ({}, None, ()),
    ],
)
def test_by_what_names_somebody_is_reached(thing: dict[str, object], sip: str | None, proxies: tuple[str, ...]) -> None:
    said = {"userPrincipalName": "u@x", **thing}
    assert accounts._addresses(said) == Addresses(upn="u@x", sip=sip, proxies=proxies)  # type: ignore[arg-type]


async def test_what_betrays_an_account(reader: GraphReader, world: World) -> None:
    found = dict(await all_of(reader.accounts([cast.ANA, cast.SVC_BACKUP])))
    assert all(one.created is not None and one.password_changed is not None for one in found.values())
    world.person("ana@contoso.com").password_never_expires = True
    found = dict(await all_of(reader.accounts([cast.ANA])))
    assert not found[cast.ANA].password_expires
    assert len(await all_of(reader.accounts())) == 120


@pytest.mark.parametrize(("said", "restricted"), [(True, True), (False, False), (None, False)])
async def test_who_is_in_a_restricted_unit(clock: JumpingClock, said: bool | None, restricted: bool) -> None:
    row = {"id": "a", "isManagementRestricted": said}
    async with scripted(clock, lambda request: web.json_response({"value": [row]})) as session:
        assert dict(await all_of(accounts.accounts(session, None)))["a"].restricted is restricted


async def test_a_cloud_that_does_not_know_units_is_asked_without(clock: JumpingClock) -> None:
    def answer(request: web.Request) -> web.Response:
        if "isManagementRestricted" in request.query["$select"]:
            return web.json_response({"error": {"code": "BadRequest"}}, status=400)
        return web.json_response({"value": [{"id": "a", "jobTitle": "Cook"}]})

    async with scripted(clock, answer) as session:
        [(_, found)] = await all_of(accounts.accounts(session, None))
    assert found.restricted is None and found.job == "Cook"


async def test_last_sign_ins_of_few_and_of_all(reader: GraphReader) -> None:
    everybody = dict(await all_of(reader.last_sign_ins()))
    some = dict(await all_of(reader.last_sign_ins([cast.ANA, GONE, cast.BEA])))
    assert len(everybody) == 120 and some == {one: everybody[one] for one in (cast.ANA, cast.BEA)}
    ana = some[cast.ANA]
    assert ana.at is not None and ana.successful is not None and ana.at <= reader.now()


@pytest.mark.parametrize(
    ("activity", "by_person", "by_program"),
    [
        ({"lastSignInDateTime": "2026-11-01T08:00:00Z"}, "2026-11-01", None),
        ({"lastNonInteractiveSignInDateTime": "2026-11-02T08:00:00Z"}, None, "2026-11-02"),
        ({"lastSignInDateTime": None, "lastNonInteractiveSignInDateTime": "2026-11-02T08:00:00Z"}, None, "2026-11-02"),
        ({}, None, None),
    ],
)
def test_what_a_program_did_is_not_taken_for_a_person(
    activity: dict[str, object], by_person: str | None, by_program: str | None
) -> None:
    found = accounts._last({"signInActivity": activity})  # type: ignore[dict-item]
    days = [at and f"{at:%Y-%m-%d}" for at in (found.by_person, found.by_program, found.at)]
    assert days == [by_person, by_program, by_program or by_person]


async def test_a_sweep_keeps_to_ten_requests_a_minute(clock: JumpingClock) -> None:
    times: list[float] = []
    pages = 24

    def answer(request: web.Request) -> web.Response:
        times.append(clock.elapsed())
        link = {"@odata.nextLink": f"http://{request.host}/v1.0/users?$select=id,signInActivity&n={len(times)}"}
        return web.json_response({"value": [{"id": str(len(times))}], **(link if len(times) < pages else {})})

    async with scripted(clock, answer) as session:
        assert len(await all_of(accounts.last_sign_ins(session, None))) == pages
    assert len(times) == pages
    assert all(later - earlier >= 60.0 for earlier, later in zip(times, times[10:], strict=False))


async def test_more_than_a_few_are_found_among_all(reader: GraphReader, sent: Callable[[str], list[str]]) -> None:
    ids = [cast.generated(number) for number in range(200)]
    found = dict(await all_of(reader.last_sign_ins(ids)))
    assert found.keys() < set(ids) and len(sent("signInActivity")) == 1


async def test_nobody_is_asked_for(reader: GraphReader, sent: Callable[[str], list[str]]) -> None:
    for stream in (
        reader.last_sign_ins([]),
        reader.addresses([]),
        reader.accounts([]),
        reader.last_sign_ins(["no id"]),
    ):
        assert not await all_of(stream)
    assert not sent("/users")


async def test_a_missing_permission_names_itself(reader: GraphReader, world: World) -> None:
    world.revoke(cast.READER_ID, "AuditLog.Read.All")
    with pytest.raises(Forbidden) as caught:
        await all_of(reader.last_sign_ins([cast.ANA]))
    assert caught.value.scope == "AuditLog.Read.All"


@pytest.mark.parametrize("scenario", ["no-p1"])
async def test_without_the_licence(reader: GraphReader) -> None:
    with pytest.raises(Unlicensed):
        await all_of(reader.last_sign_ins([cast.ANA]))
    assert await all_of(reader.addresses([cast.ANA]))
