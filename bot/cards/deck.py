"""From a reply to a message: the right drawer, the frame, and as much as fits.

Teams shows version 1.5 (https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/cards-reference)
and refuses large messages; below 25 KB, counted as UTF-16 as Teams does, a card is safe everywhere.
"""

from microsoft_teams.cards.core import AdaptiveCard, TeamsCardProperties

from bot.cards import (
    approval_asked,
    file_offered,
    findings,
    help_asked,
    listing,
    phone_shown,
    plan_shown,
    progress,
    question,
    reminder_shown,
    result,
    text,
)
from bot.cards.literal import clipped
from bot.cards.parts import Drawing, Limits, Pen
from bot.message import OutgoingMessage
from dialogs import (
    ApprovalAsked,
    FileOffered,
    Findings,
    HelpAsked,
    Listing,
    PhoneShown,
    PlanShown,
    Progress,
    Question,
    ReminderShown,
    Reply,
    Result,
    Text,
)

Shown = (
    Question
    | PlanShown
    | ApprovalAsked
    | Progress
    | Result
    | Findings
    | Listing
    | ReminderShown
    | PhoneShown
    | HelpAsked
)
"""What is drawn as an Adaptive Card."""

LARGEST = 25 * 1024
"""Bytes of a card's JSON in UTF-16."""

_SUMMARY = 200
_LADDER = (
    Limits(),
    Limits(rows=30, chars=1000, points=31),
    Limits(rows=20, chars=500, twice=False, points=16),
    Limits(rows=16, chars=300, words=1000, pieces=30, twice=False, points=8),
    Limits(rows=12, chars=300, words=1000, pieces=30, twice=False, points=8),
    *(Limits(rows=rows, chars=200, words=600, pieces=20, twice=False, points=0) for rows in (10, 8, 7, 6, 5)),
    Limits(rows=4, chars=100, words=400, pieces=15, twice=False, points=0),
    Limits(rows=2, chars=60, words=200, pieces=12, twice=False, points=0),
    Limits(rows=0, chars=60, words=100, pieces=6, twice=False, points=0),
    Limits(rows=0, chars=60, words=60, pieces=4, twice=False, points=0),
)


def draw(reply: Reply) -> OutgoingMessage:
    """The message for this reply; what does not fit is left out, and the card says so."""
    if isinstance(reply, Text):
        return text.draw(reply)
    if isinstance(reply, FileOffered):
        return file_offered.draw(reply)
    message = _message(reply, _LADDER[0])
    for limits in _LADDER[1:]:
        if size(message.card) <= LARGEST:
            break
        message = _message(reply, limits)
    return message


def size(card: str) -> int:
    """Bytes as Teams counts them."""
    return len(card.encode("utf-16-le"))


def _message(reply: Shown, limits: Limits) -> OutgoingMessage:
    drawing = _drawn(reply, Pen(limits))
    summary = clipped(drawing.summary, _SUMMARY)
    card = AdaptiveCard(
        version="1.5",
        body=list(drawing.body),
        actions=list(drawing.actions) or None,
        speak=summary,
        fallback_text=summary,
        msteams=TeamsCardProperties(width="full"),
    )
    return OutgoingMessage(card=card.model_dump_json(by_alias=True, exclude_none=True), summary=summary)


def _drawn(reply: Shown, pen: Pen) -> Drawing:
    match reply:
        case Question():
            return question.draw(reply, pen)
        case PlanShown():
            return plan_shown.draw(reply, pen)
        case ApprovalAsked():
            return approval_asked.draw(reply, pen)
        case Progress():
            return progress.draw(reply, pen)
        case Result():
            return result.draw(reply, pen)
        case Findings():
            return findings.draw(reply, pen)
        case Listing():
            return listing.draw(reply, pen)
        case ReminderShown():
            return reminder_shown.draw(reply, pen)
        case PhoneShown():
            return phone_shown.draw(reply, pen)
        case HelpAsked():
            return help_asked.draw(reply, pen)
