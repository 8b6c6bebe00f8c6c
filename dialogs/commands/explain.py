"""``explain``: what an error code means, without a look at anybody."""

from actions.args import ErrorCode
from actions.spec import Reason, ask
from dialogs.arguments import Line
from dialogs.command import Command, Turn
from dialogs.reply import Listing, Reply, Section
from dialogs.words import sentence

MICROSOFT = "https://login.microsoftonline.com/error?code="


class Explain(Command, name="explain", reads=True):
    """Explain an error code: what it means, and what helps.

    Knows AADSTS codes of sign-ins, HTTP 456, SMTP 535 and 0x52e. A whole message can be pasted, too.
    """

    code: Line = ask("Which code, or which message?", like="AADSTS50076")

    async def answer(self, turn: Turn) -> Reply:
        """From what is known; where nothing is, where Microsoft explains it. Raises BadArgument without a code."""
        code = ErrorCode.parse(self.code.text)
        meaning = code.meaning
        rows = [("Means", _said(meaning.code)), ("What helps", _said(meaning.do))]
        if code.number is not None:
            rows.append(("Microsoft", f"{MICROSOFT}{code.number}"))
        guide = (f"guide {meaning.guide}",) if meaning.guide else ()
        return Listing(
            title=code.text, sections=(Section("What it is", ("", ""), tuple(rows)),), next=(*guide, "why me", "help")
        )


def _said(code: str) -> str:
    """A sentence of its own, where it is otherwise part of a row."""
    said = sentence(Reason(code))
    return f"{said[:1].upper()}{said[1:]}".removesuffix(".") + "."
