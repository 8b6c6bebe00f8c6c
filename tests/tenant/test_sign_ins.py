"""The sign-in log: in stretches, newest first, all kinds of events, paced, and with what each sign-in was answered."""

import json
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from aiohttp import web
from hypothesis import given, settings
from hypothesis import strategies as st

from demo.seed import cast
from demo.world import World
from tenant.graph.factors import kind_of, second_factors
from tenant.graph.reader import GraphReader
from tenant.graph.row import sign_in
from tenant.graph.sign_ins import sign_ins
from tenant.graph.wire import Thing
from tenant.model import MethodKind, SignIn
from tenant.trouble import Forbidden, Unavailable, Unlicensed
from tests.tenant.clocks import JumpingClock
from tests.tenant.scripted import Handler, scripted
from tests.tenant.test_resources import all_of

DAY = timedelta(days=1)
SMTP = "Authenticated SMTP"


@pytest.fixture
def scenario() -> str:
    return "conditional-access"


def asked(world: World) -> list[str]:
    return [each.path for each in world.recorder.requests if "signIns" in each.path]


async def test_a_week_of_the_log_newest_first(reader: GraphReader, world: World) -> None:
    since = world.now() - 7 * DAY
    found = await all_of(reader.sign_ins(since))
    truth = [row for row in world.sign_ins.newest_first(since) if row.at >= since]
    assert len(found) == len(truth) > 50
    assert [row.at for row in found] == sorted((row.at for row in found), reverse=True)
    assert {row.interactive for row in found} == {True, False}, "the machines sign in in the background"
    assert len(asked(world)) == 7, "by the day"


async def test_one_person_is_one_question(reader: GraphReader, world: World) -> None:
    world.sign_in("dan", method="Text message")
    found = await all_of(reader.sign_ins(world.now() - 6 * DAY, people=[cast.DAN]))
    assert {row.user_id for row in found} == {cast.DAN} and len(asked(world)) == 1
    assert found[0].methods == {MethodKind.PHONE} and found[0].succeeded
    assert found[0].at == world.now() and found[0].upn == "dan@contoso.com"


async def test_failures_are_told_from_successes(reader: GraphReader, world: World) -> None:
    found = await all_of(reader.sign_ins(world.now() - 30 * DAY, people=[cast.DAN], clients=["IMAP4"]))
    assert found and not any(row.succeeded for row in found), "guessed passwords are nobody's legacy use"


async def test_who_mails_with_a_password(reader: GraphReader, world: World) -> None:
    found = await all_of(reader.sign_ins(world.now() - 30 * DAY, clients=[SMTP, "SMTP"]))
    assert {row.user_id for row in found if row.succeeded} == {cast.SCAN, cast.ERP, cast.QUINN}
    assert {row.client for row in found} == {SMTP} and all(row.app for row in found)
    assert len(asked(world)) == 5, "a narrow question is asked by the week"


async def test_many_people_are_asked_for_fifteen_at_a_time(reader: GraphReader, world: World) -> None:
    people = list(world.directory.people)[:40]
    since = world.now() - 6 * DAY
    found = await all_of(reader.sign_ins(since, people=[*people, *people]))
    assert len(asked(world)) == 3
    assert len(found) == len([row for row in world.sign_ins.newest_first(since) if row.person in people])


async def test_the_budget_of_reports_is_kept(reader: GraphReader, world: World, clock: JumpingClock) -> None:
    await all_of(reader.sign_ins(world.now() - 20 * DAY))
    assert len(asked(world)) == 20 and clock.elapsed() >= 30, "5 requests in 10 seconds"
    assert not [each for each in world.recorder.requests if each.status == 429]


async def test_older_than_the_log_is_not_asked_for(reader: GraphReader, world: World) -> None:
    await all_of(reader.sign_ins(datetime(2000, 1, 1, tzinfo=UTC), people=[cast.DAN]))
    assert len(asked(world)) == 5


async def test_the_future_is_empty(reader: GraphReader, world: World) -> None:
    assert not await all_of(reader.sign_ins(world.now() + DAY)) and not asked(world)


@pytest.mark.parametrize("missing", ["AuditLog.Read.All", "Directory.Read.All"])
async def test_of_the_two_permissions_the_missing_one_is_named(reader: GraphReader, world: World, missing: str) -> None:
    world.revoke(cast.READER_ID, missing)
    with pytest.raises(Forbidden) as caught:
        await all_of(reader.sign_ins(world.now() - DAY))
    assert caught.value.scope == missing


class TestWithoutALicence:
    @pytest.fixture
    def scenario(self) -> str:
        return "no-p1"

    async def test_the_log_cannot_be_read(self, reader: GraphReader, world: World) -> None:
        with pytest.raises(Unlicensed):
            await all_of(reader.sign_ins(world.now() - DAY))


async def test_only_what_people_did_themselves(reader: GraphReader, world: World) -> None:
    since = world.now() - 7 * DAY
    found = await all_of(reader.sign_ins(since, interactive_only=True))
    truth = [row for row in world.sign_ins.newest_first(since) if row.at >= since and row.interactive]
    assert len(found) == len(truth) > 20 and all(row.interactive for row in found)
    assert "nonInteractiveUser" not in asked(world)[0]


async def test_of_very_many_people_the_whole_log_is_read_once(reader: GraphReader, world: World) -> None:
    """Two thousand people would be 134 questions, five in ten seconds."""
    since = world.now() - DAY
    world.sign_in("dan")
    world.sign_in("eve")
    strangers = [f"dddddddd-0000-4000-8000-{number:012}" for number in range(2_000)]
    found = await all_of(reader.sign_ins(since, people=[cast.DAN, *strangers]))
    assert found and {row.user_id for row in found} == {cast.DAN}
    assert len(asked(world)) == 1


# --- stretches --------------------------------------------------------------------------------------------------------

Span = tuple[datetime, datetime]
WHEN = re.compile(r"createdDateTime ge (\S+) and createdDateTime le (\S+)")


def span_of(request: web.Request) -> Span:
    found = WHEN.search(request.query["$filter"])
    assert found is not None
    start, end = map(datetime.fromisoformat, found.groups())
    return start, end


def log(rows: list[datetime], *, too_much: Callable[[Span], int | None]) -> tuple[list[Span], Handler]:
    """A log with rows at these moments, which refuses what ``too_much`` names a status for."""
    spans: list[Span] = []

    def answer(request: web.Request) -> web.Response:
        span = span_of(request)
        spans.append(span)
        if status := too_much(span):
            return web.json_response({}, status=status)
        inside = sorted((at for at in rows if span[0] <= at <= span[1]), reverse=True)
        return web.json_response({"value": [{"createdDateTime": at.isoformat()} for at in inside]})

    return spans, answer


async def read(clock: JumpingClock, answer: Handler, since: datetime) -> list[SignIn]:
    async with scripted(clock, answer) as session:
        return await all_of(sign_ins(session, since))


@pytest.mark.parametrize("status", [429, 504])
async def test_a_stretch_that_is_too_long_is_halved_and_grows_again(clock: JumpingClock, status: int) -> None:
    now = clock.now()
    rows = [now - timedelta(hours=n, minutes=7) for n in range(70)]
    busy = now - timedelta(hours=30)
    spans, answer = log(
        rows, too_much=lambda span: status if span[0] < busy < span[1] and span[1] - span[0] > DAY / 4 else None
    )
    found = await read(clock, answer, now - 3 * DAY)
    assert [row.at for row in found] == rows
    lengths = [end - start for start, end in spans]
    assert lengths[0] == DAY and min(lengths) == DAY / 4 and lengths[lengths.index(min(lengths)) + 1] > DAY / 4


async def test_a_row_on_the_border_comes_once(clock: JumpingClock) -> None:
    """Graph compares with ``le``: both neighbours hold it."""
    end = clock.now().replace(microsecond=0) + timedelta(seconds=1)
    rows = [end - timedelta(hours=1), end - DAY, end - DAY - timedelta(microseconds=1), end - 2 * DAY]
    _, answer = log(rows, too_much=lambda span: None)
    assert [row.at for row in await read(clock, answer, end - 3 * DAY)] == rows


async def test_what_never_comes_is_trouble_in_the_end(clock: JumpingClock) -> None:
    spans, answer = log([], too_much=lambda span: 504)
    with pytest.raises(Unavailable):
        await read(clock, answer, clock.now() - DAY)
    assert 6 <= len(spans) < 15 and spans[-1][1] - spans[-1][0] <= timedelta(hours=1)


async def test_a_wait_that_is_asked_for_is_kept_and_nothing_is_cut(clock: JumpingClock) -> None:
    tries: list[Span] = []

    def answer(request: web.Request) -> web.Response:
        tries.append(span_of(request))
        if len(tries) < 3:
            return web.json_response({}, status=503, headers={"Retry-After": "20"})
        return web.json_response({"value": []})

    assert not await read(clock, answer, clock.now() - DAY / 2)
    assert len(set(tries)) == 1 and clock.elapsed() >= 20


@settings(max_examples=30)
@given(hours=st.lists(st.floats(0, 200), max_size=30), since=st.floats(0, 200), limit=st.floats(2, 30))
async def test_every_row_once_whatever_the_log_can_bear(hours: list[float], since: float, limit: float) -> None:
    clock = JumpingClock()
    rows = [clock.now() - timedelta(hours=hour) for hour in hours]
    start = clock.now() - timedelta(hours=since)
    _, answer = log(rows, too_much=lambda span: 504 if span[1] - span[0] > timedelta(hours=limit) else None)
    found = [row.at for row in await read(clock, answer, start)]
    assert found == sorted((at for at in rows if at >= start), reverse=True)


# --- what was used ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("Text message", MethodKind.PHONE),
        ("Phone call", MethodKind.PHONE),
        ("Phone call approval (Authentication phone)", MethodKind.PHONE),
        ("Voice call (Office phone)", MethodKind.PHONE),
        ("Mobile app notification", MethodKind.AUTHENTICATOR),
        ("Passwordless phone sign-in", MethodKind.AUTHENTICATOR),
        ("Mobile app verification code", MethodKind.SOFTWARE_OATH),
        ("OATH verification code", MethodKind.SOFTWARE_OATH),
        ("OATH hardware token", MethodKind.HARDWARE_OATH),
        ("FIDO2 security key", MethodKind.FIDO2),
        ("Passkey (device-bound)", MethodKind.FIDO2),
        ("Passkey (Microsoft Authenticator)", MethodKind.FIDO2),
        ("Windows Hello for Business", MethodKind.WINDOWS_HELLO),
        ("  TEXT   message ", MethodKind.PHONE),
        ("Previously satisfied", None),
        ("Password", None),
        ("Temporary Access Pass", None),
        ("Phone sign-in by telepathy", None),
        ("Phone", None),
        ("", None),
    ],
)
def test_the_words_of_the_log(words: str, kind: MethodKind | None) -> None:
    assert kind_of(words) is kind


def step(words: str, succeeded: bool | None) -> Thing:
    return {"authenticationMethod": words, "succeeded": succeeded}


def test_only_what_succeeded_was_used() -> None:
    steps = [step("Password", True), step("Text message", False), step("Mobile app notification", None)]
    assert not second_factors({"authenticationDetails": steps})
    steps.append(step("FIDO2 security key", True))
    assert second_factors({"authenticationDetails": steps}) == {MethodKind.FIDO2}


def test_a_row_that_says_little() -> None:
    assert sign_in({}) is None
    row = sign_in({"createdDateTime": "2026-11-20T10:00:00Z"})
    assert row is not None and not row.succeeded and not row.methods, "no word of success is none"


FAILED: Thing = {
    "id": "row",
    "createdDateTime": "2026-11-20T10:00:00Z",
    "userId": cast.DAN,
    "isInteractive": True,
    "status": {"errorCode": 53003, "failureReason": "Access has been blocked.", "additionalDetails": "MFA denied"},
    "authenticationRequirement": "multiFactorAuthentication",
    "ipAddress": "203.0.113.9",
    "networkLocationDetails": [{"networkType": "trustedNamedLocation", "networkNames": ["HQ"]}],
    "deviceDetail": {"displayName": "", "operatingSystem": "Windows10"},
    "userAgent": "Mozilla/5.0 (Windows NT 10.0)",
    "appliedConditionalAccessPolicies": [
        {"id": "1", "displayName": "Fine", "result": "success"},
        {"id": "2", "displayName": "Blocks", "result": "failure"},
        {"id": "3", "displayName": "Would ask", "result": "reportOnlyInterrupted"},
        {"id": "4", "displayName": "Not meant", "result": "notApplied"},
    ],
}


def test_a_row_that_failed_says_why() -> None:
    row = sign_in(FAILED)
    assert row is not None and not row.succeeded
    assert (row.id, row.error, row.failure, row.detail) == ("row", 53003, "Access has been blocked.", "MFA denied")
    assert (row.multi_factor, row.trusted, row.device) == (True, True, "Windows10")
    assert [(one.name, one.result) for one in row.policies] == [
        ("Blocks", "failure"), ("Would ask", "reportOnlyInterrupted"),
    ]  # fmt: skip
    assert "203.0.113.9" not in repr(row), "no address is kept"


@pytest.mark.parametrize(
    ("said", "trusted", "device"),
    [
        ({"networkLocationDetails": []}, None, "Windows10"),
        ({"networkLocationDetails": [{"networkType": "namedNetwork"}]}, False, "Windows10"),
        ({"deviceDetail": {"displayName": "PRINTER-3"}}, True, "PRINTER-3"),
        ({"deviceDetail": None, "userAgent": "BAV2ROPC"}, True, "BAV2ROPC"),
        ({"deviceDetail": None}, True, "Mozilla"),
        ({"deviceDetail": None, "userAgent": None}, True, ""),
    ],
)
def test_from_where_and_with_what(said: Thing, trusted: bool | None, device: str) -> None:
    row = sign_in({**FAILED, **said})
    assert row is not None and (row.trusted, row.device) == (trusted, device)


def test_what_repeats_itself_is_kept_once() -> None:
    """A month of a tenant's log is many rows; their words are few."""
    one, other = (sign_in(json.loads(json.dumps(FAILED))) for _ in range(2))
    assert one is not None and other is not None
    assert one.failure is other.failure and one.device is other.device and one.policies[0] is other.policies[0]


async def test_the_demo_tells_why_as_microsoft_does(reader: GraphReader, world: World) -> None:
    world.sign_in("dan@contoso.com", error=50126)
    rows = await all_of(reader.sign_ins(world.now() - DAY, people=[cast.DAN]))
    assert rows[0].error == 50126 and rows[0].failure and rows[0].id and not rows[0].succeeded


# --- who cannot get past MFA ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("error", "interactive", "risk", "stopped", "guessed", "tells"),
    [
        (0, True, "", False, False, True),
        (0, False, "", False, False, False),
        (0, True, "high", False, False, False),
        *(
            (code, True, "none", True, False, True)
            for code in (50072, 50074, 50076, 50079, 50158, 500121, 53004, 53010)
        ),
        (50074, True, "low", True, False, True),
        (50074, True, "hidden", True, False, True),
        (500121, True, "medium", True, False, False),  # somebody else, who has the password
        (50076, False, "", True, False, False),  # a program asks its person next
        (50126, True, "", False, True, False),
        (50053, True, "", False, True, False),
        (53003, True, "", False, False, False),  # a policy blocks: no second factor would help
        (None, True, "", False, False, False),
    ],
)
def test_what_a_row_tells_of_mfa(
    error: int | None, interactive: bool, risk: str, stopped: bool, guessed: bool, tells: bool
) -> None:
    row = sign_in({
        **FAILED,
        "isInteractive": interactive,
        "status": {} if error is None else {"errorCode": error},
        "riskLevelDuringSignIn": risk,
    })  # fmt: skip
    assert row is not None
    assert (row.stopped_by_mfa, row.wrong_password, row.tells_of_mfa) == (stopped, guessed, tells)


@pytest.mark.parametrize(("risk", "risky"), [("", None), ("hidden", None), ("none", False), ("high", True)])
def test_risk_that_is_not_told_is_no_verdict(risk: str, risky: bool | None) -> None:
    row = sign_in({**FAILED, "riskLevelDuringSignIn": risk})
    assert row is not None and row.risky is risky
