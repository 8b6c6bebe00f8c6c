"""The memory itself: readings outside of a change, units of work, claims."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError

from store.audit import AuditReading, AuditWriting
from store.campaigns import CampaignReading, CampaignWriting
from store.claims import Claims
from store.database import Database
from store.days import DayReading, DayWriting
from store.desk import ReadingDesk, WritingDesk
from store.dues import DueReading, DueWriting
from store.helping import HelpReading, HelpWriting
from store.members import MemberReading, MemberWriting
from store.notices import NoticeWriting
from store.purging import Purging
from store.reminders import ReminderReading, ReminderWriting
from store.requests import RequestReading, RequestWriting
from store.statements import StatementReading, StatementWriting
from store.tables import tenants
from store.talk import TalkReading
from store.watches import WatchReading, WatchWriting


class Work(
    RequestWriting, ReminderWriting, StatementWriting, DueWriting, WatchWriting, AuditWriting, NoticeWriting,
    CampaignWriting, MemberWriting, HelpWriting, DayWriting, Purging,
):  # fmt: skip
    """One unit of work (`engine.ports.Unit`): everything in it commits together or not at all."""

    desk: WritingDesk

    def __init__(self, desk: WritingDesk) -> None:
        self.desk = desk


class Memory(
    RequestReading, ReminderReading, StatementReading, DueReading, WatchReading, AuditReading, TalkReading,
    CampaignReading, MemberReading, HelpReading, DayReading, Claims,
):  # fmt: skip
    """What is remembered (`engine.ports.Store`, `tenant.ports.Memory`), in SQLite or PostgreSQL."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self.desk = ReadingDesk(database)

    @asynccontextmanager
    async def change(self) -> AsyncIterator[Work]:
        async with self._database.writing() as connection:
            yield Work(WritingDesk(connection))

    async def ready(self) -> bool:
        try:
            async with self._database.reading() as connection:
                await connection.all(select(tenants.c.tenant_id).limit(1))
        except (SQLAlchemyError, OSError):
            return False
        return True

    async def close(self) -> None:
        await self._database.close()
