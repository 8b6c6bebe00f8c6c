"""What is said next: words in, records moved by the engine, replies out. No card, no Activity, no SQL."""

from dialogs.catalogue import Catalogue
from dialogs.command import Command, Role, Turn
from dialogs.dialogs import Dialogs
from dialogs.later import Later
from dialogs.reply import (
    ApprovalAsked,
    Button,
    Card,
    Dialog,
    Fact,
    FileOffered,
    Findings,
    HelpAsked,
    Input,
    Listing,
    PhoneShown,
    PlanShown,
    Progress,
    Question,
    ReminderShown,
    Reply,
    Result,
    Section,
    Text,
    Tone,
)
from dialogs.said import Pressed, Said

__all__ = [
    "ApprovalAsked",
    "Button",
    "Card",
    "Catalogue",
    "Command",
    "Dialog",
    "Dialogs",
    "Fact",
    "FileOffered",
    "Findings",
    "HelpAsked",
    "Input",
    "Later",
    "Listing",
    "PhoneShown",
    "PlanShown",
    "Pressed",
    "Progress",
    "Question",
    "ReminderShown",
    "Reply",
    "Result",
    "Role",
    "Said",
    "Section",
    "Text",
    "Tone",
    "Turn",
]
