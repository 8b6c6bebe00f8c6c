"""A turn: what was said is answered from records at once, or becomes an errand."""

from dataclasses import dataclass, replace

from actions.args import BadArgument, Block
from actions.spec import Check, Declared, Refusal
from dialogs.arguments import Line
from dialogs.bind import bind, build, compose, takes_body
from dialogs.catalogue import Found
from dialogs.command import Command, Turn, roles_of
from dialogs.commands.help import allowed
from dialogs.desk import Desk, Speaker
from dialogs.fill import Filled, asked, denies, drops, start, step
from dialogs.grammar import BadInput, Utterance, parse
from dialogs.later import Later
from dialogs.reminded import is_stop, stopped
from dialogs.replies import dropped, greeting, question, refused, unknown
from dialogs.reply import Reply
from dialogs.said import Said
from engine import Draft, Errand, LostRace, Standing


@dataclass(frozen=True, slots=True)
class Conversation:
    """Turns, one by one."""

    desk: Desk

    async def turn(self, said: Said) -> Reply | Later:
        """Answer it; raises Refusal or tenant trouble. Lost the race for a draft: once more."""
        try:
            return await self._turn(said)
        except LostRace:
            return await self._turn(said)

    async def _turn(self, said: Said) -> Reply | Later:
        if said.unread is not None:
            return refused(said.unread)
        heard = parse(_whole(said), said.mentions)
        speaker = Speaker.of(said)
        draft = await self.desk.draft(speaker)
        if not heard.words:
            return greeting()
        if draft is not None and drops(heard):
            await self.desk.drop(speaker)
            return dropped(draft)
        if draft is None and is_stop(heard.text) and await self._has_no_role(speaker):
            return await stopped(self.desk, speaker)
        found = self.desk.catalogue.find(heard.words)
        if draft is not None and not _is_command(found, draft, self.desk, heard):
            return await self.answer(
                speaker, draft, parse(said.attached) if _for_file(draft, said, self.desk) else heard
            )
        if found is None:
            return await self._unknown(speaker, heard, alone=bool(said.attached) and not said.text.strip())
        return await self._say(speaker, found)

    async def answer(self, speaker: Speaker, draft: Draft, heard: Utterance) -> Reply | Later:
        """An answer to the open question."""
        kind = self.desk.catalogue.named(draft.command)
        if kind is None:
            await self.desk.drop(speaker)
            raise Refusal("question-closed")
        if denies(draft, heard):
            await self.desk.drop(speaker)
            return dropped(draft)
        try:
            standing = await self.desk.permitted(kind, speaker)
            next_ = step(kind, draft, heard, me=speaker.person.id)
        except BadArgument as bad:
            return replace(refused(bad.reason, kind), next=(_again(kind, draft), "cancel"))
        if isinstance(next_, Draft):
            return question(kind, await self.desk.save(next_))
        return await self._go(speaker, next_, standing, drops=True)

    async def _say(self, speaker: Speaker, found: Found) -> Reply | Later:
        try:
            return await self._start(speaker, found)
        except BadArgument as bad:
            return refused(bad.reason, found.kind)

    async def _start(self, speaker: Speaker, found: Found) -> Reply | Later:
        standing = await self.desk.permitted(found.kind, speaker)
        values = bind(found.kind, found.rest, me=speaker.person.id)
        if issubclass(found.kind, Check) and not roles_of(standing):
            values = _about_oneself(found.kind, values, speaker)
        blank = await self.desk.blank(speaker)
        next_ = start(found.kind, values, blank)
        if isinstance(next_, Draft):
            return question(found.kind, await self.desk.save(next_))
        drops = bool(blank.version) and not issubclass(found.kind, Command)
        return await self._go(speaker, next_, standing, drops=drops)

    async def _go(self, speaker: Speaker, filled: Filled, standing: Standing, *, drops: bool) -> Reply | Later:
        """Everything was said. What needs Microsoft is recorded first, so that a crash loses nothing. ``drops``: the
        open question goes; before the errand, which begins at once and may have a question of its own.
        """
        kind = filled.kind
        if issubclass(kind, Command) and not kind.slow:
            reply = await self._answered(speaker, filled, standing)
            if drops:
                await self.desk.drop(speaker)
            return reply
        if drops:
            await self.desk.drop(speaker)
        await self.accept(speaker, compose(kind, filled.values))
        return Later()

    async def _answered(self, speaker: Speaker, filled: Filled, standing: Standing) -> Reply:
        command = build(filled.kind, filled.values)
        assert isinstance(command, Command)
        return await command.answer(self.desk.turn(speaker, standing))

    async def accept(self, speaker: Speaker, text: str) -> None:
        """Record an errand; a repeated turn finds the first one."""
        errand = Errand(
            tenant_id=speaker.tenant_id,
            activity_id=speaker.activity_id,
            person=speaker.person,
            place=speaker.place,
            text=text,
            accepted_at=self.desk.clock.now(),
        )
        await self.desk.engine.accept(errand)

    async def _has_no_role(self, speaker: Speaker) -> bool:
        standing = await self.desk.engine.standing(speaker.person, deciding=False)
        return standing.readable and not roles_of(standing)

    async def _unknown(self, speaker: Speaker, heard: Utterance, *, alone: bool) -> Reply:
        if alone:
            raise Refusal("file-alone")
        for reason in (word.too_much for word in heard.words if word.too_much is not None):
            raise BadInput(reason.code, **reason.facts)
        text = heard.text
        standing = await self.desk.engine.standing(speaker.person, deciding=False)
        turn = self.desk.turn(speaker, standing)
        near = [name for name in self.desk.catalogue.near(text) if _allowed(turn.catalogue.named(name), turn)]
        return unknown(text, near)


def _allowed(kind: type[Declared] | None, turn: Turn) -> bool:
    return kind is not None and allowed(turn, kind)


def _again(kind: type[Declared], draft: Draft) -> str:
    """What can be typed after an answer that was none."""
    if len(draft.choices) == 1:
        return "yes"
    if draft.choices:
        return f"1 to {len(draft.choices)}"
    argument = asked(kind, draft)
    return "paste it again" if issubclass(argument.type, Block) else argument.ask.like


def _whole(said: Said) -> str:
    """An uploaded file stands below what was typed, as if it had been pasted there."""
    return f"{said.text}\n{said.attached}" if said.attached else said.text


def _for_file(draft: Draft, said: Said, desk: Desk) -> bool:
    """Does the open question wait for what was uploaded, whatever was typed beside it?"""
    kind = desk.catalogue.named(draft.command)
    return bool(said.attached) and kind is not None and issubclass(asked(kind, draft).type, Block)


def _is_command(found: Found | None, draft: Draft, desk: Desk, heard: Utterance) -> bool:
    """A command replaces an open question; free words that only begin like one are an answer."""
    kind = desk.catalogue.named(draft.command)
    if found is None or kind is None:
        return found is not None
    wanted = asked(kind, draft).type
    if issubclass(wanted, Block) and any(word.body for word in heard.words):
        return takes_body(found.kind)  # several lines are what was asked for, whatever the first one begins with
    return not issubclass(wanted, Line | Block) or _binds(found)


def _binds(found: Found) -> bool:
    try:
        bind(found.kind, found.rest)
    except BadArgument:
        return False
    return True


def _about_oneself(kind: type[Declared], values: dict[str, str], speaker: Speaker) -> dict[str, str]:
    """Somebody without a role asks about nobody in particular: about themselves."""
    first = next((each for each in kind.arguments() if each.required), None)
    return values if first is None else {first.name: speaker.person.id, **values}
