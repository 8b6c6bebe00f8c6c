"""``watches``: what is looked at by itself, how often, for whom, and what is approved beforehand."""

from collections.abc import Sequence

from dialogs.command import STAFF, Command, Turn
from dialogs.reply import Listing, Reply, Section, Text
from dialogs.words import ago, day, label, name, plain, span
from engine import Allowance, Watch

SHOWN = 20
HEAD = ("Watch", "Plans", "Every", "Asked by", "Looked", "Standing approval")


class Watches(Command, name="watches", aliases=("watch list", "list watches"), needs=STAFF, reads=True):
    """List the watches: what each plans, how often, when it looked last, and what is approved beforehand."""

    async def answer(self, turn: Turn) -> Reply:
        """Those that look, in the order in which they were asked for."""
        found = await turn.engine.watches()
        if not found:
            return Text(lines=("Nothing is watched.",), next=('watch group:"MFA Users" every:15m', "help watch"))
        sections = (_section(found, turn),)
        return Listing(title="Watches", sections=sections, next=(f"unwatch {found[0].number}", "help allow watch"))


def _section(found: Sequence[Watch], turn: Turn) -> Section:
    rows = tuple(_row(each, turn) for each in found[:SHOWN])
    more = f"and {len(found) - SHOWN} more" if len(found) > SHOWN else ""
    return Section("They look by themselves", HEAD, rows, more)


def _row(watch: Watch, turn: Turn) -> tuple[str, ...]:
    return (
        str(watch.number),
        plain(watch.said, most=120),
        f"{span(watch.every)}{_until(watch, turn)}",
        name(watch.by.name),
        _looked(watch, turn),
        _allowed(watch.allowed, turn),
    )


def _until(watch: Watch, turn: Turn) -> str:
    return f" until {day(watch.until, turn.zone)}" if watch.until is not None else ""


def _looked(watch: Watch, turn: Turn) -> str:
    """When, what it asked for last, and why it came to nothing."""
    when = "not yet" if watch.last is None else ago(watch.last, turn.clock.now())
    request = f"; latest request {watch.last_request}" if watch.last_request else ""
    return f"{when}{request}{f'; waits: {label(watch.trouble.code)}' if watch.trouble else ''}"


def _allowed(allowed: Allowance | None, turn: Turn) -> str:
    if allowed is None:
        return "none: each plan waits for an approver"
    over = "over since" if allowed.until <= turn.clock.now() else "until"
    return f"{allowed.most} a day, by {name(allowed.by.name)}, {over} {day(allowed.until, turn.zone)}"
