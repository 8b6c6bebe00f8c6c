"""What every part of the engine holds in its hands."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import uuid4

from actions.args import rebuild
from actions.spec import Action, Refusal
from engine.house import House
from engine.ports import Calendar, Declarations, Jobs, Store
from engine.request import Lease, Request
from tenant.ports import Clock, Priority, Purpose, TenantReader, Tenants, TenantWriter

RESTING = "resting"
"""The owner of a lease that nobody works under: "not before it ends, unless somebody is woken for it"."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kit:
    """Ports, rules and the worker's name. ``owner`` begins every lease that this process takes."""

    store: Store
    tenants: Tenants
    declarations: Declarations
    clock: Clock
    jobs: Jobs
    calendar: Calendar
    house: House
    owner: str
    at_work: set[tuple[str, str]] = field(default_factory=set)  # (kind, key) that this process works on right now

    @property
    def tenant_id(self) -> str:
        """The house's tenant."""
        return self.house.tenant_id

    def now(self) -> datetime:
        """The clock's."""
        return self.clock.now()

    def reader(self, correlation: str, priority: Priority = Priority.NORMAL) -> TenantReader:
        """For looking only."""
        return self.tenants.reader(self.tenant_id, Purpose(correlation, priority))

    def writer(self, request: Request) -> TenantWriter:
        """For the one area that the request's action writes."""
        area = self.declarations.action(request.action).area
        return self.tenants.writer(self.tenant_id, Purpose(request.correlation, Priority.NORMAL, area))

    def action(self, request: Request) -> Action:
        """The action with its pinned arguments. Raises KeyError for one that is not declared (any more)."""
        return rebuild(self.declarations.action(request.action), request.arguments)

    def handed(self, request: Request) -> bool:
        """Does it run only when somebody opens its secret? Its undo yields none."""
        try:
            return request.undo_of is None and self.action(request).hands_over()
        except KeyError:
            return False

    def need_reversible(self, request: Request) -> None:
        """Some actions cannot be undone, and a secret that was taken back cannot be given back: a new one is another.
        Raises Refusal.
        """
        kind = self.declarations.action(request.action)
        if kind.irreversible:
            raise Refusal("irreversible", why=kind.irreversible)
        if request.undo_of is not None and kind.handed:
            raise Refusal("secret-gone", number=str(request.number))

    def worker(self) -> str:
        """A name that no other piece of work has."""
        return f"{self.owner}/{uuid4().hex}"

    def lease(self, owner: str) -> Lease:
        """A lease on a request, from now."""
        return Lease(owner, self.now() + self.house.lease)

    def wake(self, request: Request) -> None:
        """Ask for the request to be worked on soon."""
        self.jobs.wake("request", request.tenant_id, str(request.number))

    def announce(self) -> None:
        """Ask for queued notices to be delivered soon."""
        self.jobs.wake("notices", self.tenant_id, "")
