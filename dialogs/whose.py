"""The answer to "a new sign-in method: you?". The payload says which question was seen, and is trusted with no more."""

from actions.spec import Refusal
from dialogs.audience import speech_of
from dialogs.desk import Desk, Speaker
from dialogs.reply import PhoneShown
from dialogs.said import Pressed
from dialogs.views import new_method
from tenant.model import Kind

ANSWERS = frozenset({new_method.YES, new_method.NO})


async def answered(desk: Desk, speaker: Speaker, pressed: Pressed) -> PhoneShown:
    """What follows. Raises Refusal where the question is not theirs, or not open any more."""
    open_ = await desk.store.statements(speaker.tenant_id, Kind.NEW_METHOD, [speaker.person.id])
    key, asked_at = pressed.data.get("key", ""), pressed.data.get("asked", "")
    mine = next((each for each in open_ if each.key == key and each.at.isoformat() == asked_at), None)
    if mine is None:
        raise Refusal("method-answered")
    yes = pressed.verb == new_method.YES
    ending = await desk.engine.answer_new_method(speaker.person, key, yes=yes, place=speaker.place)
    speech = await speech_of(desk, speaker.tenant_id, speaker.person)
    return new_method.theirs(mine, speech) if yes else new_method.not_theirs(mine, ending, speech)
