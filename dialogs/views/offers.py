"""What is said when a file is offered. Files go into a person's own chat: elsewhere Teams takes none from a bot."""

from actions.spec import Refusal
from dialogs.reply import FileOffered
from dialogs.words import count, plain
from engine import Place, Request

FILE = "file"  # what the button says that offers one
ROWS = "request"
FOUND = "findings"
ROW_SIZE = 200  # bytes that a row of a plan has, more or less: Teams wants to say a size before there is a file


def rows_offered(request: Request, place: Place) -> FileOffered:
    """All rows of a request. Raises Refusal where there are none, or where others read along."""
    own_chat(place, f"request rows {request.number}")
    rows = request.counts.runnable + request.counts.held
    if not rows:
        raise Refusal("no-rows", number=str(request.number))
    return FileOffered(
        name=f"request-{request.number}.csv",
        text=f"Request {request.number}: {plain(request.said, most=100)}: {count(rows, 'row')}.",
        size=(rows + 1) * ROW_SIZE,
        data={ROWS: str(request.number)},
    )


def own_chat(place: Place, command: str) -> None:
    """Raises Refusal elsewhere, with what to type there."""
    if not place.personal:
        raise Refusal("own-chat", command=plain(command, most=100))
