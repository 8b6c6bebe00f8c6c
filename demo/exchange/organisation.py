"""What Exchange Online and SharePoint remember of the tenant: switches, policies, and what each mailbox overrides."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from demo.directory import Directory, Lagging, Person
from demo.exchange.roles import ADMINISTRATOR
from demo.keys import stable_id
from demo.wire import Json, JsonObject

MODERN_AUTH = "OAuth2ClientProfileEnabled"
SMTP_OFF = "SmtpClientAuthenticationDisabled"
SHAREPOINT_LEGACY = "isLegacyAuthProtocolsEnabled"
"""The switches by Microsoft's names."""

PROTOCOLS = (
    "ActiveSync",
    "Autodiscover",
    "Imap",
    "Mapi",
    "OfflineAddressBook",
    "OutlookService",
    "Pop",
    "Powershell",
    "ReportingWebServices",
    "Rpc",
    "Smtp",
    "WebServices",
)
"""``AllowBasicAuth...`` of an authentication policy: https://learn.microsoft.com/powershell/module/exchange/set-authenticationpolicy"""


@dataclass(frozen=True, slots=True)
class Policy:
    """An authentication policy; ``allows`` are the protocols for which it lets passwords through."""

    name: str
    allows: frozenset[str] = frozenset()


@dataclass(slots=True, kw_only=True)
class Organisation:
    """Everything of Exchange and SharePoint that a reset puts back.

    ``overrides``: what a mailbox says of SMTP AUTH, by the person's id: True off, False on even where the
    organisation has it off, None (as all others) what the organisation says. ``at_most``: the strongest role in
    Exchange that any application has now; ``busy``: requests that are being served.
    """

    modern_auth: Lagging[bool]
    smtp_off: Lagging[bool]
    policies: tuple[Policy, ...] = ()
    default_policy: str | None = None
    overrides: dict[str, Lagging[bool | None]] = field(default_factory=dict)
    sharepoint_legacy: Lagging[bool] = field(default_factory=lambda: Lagging(False))
    at_most: str = ADMINISTRATOR
    busy: int = 0
    seeded: tuple[tuple[tuple[str, str], Json], ...] = ()

    def __post_init__(self) -> None:
        """Remember how everything stood at the start."""
        self.seeded = tuple(self._facts())

    def override(self, person: str) -> Lagging[bool | None]:
        """What this person's mailbox says of SMTP AUTH, to read or to write."""
        return self.overrides.setdefault(person, Lagging(None))

    def changed(self, directory: Directory) -> JsonObject:
        """What is otherwise than at the start, in Microsoft's names, as ``exchange`` and ``sharepoint``; else empty."""
        before = dict(self.seeded)
        found: dict[str, JsonObject] = {}
        for (place, name), value in self._facts():
            if before.get((place, name)) != value:
                person = directory.people.get(name)
                said = f"{person.upn}.{SMTP_OFF}" if person else name
                found.setdefault(place, {})[said] = value
        return {**found}

    def _facts(self) -> Iterator[tuple[tuple[str, str], Json]]:
        yield ("exchange", MODERN_AUTH), self.modern_auth.true
        yield ("exchange", SMTP_OFF), self.smtp_off.true
        yield from ((("exchange", person), value.true) for person, value in sorted(self.overrides.items()))
        yield ("sharepoint", SHAREPOINT_LEGACY), self.sharepoint_legacy.true


def has_mailbox(directory: Directory, person: Person) -> bool:
    """Is there a mailbox: a licence with Exchange, or a shared mailbox or room (sign-in disabled, no licence)?"""
    if person.user_type == "Guest" or person.mail is None:
        return False
    plans = [plan.service for sku in person.skus if sku in directory.bought for plan in directory.products[sku].plans]
    return "exchange" in plans or not person.enabled


def mailboxes(directory: Directory) -> list[Person]:
    """Everybody with a mailbox, by address."""
    return sorted((p for p in directory.people.values() if has_mailbox(directory, p)), key=lambda p: p.upn)


def find_mailbox(directory: Directory, identity: str) -> Person | None:
    """A mailbox by object id, address, UPN or name."""
    wanted = identity.casefold()
    direct = directory.person(identity)
    if direct is not None:
        return direct if has_mailbox(directory, direct) else None
    found = (p for p in mailboxes(directory) if wanted in ((p.mail or "").casefold(), p.name.casefold(), alias(p)))
    return next(found, None)


def alias(person: Person) -> str:
    """The mailbox's alias: the address before the @."""
    return person.upn.partition("@")[0].casefold()


def mailbox_guid(person: Person) -> str:
    """Exchange's own id of a mailbox: not the user's object id."""
    return stable_id("mailbox", person.id)
