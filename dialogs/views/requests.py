"""Lists of requests."""

from collections.abc import Sequence
from datetime import tzinfo

from dialogs.reply import Listing, Section, Text
from dialogs.views.parts import state_words
from dialogs.words import moment, name, plain
from engine import Request, State

GROUPS = (
    ("Waiting for approval", frozenset({State.WAITING})),
    ("Under way", frozenset({State.ASKED, State.APPROVED, State.RUNNING, State.PAUSED})),
    ("Planned, not submitted", frozenset({State.PLANNED})),
)


def requests_listed(found: Sequence[Request], zone: tzinfo) -> Listing | Text:
    """Newest first, what waits for somebody on top."""
    if not found:
        return Text(lines=("There are no requests yet.",), next=('mfa enable group:"MFA Users"', "help"))
    open_states = frozenset().union(*(states for _, states in GROUPS))
    groups = (*GROUPS, ("Ended", frozenset(State) - open_states))
    sections = tuple(
        _section(title, [each for each in found if each.state in states], zone) for title, states in groups
    )
    latest = found[0].number
    return Listing(title="Requests", sections=tuple(filter(None, sections)), next=(f"request show {latest}", "help"))


def _section(title: str, found: Sequence[Request], zone: tzinfo) -> Section | None:
    if not found:
        return None
    return Section(title, ("No.", "What", "Who", "State", "Asked"), tuple(_row(each, zone) for each in found))


def _row(each: Request, zone: tzinfo) -> tuple[str, ...]:
    when = moment(each.asked_at, zone)
    return str(each.number), plain(each.said), name(each.asker.name), state_words(each.state), when
