"""``watch <people> every:15m``: plan MFA anew again and again, for whoever came in since."""

from datetime import timedelta

from actions.args import People, Until, nobody
from actions.spec import Action, Refusal, ask
from dialogs.command import OPERATORS, Command, Turn
from dialogs.commands.on_request import done
from dialogs.reply import Reply
from dialogs.watching import Rhythm
from dialogs.words import day, plain, span
from engine import Watch

ENABLE = "mfa enable"
QUARTER = Rhythm(timedelta(minutes=15))


class WatchPeople(Command, name="watch", needs=OPERATORS, slow=True):
    """Look again and again, and plan MFA for whoever came in since; each plan goes to the approvers by itself.

    Where nothing would change, nothing is said. An approver may let a watch have its way for some people a day:
    `allow watch 1 most:20 until:"90 days"`.
    """

    who: People = ask("Whom should I watch?", like='group:"MFA Users"')
    every: Rhythm = ask("How often?", like="15m", default=QUARTER)
    until: Until = ask("Until when? Without it, until somebody ends it.", like="90 days", default=Until())
    skip: People = ask("Anyone to leave out?", like="ana@contoso.com", default=nobody)

    async def answer(self, turn: Turn) -> Reply:
        """It looks at once, and then in its rhythm."""
        return await begin(turn, enabling(turn, self.who, self.skip), every=self.every, until=self.until)


async def begin(turn: Turn, action: Action, *, every: Rhythm, until: Until) -> Reply:
    """Ask for the watch; a repeated turn finds the first one. Raises Refusal."""
    end = until.end(turn.clock.now()) if until.text else None
    watch = await turn.engine.watch(
        turn.person, action, turn.place, every=every.length, until=end, activity_id=turn.activity_id
    )
    allow = f'allow watch {watch.number} most:20 until:"90 days" (an approver)'
    return done(*_lines(watch, turn), next_=("watches", f"unwatch {watch.number}", allow))


def enabling(turn: Turn, who: People, skip: People = nobody) -> Action:
    """`mfa enable` of these people. Raises Refusal where this Muster has no such action."""
    kind = turn.catalogue.named(ENABLE)
    if kind is None or not issubclass(kind, Action):
        raise Refusal("unknown-action", action=ENABLE)
    names = {each.name for each in kind.arguments()}
    more = {"skip": skip} if skip.selectors and "skip" in names else {}
    return kind(**{kind.arguments()[0].name: who, **more})


def _lines(watch: Watch, turn: Turn) -> tuple[str, str]:
    end = f" until {day(watch.until, turn.zone)}" if watch.until is not None else ""
    return (
        f"Watch {watch.number} plans `{plain(watch.said, most=200)}` every {span(watch.every)}{end}, beginning now.",
        "What would change is sent to the approvers, one plan at a time; where nothing would, I stay silent. "
        "Whoever is not ready is left out until they have a sign-in method.",
    )
