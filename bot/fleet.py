"""Wake-ups through PostgreSQL, for any number of web and worker processes (Procrastinate).

The record is the truth and a job is only a wake-up: a lost or doubled one harms nothing, and the alarm in every worker
finds what nobody was woken for.
"""

import asyncio
import logging

import procrastinate
from procrastinate.exceptions import AlreadyEnqueued, ConnectorException

from bot.alarm import Work, undisturbed
from bot.tracker import Tracker

_log = logging.getLogger(__name__)

QUEUE = "muster"
TASK = "muster.wake"
AT_ONCE = 8  # wake-ups that one worker follows at the same time


class Fleet:
    """`engine.ports.Jobs` for many processes. `open` it first; a worker also calls `start_worker`."""

    def __init__(self, database_url: str, tracker: Tracker) -> None:
        """``database_url``: postgresql://…"""
        self._tracker = tracker
        self._work: Work | None = None
        self._worker: asyncio.Task[None] | None = None
        self._app = procrastinate.App(connector=procrastinate.PsycopgConnector(conninfo=conninfo(database_url)))
        self._task = self._app.task(name=TASK, queue=QUEUE)(self._run)

    def work_with(self, work: Work) -> None:
        """Who works: called with kind, tenant and key."""
        self._work = work

    async def open(self) -> None:
        """Connect, and make the queue's tables where they are missing."""
        await self._app.open_async()
        if not await self._app.check_connection_async():
            await self._app.schema_manager.apply_schema_async()

    async def close(self) -> None:
        """Let go of the database."""
        await self._app.close_async()

    def wake(self, kind: str, tenant_id: str, key: str) -> None:
        """Soon, some worker works on this record; one waiting wake-up for each record is enough."""
        self._tracker.spawn(self._defer(kind, tenant_id, key))

    async def start_worker(self) -> None:
        """Follow wake-ups until `stop_worker`."""
        self._worker = asyncio.create_task(
            self._app.run_worker_async(
                queues=[QUEUE], concurrency=AT_ONCE, install_signal_handlers=False, delete_jobs="always"
            )
        )

    async def stop_worker(self) -> None:
        """Take no more wake-ups; one that is followed now is left to its record."""
        worker, self._worker = self._worker, None
        if worker is not None:
            worker.cancel()
            await asyncio.gather(worker, return_exceptions=True)

    async def _defer(self, kind: str, tenant_id: str, key: str) -> None:
        waiting = self._task.configure(queueing_lock=f"{kind} {tenant_id} {key}")
        try:
            await waiting.defer_async(kind=kind, tenant_id=tenant_id, key=key)
        except AlreadyEnqueued:
            return
        except ConnectorException as error:
            _log.warning("a wake-up was lost, the alarm finds its record: %s", type(error).__name__)

    async def _run(self, kind: str, tenant_id: str, key: str) -> None:
        with self._tracker.busy():
            if self._work is not None:
                await undisturbed(f"{kind} {key}", self._work(kind, tenant_id, key))


def conninfo(database_url: str) -> str:
    """As psycopg takes it, without SQLAlchemy's driver name."""
    return f"postgresql://{database_url.partition('://')[2]}"
