"""What is said every day by itself: only where it is something else than the day before."""

from hashlib import sha256

from dialogs.reply import Findings, Listing, Reply, Text


def digest(reply: Reply) -> str:
    """What it comes to: its news where it says which those are, else the words that people read, without what can be
    pressed or typed next.
    """
    match reply:
        case Findings(news=news) if news:
            told = news
        case Findings():
            told = repr((reply.title, reply.facts, reply.sections, reply.warnings))
        case Listing():
            told = repr((reply.title, reply.sections))
        case Text():
            told = repr(reply.lines)
        case _:
            told = repr(reply)
    return sha256(told.encode()).hexdigest()
