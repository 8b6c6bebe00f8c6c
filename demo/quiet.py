"""Is anybody working, or does everybody wait for the clock? Read from where each task of this process stands.

A stepped clock may move only when nothing else can happen: no thread is busy for somebody, no request is between a
client and its server, nobody is about to run. Guessing that from elapsed real time fails on a slow machine.
"""

import asyncio
import gc
from collections.abc import Iterator
from types import CodeType

THREADS = ("aiosqlite", "psycopg", "asyncio/threads.py", "asyncio/streams.py")
"""Files of coroutines that wait for a thread or a server elsewhere."""
CLIENT = "aiohttp/client"
SERVER = ("demo/server.py", "demo/graph/", "demo/exchange/", "demo/striking.py")
"""Files of the demo that make a request wait, in the task of the request or in one for an item of its batch."""
CLOCK = "demo/clock.py"
PEOPLE = "demo/connector/teams.py"  # what they say is answered by the bot, which may wait for the clock first


def everybody_waits_for_the_clock(*, in_flight: int) -> bool:
    """``in_flight``: requests that the demo is answering."""
    asleep = asking = 0
    for task in asyncio.all_tasks() - {asyncio.current_task()}:
        files = [code.co_filename for code in standing(task)]
        if _about_to_run(task) or _in(THREADS, files):
            return False
        asleep += _in(SERVER, files) and _in((CLOCK,), files)
        asking += _in((CLIENT,), files) and not _in((PEOPLE,), files)
    if asleep:
        return True  # whatever else is on its way waits for that answer, or is read a turn of the loop later
    return not in_flight and not asking  # an answer that never comes: real time decides


def standing(task: asyncio.Task[object]) -> Iterator[CodeType]:
    """The code of every coroutine that this task is in, from the outermost."""
    at: object = task.get_coro()
    while at is not None:
        code = _first(at, "cr_code", "gi_code", "ag_code")
        if isinstance(code, CodeType):
            yield code
            at = _first(at, "cr_await", "gi_yieldfrom", "ag_await")
        else:
            at = _wrapped(at)


def _about_to_run(task: asyncio.Task[object]) -> bool:
    """Not begun, between two turns of the loop, or what it waited for has come."""
    waits_for: asyncio.Future[object] | None = getattr(task, "_fut_waiter", None)
    return waits_for is None or waits_for.done()


def _first(thing: object, *names: str) -> object:
    return next((getattr(thing, name) for name in names if hasattr(thing, name)), None)


def _wrapped(awaitable: object) -> object:
    """The generator inside one step of it: ``anext`` hides it from everything but the collector."""
    inside = (one for one in gc.get_referents(awaitable) if _first(one, "cr_code", "gi_code", "ag_code"))
    return next(inside, None)


def _in(wanted: tuple[str, ...], files: list[str]) -> bool:
    return any(piece in name for name in files for piece in wanted)
