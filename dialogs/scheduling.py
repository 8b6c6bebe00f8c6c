"""What may be said again and again by itself: only what looks, and only what could be said this very moment."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from re import compile as pattern
from typing import Self

from actions.args import BadArgument, Block, CampaignName
from actions.spec import Action, Check, Declared, Refusal
from dialogs.arguments import Number, Whole
from dialogs.bind import bind, typed
from dialogs.command import Command, Found, Turn, may
from dialogs.desk import needed, who_could
from dialogs.errands import Ambiguous, resolve
from dialogs.grammar import Word, parse
from dialogs.words import listed, plain
from engine import Recurrence, Where
from tenant.trouble import Trouble

PARTS = pattern(r"(?P<rule>.*?):(?!\d\d(?!\d))\s*(?P<command>\S.*)")  # not the colon inside of a time
PLACE = "to"
HERE = "here"


@dataclass(frozen=True, slots=True)
class Scheduled(Whole):
    """When, a colon, and what to say then: ``monday 08:00: mfa report to:here``."""

    @classmethod
    def parse(cls, text: str) -> Self:
        """Written canonically; raises BadArgument where it is no rule, or nothing comes after it."""
        line = " ".join(text.split())
        found = PARTS.fullmatch(line)
        try:
            rule = Recurrence.parse(found["rule"] if found is not None else line.rstrip(": "))
        except Refusal as no:
            raise BadArgument(no.reason.code, **no.reason.facts) from None
        if found is None:
            raise BadArgument("nothing-to-say", rule=rule.said())
        return cls(f"{rule.said()}: {found['command']}")

    @property
    def rule(self) -> str:
        """Before the colon, as `Recurrence` says it."""
        return self._part("rule")

    @property
    def command(self) -> str:
        """Behind the colon."""
        return self._part("command")

    def _part(self, name: str) -> str:
        found = PARTS.fullmatch(self.text)
        return found[name] if found is not None else ""


class ScheduleNumber(Number):
    """A schedule's number."""

    @classmethod
    def parse(cls, text: str) -> Self:
        """``3``, ``#3``, ``schedule:3``; raises BadArgument."""
        try:
            return super().parse(text.strip().casefold().removeprefix("schedule"))
        except BadArgument:
            raise BadArgument("not-a-schedule", said=text.strip()[:40]) from None


async def sayable(turn: Turn, text: str) -> str:
    """The command as it will be said, without ``to:here``; bound, permitted and looked up once, so that what cannot be
    said is told now. Raises Refusal, tenant trouble.
    """
    heard = parse(text).words
    found = turn.catalogue.find(heard)
    if found is None:
        raise Refusal("schedule-unknown", said=text[:60], near=", ".join(turn.catalogue.near(text)))
    _only_looks(found.kind)
    if not may(turn.standing, needed(found.kind)):
        raise Refusal("not-allowed", what=f"`{found.kind.name}`", who=who_could(needed(found.kind)))
    rest = _here(found)
    await _understood(turn, found.kind, rest)
    return " ".join(word.said() for word in (*heard[: len(heard) - len(found.rest)], *rest))


async def where_of(turn: Turn) -> Where:
    """The time zone of the speaker's mailbox (IANA), and their usage location; each empty where it cannot be read."""
    zone = country = ""
    with suppress(Trouble):
        async for _, hours in turn.reader.working_hours((turn.person.id,)):
            zone = hours.zone or ""
    with suppress(Trouble):
        async for user in turn.reader.users((turn.person.id,)):
            country = user.usage_location or ""
    return Where(zone, country)


def _only_looks(kind: type[Declared]) -> None:
    """Changes are planned again and again by a watch, with an approval each time."""
    if issubclass(kind, Action):
        raise Refusal("schedule-changes", action=kind.name)
    looks = issubclass(kind, Check) or (issubclass(kind, Command) and kind.reads)
    if not looks or any(issubclass(each.type, Block | Whole) for each in kind.arguments()):
        raise Refusal("schedule-acts", action=kind.name)


def _here(found: Found) -> tuple[Word, ...]:
    """Without the word that says where, unless the command has a word of its own like it."""
    if any(each.word == PLACE for each in found.kind.arguments()):
        return found.rest
    for word in found.rest:
        if word.name == PLACE and word.value.casefold() != HERE:
            raise Refusal("only-here", said=word.value[:40])
    return tuple(word for word in found.rest if word.name != PLACE)


async def _understood(turn: Turn, kind: type[Declared], rest: Sequence[Word]) -> None:
    values = bind(kind, rest, me=turn.person.id)
    for each in kind.arguments():
        if each.name in values:
            typed(each).parse(values[each.name])
        elif each.required:
            raise Refusal("schedule-incomplete", action=kind.name, question=each.ask.question, like=each.ask.like)
    meant = await resolve(kind, values, turn.reader)
    if isinstance(meant, Ambiguous):
        options = listed([plain(each.label) for each in meant.several.options], last="or")
        raise Refusal("schedule-ambiguous", said=meant.several.said, options=options)
    await _there(turn, meant, said=bool(values))


async def _there(turn: Turn, meant: Declared, *, said: bool) -> None:
    """Is what was ``said`` to be its matter there, a campaign or a request? Refused now as it would be then; a command
    that only reads is asked itself.
    """
    if isinstance(meant, Command) and said and not meant.slow:
        await meant.answer(turn)
    for each in meant.arguments():
        if isinstance(name := getattr(meant, each.name), CampaignName):
            await turn.engine.campaign(name.text)
