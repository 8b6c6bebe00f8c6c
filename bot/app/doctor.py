"""`python -m bot doctor`: what is missing before Muster can do its work, each with what to do about it."""

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from bot.app.identity import cloud_of, credentials_of
from bot.app.permissions import BY_SETTING
from bot.settings import Settings
from store import CannotOpen, open_store
from tenant.graph import GraphTenants
from tenant.ports import Clock, Purpose, TenantReader
from tenant.trouble import Forbidden, Trouble, Unlicensed

Item = TypeVar("Item")

_GRANT = (
    "In the Entra admin centre open the app's registration, API permissions, add it under Microsoft Graph / "
    "Application, and grant admin consent."
)

_TRUSTING = (
    "MUSTER_TRUST_DIRECTORY_PHONES is on: make sure that people cannot write their own mobile number (self-service, "
    "HR portal, Outlook), or whoever steals a password plants a phone that Muster then blesses."
)
_EXCHANGE = (
    "MUSTER_EXCHANGE_WRITES is on: `modern-auth enable exchange` may write once an owner types `writes on exchange`."
)
_REGION = (
    "MUSTER_DEFAULT_REGION is not set: a national number of somebody without a usage location is shown, "
    "never guessed at."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing looked at. Not ``needed``: Muster works without it. ``fix``: what to do, in a sentence."""

    what: str
    good: bool
    needed: bool = True
    fix: str = ""


Look = Callable[[TenantReader], Awaitable[object]]

_READS: Sequence[tuple[str, Look]] = (
    ("users", lambda reader: _first(reader.everyone())),
    ("groups", lambda reader: reader.find_groups("Muster looks whether it may read groups")),
    ("directory roles, active and eligible", lambda reader: reader.roles()),
    ("security defaults", lambda reader: reader.security_defaults()),
    ("Conditional Access", lambda reader: reader.coverage()),
    ("the method policy", lambda reader: reader.method_policy()),
)


async def examine(settings: Settings, clock: Clock) -> Sequence[Finding]:
    """Look at everything without changing anything; nothing is raised for what is missing."""
    tenants = GraphTenants(cloud_of(settings), credentials_of(settings), clock)
    try:
        found = [*_settings(settings), await _database(settings), await _connector(settings, tenants)]
        reader = tenants.reader(settings.tenant_id, Purpose("doctor"))
        found += [await _read(what, look, reader) for what, look in _READS]
        found += [await _methods(reader), await _registrations(reader), *await _reaching(settings, reader)]
        found.append(await _accounts(settings, reader))
        return [*found, *await _groups(settings, reader)]
    finally:
        await tenants.close()


def _settings(settings: Settings) -> list[Finding]:
    roles = {
        "MUSTER_OPERATORS": settings.operators,
        "MUSTER_APPROVERS": settings.approvers,
        "MUSTER_OWNERS": settings.owners,
    }
    found = [
        Finding(
            what=f"{name} names a group",
            good=bool(ids),
            fix="" if ids else f"Set {name} to the object id of an Entra group.",
        )
        for name, ids in roles.items()
    ]
    named = bool(settings.break_glass)
    fix = (
        ""
        if named
        else "Set MUSTER_BREAK_GLASS to the object ids of your emergency accounts: writes stay off until then."
    )
    return [
        *found,
        Finding(what="MUSTER_BREAK_GLASS names the emergency accounts", good=named, fix=fix),
        *_rules(settings),
    ]


def _rules(settings: Settings) -> list[Finding]:
    """What was declared that makes Muster believe or write more than it would by itself."""
    return [
        Finding(what=what, good=good, needed=False, fix="" if good else fix)
        for what, good, fix in (
            ("numbers in the directory are not believed by themselves", not settings.trust_directory_phones, _TRUSTING),
            ("writing to Exchange Online is off (MUSTER_EXCHANGE_WRITES)", not settings.exchange_writes, _EXCHANGE),
            ("a country for people without a usage location", bool(settings.default_region), _REGION),
        )
    ]


async def _database(settings: Settings) -> Finding:
    try:
        store = await open_store(settings.database_url)
    except CannotOpen as error:
        return Finding(what="the database", good=False, fix=str(error))
    await store.close()
    return Finding(what="the database", good=True)


async def _connector(settings: Settings, tenants: GraphTenants) -> Finding:
    tokens = tenants.tokens(settings.tenant_id, credentials_of(settings).connector)
    try:
        await tokens.token(cloud_of(settings).bot_scope)
    except Trouble as trouble:
        return Finding(what="signing in as the bot", good=False, fix=_cure(trouble))
    return Finding(what="signing in as the bot", good=True)


async def _read(what: str, look: Look, reader: TenantReader) -> Finding:
    try:
        await look(reader)
    except Trouble as trouble:
        return Finding(
            what=f"reading {what}", good=False, needed=not isinstance(trouble, Unlicensed), fix=_cure(trouble)
        )
    return Finding(what=f"reading {what}", good=True)


async def _methods(reader: TenantReader) -> Finding:
    async def look(reader: TenantReader) -> None:
        user = await _first(reader.everyone())
        if user is not None:
            await _first(reader.methods([user.id]))
            await _first(reader.states([user.id]))

    return await _read("sign-in methods and per-user MFA", look, reader)


async def _registrations(reader: TenantReader) -> Finding:
    """The report needs Entra ID P1; without it Muster asks person by person."""
    what = "the registration report (Entra ID P1)"
    try:
        await _first(reader.registrations())
    except Trouble as trouble:
        return Finding(what=what, good=False, needed=False, fix=_cure(trouble))
    return Finding(what=what, good=True)


async def _reaching(settings: Settings, reader: TenantReader) -> list[Finding]:
    """When people work and on what: without it campaigns keep the office's hours and judge no device. What writes is
    not tried; its permissions are named.
    """
    user = await _someone(reader)
    reads: Sequence[tuple[str, Look]] = (
        ("working hours (mailbox settings)", lambda reader: _first(reader.working_hours([user] if user else []))),
        ("people's devices", lambda reader: _first(reader.devices([user] if user else []))),
    )
    found = [replace(await _read(what, look, reader), needed=False) for what, look in reads]
    return [*found, *(Finding(what=what, good=True, needed=False) for what in _ways(settings))]


def _ways(settings: Settings) -> list[str]:
    ways = (
        (settings.install_app, "installing the app for people is on: {}", "MUSTER_INSTALL_APP"),
        (settings.feed, "the activity feed is on: {}", "MUSTER_FEED"),
        (bool(settings.mail_sender), "mail is on: {}, confined to the sender's mailbox", "MUSTER_MAIL_SENDER"),
    )
    return [what.format(", ".join(BY_SETTING[setting])) for on, what, setting in ways if on]


async def _someone(reader: TenantReader) -> str:
    """Anybody's id; empty where users cannot be read, which is told elsewhere."""
    try:
        user = await _first(reader.everyone())
    except Trouble:
        return ""
    return user.id if user else ""


async def _accounts(settings: Settings, reader: TenantReader) -> Finding:
    """Emergency accounts that are there, enabled."""
    try:
        found = [user async for user in reader.users(settings.break_glass)] if settings.break_glass else []
    except Trouble as trouble:
        return Finding(what="the emergency accounts", good=False, fix=_cure(trouble))
    missing = len(settings.break_glass) - sum(1 for user in found if user.enabled)
    fix = f"{missing} of the accounts in MUSTER_BREAK_GLASS are gone or disabled: correct the list." if missing else ""
    return Finding(what="the emergency accounts exist and are enabled", good=not missing, fix=fix)


async def _groups(settings: Settings, reader: TenantReader) -> list[Finding]:
    found = []
    for each in dict.fromkeys((*settings.operators, *settings.approvers, *settings.owners)):
        try:
            there = any(group.id == each for group in await reader.find_groups(each))
        except Trouble as trouble:
            found.append(Finding(what=f"the group {each}", good=False, fix=_cure(trouble)))
            continue
        fix = "" if there else "No such group: take the object id from its page in the Entra admin centre."
        found.append(Finding(what=f"the group {each}", good=there, fix=fix))
    return found


def _cure(trouble: Trouble) -> str:
    match trouble:
        case Forbidden():
            return f"The permission {trouble.scope or 'for this'} is missing. {_GRANT}"
        case Unlicensed():
            return f"The tenant has no {trouble.needs}; Muster does without."
        case _:
            detail = ", ".join(f"{name} {value}" for name, value in trouble.facts.items())
            return f"Microsoft answered: {trouble.code}{f' ({detail})' if detail else ''}."


async def _first(items: AsyncIterator[Item]) -> Item | None:
    """One is enough to know that it may be read."""
    async for each in items:
        return each
    return None
