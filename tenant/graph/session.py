"""The only door to Graph: token, turn, one request, and typed trouble. What is safe to repeat is repeated here."""

import random
import uuid
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TypeVar

from tenacity import AsyncRetrying, RetryCallState

from tenant.graph.budget import Cost, cost
from tenant.graph.call import Answer, Call
from tenant.graph.hearing import listen
from tenant.graph.judge import judge
from tenant.graph.pace import Pace
from tenant.graph.permissions import allows, missing
from tenant.graph.transport import Transport
from tenant.ports import Clock, Priority, Purpose
from tenant.retry import Effort, GiveUp, Wait, decide
from tenant.tokens.keeper import Tokens, roles_in
from tenant.trouble import Forbidden, Protected, SignInFailed, Trouble

T = TypeVar("T")

# Seconds that one call may spend on repeating: somebody who waits in a chat hears of trouble sooner.
_PATIENCE = {Priority.PERSON: 60.0, Priority.NORMAL: 180.0, Priority.SWEEP: 600.0}


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlet:
    """What all sessions of one application in one tenant share."""

    tokens: Tokens
    pace: Pace
    transport: Transport
    clock: Clock
    scope: str


class Session:
    """Graph for one purpose. Every method raises `tenant.trouble` types only."""

    def __init__(self, outlet: Outlet, purpose: Purpose) -> None:
        self._outlet, self._purpose = outlet, purpose
        self._token = ""
        self._chance = random.Random(purpose.correlation)  # noqa: S311 - spreads retries, guards nothing

    @property
    def base(self) -> str:
        """Graph's address, without a version."""
        return self._outlet.transport.base

    @property
    def audience(self) -> str:
        """Graph's own name in this cloud, with which addresses in it are written; the demo is elsewhere."""
        return self._outlet.scope.removesuffix("/.default")

    @property
    def pace(self) -> Pace:
        """The governor that this session waits for."""
        return self._outlet.pace

    @property
    def clock(self) -> Clock:
        """The clock that this session waits on."""
        return self._outlet.clock

    async def send(self, call: Call) -> Answer:
        """The answer to this call, which went well; repeated where that is safe and may help."""
        await self._persist(self._fresh_token, may_repeat=True)
        return await self._persist(lambda: self._once(call, cost(call)), may_repeat=call.may_repeat)

    async def send_once(self, call: Call, price: Cost) -> Answer:
        """The same without repeating: a batch decides about its items. ``price`` is theirs together."""
        await self._persist(self._fresh_token, may_repeat=True)
        return await self._once(call, price)

    def effort(self, attempt: int, started: float) -> Effort:
        """How hard was tried, for the pure decision."""
        return Effort(
            attempt=attempt,
            elapsed=self.clock.elapsed() - started,
            patience=_PATIENCE[self._purpose.priority],
            jitter=self._chance.random(),
        )

    def worth_a_new_token(self, trouble: Trouble) -> bool:
        """After a 401, or a 403 that a permission granted since may have ended. The tokens are dropped then."""
        match trouble:
            case SignInFailed():
                self._outlet.tokens.forget(self._token)
                return True
            case Forbidden():
                return self._outlet.tokens.second_look(self._token)
            case _:
                return False

    def judge(self, call: Call, answer: Answer) -> Trouble | None:
        """What went wrong, if anything. Another service of Microsoft's (Exchange) has other words for it."""
        return judge(call, answer)

    def granted(self, scope: str) -> bool:
        """Does the token in use carry this permission? False too where the token cannot be read."""
        return bool(scope) and allows(self._roles(), scope)

    def explain(self, call: Call, trouble: Trouble) -> Trouble:
        """A 403 on one account or group, though the token carries the permission: Microsoft protects that one.

        Of several permissions that a call needs, the missing ones are named.
        """
        if not isinstance(trouble, Forbidden):
            return trouble
        if call.is_write and call.path.startswith(("/users/", "/groups/")) and self.granted(trouble.scope):
            return Protected(str(trouble), request_id=trouble.request_id)
        scope = missing(self._roles(), trouble.scope)
        return Forbidden(str(trouble), scope=scope, request_id=trouble.request_id)

    def _roles(self) -> frozenset[str]:
        return roles_in(self._token) or frozenset()

    async def _once(self, call: Call, price: Cost) -> Answer:
        answer = await self._exchange(call, price)
        trouble = self.judge(call, answer)
        if trouble is not None and self.worth_a_new_token(trouble):
            answer = await self._exchange(call, price)
            trouble = self.judge(call, answer)
        if trouble is not None:
            raise self.explain(call, trouble)
        return answer

    async def _exchange(self, call: Call, price: Cost) -> Answer:
        priority = self._purpose.priority
        async with self.pace.turn(price, priority, patience=_PATIENCE[priority]) as heard:
            await self._fresh_token()
            answer = await self._outlet.transport.exchange(call, self.headers(call))
            listen(answer, heard)
            return answer

    async def _fresh_token(self) -> None:
        self._token = await self._outlet.tokens.token(self._outlet.scope)

    def headers(self, call: Call) -> dict[str, str]:
        """What is said beside the call: who asks, and how urgently."""
        headers = {
            "Authorization": f"Bearer {self._token}",
            "Accept": "application/json",
            "client-request-id": client_request_id(self._purpose.correlation),
            "x-ms-throttle-priority": self._purpose.priority.value,
        }
        return headers | ({"ConsistencyLevel": "eventual"} if call.eventual else {})

    async def _persist(self, attempt: Callable[[], Awaitable[T]], *, may_repeat: bool) -> T:
        verdict = _Verdict(self, may_repeat)
        tries = AsyncRetrying(sleep=self.clock.sleep, retry=verdict.again, wait=verdict.seconds, reraise=True)
        async for once in tries:
            with once:
                return await attempt()
        raise AssertionError("tenacity ends with a result or with the last trouble")


class _Verdict:
    """Hands `tenant.retry.decide` to tenacity, which asks for the yes or no and for the seconds separately."""

    def __init__(self, session: Session, may_repeat: bool) -> None:
        self._session, self._may_repeat = session, may_repeat
        self._failing_since: float | None = None
        self._wait = Wait(0.0)

    def again(self, state: RetryCallState) -> bool:
        """Shall it be tried again?"""
        trouble = state.outcome.exception() if state.outcome else None
        if not isinstance(trouble, Trouble):
            return False
        if self._failing_since is None:
            self._failing_since = self._session.clock.elapsed()
        effort = self._session.effort(state.attempt_number, self._failing_since)
        match decide(trouble, effort, may_repeat=self._may_repeat):
            case Wait() as wait:
                self._wait = wait
                return True
            case GiveUp():
                return False

    def seconds(self, state: RetryCallState) -> float:
        """The wait that goes with the last yes."""
        return self._wait.seconds


def client_request_id(correlation: str) -> str:
    """The GUID that Microsoft's logs know this purpose by: the correlation id itself if it is one, else made of it."""
    try:
        return str(uuid.UUID(correlation))
    except ValueError:
        return str(uuid.uuid5(uuid.NAMESPACE_URL, correlation))
