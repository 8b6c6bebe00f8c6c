"""``next``: what should be done next, why, whom it touches, and the one command that does it."""

from collections.abc import AsyncIterator, Iterable, Sequence

from actions.args import People, Selector
from actions.spec import Check, Finding, Reason, Refusal
from dialogs.command import STAFF, Command, Turn
from dialogs.ranking import LOOKED, Gap, Gaps, Looked, ranked
from dialogs.reply import Findings, Reply, Section, Tone
from dialogs.words import count, headcount, label, listed, phrase, plain, sentence
from dialogs.words.ranking import DANGERS, EFFORTS, WHAT
from tenant.trouble import Trouble

SHOWN = 10
OFFERED = 3
EVERYONE = People((Selector("everyone", "everyone"),))
HEAD = ("", "What", "Why now", "Touches", "Type")
Unread = tuple[str, str]


class Next(Command, name="next", aliases=("what next", "next steps"), needs=STAFF, slow=True, reads=True):
    """Show what to do next: what the checks find, ranked by risk and effort, with the one command that does it.

    Reasons are always shown, and so is what could not be read. `next daily here` tells this chat every morning, when
    something has changed: a certificate whose end comes near, a drill that is due.
    """

    async def answer(self, turn: Turn) -> Reply:
        """All checks, one after the other; whatever one cannot read, the others still answer."""
        found: list[Gap] = []
        unread: list[Unread] = []
        clean: list[str] = []
        async for gaps, why in _looks(turn):
            found += gaps.found.values()
            unread += _unread(gaps, why)
            if gaps.clean and not why:
                clean.append(gaps.looked.check)
        return _shown(ranked(found), unread, clean)


async def _looks(turn: Turn) -> AsyncIterator[tuple[Gaps, str]]:
    """What each check found, and why it could not go on, if it could not."""
    for looked in LOOKED:
        kind = turn.catalogue.named(looked.check)
        if kind is not None and issubclass(kind, Check):
            yield await _look(turn, looked, kind)


async def _look(turn: Turn, looked: Looked, kind: type[Check]) -> tuple[Gaps, str]:
    gaps = Gaps(looked)
    try:
        async for each in _check(kind).findings(turn.reader):
            gaps.add(each)
    except Refusal as no:
        return gaps, sentence(no.reason)
    except Trouble as what:
        return gaps, sentence(Reason(what.code, what.facts))
    return gaps, ""


def _check(kind: type[Check]) -> Check:
    """About everybody."""
    wanted = {each.name: EVERYONE for each in kind.arguments() if each.required and issubclass(each.type, People)}
    return kind(**wanted)


def _unread(gaps: Gaps, why: str) -> Iterable[Unread]:
    if why:
        yield gaps.looked.check, why
    if gaps.unseen:
        shown = "; ".join(dict.fromkeys(_said(each) for each in gaps.unread))
        rest = gaps.unseen - len(gaps.unread)
        yield gaps.looked.check, f"{shown}{f'; and {rest} more' if rest else ''}"


def _said(each: Finding) -> str:
    name = f"{plain(each.subject.name)}: " if each.subject is not None else ""
    why = phrase(each.evidence[0]) if each.evidence else phrase(each.title)
    return f"{name}{why}"


def _shown(found: Sequence[Gap], unread: Sequence[Unread], clean: Sequence[str]) -> Findings:
    rows = tuple(_row(place, each) for place, each in enumerate(found[:SHOWN], 1))
    more = f"and {len(found) - SHOWN} more: they come up when these are done" if len(found) > SHOWN else ""
    sections = [Section("Do next", HEAD, rows, more)] if rows else []
    sections += [Section("Could not be read", ("Check", "Why"), tuple(unread))] if unread else []
    sections += [Section("In order", ("Checks",), ((listed(clean),),))] if clean else []
    commands = tuple(dict.fromkeys(each.command for each in found))[:OFFERED]
    return Findings(
        title="What to do next" if rows else "Nothing to do that I can see",
        sections=tuple(sections),
        warnings=('What could not be read is not the same as "in order".',) if unread else (),
        next=(*commands, "next daily here", "help next"),
        tone=Tone.WARNING if rows or unread else Tone.GOOD,
        news="\n".join([*(each.sum for each in found), *(f"{check}: {why}" for check, why in unread)]),
    )


def _row(place: int, gap: Gap) -> tuple[str, ...]:
    """What it is, why it stands here, whom it touches, and what to type."""
    takes = f"{DANGERS[gap.rank.danger]}, {EFFORTS[gap.effort]}"
    held = f" Not possible here: {phrase(gap.held)}." if gap.held is not None else ""
    return str(place), _what(gap), f"{sentence(Reason(gap.rank.why))}{held} ({takes})", _touches(gap), gap.command


def _what(gap: Gap) -> str:
    known = WHAT.get(f"{gap.check}/{gap.code}".removesuffix("/"))
    return known or plain(phrase(gap.titles[0]) if len(gap.titles) == 1 else label(gap.titles[0].code), most=120)


def _touches(gap: Gap) -> str:
    if gap.people:
        return headcount(gap.people)
    return "the tenant" if gap.things == 1 else count(gap.things, "setting")
