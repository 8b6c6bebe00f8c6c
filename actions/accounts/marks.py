"""Service accounts that somebody answers for: who owns one, and until when it may go on.

Marked with ``service-account mark``, and kept as what somebody vouched for: the directory has no place for it.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Self

from tenant.model import SERVICE_MARK, Kind, Statement
from tenant.ports import TenantReader

SOON = timedelta(days=30)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """``owner`` is the owner's address, ``owner_id`` their object id; ``until``: the last day."""

    account: str
    owner: str
    owner_id: str
    until: date
    by: str

    @classmethod
    def of(cls, said: Statement) -> Self | None:
        """From a statement; None where it is about something else, or does not tell. Pure."""
        if not said.subject.startswith(SERVICE_MARK):
            return None
        try:
            told = json.loads(said.value)
            until = date.fromisoformat(str(told["until"]))
            owner, owner_id = str(told["owner"]), str(told["owner_id"])
        except (KeyError, TypeError, ValueError):
            return None
        return cls(
            account=said.subject.removeprefix(SERVICE_MARK), owner=owner, owner_id=owner_id, until=until, by=said.by
        )

    def ended(self, now: datetime) -> bool:
        """Is the last day over?"""
        return self.until < now.date()

    def ends_soon(self, now: datetime) -> bool:
        """Is it time to think of what comes after?"""
        return self.until <= (now + SOON).date()


async def marks(tenant: TenantReader) -> Mapping[str, Mark]:
    """By the account's object id; the last word on each counts."""
    said = [Mark.of(each) for each in await tenant.statements(Kind.ATTESTED)]
    return {each.account: each for each in said if each is not None}
