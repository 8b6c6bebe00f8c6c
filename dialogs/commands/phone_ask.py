"""``phone ask N``: ask people in their own chat whether a number is theirs."""

from actions.spec import Refusal, ask
from dialogs.arguments import Number
from dialogs.command import OPERATORS, Command, Turn
from dialogs.commands.on_request import existing
from dialogs.reply import Reply, Text, Tone
from dialogs.words import count, headcount
from engine import AskResult


class PhoneAsk(Command, name="phone ask", aliases=("ask them",), needs=OPERATORS, slow=True):
    """Ask those whose number only the directory knows whether it is theirs, before it is registered.

    Each gets one question in their own chat, which shows the last two digits, within their working hours and as their
    one message of the day. Only a yes makes their row ready: plan again then. A no keeps the number away, and the
    owners are told. Nobody is asked twice within 7 days.
    """

    request: Number = ask("Those who must confirm their number in which request?", like="1")

    async def answer(self, turn: Turn) -> Reply:
        """How many are asked now, were asked before, have answered."""
        request = await existing(turn, self.request.value)
        result = await turn.engine.ask_people(turn.person, request.number)
        if not (result.asked or result.waiting or result.answered):
            raise Refusal("nobody-to-ask", number=str(request.number))
        return Text(lines=tuple(_lines(result)), next=_next(result, request.said), tone=Tone.GOOD)


def _lines(result: AskResult) -> list[str]:
    lines = []
    if result.asked:
        who = f"{headcount(len(result.asked))} {_are(len(result.asked))}"
        lines.append(f"{who} asked in their own chat, within their working hours, whether the number is theirs.")
    if result.waiting:
        number = len(result.waiting)
        before = f"{headcount(number)} {_were(number)} asked within the last 7 days"
        lines.append(f"{before} and did not answer yet; once is enough.")
    if result.answered:
        lines.append(f"{count(len(result.answered), 'answer')} came since that plan was made.")
    return [*lines, "Plan again when they have answered: whoever says yes is in it then."]


def _are(number: int) -> str:
    return "is" if number == 1 else "are"


def _were(number: int) -> str:
    return "was" if number == 1 else "were"


def _next(result: AskResult, said: str) -> tuple[str, ...]:
    return (said, "requests") if result.answered else ("requests", "help phone")
