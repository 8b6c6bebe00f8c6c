"""The long part of a turn: names are looked up, plans are made, checks run. Safe to do again after a crash."""

from collections.abc import Awaitable, Mapping
from dataclasses import dataclass, replace

from actions.args import BadArgument, People, Several
from actions.spec import Action, Argument, Check, Declared, Refusal
from dialogs.bind import bind, typed
from dialogs.command import Command, roles_of
from dialogs.desk import Desk, Speaker, correlation
from dialogs.files import Files
from dialogs.fill import Filled, choose, start
from dialogs.grammar import parse
from dialogs.replies import question, refused
from dialogs.reply import Question, Reply
from dialogs.views.findings import SHOWN, Tally, findings
from dialogs.words import plain
from engine import Draft, Errand, Standing
from tenant.ports import TenantReader


@dataclass(frozen=True, slots=True)
class Ambiguous:
    """One argument means several things."""

    argument: Argument
    several: Several


@dataclass(frozen=True, slots=True)
class Errands:
    """Works on errands."""

    desk: Desk

    async def work(self, errand: Errand) -> Reply:
        """Its reply. Raises Refusal or tenant trouble; the same errand worked on twice makes one request."""
        speaker = Speaker(
            tenant_id=errand.tenant_id, person=errand.person, place=errand.place, activity_id=errand.activity_id
        )
        found = self.desk.catalogue.find(parse(errand.text, errand.mentions).words)
        if found is None:
            raise Refusal("question-closed")
        try:
            standing = await self.desk.permitted(found.kind, speaker)
            values = bind(found.kind, found.rest, me=speaker.person.id)
            return await self._work(speaker, found.kind, values, standing)
        except BadArgument as bad:
            return refused(bad.reason, found.kind)

    async def _work(self, speaker: Speaker, kind: type[Declared], values: dict[str, str], standing: Standing) -> Reply:
        await self._owners_only(speaker, kind, values, standing)
        filled = start(kind, values, await self.desk.blank(speaker))
        if isinstance(filled, Draft):
            return question(kind, await self.desk.save(filled))
        known = await self.desk.store.request_of(speaker.tenant_id, speaker.activity_id)
        if known is not None and issubclass(kind, Action):
            return await self._planned(speaker, known.number)
        resolved = await self._resolved(speaker, filled, standing)
        if isinstance(resolved, Ambiguous):
            return await self._which(speaker, filled, resolved)
        return await self._do(speaker, resolved, standing)

    async def _resolved(self, speaker: Speaker, filled: Filled, standing: Standing) -> Declared | Ambiguous:
        """Somebody without a role may look at their own account only, and learns no name of others: neither what may
        have been meant nor what comes near.
        """
        looking = resolve(filled.kind, filled.values, self.desk.reader(speaker))
        if roles_of(standing) or not issubclass(filled.kind, Check):
            return await looking
        found = await _or_nothing(looking)
        if isinstance(found, Check) and _only(found, speaker.person.id):
            return found
        await self.desk.refused(filled.kind, speaker, "only-yourself")
        if not standing.readable:
            raise Refusal("roles-unreadable", scope=standing.lacking)
        raise Refusal("only-yourself")

    async def _owners_only(
        self, speaker: Speaker, kind: type[Declared], values: Mapping[str, str], standing: Standing
    ) -> None:
        for each in kind.arguments():
            if standing.owner or each.name not in values:
                continue
            if each.ask.needs_owner(typed(each).parse(values[each.name]).said()):
                await self.desk.refused(kind, speaker, "owner-only")
                raise Refusal("owner-only", argument=each.name, value=values[each.name])

    async def _do(self, speaker: Speaker, asked: Declared, standing: Standing) -> Reply:
        match asked:
            case Action():
                request = await self.desk.engine.ask(
                    speaker.person,
                    asked,
                    speaker.place,
                    activity_id=speaker.activity_id,
                    correlation=correlation(speaker.activity_id),
                )
                return await self._planned(speaker, request.number)
            case Check():
                return await self._check(speaker, asked, standing)
            case Command():
                return await asked.answer(self.desk.turn(speaker, standing))
        raise Refusal("question-closed")

    async def _planned(self, speaker: Speaker, number: int) -> Reply:
        return await self.desk.card(await self.desk.engine.plan(number), speaker.person)

    async def _check(self, speaker: Speaker, check: Check, standing: Standing) -> Reply:
        """What it finds; whom it may be about was judged before. Of a long report only what is shown is held."""
        tally = Tally()
        async for each in check.findings(self.desk.reader(speaker)):
            tally.add(each)
        staff, key = bool(roles_of(standing)), ""
        if staff and tally.total > SHOWN:
            key = await Files(self.desk).keep(speaker, check, rows=tally.total, size=tally.size)
        return findings(type(check), tally, said=_told(check), mends=staff, file=key)

    async def _which(self, speaker: Speaker, filled: Filled, unclear: Ambiguous) -> Question:
        blank = await self.desk.blank(speaker)
        draft = replace(blank, command=filled.kind.name, filled=dict(filled.values))
        chosen = choose(draft, unclear.argument, filled.values[unclear.argument.name], unclear.several)
        labels = [option.label for option in unclear.several.options]
        return question(filled.kind, await self.desk.save(chosen), labels, about=unclear.several.said)


async def _or_nothing(looking: Awaitable[Declared | Ambiguous]) -> Declared | Ambiguous | None:
    """None where what was found, or what was not, is nobody's business; what was mistyped may be said."""
    try:
        return await looking
    except BadArgument:
        raise
    except Refusal:
        return None


async def resolve(kind: type[Declared], values: Mapping[str, str], reader: TenantReader) -> Declared | Ambiguous:
    """Every argument parsed and looked up; the first with several meanings is asked about."""
    done: dict[str, object] = {}
    for each in kind.arguments():
        if each.name in values:
            found = await typed(each).parse(values[each.name]).resolve(reader)
            if isinstance(found, Several):
                return Ambiguous(each, found)
            done[each.name] = found
    return kind(**done)


def _only(check: Check, person_id: str) -> bool:
    """Is the check about this one person and nobody else?"""
    people = [getattr(check, each.name) for each in check.arguments() if issubclass(each.type, People)]
    selectors = [selector for each in people for selector in each.selectors]
    return bool(selectors) and all(each.kind == "person" and each.id == person_id for each in selectors)


def _told(check: Check) -> str:
    words = [check.name, *(getattr(check, each.name).said() for each in check.arguments())]
    return plain(" ".join(filter(None, words)), most=120)
