"""What an answer's headers say about the budget (https://learn.microsoft.com/graph/throttling-limits). Pure."""

from collections.abc import Iterator

from tenant.graph.call import Answer
from tenant.graph.judge import retry_after
from tenant.graph.pace import Heard
from tenant.graph.wire import NOTHING, Thing, number, part, things


def listen(answer: Answer, heard: Heard) -> None:
    """Note how much was throttled, for how long, and how near the limit is; items of a batch count one by one."""
    for one in (answer, *batch_answers(answer.body)):
        _note(one, heard)


def batch_answers(body: Thing) -> Iterator[Answer]:
    """The answers inside a ``$batch`` answer, in the order they came."""
    for item in things(body, "responses"):
        headers = {name.lower(): str(value) for name, value in part(item, "headers").items()}
        yield Answer(status=number(item, "status"), headers=headers, body=part(item, "body") or NOTHING)


def _note(answer: Answer, heard: Heard) -> None:
    share = _share(answer)
    heard.share = max(heard.share, share)
    if answer.status != 429:
        return
    heard.throttled += 1
    heard.about_writes |= "Write" in answer.headers.get("x-ms-throttle-information", "")
    wait = retry_after(answer)
    if wait is not None:
        heard.retry_after = max(wait, heard.retry_after or 0.0)


def _share(answer: Answer) -> float:
    try:
        return float(answer.headers.get("x-ms-throttle-limit-percentage", "0"))
    except ValueError:
        return 0.0
