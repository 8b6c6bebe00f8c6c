"""Help requests in the help desk's own place: the card, and its buttons."""

from collections.abc import Sequence
from uuid import NAMESPACE_URL, uuid5

from actions.spec import Refusal
from dialogs.desk import Desk, Speaker
from dialogs.reply import HelpAsked
from dialogs.said import Pressed
from dialogs.views.help_request import ANSWER, CLOSE, FIELD, help_asked
from engine import HelpRequest, Notice
from tenant.model import Method
from tenant.ports import Priority, Purpose
from tenant.trouble import Trouble

VERBS = frozenset({ANSWER, CLOSE})


async def help_shown(desk: Desk, notice: Notice) -> HelpAsked | None:
    """The card as it stands now; None where the record is gone."""
    key = notice.about.partition(":")[2]
    request = await desk.store.help_request(notice.tenant_id, int(key)) if key.isdecimal() else None
    return await help_card(desk, request) if request is not None else None


async def help_card(desk: Desk, request: HelpRequest) -> HelpAsked:
    """Who asks, about what, and what Muster sees of their methods now."""
    reminder = await desk.store.reminder(request.tenant_id, request.reminder)
    campaign = await desk.store.campaign(request.tenant_id, request.campaign) if request.campaign is not None else None
    methods = await _methods(desk, request)
    return help_asked(request, reminder, campaign, methods=methods, zone=desk.zone)


async def _methods(desk: Desk, request: HelpRequest) -> Sequence[Method] | None:
    """None where Microsoft does not say; the card matters more."""
    correlation = str(uuid5(NAMESPACE_URL, f"urn:muster:help:{request.number}"))
    reader = desk.tenants.reader(request.tenant_id, Purpose(correlation, Priority.NORMAL))
    try:
        found = [each async for _, each in reader.methods([request.person.id])]
    except Trouble:
        return None
    return [method for methods in found for method in methods]


async def pressed(desk: Desk, speaker: Speaker, what: Pressed) -> HelpAsked:
    """Answer it or close it, as whoever pressed. Raises Refusal."""
    number = what.data.get("number", "")
    if not (number.isascii() and number.isdecimal() and len(number) < 10):
        raise Refusal("unknown-button")
    if what.verb == CLOSE:
        return await help_card(desk, await desk.engine.close_help(speaker.person, speaker.place, int(number)))
    text = what.inputs.get(FIELD, "").strip()
    if not text:
        raise Refusal("answer-needed")
    return await help_card(desk, await desk.engine.answer_help(speaker.person, speaker.place, int(number), text))
