"""What is kept about one tenant between two readers of it."""

from dataclasses import dataclass, field

from tenant.credentials import Credential
from tenant.graph.access_policies import Changes
from tenant.graph.method_policy import Audiences
from tenant.graph.pace import LaneQueue
from tenant.graph.session import Outlet
from tenant.graph.states import Probe
from tenant.graph.teams_apps import Catalogue


@dataclass(slots=True)
class Known:
    """What is shared by all applications in one tenant, and by all purposes of one application."""

    conditional_access: LaneQueue
    probe: Probe = field(default_factory=Probe)
    audiences: Audiences = field(default_factory=Audiences)
    policy_changes: Changes = field(default_factory=Changes)
    sign_in_hosts: set[tuple[str, int]] = field(default_factory=set)  # named by the tenant's own federation settings
    teams_apps: Catalogue = field(default_factory=Catalogue)
    outlets: dict[Credential, Outlet] = field(default_factory=dict)
