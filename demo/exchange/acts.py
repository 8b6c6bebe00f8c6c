"""What people, attackers and other administrators do to mail, SharePoint and the sign-in log: hands and directives.

Directives of transcripts (``<who>``: a given name, or an address):

    -- <who> signs in with the Authenticator app --      or: a text message, a phone call, a code, a security key,
                                                         Windows Hello, a Temporary Access Pass,
                                                         the password alone
    -- <who> mails over SMTP --                          a success with basic SMTP AUTH
    -- somebody guesses <who>'s password over IMAP4 --   a failure; any other protocol's name does too
    -- Exchange: Muster is a reader only --              or: is an administrator, has no role; every registration of it
    -- Exchange: Muster lacks Exchange.ManageAsApp --    or: has
    -- Exchange: modern authentication is off --         or: on
    -- Exchange: SMTP AUTH is on for everybody --        or: off
    -- Exchange: SMTP AUTH of <who> is on --             or: off, inherited
    -- SharePoint: legacy authentication is on --        or: off
    -- Entra: "Block legacy authentication" is report-only --    or: on, off; any Conditional Access policy

The same from other programs, as a POST to ``/_demo/state``: see CHANGES.
"""

import re
from collections.abc import Callable

from demo import passes, sign_in
from demo.connector.people import find
from demo.exchange.roles import ADMINISTRATOR, MANAGE_AS_APP, NONE, READER, ROLES
from demo.wire import Json, JsonObject
from demo.world import World

ALONE = "the password alone"
WAYS = {
    "the Authenticator app": "microsoftAuthenticator",
    "a text message": "phone",
    "a phone call": "phone",
    "a code": "softwareOath",
    "a security key": "fido2",
    "Windows Hello": "windowsHelloForBusiness",
    "a Temporary Access Pass": "temporaryAccessPass",
}
"""How a transcript says which kind of method was used."""
CALL = "Phone call approval (Authentication phone)"
MUSTER_ROLES = {"is a reader only": READER, "is an administrator": ADMINISTRATOR, "has no role": NONE}
POLICY_STATES = {"on": "enabled", "off": "disabled", "report-only": "enabledForReportingButNotEnforced"}
SMTP_AUTH = {"on": False, "off": True, "inherited": None}
"""Microsoft's switch says "disabled": on is False."""

Act = Callable[[World, re.Match[str]], None]


def signs_in(world: World, who: str, way: str) -> None:
    """Somebody signs in in one of WAYS; raises ValueError for another way, or for a method that the person lacks."""
    person = find(world, who)
    if way == ALONE:
        world.sign_in(person.id)
        return
    if way not in WAYS:
        raise ValueError(f"{way!r} is no way to sign in; known: {', '.join(WAYS)}, {ALONE}")
    if WAYS[way] not in {method.kind for method in person.methods.true}:
        raise ValueError(f"{person.name} has no method to sign in with {way}")
    if WAYS[way] == passes.KIND:
        passes.use(world.directory, person, world.now())
    world.sign_in(person.id, CALL if way == "a phone call" else sign_in.METHODS[WAYS[way]])


def set_policy(world: World, name: str, state: str) -> None:
    """Put a Conditional Access policy into one of POLICY_STATES; raises ValueError where there is no such policy."""
    for policy in world.directory.policies:
        if policy["displayName"] == name:
            policy["state"] = POLICY_STATES[state]
            return
    raise ValueError(f"no Conditional Access policy {name!r}; there are {_names(world)}")


def _names(world: World) -> str:
    return ", ".join(str(policy["displayName"]) for policy in world.directory.policies) or "none"


def _signs_in(world: World, found: re.Match[str]) -> None:
    signs_in(world, found["who"], found["way"])


def _mails(world: World, found: re.Match[str]) -> None:
    world.sign_in(find(world, found["who"]).id, client=sign_in.SMTP)


def _guesses(world: World, found: re.Match[str]) -> None:
    world.sign_in(find(world, found["who"]).id, client=found["client"], error=sign_in.WRONG_PASSWORD)


def _role(world: World, found: re.Match[str]) -> None:
    world.exchange.at_most = MUSTER_ROLES[found["role"]]


def _permission(world: World, found: re.Match[str]) -> None:
    permit(world, permitted=found["verb"] == "has")


def permit(world: World, *, permitted: bool) -> None:
    """Consent to Exchange's application permission for every registration with a role in it, or take it away."""
    for app in world.apps.values():
        if app.exchange_role != NONE:
            app.exchange_roles = {MANAGE_AS_APP} if permitted else set()


def _modern_auth(world: World, found: re.Match[str]) -> None:
    world.exchange.modern_auth.put(found["state"] == "on")


def _smtp(world: World, found: re.Match[str]) -> None:
    world.exchange.smtp_off.put(found["state"] == "off")


def _smtp_of(world: World, found: re.Match[str]) -> None:
    world.exchange.override(find(world, found["who"]).id).put(SMTP_AUTH[found["state"]])


def _sharepoint(world: World, found: re.Match[str]) -> None:
    world.exchange.sharepoint_legacy.put(found["state"] == "on")


def _policy(world: World, found: re.Match[str]) -> None:
    set_policy(world, found["name"], found["state"])


ACTS: dict[str, Act] = {
    r"(?P<who>\S+) signs in with (?P<way>.+)": _signs_in,
    r"(?P<who>\S+) mails over SMTP": _mails,
    r"somebody guesses (?P<who>\S+)'s password over (?P<client>.+)": _guesses,
    r"Exchange: Muster (?P<role>is a reader only|is an administrator|has no role)": _role,
    r"Exchange: Muster (?P<verb>lacks|has) Exchange\.ManageAsApp": _permission,
    r"Exchange: modern authentication is (?P<state>on|off)": _modern_auth,
    r"Exchange: SMTP AUTH is (?P<state>on|off) for everybody": _smtp,
    r"Exchange: SMTP AUTH of (?P<who>\S+) is (?P<state>on|off|inherited)": _smtp_of,
    r"SharePoint: legacy authentication is (?P<state>on|off)": _sharepoint,
    r"Entra: \"(?P<name>[^\"]+)\" is (?P<state>on|off|report-only)": _policy,
}
"""Directives by the pattern of what stands between the dashes."""


# --- from other programs ----------------------------------------------------------------------------------------------


def _change_exchange(world: World, asked: JsonObject) -> None:
    """``role`` (none, reader, administrator), ``permission``, ``modern_auth``, ``smtp_off``: each if it is there."""
    given = asked["exchange"]
    if not isinstance(given, dict) or not set(given) <= set(EXCHANGE):
        raise ValueError(f"exchange takes an object with {', '.join(EXCHANGE)}")
    for name, value in given.items():
        EXCHANGE[name](world, value)


def _cap(world: World, role: Json) -> None:
    if role not in ROLES:
        raise ValueError(f"a role in Exchange is one of {', '.join(ROLES)}")
    world.exchange.at_most = str(role)


EXCHANGE: dict[str, Callable[[World, Json], None]] = {
    "role": _cap,
    "permission": lambda world, value: permit(world, permitted=bool(value)),
    "modern_auth": lambda world, value: world.exchange.modern_auth.put(bool(value)),
    "smtp_off": lambda world, value: world.exchange.smtp_off.put(bool(value)),
}


def _change_mailboxes(world: World, asked: JsonObject) -> None:
    given = asked["mailboxes"]
    for who, state in given.items() if isinstance(given, dict) else ():
        world.exchange.override(world.person(who).id).put(SMTP_AUTH[str(state)])


def _change_policies(world: World, asked: JsonObject) -> None:
    given = asked["conditional_access"]
    for name, state in given.items() if isinstance(given, dict) else ():
        set_policy(world, name, str(state))


CHANGES: dict[str, Callable[[World, JsonObject], None]] = {
    "exchange": _change_exchange,
    "mailboxes": _change_mailboxes,
    "sharepoint_legacy": lambda world, asked: world.exchange.sharepoint_legacy.put(bool(asked["sharepoint_legacy"])),
    "conditional_access": _change_policies,
    "signs_in": lambda world, asked: signs_in(world, str(asked["signs_in"]), str(asked.get("with", ALONE))),
}
"""``{"exchange": {"role": "reader", "modern_auth": false}}``, ``{"mailboxes": {"scan": "inherited"}}``,
``{"conditional_access": {"Block legacy authentication": "report-only"}}``, ``{"signs_in": "dan", "with": "a code"}``.
"""
