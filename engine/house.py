"""The rules of one house: whose tenant it is, who may do what, and how careful runs are."""

from dataclasses import dataclass
from datetime import timedelta

from engine.request import Place


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """Settings of the engine. ``operators``, ``approvers`` and ``owners`` are ids of Entra groups.

    ``own_ids``: object ids of Muster's own identities. ``approvals_place``: where approval cards go; None: to each
    approver's personal chat.
    """

    tenant_id: str
    operators: tuple[str, ...] = ()
    approvers: tuple[str, ...] = ()
    owners: tuple[str, ...] = ()
    break_glass: frozenset[str] = frozenset()
    own_ids: frozenset[str] = frozenset()
    approvals_place: Place | None = None
    escalation: tuple[str, ...] = ()  # ids of the groups of approvers who are asked when the others have not decided
    help_place: Place | None = None  # the help desk's channel; None: whoever asked for the reminder is told
    zone: str = "UTC"  # the office's, for people whose mailbox does not say theirs
    country: str = ""  # the office's, for people without a usage location
    tell_managers: frozenset[str] = frozenset()  # countries where somebody's manager may be told; "*": everywhere
    keeps: timedelta = timedelta(days=180)  # people's records, once they are over
    remind_approvers: timedelta = timedelta(days=1)  # a request waits so long before they are reminded,
    escalate_after: timedelta = timedelta(days=2)  # and so long before the next group of approvers is asked

    in_flight: int = 4  # chunks of a run that are worked on at the same time
    pause_share: float = 0.2  # a run pauses itself when more than this share of its rows failed,
    pause_least: int = 5  # and at least so many
    expires_after: timedelta = timedelta(days=7)  # a plan or a request that nobody acts on
    plan_lasts: timedelta = timedelta(hours=24)  # an older plan is not started
    lease: timedelta = timedelta(seconds=30)  # of a plan or a run; renewed while its worker lives
    errand_lease: timedelta = timedelta(minutes=5)
    reminder_lease: timedelta = timedelta(minutes=10)
    role_cache: timedelta = timedelta(seconds=60)  # for showing; never for deciding
    errand_attempts: int = 5
    claims: int = 500  # due records that one tick takes
