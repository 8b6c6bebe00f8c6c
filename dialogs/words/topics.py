"""What belongs together in help: a topic has a word to ask for it, a title, and the first words of its commands."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Topic:
    """``word`` is typed after ``help``; ``begins``: how the names of its commands begin, in the order of showing."""

    word: str
    title: str
    begins: tuple[str, ...]


TOPICS = (
    Topic("begin", "Where to begin", ("next", "preflight", "score", "coverage", "census", "guide")),
    Topic("mfa", "MFA for people", ("mfa", "keep", "exempt", "exemptions")),
    Topic("methods", "Sign-in methods and passes", ("methods", "registration", "nudge", "tap", "sessions")),
    Topic("phone", "Phone numbers", ("phone",)),
    Topic("trouble", "Why a sign-in fails", ("why", "explain")),
    Topic("legacy", "Old protocols and old clients", ("legacy", "legacy-auth", "smtp-auth", "modern-auth")),
    Topic("tenant", "The tenant", ("break-glass", "settings", "domains", "certificates", "service-accounts",
                                    "service-account", "special", "mfa-server")),
    Topic("plans", "Requests and their plans", ("request", "requests", "submit", "approve", "reject", "cancel", "pause",
                                                "resume", "stop", "undo")),
    Topic("automatic", "What goes on by itself", ("watch", "watches", "unwatch", "allow", "disallow", "every",
                                              "schedules", "unschedule", "remind", "reminders")),
    Topic("campaign", "Campaigns and help requests", ("campaign", "campaigns", "help list", "answer help",
                                                         "close help")),
    Topic("muster", "Muster itself", ("help", "whoami", "my", "writes", "halt", "resume all", "ask")),
)  # fmt: skip
MORE = Topic("more", "More", ())


def topic_of(name: str) -> Topic:
    """The topic of a command; the longest beginning counts, and what nobody has sorted is "more"."""
    found = ((begin, topic) for topic in TOPICS for begin in topic.begins if _begins(name, begin))
    return max(found, key=lambda each: len(each[0]), default=("", MORE))[1]


def topic_called(word: str) -> Topic | None:
    """The topic that is asked for by this word."""
    return next((each for each in (*TOPICS, MORE) if each.word == word), None)


def in_order(names: Iterable[str]) -> list[str]:
    """By topic, inside it in the topic's order, then by name."""
    return sorted(names, key=_place)


def _place(name: str) -> tuple[int, int, str]:
    topic = topic_of(name)
    at = next((place for place, begin in enumerate(topic.begins) if _begins(name, begin)), 0)
    return (*TOPICS, MORE).index(topic), at, name


def _begins(name: str, begin: str) -> bool:
    return name == begin or name.startswith(f"{begin} ")
