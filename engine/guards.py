"""Guards stand over every plan, whatever the action: pure functions from a row and facts that were read once a plan.

A guarded row is shown with its reason and runs only where the command names that person one by one; ``not-ready`` may
also be released for everybody (``include:not-ready``).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from actions.spec import Change, Direction, Reason
from tenant.model import (
    Method,
    MethodPolicy,
    Roles,
    User,
    is_guest,
    is_room,
    is_service_account,
    is_shared_device,
    is_sync_account,
    usable,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What the guards need to know. ``methods`` holds the people whose change needs a method and could be read;
    ``marked`` the accounts that somebody called a service account: no end of a mark teaches a program to answer.
    """

    direction: Direction
    break_glass: frozenset[str]
    own_ids: frozenset[str]
    roles: Roles
    marked: frozenset[str] = frozenset()
    policy: MethodPolicy | None = None
    users: Mapping[str, User] = field(default_factory=dict)
    methods: Mapping[str, tuple[Method, ...]] = field(default_factory=dict)

    def ready(self, person_id: str) -> bool:
        """Could this person answer an MFA prompt today? Not known counts as no."""
        known = self.methods.get(person_id)
        return known is not None and self.policy is not None and bool(usable(person_id, known, self.policy))


Guard = Callable[[Change, Facts], Reason | None]


def guard(row: Change, facts: Facts) -> Reason | None:
    """Why this row is spared, the gravest reason first; None for an ordinary row. A setting is nobody to be spared."""
    guards = GUARDS if row.subject.is_person else NAMED_ONLY
    return next((why for each in guards if (why := each(row, facts)) is not None), None)


def account_guard(user: User) -> Reason | None:
    """Why this account is no person who could answer, from the directory's record alone."""
    kinds = (
        (is_sync_account, "sync-account"),
        (is_room, "room"),
        (is_shared_device, "room"),
        (is_service_account, "service-account"),
    )
    special = next((Reason(code) for is_kind, code in kinds if is_kind(user)), None)
    if special is not None:
        return special
    if is_guest(user):
        return Reason("guest")
    return None if user.enabled else Reason("disabled")


def _break_glass(row: Change, facts: Facts) -> Reason | None:
    return Reason("break-glass") if row.subject.id in facts.break_glass else None


def _own_identity(row: Change, facts: Facts) -> Reason | None:
    return Reason("own-identity") if row.subject.id in facts.own_ids else None


def _account(row: Change, facts: Facts) -> Reason | None:
    user = facts.users.get(row.subject.id)
    if user is None:
        return Reason("gone")
    return account_guard(user) or (Reason("service-account") if user.id in facts.marked else None)


def _role_holder(row: Change, facts: Facts) -> Reason | None:
    """Strengthening a role holder who is ready is an ordinary row."""
    held = facts.roles.of(row.subject.id)
    if not held or (facts.direction is not Direction.WEAKEN and not _unready(row, facts)):
        return None
    return Reason("role-holder", {"role": held[0].role_name or held[0].role})


def _not_ready(row: Change, facts: Facts) -> Reason | None:
    if not _unready(row, facts):
        return None
    return Reason("not-ready" if row.subject.id in facts.methods else "methods-unknown")


def _unready(row: Change, facts: Facts) -> bool:
    return row.needs_method and not facts.ready(row.subject.id)


NAMED_ONLY: tuple[Guard, ...] = (_break_glass, _own_identity)
GUARDS: tuple[Guard, ...] = (_break_glass, _own_identity, _account, _role_holder, _not_ready)
