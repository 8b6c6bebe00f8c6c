"""What reaches people beside a chat: a note in their activity feed, and mail. Neither is ever sent twice.

https://learn.microsoft.com/graph/api/userteamwork-sendactivitynotification: the note leads to Muster's own app, so its
topic is the app's installation; the kind of note is declared in the app's manifest.
https://learn.microsoft.com/graph/api/user-sendmail: 202 says that the mail was accepted, not that it arrives.
"""

from tenant.graph.call import Call, segment
from tenant.graph.session import Session
from tenant.graph.teams_apps import Catalogue, installation, of_this_person
from tenant.graph.wire import Thing
from tenant.model import FeedNote, Mail
from tenant.trouble import NotFound, Protected, Refused

#: The kind of note, as ``activities.activityTypes`` of the manifest declares it.
REMINDER = "reminder"
#: Teams shows so many characters of a preview.
LONGEST_PREVIEW = 150
NO_SENDER = "mail-sender-refused"


async def notify(session: Session, catalogue: Catalogue, note: FeedNote, *, app: str) -> None:
    """One note. Refused where the app is not installed for this person, or where they have no Teams."""
    topic = await installation(session, catalogue, note.user_id, app=app)
    body: Thing = {
        "topic": {"source": "entityUrl", "value": topic},
        "activityType": REMINDER,
        "previewText": {"content": shortened(note.preview)},
    }
    path = f"/users/{segment(note.user_id)}/teamwork/sendActivityNotification"
    with of_this_person(session):
        await session.send(Call(method="POST", path=path, body=body))


async def send(session: Session, mail: Mail, *, sender: str) -> None:
    """One mail, of which no copy is kept. Refused where the mailbox is none, or one that is kept from us."""
    message: Thing = {
        "subject": " ".join(mail.subject.split()),
        "body": {"contentType": "text", "content": mail.text},
        "toRecipients": [{"emailAddress": {"address": mail.to}}],
    }
    body: Thing = {"Message": message, "SaveToSentItems": False}
    try:
        await session.send(Call(method="POST", path=f"/users/{segment(sender)}/sendMail", body=body))
    except (NotFound, Protected) as trouble:
        raise Refused(str(trouble), status=403, detail=NO_SENDER, request_id=trouble.request_id) from trouble


def shortened(preview: str) -> str:
    """In one line, cut at a word where it is too long."""
    line = " ".join(preview.split())
    if len(line) <= LONGEST_PREVIEW:
        return line
    cut = line[: LONGEST_PREVIEW - 1]
    word, _, _ = cut.rpartition(" ")
    return f"{(word or cut).rstrip()}…"
