"""Answers to reminders: a button of a person's message of the day, and the word ``stop``."""

from datetime import date

from actions.spec import Refusal
from dialogs.audience import speech_of, told_of
from dialogs.desk import Desk, Speaker
from dialogs.reply import Reply, Text, Tone
from dialogs.said import Pressed
from dialogs.views import personal
from dialogs.views.reminder import ANSWERS, PICKED, refused
from dialogs.views.reminder import answered as shown
from dialogs.words.people.reminders import NEXT, own
from engine import Answer, Reminder

STOPS = frozenset({
    "stop", "stop it", "please stop", "stoppen", "stopp", "aufhören", "aufhoeren", "hör auf", "hören sie auf",
    "ophouden", "hou op", "stop ermee", "arrêter", "arreter", "arrête", "arrete", "arrêtez", "arrêtez ça", "ça suffit",
    "parar", "para", "para ya", "basta", "basta ya", "unsubscribe", "afmelden", "abmelden", "désabonner", "cancelar",
})  # fmt: skip


def is_stop(text: str) -> bool:
    """Does somebody ask for an end of it, in a word or two of their language and nothing else?"""
    return text.strip(" .!?").casefold() in STOPS


async def answered(desk: Desk, speaker: Speaker, pressed: Pressed) -> Reply:
    """What a button leads to, in the person's language. Raises tenant trouble, and Refusal for what is not theirs."""
    reminder_id = pressed.data.get("reminder", "")
    reminder = await desk.store.reminder(speaker.tenant_id, reminder_id)
    try:
        seen = await desk.engine.answer_reminder(speaker.person, reminder_id, ANSWERS[pressed.verb], day=_day(pressed))
    except Refusal as no:
        return await _refused(desk, speaker, reminder, no)
    return shown(seen, await told_of(desk, seen.reminder))


async def _refused(desk: Desk, speaker: Speaker, reminder: Reminder | None, no: Refusal) -> Text:
    """Somebody else's reminder says nothing of itself, not even its language."""
    if reminder is None or reminder.person.id != speaker.person.id:
        raise no
    told = await told_of(desk, reminder)
    speech = told.speech
    said = (refused(no.reason, told),)
    return Text(lines=said, next=own(speech), tone=Tone.WARNING, onward=speech.gettext(NEXT))


def _day(pressed: Pressed) -> date | None:
    """The day that was picked; raises Refusal where the button needs one and there is none."""
    if ANSWERS[pressed.verb] is not Answer.DAY:
        return None
    try:
        return date.fromisoformat(pressed.inputs.get(PICKED, "").strip())
    except ValueError:
        raise Refusal("day-needed") from None


async def stopped(desk: Desk, speaker: Speaker) -> Reply:
    """``stop``, said by somebody who may not stop anything: the truth, in their language."""
    speech = await speech_of(desk, speaker.tenant_id, speaker.person)
    if not await desk.engine.open_reminders(speaker.person.id):
        return personal.nothing_to_stop(speech)
    told = await desk.engine.cannot_stop(speaker.person)
    return personal.cannot_stop(speech, told.campaigns, told.asked_by)
