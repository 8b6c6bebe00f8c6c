"""The one home of sentences: friendly, exact, short. Everything here is pure."""

from dialogs.words.numbers import count, listed, people
from dialogs.words.plain import name, plain
from dialogs.words.sentences import has_sentence, label, phrase, sentence, trouble
from dialogs.words.times import ago, moment, span

__all__ = [
    "ago",
    "count",
    "has_sentence",
    "label",
    "listed",
    "moment",
    "name",
    "people",
    "phrase",
    "plain",
    "sentence",
    "span",
    "trouble",
]
