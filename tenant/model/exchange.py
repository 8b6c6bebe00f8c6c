"""Exchange Online's and SharePoint's own switches. None is "Microsoft did not say", never "off"."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class ExchangeOrganization:
    """``Get-OrganizationConfig``: the modern authentication switch and the default authentication policy's name."""

    name: str
    modern_auth: bool | None
    default_policy: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Mailbox:
    """``Get-CASMailbox``, as far as SMTP goes. ``smtp_auth``: True on even where the organisation has it off, False
    off, None as the organisation has it.
    """

    id: str  # ExternalDirectoryObjectId: the user's object id; empty where Exchange does not tell
    name: str
    address: str
    smtp_auth: bool | None


@dataclass(frozen=True, slots=True)
class MailboxWish:
    """What SMTP AUTH shall be for one mailbox, as in `Mailbox.smtp_auth`: an absolute value. ``id``: the user's."""

    id: str
    smtp_auth: bool | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AuthenticationPolicy:
    """``Get-AuthenticationPolicy``: protocols (``Smtp``, ``Imap`` …) for which it allows basic authentication."""

    name: str
    allows_basic: frozenset[str] = field(default_factory=frozenset)
