"""A file that somebody may take: Teams asks them whether it may be put into their OneDrive.

https://learn.microsoft.com/microsoftteams/platform/bots/how-to/bots-filesv4
"""

import json

from bot.cards.parts import DATA
from bot.message import OutgoingMessage
from dialogs import FileOffered

CONSENT = "application/vnd.microsoft.teams.card.file.consent"


def draw(reply: FileOffered) -> OutgoingMessage:
    """Teams' own consent card. What comes back with the answer names a record, no more."""
    context = {DATA: dict(reply.data)}
    content = {
        "description": reply.text,
        "sizeInBytes": reply.size,
        "acceptContext": context,
        "declineContext": context,
    }
    attachment = {"contentType": CONSENT, "name": reply.name, "content": content}
    return OutgoingMessage(attachment=json.dumps(attachment), summary=f"{reply.name}: {reply.text}"[:200])
