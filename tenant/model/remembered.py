"""What this house remembers and declares about a tenant, beside what Microsoft knows."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class Kind(StrEnum):
    """What a statement is about. ``subject`` is a person's object id, or the name of a system or of a campaign."""

    LISTED = "listed"  # an owner named a list with this number; ``source`` is the list's name, ``at`` its age
    ASKED = "asked"  # the person was asked whether this value is theirs
    CONFIRMED = "confirmed"  # the person said yes
    DISOWNED = "disowned"  # the person said no; ``key``: the number's digits
    SET_FOR_THEM = "set-for-them"  # Muster wrote this method (``key``: its id), and nobody has used it yet
    NEW_METHOD = "new-method"  # a method (``key``: its id) appeared on the person, who is asked whether it is theirs
    READY_IN = "ready-in"  # the person did what a campaign (``key``: its name) waits for; ``value``: the wave
    CAMPAIGN = "campaign"  # one that runs (``subject``: `actions.spec.subject_id`); ``value``: its terms as JSON text
    ATTESTED = "attested"  # somebody vouches for a system that Microsoft's cloud cannot see


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """One thing that somebody told Muster, or that Muster did: one per kind, subject and key."""

    kind: Kind
    subject: str
    key: str = ""
    value: str = field(default="", repr=False)
    source: str = ""
    by: str = ""  # a name, for people
    at: datetime  # when it was true


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """What the owner declared in settings. Everything is off until said."""

    trust_directory_phones: bool = False
    default_region: str = ""  # two letters, for national numbers of people without a usage location
    exchange_writes: bool = False
    writable_groups: frozenset[str] = frozenset()  # ids of the groups whose members Muster may change; no others
    break_glass: frozenset[str] = frozenset()  # object ids of the emergency accounts
    install_app: bool = False  # may Muster's app be installed for people, so that it can write to them?
    teams_app: str = ""  # the id in the manifest of the installed app (Graph's ``externalId``)
    feed: bool = False  # may people be reached through their activity feed?
    mail_sender: str = ""  # the mailbox that mail is sent from; empty: none is sent
    help_desk: tuple[str, ...] = ()  # object ids of those who hand secrets over in person, the first one first
