"""One request as the make-believe Graph sees it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from demo.apps import App
from demo.directory import Group, Person
from demo.wire import Json, JsonObject, Problem
from demo.world import World

PROTECTED = "Insufficient privileges to complete the operation. Target object is a member of a restricted management "
PROTECTED += "administrative unit and can only be modified by administrators scoped to that administrative unit."


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One request to the make-believe Graph, alone or as an item of a batch."""

    world: World
    app: App
    version: str
    method: str
    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    body: Json
    base: str
    roles: frozenset[str] = frozenset()
    in_batch: bool = False
    ids: tuple[str, ...] = ()

    @property
    def eventual(self) -> bool:
        """Did the caller ask for advanced queries (``ConsistencyLevel: eventual``)?"""
        return self.header("ConsistencyLevel").casefold() == "eventual"

    @property
    def fields(self) -> JsonObject:
        """The body as an object; refuses anything else."""
        if not isinstance(self.body, dict):
            raise Problem(400, "BadRequest", "Unable to read JSON request payload.")
        return self.body

    def header(self, name: str) -> str:
        """A request header, whatever its case; empty where absent."""
        wanted = name.casefold()
        return next((value for key, value in self.headers.items() if key.casefold() == wanted), "")

    def with_query(self, query: Mapping[str, str]) -> "Call":
        """The same call with other query options."""
        return replace(self, query=query)

    def url(self, path: str) -> str:
        """An absolute address below this version of the make-believe Graph."""
        return f"{self.base}/{self.version}{path}"

    def person(self) -> Person:
        """The user whom the path names first; 404 where there is none."""
        found = self.world.directory.person(self.ids[0])
        if found is None:
            raise missing(self.ids[0])
        return found

    def writable(self) -> Person:
        """The same for a write: 403 for a member of a restricted management administrative unit.

        https://learn.microsoft.com/entra/identity/role-based-access-control/admin-units-restricted-management
        """
        found = self.person()
        if found.protected:
            raise Problem(403, "Authorization_RequestDenied", PROTECTED)
        return found

    def group(self) -> Group:
        """The group that the path names first; 404 where there is none."""
        found = self.world.directory.groups.get(self.ids[0].casefold())
        if found is None:
            raise missing(self.ids[0])
        return found


def missing(key: str) -> Problem:
    """The 404 of the directory, in its words."""
    text = f"Resource '{key}' does not exist or one of its queried reference-property objects are not present."
    return Problem(404, "Request_ResourceNotFound", text)
