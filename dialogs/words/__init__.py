"""The one home of sentences: friendly, exact, short. Everything here is pure."""

from dialogs.words.numbers import count, headcount, listed
from dialogs.words.plain import name, plain
from dialogs.words.sentences import (
    counted,
    has_sentence,
    is_doubt,
    is_named,
    label,
    phrase,
    sentence,
    source,
    told,
    trouble,
)
from dialogs.words.times import ago, day, moment, span

__all__ = [
    "ago",
    "count",
    "counted",
    "day",
    "has_sentence",
    "is_doubt",
    "is_named",
    "label",
    "listed",
    "moment",
    "name",
    "headcount",
    "phrase",
    "plain",
    "sentence",
    "source",
    "span",
    "told",
    "trouble",
]
