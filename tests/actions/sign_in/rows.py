"""A sign-in log by hand: rows of one person, told in the order of time, handed out newest first as Microsoft does."""

from collections.abc import AsyncIterator, Collection, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, cast

from actions.sign_in.story import Story
from tenant.model import AppliedPolicy, Coverage, Method, MethodPolicy, PerUserState, SignIn, User
from tenant.ports import TenantReader
from tenant.trouble import Trouble

NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
EVE = User(id="eve-id", upn="eve@contoso.com", name="Eve Moore")


def row(minutes_ago: float, **more: Any) -> SignIn:  # noqa: ANN401 - fields of SignIn, by name
    """One row; an error makes it a failure."""
    made: dict[str, Any] = {
        "user_id": EVE.id,
        "upn": EVE.upn,
        "at": NOW - timedelta(minutes=minutes_ago),
        "client": "Browser",
    }
    return SignIn(**(made | {"succeeded": not more.get("error"), "app": "Office 365"} | more))


def refused(name: str, result: str = "failure") -> AppliedPolicy:
    return AppliedPolicy(name.casefold(), name, result)


def told(*rows: SignIn) -> Story:
    """What these rows come to."""
    story = Story()
    for each in sorted(rows, key=lambda one: one.at, reverse=True):
        story.note(each)
    return story


class Log:
    """A tenant that knows a few people and their sign-ins; ``trouble`` stands in the way of what it names."""

    def __init__(
        self, *rows: SignIn, users: Sequence[User] = (EVE,), has: Sequence[Method] = (), **trouble: Trouble
    ) -> None:
        self._rows, self._users, self._methods, self._trouble = rows, users, tuple(has), trouble

    @property
    def reader(self) -> TenantReader:
        return cast("TenantReader", self)

    def now(self) -> datetime:
        return NOW

    def _may(self, what: str) -> None:
        if what in self._trouble:
            raise self._trouble[what]

    async def users(self, ids: Collection[str]) -> AsyncIterator[User]:
        for each in self._users:
            if each.id in ids:
                yield each

    async def sign_ins(
        self, since: datetime, *, people: Collection[str] = (), clients: Collection[str] = ()
    ) -> AsyncIterator[SignIn]:
        self._may("sign_ins")
        for each in sorted(self._rows, key=lambda one: one.at, reverse=True):
            if each.user_id in people and each.at >= since:
                yield each

    async def methods(self, ids: Collection[str]) -> AsyncIterator[tuple[str, tuple[Method, ...]]]:
        self._may("methods")
        for each in ids:
            yield each, self._methods

    async def states(self, ids: Collection[str]) -> AsyncIterator[tuple[str, PerUserState]]:
        for each in ids:
            yield each, PerUserState.ENFORCED

    async def security_defaults(self) -> bool:
        return False

    async def coverage(self) -> Coverage:
        self._may("coverage")
        return Coverage(in_use=False)

    async def method_policy(self) -> MethodPolicy:
        return MethodPolicy(rules=(), complete=True)
