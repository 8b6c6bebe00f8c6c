"""What Conditional Access makes of one sign-in: each policy that means this person and this client, with its result.

Microsoft's names: https://learn.microsoft.com/graph/api/resources/appliedconditionalaccesspolicy
"""

from collections.abc import Iterator

from demo import sign_in
from demo.directory import Directory, Person
from demo.wire import Json, JsonObject

REPORT_ONLY = "enabledForReportingButNotEnforced"
OLD_CLIENTS = frozenset({"exchangeActiveSync", "other"})
Results = tuple[tuple[str, str], ...]
"""Names of policies and what became of them."""


def results(directory: Directory, person: Person, *, client: str, method: str, error: int) -> Results:
    """For a sign-in of this moment. A policy that holds for places is left out: the story says where it strikes.

    With a wrong password nobody comes as far as Conditional Access.
    """
    if error in (sign_in.WRONG_PASSWORD, sign_in.LOCKED):
        return ()
    return tuple(
        (str(policy["displayName"]), _result(policy, method, error))
        for policy in directory.policies
        if policy["state"] != "disabled" and not _inside(policy, "locations") and means(directory, policy, person)
        if _of_client(policy, client) and policy["grantControls"]
    )


def means(directory: Directory, policy: JsonObject, person: Person) -> bool:
    """Is the policy about this person: included, and not left out?"""
    users = _inside(policy, "users")
    mine = {person.id, "All", *(["GuestsOrExternalUsers"] if person.user_type == "Guest" else [])}
    groups = directory.groups_of(person.id)
    roles = {grant.role for grant in directory.grants if not grant.eligible and grant.principal in {person.id, *groups}}
    known = (("Users", mine), ("Groups", groups), ("Roles", roles))

    def named(verb: str) -> bool:
        return any(not known_ids.isdisjoint(_strings(users, f"{verb}{kind}")) for kind, known_ids in known)

    return named("include") and not named("exclude")


def controls(policy: JsonObject) -> list[str]:
    """What the policy asks for (``Mfa``, ``Block``), as the log spells it."""
    grant = policy["grantControls"]
    names = _strings(grant, "builtInControls") if isinstance(grant, dict) else ()
    return [name[:1].upper() + name[1:] for name in names]


def _of_client(policy: JsonObject, client: str) -> bool:
    wanted = set(_strings(_inside(policy, ""), "clientAppTypes"))
    old = client not in sign_in.MODERN
    return "all" in wanted or bool(wanted & OLD_CLIENTS if old else wanted - OLD_CLIENTS)


def _result(policy: JsonObject, method: str, error: int) -> str:
    blocks = "Block" in controls(policy)
    if policy["state"] != REPORT_ONLY:
        stopped = error == sign_in.BLOCKED if blocks else error in sign_in.ASKED
        return "failure" if stopped else "success" if method and not blocks else "notApplied"
    if blocks:
        return "reportOnlyFailure"
    return "reportOnlySuccess" if method and not error else "reportOnlyInterrupted"


def _inside(policy: JsonObject, part: str) -> JsonObject:
    conditions = policy["conditions"]
    found: Json = conditions.get(part) if part and isinstance(conditions, dict) else conditions
    return found if isinstance(found, dict) else {}


def _strings(row: JsonObject, name: str) -> Iterator[str]:
    values = row.get(name)
    yield from (str(value) for value in (values if isinstance(values, list) else []))
