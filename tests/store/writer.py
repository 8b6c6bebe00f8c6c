"""A process that writes units of work without end, until it is killed: `python -m tests.store.writer URL`."""

from asyncio import run
from itertools import count
from os import getpid
from sys import argv

from store import open_store
from tests.store.records import TENANT, a_notice, a_request, an_event, some_rows


async def write(url: str) -> None:
    """Say each number once its unit is committed."""
    store = await open_store(url, migrate=False)
    for n in count(1):
        async with store.change() as unit:
            added = await unit.add_request(a_request(f"act-{getpid()}-{n}"))
            await unit.append(TENANT, an_event(f"asked-{n}"))
            await unit.put_rows(TENANT, added.number, some_rows(50))
            await unit.notify(a_notice(f"request:{added.number}"))
        print(n, flush=True)  # noqa: T201 - the test reads it


if __name__ == "__main__":
    run(write(argv[1]))
