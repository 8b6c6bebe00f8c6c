"""Who is no laggard although nothing happens: on leave, without sign-in for 30 days, without Teams.

Teams' service plans: https://learn.microsoft.com/entra/identity/users/licensing-service-plan-reference
"""

from collections.abc import Collection
from datetime import datetime, timedelta

from tenant.model import LastSignIn, User
from tenant.ports import TenantReader

ON_LEAVE = "on-leave"
INACTIVE = "inactive"
NO_TEAMS = "no-teams"
QUIET = timedelta(days=30)
FEW = 150  # people whose last sign-ins are asked for by name; for more, everybody's are read, ten requests a minute
TEAMS = frozenset({
    "57ff2da0-773e-42df-b2af-ffb7a2317929",  # TEAMS1
    "304767db-7d23-49e8-a945-4a7eb65f9f28",  # TEAMS_GOV
    "9953b155-8aef-4c56-92f3-72b0487fce41",  # TEAMS_AR_GCCHIGH
    "fd500458-c24c-478e-856c-a6067a8376cd",  # TEAMS_AR_DOD
})  # fmt: skip


def in_teams(user: User) -> bool:
    """Is there an enabled service plan of Teams?"""
    return bool(TEAMS & user.plans)


def is_idle(last: LastSignIn, now: datetime) -> bool:
    """Nobody and nothing has come in for 30 days. A try that failed may be anybody's, so it counts only where Microsoft
    does not tell successes (before December 2023).
    """
    known = [each for each in (last.successful, last.by_person, last.by_program) if each is not None]
    latest = last.successful or max(known, default=None)
    return latest is None or now - latest > QUIET


async def idle(people: Collection[str] | None, tenant: TenantReader) -> frozenset[str]:
    """Ids of those without sign-in for 30 days, of these people or of everybody; of more than a few, everybody is read
    and only who is idle is kept. Raises Unlicensed without Entra ID P1, Forbidden without AuditLog.Read.All.
    """
    some = people if people is not None and len(people) <= FEW else None
    now = tenant.now()
    found = [user_id async for user_id, last in tenant.last_sign_ins(some) if is_idle(last, now)]
    return frozenset(found if people is None else set(found) & set(people))


async def away(people: Collection[str], tenant: TenantReader) -> frozenset[str]:
    """Ids of those whose automatic replies are on. Raises Forbidden without MailboxSettings.Read."""
    return frozenset([user_id async for user_id, hours in tenant.working_hours(people) if hours.away])
