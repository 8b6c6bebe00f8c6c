"""Sign-ins that fail, that are blocked, or that come with an old client: directives of transcripts.

    -- <who> fails to sign in with 50074 --              any number of Entra's; also `` over IMAP4``, ``, 3 times``
    -- <who> is blocked by "Block sign-ins from outside the warehouse" --    53003, from elsewhere
    -- <who> signs in over IMAP4 --                      a success with an old client; any value of ``clientAppUsed``
    -- <who> signs in in the background --               non-interactive, as programs and devices do

What succeeds with a method or with the password alone is in demo/exchange/acts.py. From other programs:
``{"fails": {"person": "fay", "error": 500121, "over": "IMAP4"}}``, ``{"blocked": {"person": "boris", "by": "..."}}``.
"""

import re
from collections.abc import Callable

from demo import sign_in
from demo.connector.people import find
from demo.wire import Json, JsonObject
from demo.world import World

Act = Callable[[World, re.Match[str]], None]
ELSEWHERE = "198.51.100.77"
PROGRAM = "Mobile Apps and Desktop clients"
HEARD = frozenset({sign_in.FACTOR_FAILED})
"""Failures of the second factor: the log says which it was."""


def fails(world: World, key: str, error: int, client: str = sign_in.BROWSER) -> None:
    """A person tries to sign in, in vain."""
    person = find(world, key)
    kinds = [sign_in.METHODS[method.kind] for method in person.methods.true if method.kind in sign_in.METHODS]
    world.sign_in(person.id, kinds[0] if kinds and error in HEARD else "", client=client, error=error)


def _fails(world: World, found: re.Match[str]) -> None:
    for _ in range(int(found["times"] or 1)):
        fails(world, found["who"], int(found["error"]), found["client"] or sign_in.BROWSER)


def _blocked(world: World, found: re.Match[str]) -> None:
    world.is_blocked(find(world, found["who"]).id, found["policy"], ELSEWHERE)


def _over(world: World, found: re.Match[str]) -> None:
    world.sign_in(find(world, found["who"]).id, client=found["client"])


def _background(world: World, found: re.Match[str]) -> None:
    world.sign_in(find(world, found["who"]).id, client=PROGRAM, interactive=False)


ACTS: dict[str, Act] = {
    r"(?P<who>\S+) fails to sign in with (?P<error>\d+)(?: over (?P<client>[^,]+))?(?:, (?P<times>\d+) times)?": _fails,
    r"(?P<who>\S+) is blocked by \"(?P<policy>[^\"]+)\"": _blocked,
    r"(?P<who>\S+) signs in over (?P<client>.+)": _over,
    r"(?P<who>\S+) signs in in the background": _background,
}
"""Directives by the pattern of what stands between the dashes."""


def _change_fails(world: World, asked: JsonObject) -> None:
    given = _object(asked["fails"])
    fails(world, str(given["person"]), int(str(given["error"])), str(given.get("over", sign_in.BROWSER)))


def _change_blocked(world: World, asked: JsonObject) -> None:
    given = _object(asked["blocked"])
    world.is_blocked(find(world, str(given["person"])).id, str(given["by"]), ELSEWHERE)


def _object(value: Json) -> JsonObject:
    if not isinstance(value, dict):
        raise ValueError(f"an object is needed, not {value!r}")
    return value


CHANGES: dict[str, Callable[[World, JsonObject], None]] = {"fails": _change_fails, "blocked": _change_blocked}
"""The same as changes of ``POST /_demo/state``."""
