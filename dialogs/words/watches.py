"""What is said about what goes on by itself: watches, standing approvals, daily checks, and ends that did not come."""

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType

from dialogs.words.times import day

OVER = MappingProxyType(
    {"off": "somebody ended it", "ended": "its time has come", "stopped": "its asker is no operator any more"}
)

REFUSED = {
    "not-strengthening": "`{action}` cannot be watched: only what strengthens protection, and may be done again and "
    "again, is planned without anybody asking.",
    "too-often": "A watch looks every {least} at most: that is as fast as Microsoft tells of changes.",
    "until-past": "That end is past already. Say one that lies ahead.",
    "too-many-watches": "There are {most} watches already. `watches` lists them, `unwatch N` ends one.",
    "no-such-watch": "There is no watch {number}. `watches` lists them.",
    "watch-over": "Watch {number} is over: {over_text}. To watch again, ask for a new one.",
    "allowance-too-long": "A standing approval lasts {days} days at most. Say an earlier end.",
    "too-many": "A standing approval covers 1 to {most} people a day: what is larger, people approve.",
    "no-such-hour": "There is no hour {hour}. Say one from 0 to 23.",
    "too-many-daily": "There are {most} daily checks already. `next stop` in a chat ends the one of that chat.",
    "not-a-watch": '"{said}" is not a watch\'s number. `watches` lists them.',
    "not-a-count": '"{said}" is not a number of people from 1 to 500.',
}

TOLD = {
    "watch-waits": "Watch {watch} (`{said}`) looks, and nothing comes of it: {because_text} "
    "It goes on looking, and I say so once.",
    "watch-ended": "Watch {watch} (`{said}`) has come to its end. To go on, ask for a new one.",
    "watch-stopped": "Watch {watch} (`{said}`) has stopped: whoever asked for it{person_text} is no operator any more. "
    "An operator can ask for it anew.",
    "allowance-ends": "The standing approval of watch {watch} (`{said}`) ends on {until_text}. From then on each of "
    "its plans waits for an approver, unless one types `allow watch {watch}` again.",
    "not-ended": "What request {of} did for a time only should have ended, and has not{why_text}. I go on trying; "
    "`request show {number}` says more.",
}

LABELS = {"not-strengthening": "not strengthening", "group-not-writable": "group not open for writing"}

TENANT = {
    "group-not-writable": "Muster may not write this group: whoever runs it names the groups it may write "
    "(MUSTER_WRITABLE_GROUPS).",
}

_BECAUSE = {
    "writes-off": "writes for {area} are off. An owner types `writes on {area}`.",
    "nobody-to-approve": "there is no approver besides its asker.",
}

SENTENCES = MappingProxyType({**REFUSED, **TENANT, **TOLD})


def of_watch(facts: Mapping[str, str]) -> dict[str, str]:
    """``until_text``: a day; ``over_text``: why a watch looks no more; ``person_text``: who, in brackets."""
    until = _moment(facts.get("until", ""))
    return {
        "until_text": day(until, until.tzinfo) if until is not None and until.tzinfo else facts.get("until", ""),
        "over_text": OVER.get(facts.get("state", ""), ""),
        "person_text": f" ({facts['name']})" if facts.get("name") else "",
    }


def because(code: str) -> str | None:
    """Why a watch comes to nothing, where the code's own sentence says what a person should do who typed it."""
    return _BECAUSE.get(code)


def _moment(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None
