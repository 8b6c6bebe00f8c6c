"""A button was pressed. Its payload names records and is trusted with nothing: who presses comes from the turn."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from actions.spec import Declared, Refusal
from dialogs import helping, reminded, whose
from dialogs.arguments import Line
from dialogs.audience import speech_of
from dialogs.bind import build, compose, typed
from dialogs.command import Command
from dialogs.commands.on_request import RequestCommand
from dialogs.conversation import Conversation
from dialogs.desk import Desk, Speaker
from dialogs.files import Files
from dialogs.grammar import parse
from dialogs.later import Later
from dialogs.replies import ANSWER
from dialogs.reply import Dialog, Reply, Text
from dialogs.said import Pressed, Said
from dialogs.views import phone
from dialogs.views.handing import HAND_OVER
from dialogs.views.offers import FILE
from dialogs.views.reminder import ANSWERS
from dialogs.views.secret import revealed
from dialogs.words.people import Speech
from tenant.model import Kind

ON_IT = Text(lines=("On it: the answer comes as a new message.",), next=("requests",))
SLOW = MappingProxyType(
    {"undo": "number", "remind": "request", "phone ask": "request"}
)  # verb → the argument that takes the request's number


@dataclass(frozen=True, slots=True)
class Presses:
    """Buttons, one by one."""

    desk: Desk
    conversation: Conversation

    async def press(self, said: Said) -> Reply:
        """The card to show in place for whoever pressed, or a sentence. Raises Refusal or tenant trouble."""
        pressed, speaker = said.pressed, Speaker.of(said)
        if pressed is None:
            raise Refusal("unknown-button")
        if pressed.verb == ANSWER:
            return await self._pick(speaker, pressed)
        if pressed.verb in ANSWERS:
            return await reminded.answered(self.desk, speaker, pressed)
        if pressed.verb in helping.VERBS:
            return await helping.pressed(self.desk, speaker, pressed)
        if pressed.verb == phone.NOT_MINE:
            return await self._not_mine(speaker, pressed)
        if pressed.verb in (phone.YES, phone.NO):
            return await self._whose(speaker, pressed)
        if pressed.verb in whose.ANSWERS:
            return await whose.answered(self.desk, speaker, pressed)
        if pressed.verb == FILE:
            return await Files(self.desk).offer(speaker, pressed.data)
        if pressed.verb == HAND_OVER:
            raise Refusal("dialog-only")
        kind = self.desk.catalogue.named(pressed.verb)
        if kind is None or not issubclass(kind, Command):
            raise Refusal("unknown-button")
        if pressed.verb in SLOW:
            return await self._errand(speaker, kind, {SLOW[pressed.verb]: _number(pressed)})
        return await self._move(speaker, kind, pressed)

    async def open(self, said: Said) -> Dialog:
        """The window that a button opens; what it holds is made now, and shown this once. Raises Refusal or trouble."""
        pressed = said.pressed
        if pressed is None or pressed.verb != HAND_OVER:
            raise Refusal("unknown-button")
        return revealed(await self.desk.engine.hand_over(said.person, int(_number(pressed))), self.desk.zone)

    async def _move(self, speaker: Speaker, kind: type[Declared], pressed: Pressed) -> Reply:
        standing = await self.desk.permitted(kind, speaker)
        command = build(kind, _values(kind, pressed))
        if not isinstance(command, RequestCommand):
            raise Refusal("unknown-button")
        request = await command.act(self.desk.turn(speaker, standing, digest=pressed.data.get("digest", "")))
        return await self.desk.card(request, speaker.person)

    async def _errand(self, speaker: Speaker, kind: type[Declared], values: Mapping[str, str]) -> Reply:
        await self.desk.permitted(kind, speaker)
        await self.conversation.accept(speaker, compose(kind, values))
        return ON_IT

    async def _pick(self, speaker: Speaker, pressed: Pressed) -> Reply:
        draft = await self.desk.draft(speaker)
        if draft is None or draft.saved_at.isoformat() != pressed.data.get("asked"):
            raise Refusal("question-closed")
        reply = await self.conversation.answer(speaker, draft, parse(pressed.data.get("pick", "")))
        return ON_IT if isinstance(reply, Later) else reply

    async def _speech(self, speaker: Speaker) -> Speech:
        return await speech_of(self.desk, speaker.tenant_id, speaker.person)

    async def _not_mine(self, speaker: Speaker, pressed: Pressed) -> Reply:
        """Pressed again, it says where the taking back stands."""
        number = int(_number(pressed))
        reversing = await self.desk.engine.disown(speaker.person, number, int(_number(pressed, "n")))
        return phone.taken_back(reversing, number, await self._speech(speaker))

    async def _whose(self, speaker: Speaker, pressed: Pressed) -> Reply:
        """Yes or no to the very question on the card; a second press says what was answered."""
        ours, tenant_id = [speaker.person.id], speaker.tenant_id
        open_ = await self.desk.store.statements(tenant_id, Kind.ASKED, ours)
        seen = next((each.at for each in open_ if each.at.isoformat() == pressed.data.get("asked")), None)
        if seen is not None:
            yes = pressed.verb == phone.YES
            given = await self.desk.engine.answer_asked(speaker.person, yes=yes, asked_at=seen)
            return phone.answered(given, self.desk.zone, await self._speech(speaker))
        said = [*await self.desk.store.statements(tenant_id, Kind.CONFIRMED, ours)]
        said += await self.desk.store.statements(tenant_id, Kind.DISOWNED, ours)
        if open_ or not said:
            raise Refusal("question-closed" if open_ else "nothing-asked")
        latest = max(said, key=lambda each: each.at)
        return phone.answered(latest, self.desk.zone, await self._speech(speaker))


def _number(pressed: Pressed, field: str = "request") -> str:
    number = pressed.data.get(field, "")
    if not (number.isascii() and number.isdecimal() and len(number) < 10):
        raise Refusal("unknown-button")
    return number


def _values(kind: type[Declared], pressed: Pressed) -> dict[str, str]:
    """The number from the card, the words from its inputs."""
    values = {"number": _number(pressed)}
    for each in kind.arguments():
        if issubclass(each.type, Line):
            text = pressed.inputs.get(each.name, "").strip()
            if not text:
                raise Refusal("reason-needed")
            typed(each).parse(text)
            values[each.name] = text
    return values
