"""Mailbox settings, and mail that is sent.

https://learn.microsoft.com/graph/api/user-get-mailboxsettings and https://learn.microsoft.com/graph/api/user-sendmail
"""

from demo import mailbox, reach
from demo.directory import Person
from demo.graph.call import Call
from demo.graph.routes import ONE, Route, roles
from demo.graph.shape import Shape, one
from demo.limits import Cost
from demo.reach import Mailed
from demo.wire import Answer, Json, JsonObject, Problem

READ = roles("MailboxSettings.Read", "MailboxSettings.ReadWrite")
SEND = roles("Mail.Send")
OUT_OF_OFFICE = "I am out of the office."


def _replies(call: Call, person: Person) -> Json:
    away = person.mailbox.away
    status = "disabled" if away is None else "scheduled" if away.until else "alwaysEnabled"
    since = away.since if away else call.world.now()
    until = (away.until if away else None) or since
    said = OUT_OF_OFFICE if away else ""
    return {
        "status": status,
        "externalAudience": "all",
        "internalReplyMessage": said,
        "externalReplyMessage": said,
        "scheduledStartDateTime": {**mailbox.instant(since)},
        "scheduledEndDateTime": {**mailbox.instant(until)},
    }


def _hours(person: Person) -> Json:
    box = person.mailbox
    return {
        "daysOfWeek": [*box.days],
        "startTime": f"{box.starts:%H:%M:%S}.0000000",
        "endTime": f"{box.ends:%H:%M:%S}.0000000",
        "timeZone": {"name": box.hours_zone or box.zone},
    }


def _language(person: Person) -> Json:
    """Empty where the mailbox was never opened in Outlook on the web."""
    locale = person.language or ""
    return {"locale": locale, "displayName": locale}


SETTINGS: Shape[Person] = Shape(
    "microsoft.graph.mailboxSettings",
    {
        "archiveFolder": lambda call, p: None,
        "timeZone": lambda call, p: p.mailbox.zone,
        "delegateMeetingMessageDeliveryOptions": lambda call, p: "sendToDelegateOnly",
        "dateFormat": lambda call, p: "dd/MM/yyyy",
        "timeFormat": lambda call, p: "HH:mm",
        "userPurpose": lambda call, p: "user" if p.enabled else "shared",
        "automaticRepliesSetting": lambda call, p: _replies(call, p),
        "language": lambda call, p: _language(p),
        "workingHours": lambda call, p: _hours(p),
    },
)


def _settings(call: Call) -> Answer:
    return one(call, SETTINGS, _holder(call), path=f"users('{call.person().id}')/mailboxSettings")


def _holder(call: Call) -> Person:
    person = call.person()
    if not reach.has_mailbox(call.world.directory, person):
        text = "The mailbox is either inactive, soft-deleted, or is hosted on-premise."
        raise Problem(404, "MailboxNotEnabledForRESTAPI", text)
    return person


# --- sending ----------------------------------------------------------------------------------------------------------


def _send(call: Call) -> Answer:
    """Accepted is not delivered: an address that nobody has is accepted too."""
    sender, fields = _holder(call), call.fields
    message = _object(_either(fields, "message", "Message"))
    addresses = _addresses(message)
    if not addresses:
        raise Problem(400, "ErrorInvalidRecipients", "At least one recipient is not valid.")
    body = _object(message.get("body"))
    for to in addresses:
        mailed = Mailed(
            at=call.world.now(),
            sender=sender.upn,
            to=to,
            subject=str(message.get("subject") or ""),
            text=str(body.get("content") or ""),
        )
        call.world.reach.mails.append(mailed)
        if (person := call.world.directory.person(to)) is not None:
            call.world.deliveries.to(person, "mail", at=mailed.at, what=mailed.text)
    return Answer(202)


def _either(fields: JsonObject, *names: str) -> Json:
    """Parameters of an action are named either way in what Microsoft publishes."""
    return next((fields[name] for name in names if name in fields), None)


def _addresses(message: JsonObject) -> list[str]:
    rows = message.get("toRecipients")
    inside = [_object(_object(row).get("emailAddress")) for row in rows] if isinstance(rows, list) else []
    return [str(one["address"]) for one in inside if "@" in str(one.get("address", ""))]


def _object(value: Json) -> JsonObject:
    return value if isinstance(value, dict) else {}


ROUTES = (
    Route(
        method="GET",
        path="/users/{}/mailboxSettings",
        answer=_settings,
        roles=READ,
        options=ONE,
        cost=Cost(service="mailbox"),
    ),
    Route(method="POST", path="/users/{}/sendMail", answer=_send, roles=SEND, cost=Cost(service="mail")),
)
