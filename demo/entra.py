"""What other administrators do in Entra, what is bought and what Muster may do: directives of transcripts.

    -- Entra: dan joins "MFA Users" --                   or: leaves; groups by name (the first of that name) or id
    -- Entra: "MFA Rollout" is left out of "Require MFA for all users" --    or: is in, is no longer left out of
    -- Entra: dan becomes Helpdesk Administrator --      or: may become (eligible), is no longer
    -- Entra: dan is disabled --                         or: enabled; the account
    -- Entra: dan is in a restricted unit --             application permissions do not reach there
    -- Entra: the registration campaign is off --        or: on, left to Microsoft
    -- Entra: reports of suspicious activity are off --  or: on, left to Microsoft
    -- Entra: passes can be used once only --            or: more than once
    -- Entra: passes live 10 to 480 minutes --           the limits of the policy
    -- Entra: the methods policy is complete --          its migration; or: in progress, not begun
    -- Entra: HQ is trusted --                           or: not trusted; a named location
    -- Entra: factory.contoso.com accepts MFA of its own server --    or: demands, rejects
    -- Entra: the signing certificate of factory.contoso.com ends in 5 days --
    -- Entra: factory.contoso.com has its next signing certificate --    or: has no
    -- Entra: the server certificate of factory.contoso.com ends in 12 days --
    -- Contoso has no licence for P1 --                  or: P2, Exchange, SharePoint (P1: nor P2)
    -- Muster lacks Policy.Read.All --                   or: has; a Graph permission of all its registrations

The same as changes of ``POST /_demo/state``: ``{"lacks": "Policy.Read.All"}``, ``{"unlicensed": "P1"}``.
"""

import re
from collections.abc import Callable
from datetime import timedelta

from demo import allowed
from demo.connector.people import find
from demo.directory import Group, RoleGrant
from demo.federation import BEHAVIOURS, Federation
from demo.keys import stable_id
from demo.wire import JsonObject
from demo.world import World

Act = Callable[[World, re.Match[str]], None]

ADVANCED = {"on": "enabled", "off": "disabled", "left to Microsoft": "default"}
MIGRATION = {"complete": "migrationComplete", "in progress": "migrationInProgress", "not begun": "preMigration"}
MFA_OF_THEIRS = dict(zip(("accepts", "demands", "rejects"), BEHAVIOURS, strict=True))
LICENCES = {
    "P1": ("AAD_PREMIUM", "AAD_PREMIUM_P2"),
    "P2": ("AAD_PREMIUM_P2",),
    "Exchange": ("EXCHANGE_S_ENTERPRISE",),
    "SharePoint": ("SHAREPOINTENTERPRISE",),
}
"""The service plans behind what a transcript calls a licence."""


def group(world: World, named: str) -> Group:
    """A group by name or id; raises ValueError where there is none."""
    for found in world.directory.groups.values():
        if named.casefold() in (found.id, found.name.casefold()):
            return found
    raise ValueError(f"no group is called {named!r}")


def permit(world: World, role: str, *, permitted: bool) -> None:
    """Take a permission of Graph from all of Muster's registrations, or give it back to those that had it.

    One that nobody had goes to every registration that has any. At once, as `World.revoke` has it.
    """
    if permitted:
        losers = world.taken.pop(role, ()) or [app.client_id for app in world.apps.values() if app.roles]
        for client in losers:
            world.grant(client, role)
        return
    world.taken[role] = [app.client_id for app in world.apps.values() if role in app.roles]
    for client in world.taken[role]:
        world.revoke(client, role)


# --- people, groups, roles --------------------------------------------------------------------------------------------


def _membership(world: World, found: re.Match[str]) -> None:
    members, person = group(world, found["group"]).members, find(world, found["who"])
    if found["verb"] == "joins":
        members[person.id] = None
    else:
        members.pop(person.id, None)


def _role(world: World, found: re.Match[str]) -> None:
    person, directory = find(world, found["who"]), world.directory
    role = next((role.id for role in directory.roles if role.name == found["role"]), None)
    if role is None:
        known = ", ".join(role.name for role in directory.roles)
        raise ValueError(f"no role is called {found['role']!r}; there are {known}")
    directory.grants = [grant for grant in directory.grants if (grant.principal, grant.role) != (person.id, role)]
    if found["verb"] != "is no longer":
        eligible = found["verb"] == "may become"
        directory.grants.append(RoleGrant(stable_id("grant", person.id, role), person.id, role, eligible))


def _account(world: World, found: re.Match[str]) -> None:
    find(world, found["who"]).enabled = found["state"] == "enabled"


def _restricted(world: World, found: re.Match[str]) -> None:
    world.protect(find(world, found["who"]).id)


# --- policies ---------------------------------------------------------------------------------------------------------


def _targeted(world: World, found: re.Match[str]) -> None:
    """Put a group into a Conditional Access policy, on either side, or take it from the excluded."""
    policy = next((row for row in world.directory.policies if row["displayName"] == found["policy"]), None)
    if policy is None:
        raise ValueError(f"no Conditional Access policy {found['policy']!r}")
    conditions = policy["conditions"]
    users = conditions["users"] if isinstance(conditions, dict) else None
    name = "includeGroups" if found["verb"] == "is in" else "excludeGroups"
    if not isinstance(users, dict) or not isinstance(users[name], list):
        raise ValueError(f"{found['policy']!r} has no users")
    key = group(world, found["group"]).id
    kept = [one for one in users[name] if one != key]  # type: ignore[union-attr] # a list, as just looked at
    users[name] = kept if found["verb"] == "is no longer left out of" else [*kept, key]


def _campaign(world: World, found: re.Match[str]) -> None:
    enforcement = world.directory.method_policy["registrationEnforcement"]
    campaign = enforcement["authenticationMethodsRegistrationCampaign"] if isinstance(enforcement, dict) else None
    if isinstance(campaign, dict):
        campaign["state"] = ADVANCED[found["state"]]


def _reports(world: World, found: re.Match[str]) -> None:
    part = world.directory.method_policy["reportSuspiciousActivitySettings"]
    if isinstance(part, dict):
        part["state"] = ADVANCED[found["state"]]


def _once(world: World, found: re.Match[str]) -> None:
    allowed.configuration(world.directory, "TemporaryAccessPass")["isUsableOnce"] = found["how"] == "once only"


def _minutes(world: World, found: re.Match[str]) -> None:
    part, least = allowed.configuration(world.directory, "TemporaryAccessPass"), int(found["least"])
    part |= {"minimumLifetimeInMinutes": least, "maximumLifetimeInMinutes": int(found["most"])}
    part["defaultLifetimeInMinutes"] = max(least, min(60, int(found["most"])))


def _migration(world: World, found: re.Match[str]) -> None:
    world.directory.method_policy["policyMigrationState"] = MIGRATION[found["state"]]


def _trusted(world: World, found: re.Match[str]) -> None:
    for place in world.directory.locations:
        if place["displayName"] == found["place"] and "isTrusted" in place:
            place["isTrusted"] = not found["not"]
            return
    raise ValueError(f"no network is called {found['place']!r}")


# --- federation -------------------------------------------------------------------------------------------------------


def _federation(world: World, domain: str) -> Federation:
    if domain not in world.federations:
        raise ValueError(f"{domain} is not federated; those are {', '.join(world.federations)}")
    return world.federations[domain]


def _mfa_of_theirs(world: World, found: re.Match[str]) -> None:
    _federation(world, found["domain"]).behaviour = MFA_OF_THEIRS[found["verb"]]


def _signing(world: World, found: re.Match[str]) -> None:
    ends = world.now().replace(microsecond=0) + timedelta(days=int(found["days"]))
    _federation(world, found["domain"]).signing_ends = ends


def _next(world: World, found: re.Match[str]) -> None:
    federation = _federation(world, found["domain"])
    federation.next_ends = None if found["no"] == "no" else federation.signing_ends + timedelta(days=345)


def _service(world: World, found: re.Match[str]) -> None:
    ends = world.now().replace(microsecond=0) + timedelta(days=int(found["days"]))
    _federation(world, found["domain"]).service_ends = ends


# --- licences and permissions -----------------------------------------------------------------------------------------


def unlicensed(world: World, licence: str) -> None:
    """A licence has run out; raises ValueError for one that the demo does not know."""
    if licence not in LICENCES:
        raise ValueError(f"no licence is called {licence!r}; known: {', '.join(LICENCES)}")
    world.directory.lose_plans(*LICENCES[licence])


def _unlicensed(world: World, found: re.Match[str]) -> None:
    unlicensed(world, found["licence"])


def _permission(world: World, found: re.Match[str]) -> None:
    permit(world, found["role"], permitted=found["verb"] == "has")


WHO = r"Entra: (?P<who>\S+)"
QUOTED = r"\"(?P<group>[^\"]+)\""
DOMAIN = r"(?P<domain>\S+)"
SWITCH = "|".join(ADVANCED)
ACTS: dict[str, Act] = {
    rf"{WHO} (?P<verb>joins|leaves) {QUOTED}": _membership,
    rf"{WHO} (?P<verb>becomes|may become|is no longer) (?P<role>[A-Z].+)": _role,
    rf"{WHO} is (?P<state>enabled|disabled)": _account,
    rf"{WHO} is in a restricted unit": _restricted,
    rf"Entra: {QUOTED} (?P<verb>is in|is left out of|is no longer left out of) \"(?P<policy>[^\"]+)\"": _targeted,
    rf"Entra: the registration campaign is (?P<state>{SWITCH})": _campaign,
    rf"Entra: reports of suspicious activity are (?P<state>{SWITCH})": _reports,
    r"Entra: passes can be used (?P<how>once only|more than once)": _once,
    r"Entra: passes live (?P<least>\d+) to (?P<most>\d+) minutes": _minutes,
    rf"Entra: the methods policy is (?P<state>{'|'.join(MIGRATION)})": _migration,
    r"Entra: (?P<place>.+?) is (?P<not>not )?trusted": _trusted,
    rf"Entra: {DOMAIN} (?P<verb>{'|'.join(MFA_OF_THEIRS)}) MFA of its own server": _mfa_of_theirs,
    rf"Entra: the signing certificate of {DOMAIN} ends in (?P<days>-?\d+) days": _signing,
    rf"Entra: {DOMAIN} has (?P<no>its|no) next signing certificate": _next,
    rf"Entra: the server certificate of {DOMAIN} ends in (?P<days>-?\d+) days": _service,
    rf"Contoso has no licence for (?P<licence>{'|'.join(LICENCES)})": _unlicensed,
    r"Muster (?P<verb>lacks|has) (?P<role>[A-Z]\w+(?:-\w+)?\.\S+)": _permission,
}
"""Directives by the pattern of what stands between the dashes."""

CHANGES: dict[str, Callable[[World, JsonObject], None]] = {
    "lacks": lambda world, asked: permit(world, str(asked["lacks"]), permitted=False),
    "has": lambda world, asked: permit(world, str(asked["has"]), permitted=True),
    "unlicensed": lambda world, asked: unlicensed(world, str(asked["unlicensed"])),
}
"""The same as changes of ``POST /_demo/state``."""
