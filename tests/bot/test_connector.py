"""Sending: no faster than Teams allows, as patient as Teams asks, and only where our token may go."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import timedelta
from email.utils import format_datetime
from itertools import pairwise

import aiohttp
import pytest
from aiohttp import web
from hypothesis import given
from hypothesis import strategies as st

from bot.connector import Connector, NotReachable, TooLarge, Unreachable, Withheld
from bot.connector.pace import CAREFUL_FOR, CONVERSATION, OVERALL, Pace, Window
from bot.message import Address, OutgoingMessage
from demo.clock import SteppedClock
from tests.bot.conftest import serve, url_of

HELLO = OutgoingMessage(text="hello")


async def let() -> None:
    """Any message may leave."""


@dataclass
class Service:
    """Somebody else's Connector: answers what is on its list, then 201."""

    url: str = ""
    answers: list[web.Response] = field(default_factory=list)
    calls: list[tuple[str, str, str]] = field(default_factory=list)
    bodies: list[object] = field(default_factory=list)

    async def page(self, request: web.Request) -> web.Response:
        self.calls.append((request.method, request.raw_path, request.headers.get("Authorization", "")))
        self.bodies.append(await request.json() if request.can_read_body else None)
        return self.answers.pop(0) if self.answers else web.json_response({"id": "m1"}, status=201)


@dataclass
class Setting:
    """A connector, its service, its clock, and how often a token was dropped."""

    service: Service
    clock: SteppedClock
    connector: Connector
    address: Address
    dropped: int = 0
    throttled: list[float] = field(default_factory=list)

    async def finish(self, work: "asyncio.Task[str]") -> str:
        """Move the clock whenever the work waits for it."""
        while not work.done():
            await asyncio.wait({work}, timeout=0.01)
            if not work.done() and (due := self.clock.next_due()):
                await self.clock.advance_to(due)
        return await work


@pytest.fixture
async def setting() -> AsyncIterator[Setting]:
    service, clock = Service(), SteppedClock()
    app = web.Application()
    app.router.add_route("*", "/{path:.*}", service.page)
    runner = await serve(app)
    service.url = f"{url_of(runner)}/teams/"
    tokens = iter(f"token-{number}" for number in range(1, 100))
    held = [next(tokens)]

    async def token() -> str:
        return held[0]

    async with aiohttp.ClientSession() as http:

        def forget() -> None:
            made.dropped += 1
            held[0] = next(tokens)

        async def hear(seconds: float) -> None:
            made.throttled.append(seconds)

        connector = Connector(
            http,
            clock,
            token=token,
            forget_token=forget,
            hosts=("127.0.0.1",),
            app_id="app",
            tenant_id="tenant",
            throttled=hear,
        )
        made = Setting(service, clock, connector, Address(service.url, "19:a@thread.tacv2;messageid=1"))
        yield made
    await runner.cleanup()


async def test_a_message_goes_to_its_conversation(setting: Setting) -> None:
    assert await setting.connector.send(setting.address, HELLO) == "m1"
    path = "/teams/v3/conversations/19%3Aa%40thread.tacv2%3Bmessageid%3D1/activities"
    assert setting.service.calls == [("POST", path, "Bearer token-1")]


async def test_teams_is_waited_for_as_long_as_it_says(setting: Setting) -> None:
    setting.service.answers = [web.Response(status=429, headers={"Retry-After": "7"}), web.Response(status=502)]
    sending = asyncio.ensure_future(setting.connector.send(setting.address, HELLO))
    assert await setting.finish(sending) == "m1"
    assert setting.clock.elapsed() == pytest.approx(7 + 2)


async def test_a_date_to_wait_for_is_understood(setting: Setting) -> None:
    until = format_datetime(setting.clock.now() + timedelta(seconds=30), usegmt=True)
    setting.service.answers = [web.Response(status=429, headers={"Retry-After": until})]
    sending = asyncio.ensure_future(setting.connector.send(setting.address, HELLO))
    assert await setting.finish(sending) == "m1"
    assert setting.clock.elapsed() == pytest.approx(30, abs=1)
    assert setting.throttled == [pytest.approx(30, abs=1)]


@pytest.mark.parametrize("said", ["soon", "Wed, 99 Foo 2026", "nan", "inf", ""])
async def test_what_is_neither_seconds_nor_a_date_says_nothing(setting: Setting, said: str) -> None:
    setting.service.answers = [web.Response(status=503, headers={"Retry-After": said})]
    assert await setting.finish(asyncio.ensure_future(setting.connector.send(setting.address, HELLO))) == "m1"
    assert setting.clock.elapsed() == pytest.approx(1)


async def test_where_teams_asks_for_long_nobody_waits_here_and_nothing_is_sent_sooner(setting: Setting) -> None:
    setting.service.answers = [web.Response(status=429, headers={"Retry-After": "61"})]
    with pytest.raises(Unreachable) as trouble:
        await setting.connector.send(setting.address, HELLO)
    assert trouble.value.retry_after == 61
    assert (len(setting.service.calls), setting.throttled) == (1, [61])


async def test_nobody_is_asked_for_ever(setting: Setting) -> None:
    setting.service.answers = [web.Response(status=503) for _ in range(20)]
    sending = asyncio.ensure_future(setting.connector.send(setting.address, HELLO))
    with pytest.raises(Unreachable):
        await setting.finish(sending)
    assert len(setting.service.calls) == 5


async def test_a_refused_token_is_fetched_anew(setting: Setting) -> None:
    setting.service.answers = [web.Response(status=401)]
    sending = asyncio.ensure_future(setting.connector.send(setting.address, HELLO))
    assert await setting.finish(sending) == "m1"
    assert [call[2] for call in setting.service.calls] == ["Bearer token-1", "Bearer token-2"]
    assert setting.dropped == 1


@pytest.mark.parametrize(("status", "error"), [(403, NotReachable), (404, NotReachable), (413, TooLarge)])
async def test_what_will_not_get_better_is_not_tried_again(
    setting: Setting, status: int, error: type[Exception]
) -> None:
    setting.service.answers = [web.json_response({"error": {"code": "MessageWritesBlocked"}}, status=status)]
    with pytest.raises(error):
        await setting.connector.send(setting.address, HELLO)
    assert len(setting.service.calls) == 1


async def test_our_token_goes_nowhere_else(setting: Setting) -> None:
    for url in ("https://evil.example/", "http://127.0.0.1.evil.example/", ""):
        with pytest.raises(NotReachable):
            await setting.connector.send(Address(url, "19:a"), HELLO)
    assert setting.service.calls == []


async def test_a_redirect_is_not_followed(setting: Setting) -> None:
    setting.service.answers = [web.Response(status=302, headers={"Location": "http://127.0.0.1:1/"})]
    with pytest.raises(Exception, match="302"):
        await setting.connector.send(setting.address, HELLO)


async def test_a_personal_chat_is_opened_by_object_id(setting: Setting) -> None:
    setting.service.answers = [web.json_response({"id": "a:new"}, status=201)]
    opened = await setting.connector.open_personal(setting.service.url, "dan-id")
    assert opened == Address(setting.service.url, "a:new")
    [body] = setting.service.bodies
    assert isinstance(body, dict)
    assert (body["members"], body["tenantId"], body["isGroup"]) == ([{"id": "dan-id"}], "tenant", False)


async def test_members_come_page_by_page(setting: Setting) -> None:
    setting.service.answers = [
        web.json_response({"members": [{"aadObjectId": "1", "name": "A"}], "continuationToken": "a b&c"}),
        web.json_response({"members": [{"objectId": "2", "name": "B", "userPrincipalName": "b@x"}]}),
    ]
    found = [each async for each in setting.connector.members(setting.address)]
    assert [(each.id, each.name, each.upn) for each in found] == [("1", "A", ""), ("2", "B", "b@x")]
    assert setting.service.calls[1][1].endswith("pagedmembers?pageSize=200&continuationToken=a+b%26c")


async def test_typing_is_never_worth_an_error(setting: Setting) -> None:
    setting.service.answers = [web.Response(status=503)]
    await setting.connector.typing(setting.address)
    assert len(setting.service.calls) == 1


@pytest.mark.parametrize("status", [500, 502, 504])
async def test_what_may_have_been_posted_is_not_posted_again_where_its_leaving_is_asked_about(
    setting: Setting, status: int
) -> None:
    setting.service.answers = [web.Response(status=status)]
    with pytest.raises(Unreachable) as trouble:
        await setting.connector.send(setting.address, HELLO, leaving=let)
    assert trouble.value.sent
    assert len(setting.service.calls) == 1


@pytest.mark.parametrize("status", [412, 429, 503])
async def test_what_surely_was_not_posted_waits_elsewhere_where_its_leaving_is_asked_about(
    setting: Setting, status: int
) -> None:
    """Its hours may be over by then."""
    setting.service.answers = [web.Response(status=status, headers={"Retry-After": "6"})]
    with pytest.raises(Unreachable) as trouble:
        await setting.connector.send(setting.address, HELLO, leaving=let)
    assert (trouble.value.sent, trouble.value.retry_after) == (False, 6)
    assert len(setting.service.calls) == 1


async def test_a_sender_is_asked_when_the_turn_has_come_and_may_withhold_the_message(setting: Setting) -> None:
    asked: list[float] = []

    async def only_at_once() -> None:
        asked.append(setting.clock.elapsed())
        if asked[-1] > 0:
            raise Withheld("too late")

    sends = [setting.connector.send(setting.address, HELLO, leaving=only_at_once) for _ in range(8)]
    sending = [asyncio.ensure_future(each) for each in sends]
    with pytest.raises(Withheld):
        await setting.finish(sending[-1])
    assert asked[-1] >= 1, "a conversation takes seven in a second"
    assert len(setting.service.calls) == asked.count(0) == 5
    await asyncio.gather(*sending, return_exceptions=True)


async def test_who_waits_for_a_busy_chat_holds_up_no_other(setting: Setting) -> None:
    busy = [asyncio.ensure_future(setting.connector.send(setting.address, HELLO)) for _ in range(61)]
    await asyncio.sleep(0)
    quiet = Address(setting.service.url, "a:quiet")
    await setting.finish(asyncio.ensure_future(setting.connector.send(quiet, HELLO)))
    assert setting.clock.elapsed() < 0.5
    await setting.finish(busy[-1])
    assert setting.clock.elapsed() >= 30, "a conversation takes sixty in thirty seconds"
    await asyncio.gather(*busy)


async def test_when_teams_says_stop_the_whole_house_hears_of_it_and_goes_slower(setting: Setting) -> None:
    setting.service.answers = [web.Response(status=429, headers={"Retry-After": "7"}), web.Response(status=429)]
    await setting.finish(asyncio.ensure_future(setting.connector.send(setting.address, HELLO)))
    assert setting.throttled == [7, 5]
    began = setting.clock.elapsed()
    others = [Address(setting.service.url, f"19:{number}") for number in range(50)]
    for each in others:
        await setting.finish(asyncio.ensure_future(setting.connector.send(each, HELLO)))
    assert setting.clock.elapsed() - began == pytest.approx(50 / 25, abs=0.25)
    await setting.clock.advance(timedelta(seconds=CAREFUL_FOR))
    began = setting.clock.elapsed()
    for each in others:
        await setting.finish(asyncio.ensure_future(setting.connector.send(each, HELLO)))
    assert setting.clock.elapsed() - began == pytest.approx(50 / 48.5, abs=0.25)


@given(
    st.sampled_from([CONVERSATION, OVERALL]), st.lists(st.floats(0, 3, allow_subnormal=False), min_size=1, max_size=150)
)
def test_no_window_is_ever_exceeded(windows: tuple[Window, ...], gaps: list[float]) -> None:
    pace, now, sent = Pace(windows), 0.0, []
    for gap in gaps:
        now += gap
        sent.append(pace.reserve(now))
    assert all(before <= after for before, after in pairwise(sent))
    for count, seconds in windows:
        assert all(later - earlier >= seconds - 1e-6 for earlier, later in zip(sent, sent[count:], strict=False))


@given(st.lists(st.floats(1.5, 60), min_size=1, max_size=60))
def test_a_quiet_conversation_never_waits(gaps: list[float]) -> None:
    pace, now = Pace(((7, 1.0), (8, 2.0))), 0.0
    for gap in gaps:
        now += gap
        assert pace.reserve(now) == now
