"""Every route of the make-believe Graph, and the way to the right one."""

from demo.graph import (
    conditional_access,
    devices,
    domains,
    groups,
    licences,
    mailboxes,
    memberships,
    methods,
    organization,
    passes,
    policies,
    reports,
    roles,
    scores,
    sessions,
    sharepoint,
    sign_ins,
    states,
    teamwork,
    users,
)
from demo.graph.routes import Route
from demo.wire import Problem

ROUTES: tuple[Route, ...] = (
    *users.ROUTES,
    *methods.ROUTES,
    *states.ROUTES,
    *passes.ROUTES,
    *sessions.ROUTES,
    *groups.ROUTES,
    *memberships.ROUTES,
    *roles.ROUTES,
    *policies.ROUTES,
    *conditional_access.ROUTES,
    *reports.ROUTES,
    *licences.ROUTES,
    *organization.ROUTES,
    *domains.ROUTES,
    *scores.ROUTES,
    *sharepoint.ROUTES,
    *sign_ins.ROUTES,
    *mailboxes.ROUTES,
    *devices.ROUTES,
    *teamwork.ROUTES,
)


def find(method: str, version: str, path: str) -> tuple[Route, tuple[str, ...]]:
    """The route of a path and the ids in it; 405 for another method or version, 400 for an unknown path."""
    on_path = [(route, ids) for route in _best(path) if (ids := route.ids(path)) is not None]
    for route, ids in on_path:
        if route.method == method and version in route.versions:
            return route, ids
    if on_path:
        raise Problem(405, "Request_BadRequest", "Specified HTTP method is not allowed for the request target.")
    raise Problem(400, "BadRequest", f"Resource not found for the segment '{path.strip('/').rsplit('/', 1)[-1]}'.")


def _best(path: str) -> tuple[Route, ...]:
    """Those with as many segments; words before ids, so that ``/users/$count`` is not the user named $count."""
    depth = path.count("/")
    return _BY_DEPTH.get(depth, ())


_BY_DEPTH = {
    depth: tuple(sorted((r for r in ROUTES if r.path.count("/") == depth), key=lambda r: r.path.count("{}")))
    for depth in {route.path.count("/") for route in ROUTES}
}
