"""The cmdlets that Muster uses, and the values they give. What Exchange does not say is None, never "off".

https://learn.microsoft.com/powershell/module/exchange/: Get-OrganizationConfig, Set-OrganizationConfig,
Get-TransportConfig, Get-CASMailbox, Set-CASMailbox, Get-AuthenticationPolicy.
"""

from collections.abc import AsyncIterator, Collection, Sequence

from tenant.exchange.cmdlet import Cmdlet, change, get
from tenant.exchange.session import ExchangeSession
from tenant.graph.paging import stream
from tenant.graph.wire import Thing, maybe, text
from tenant.graph.wishes import owners_of
from tenant.model import AuthenticationPolicy, ExchangeOrganization, Mailbox, MailboxWish
from tenant.ports import Written
from tenant.trouble import NotFound, Refused, Trouble

_MODERN_AUTH = "OAuth2ClientProfileEnabled"
_SMTP_OFF = "SmtpClientAuthenticationDisabled"
_MAILBOX = ("ExternalDirectoryObjectId", "DisplayName", "PrimarySmtpAddress", _SMTP_OFF)
_BASIC = "AllowBasicAuth"
_PROTOCOLS = (
    "ActiveSync", "Autodiscover", "Imap", "Mapi", "OfflineAddressBook", "OutlookService", "Pop", "Powershell",
    "ReportingWebServices", "Rpc", "Smtp", "WebServices",
)  # fmt: skip


async def organization(session: ExchangeSession) -> ExchangeOrganization:
    """``Get-OrganizationConfig``. Raises NotFound where Exchange has no such organisation."""
    call = get(session.tenant_id, "Get-OrganizationConfig", "Name", _MODERN_AUTH, "DefaultAuthenticationPolicy")
    found = await _only(session, call)
    return ExchangeOrganization(
        name=text(found, "Name"),
        modern_auth=switch(found, _MODERN_AUTH),
        default_policy=maybe(found, "DefaultAuthenticationPolicy"),
    )


async def smtp_auth_off(session: ExchangeSession) -> bool | None:
    """``Get-TransportConfig``: is SMTP AUTH off for the organisation? None: not told."""
    call = get(session.tenant_id, "Get-TransportConfig", _SMTP_OFF)
    return switch(await _only(session, call), _SMTP_OFF)


async def mailboxes(session: ExchangeSession) -> AsyncIterator[Mailbox]:
    """``Get-CASMailbox``, streamed. Raises Refused where not one mailbox tells its switch: that is not "inherits"."""
    met = told = 0
    async for thing in stream(session, get(session.tenant_id, "Get-CASMailbox", *_MAILBOX, ResultSize="Unlimited")):
        met, told = met + 1, told + (_SMTP_OFF in thing)
        yield _mailbox(thing)
    if met and not told:
        raise Refused("no mailbox tells it", detail=_SMTP_OFF)


async def some_mailboxes(session: ExchangeSession, ids: Collection[str]) -> AsyncIterator[Mailbox]:
    """``Get-CASMailbox -Identity``, one after the other; who has no mailbox is left out. Raises Refused where a mailbox
    does not tell its switch.
    """
    for user_id in dict.fromkeys(ids):
        try:
            found = await _only(session, get(session.tenant_id, "Get-CASMailbox", *_MAILBOX, Identity=user_id))
        except NotFound:
            continue
        if _SMTP_OFF not in found:
            raise Refused("this mailbox does not tell it", detail=_SMTP_OFF)
        yield _mailbox(found)


async def set_smtp_auth(session: ExchangeSession, wishes: Sequence[MailboxWish]) -> AsyncIterator[Written]:
    """``Set-CASMailbox``, at most 20, one a person: absolute values, null for "as the organisation has it"."""
    owners_of(wish.id for wish in wishes)
    for wish in wishes:
        yield Written(wish.id, await _set_smtp_auth(session, wish))


async def _set_smtp_auth(session: ExchangeSession, wish: MailboxWish) -> Trouble | None:
    off = None if wish.smtp_auth is None else not wish.smtp_auth
    call = change(session.tenant_id, "Set-CASMailbox", Identity=wish.id, SmtpClientAuthenticationDisabled=off)
    try:
        await session.send(call)
    except Trouble as trouble:
        return trouble
    return None


async def authentication_policies(session: ExchangeSession) -> tuple[AuthenticationPolicy, ...]:
    """``Get-AuthenticationPolicy``: which protocols each lets through with a bare password."""
    fields = ("Name", *(f"{_BASIC}{each}" for each in _PROTOCOLS))
    call = get(session.tenant_id, "Get-AuthenticationPolicy", *fields)
    return tuple([_policy(thing) async for thing in stream(session, call)])


async def set_modern_auth(session: ExchangeSession, on: bool) -> None:
    """``Set-OrganizationConfig -OAuth2ClientProfileEnabled``: an absolute value."""
    await session.send(change(session.tenant_id, "Set-OrganizationConfig", OAuth2ClientProfileEnabled=on))


def switch(thing: Thing, name: str) -> bool | None:
    """The switch there, as JSON or as PowerShell writes it; None where it is absent, empty or unreadable."""
    value = thing.get(name)
    if isinstance(value, bool):
        return value
    return {"true": True, "false": False}.get(value.strip().casefold()) if isinstance(value, str) else None


async def _only(session: ExchangeSession, call: Cmdlet) -> Thing:
    """The one object of a setting that exists once."""
    async for thing in stream(session, call):
        return thing
    raise NotFound(f"{call.name} gave nothing")


def _mailbox(thing: Thing) -> Mailbox:
    off = switch(thing, _SMTP_OFF)
    address = text(thing, "PrimarySmtpAddress")
    return Mailbox(
        id=text(thing, "ExternalDirectoryObjectId"),
        name=text(thing, "DisplayName") or address,
        address=address,
        smtp_auth=None if off is None else not off,
    )


def _policy(thing: Thing) -> AuthenticationPolicy:
    allowed = frozenset(each for each in _PROTOCOLS if switch(thing, f"{_BASIC}{each}"))
    return AuthenticationPolicy(name=text(thing, "Name"), allows_basic=allowed)
