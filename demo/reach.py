"""How the tenant's people can be reached beside a chat, and what went to them that way.

https://learn.microsoft.com/microsoftteams/platform/graph-api/proactive-bots-and-messages/graph-proactive-bots-and-messages
"""

from dataclasses import dataclass, field
from datetime import datetime

from demo.directory import Directory, Person

TEAMS_PLANS = frozenset({"TEAMS1"})
MAIL_PLANS = frozenset({"EXCHANGE_S_ENTERPRISE", "EXCHANGE_S_STANDARD"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Mailed:
    """A mail that was accepted; ``to`` as it was addressed."""

    at: datetime
    sender: str
    to: str
    subject: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Noted:
    """A note in the activity feed of ``person`` (object id)."""

    at: datetime
    person: str
    kind: str
    preview: str


@dataclass(slots=True)
class Reach:
    """Who has no app and who blocked the bot (object ids); what was mailed, noted and installed, in order."""

    without_app: set[str] = field(default_factory=set)
    blocked: set[str] = field(default_factory=set)
    mails: list[Mailed] = field(default_factory=list)
    notes: list[Noted] = field(default_factory=list)
    installs: list[str] = field(default_factory=list)
    braked_until: float = 0.0
    """Of the clock's seconds: until then the Connector lets nobody speak."""


def has_teams(directory: Directory, person: Person) -> bool:
    """Has this person a licence with Teams, and an account that can be used?"""
    return person.enabled and not _plans(directory, person).isdisjoint(TEAMS_PLANS)


def has_mailbox(directory: Directory, person: Person) -> bool:
    """A licensed mailbox, or a shared one: sign-in disabled, an address, no licence. Guests have theirs at home."""
    if person.mail is None or person.user_type == "Guest":
        return False
    return not (person.enabled and _plans(directory, person).isdisjoint(MAIL_PLANS))


def _plans(directory: Directory, person: Person) -> set[str]:
    products = (directory.products[sku] for sku in person.skus if sku in directory.products)
    return {plan.name for product in products for plan in product.plans}
