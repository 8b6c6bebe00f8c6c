"""The words in which people say when: clock times, ranges of days, numbers. Pure. What could mean two things is
refused, with both to choose from.
"""

from collections.abc import Sequence
from datetime import time
from re import compile as pattern

from actions.spec import Refusal

FILLERS = frozenset({"on", "and", "every", "the"})
AT = "at"
WEEK = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
WEEKEND = frozenset({"weekend", "weekends"})
SHORT = 3  # letters of a day's name that are enough
NUMBERS = {"two": "2", "three": "3", "four": "4", "five": "5", "six": "6", "seven": "7", "eight": "8"}
EVERY_WEEK = frozenset({"week", "weekly"})
WEEKS = frozenset({"week", "weeks"})
OTHER = "other"
TO = frozenset({"to", "through", "thru"})
DASH = pattern(r"\s*[-‐‑–—]\s*")
CLOCK = pattern(r"([01]?\d|2[0-3])[:.]([0-5]\d)")
HALVES = pattern(r"(0?[1-9]|1[0-2])(?:[:.]([0-5]\d))?([ap])\.?m\.?")
HALF = pattern(r"[ap]\.?m\.?")
HOUR = pattern(r"0?\d|1\d|2[0-3]")
ORDINAL = pattern(r"first|second|third|fourth|last|\d{1,2}(?:st|nd|rd|th)")


def read(text: str) -> tuple[list[str], time] | None:
    """The words that say on which days, and the time that comes after them; None where there is no time at the end.
    Raises Refusal (which-hour) where it is a number alone.
    """
    words = DASH.sub(" to ", text.casefold().replace(",", " ")).split()
    words = [word for word in words if word not in FILLERS]
    while words and words[-1] == AT:
        words.pop()
    if len(words) > 1 and HALF.fullmatch(words[-1]):
        words[-2:] = ["".join(words[-2:])]
    if not words:
        return None
    at = _clock(words[-1], after_at=words[-2:-1] == [AT])
    return None if at is None else ([word for word in words[:-1] if word != AT], at)


def _clock(word: str, *, after_at: bool) -> time | None:
    if found := CLOCK.fullmatch(word):
        return time(int(found[1]), int(found[2]))
    if found := HALVES.fullmatch(word):
        return time(int(found[1]) % 12 + 12 * (found[3] == "p"), int(found[2] or 0))
    if not word.isascii() or not HOUR.fullmatch(word):
        return None
    if not after_at:
        raise Refusal("which-hour", said=word, at=f"{int(word):02}:00")
    return time(int(word))


def rhythm(words: Sequence[str]) -> tuple[str, list[str]]:
    """Of how many weeks, as a number in digits, and the words that are left: ``other monday`` → 2, monday."""
    rest = list(words)
    if rest[:1] == [OTHER] and len(rest) > 1:
        return "2", rest[2:] if rest[1] in WEEKS else rest[1:]
    if len(rest) > 1 and rest[0] in EVERY_WEEK:
        return "1", rest[1:]
    count = NUMBERS.get(rest[0], rest[0]) if rest else ""
    if len(rest) > 1 and rest[1] in WEEKS and count.isascii() and count.isdecimal():
        return count, rest[2:]
    return "1", rest


def days(words: Sequence[str]) -> tuple[int, ...]:
    """ISO weekdays in their order; empty where it is not all days. ``monday to wednesday``, ``weekend``."""
    found: set[int] = set()
    rest = list(words)
    while rest:
        if rest[0] in WEEKEND:
            some, rest = {6, 7}, rest[1:]
        elif len(rest) > 2 and rest[1] in TO:
            some, rest = _span(_weekday(rest[0]), _weekday(rest[2])), rest[3:]
        else:
            some, rest = {_weekday(rest[0])}, rest[1:]
        if not some or 0 in some:
            return ()
        found |= some
    return tuple(sorted(found))


def of_month(word: str, words: Sequence[str]) -> bool:
    """Is it the second monday, say: every other week, or once a month?"""
    return ORDINAL.fullmatch(word) is not None and bool(words) and _weekday(words[0]) != 0


def _span(first: int, last: int) -> set[int]:
    """From one day to another, over the weekend where the week ends between them; empty where that is no span."""
    if not first or not last or first == last:
        return set()
    return {(first - 1 + n) % 7 + 1 for n in range((last - first) % 7 + 1)}


def _weekday(word: str) -> int:
    """``mon``, ``monday``, ``mondays`` → 1; 0 where it is none."""
    bare = word.removesuffix("s") if word not in ("tues", "wednes", "thurs") else word
    found = [n for n, name in enumerate(WEEK, 1) if len(bare) >= SHORT and name.startswith(bare)]
    return found[0] if len(found) == 1 else 0
