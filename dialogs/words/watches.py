"""What is said about what goes on by itself: watches, standing approvals, daily checks, and ends that did not come."""

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType

from dialogs.words.times import day

WATCH_STATES = MappingProxyType(
    {
        "on": "on",
        "off": "ended by somebody",
        "ended": "over: its time has come",
        "stopped": "stopped: whoever asked for it is no operator any more",
    }
)

REFUSED = {
    "not-strengthening": "`{action}` cannot be watched: only what strengthens protection, and may be done again and "
    "again, is planned without anybody asking.",
    "too-often": "A watch looks every {least} at most: that is as fast as Microsoft tells of changes.",
    "until-past": "That end is past already. Say one that lies ahead.",
    "too-many-watches": "There are {most} watches already. `watches` lists them, `unwatch N` ends one.",
    "no-such-watch": "There is no watch {number}. `watches` lists them.",
    "watch-over": "Watch {number} is over ({state}), so there is nothing to change about it.",
    "allowance-too-long": "A standing approval lasts {days} days at most. Say an earlier end.",
    "too-many": "A standing approval covers 1 to {most} people a day: what is larger, people approve.",
    "no-such-hour": "There is no hour {hour}. Say one from 0 to 23.",
    "too-many-daily": "There are {most} daily checks already. `next stop` in a chat ends the one of that chat.",
    "bad-rhythm": 'I cannot read "{said}" as a rhythm. Say every:15m, every:2h or every:1d.',
    "watch-whom": "Say whom to watch, or which command: not both, and not neither.",
    "watch-no-action": "`{said}` is no change that I can plan. `help` lists them.",
    "watch-unclear": "`{said}` says too little or too much for a watch: type it alone first, then the way it is shown.",
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
    """``until_text``: a day; ``person_text``: who, in brackets."""
    until = _moment(facts.get("until", ""))
    return {
        "until_text": day(until, until.tzinfo) if until is not None and until.tzinfo else facts.get("until", ""),
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
