"""How a line is read: quotes, ``name:value``, ``--flags``, mentions. Pure: it knows no command and no tenant.

Nothing typed is lost: each word keeps its raw text, so that an argument type decides what its quotes mean; and the
first word below the first line break keeps everything that was pasted there, for a command that takes such a body.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from re import compile as pattern
from re import escape
from unicodedata import category

from actions.spec import Reason, Refusal

MOST_IN_LINE = 10_000
MOST_LINES = 1_000
MOST_IN_ALL = 100_000  # characters that are read as words; a pasted body may be longer
WORD = pattern(r'(?:[^\s"]|"[^"]*"|"[^"]*$)+')
FLAG = pattern(r"(?:--|—|–)([A-Za-z][\w-]*)(?:[=:](.*))?$")
NAMED = pattern(r"([A-Za-z][A-Za-z_-]*):(.*)$")
CURLY = str.maketrans(dict.fromkeys("“”„‟«»＂", '"') | dict.fromkeys("‘’‚‛", "'"))
MENTION = 0xE000  # private use: `clean` removes these from what people type, so they can stand for mentions
BREAK = "\uf8ff"  # and this one for the first line break
LINE_BREAK = pattern("\r\n|[\r\n\u2028\u2029]")
BELOW = "…"  # stands for a body that is too long to be read as words
TAIL = ".!?,;:"
LEADING = frozenset({"muster", "@muster", "hey"})


class BadInput(Refusal):
    """The line cannot be read at all; the reason says why."""


@dataclass(frozen=True, slots=True)
class Word:
    """One word. ``raw`` as typed (quotes straightened), ``name`` of a ``name:value`` or ``--flag value`` in lower case.

    ``shown`` is the same with people's names where ``raw`` has the ids of mentioned people. ``body``: where this is the
    first word below the first line break, all that stands there, as typed; ``too_much``: why nobody reads it as words.
    """

    raw: str
    name: str = ""
    value: str = ""
    shown: str = ""
    flag: bool = False
    body: str = ""
    too_much: Reason | None = None

    @property
    def bare(self) -> str:
        """For comparing with names: lower case, without quotes or punctuation at the end."""
        return unquoted(self.raw).rstrip(TAIL).casefold() or self.raw

    def said(self) -> str:
        """As it can be typed again."""
        return f"--{self.name}={self.value}" if self.flag else self.raw


@dataclass(frozen=True, slots=True)
class Utterance:
    """A line in words. ``text``: the whole message as typed."""

    words: tuple[Word, ...]
    text: str = ""

    @property
    def named(self) -> dict[str, str]:
        """Values of all ``name:value`` and ``--flag value`` words; the last of a name counts."""
        return {word.name: unquoted(word.value) for word in self.words if word.name}

    def said(self) -> str:
        """As it can be typed again: parses to the same words."""
        return " ".join(word.said() for word in self.words)


def parse(text: str, mentions: Mapping[str, str] | None = None) -> Utterance:
    """Read a message. ``mentions`` maps the shown name to the object id. Raises BadInput when its first line is too
    long; a body that is too long is one word that says so.
    """
    head, body = _parted(text)
    too_much = _too_much(text)
    if too_much is not None and (not body or _too_much(head) is not None):
        raise BadInput(too_much.code, **too_much.facts)
    below = f" {BREAK} {clean(body)}" if body and too_much is None else ""
    marked, people = _mark(clean(head) + below, mentions or {})
    found = [str(match.group()) for match in WORD.finditer(marked)]
    words = [_unmarked(word, people) for word in _flags(_unled(found), body)]
    if too_much is not None:
        words.append(Word(BELOW, body=body, too_much=too_much))
    return Utterance(tuple(words), text)


def clean(text: str) -> str:
    """One line of plain text: control, format, private and surrogate characters become spaces or vanish."""
    return "".join(_plain(each) for each in text.translate(CURLY)).strip()


def unquoted(text: str) -> str:
    """Without the quotes around all of it, where there are any."""
    inner = text[1:].removesuffix('"')
    return inner if text.startswith('"') and '"' not in inner else text


def quoted(text: str) -> str:
    """So that it reads as one word: in quotes where needed. A double quote inside becomes a single one."""
    text = text.translate(CURLY).replace('"', "'")
    return f'"{text}"' if not text or any(each.isspace() for each in text) else text


def _parted(text: str) -> tuple[str, str]:
    """The first line, and what stands below it."""
    text = text.strip()
    first = LINE_BREAK.search(text)
    return (text[: first.start()], text[first.end() :].strip("\r\n")) if first else (text, "")


def _too_much(text: str) -> Reason | None:
    lines = text.splitlines()
    if len(lines) > MOST_LINES:
        return Reason("long-paste", {"count": str(len(lines)), "most": str(MOST_LINES)})
    for count, most in ((max(map(len, lines), default=0), MOST_IN_LINE), (len(text), MOST_IN_ALL)):
        if count > most:
            return Reason("too-long", {"count": str(count), "most": str(most)})
    return None


def _plain(each: str) -> str:
    kind = category(each)
    if kind in ("Cc", "Zs", "Zl", "Zp"):
        return " "
    return "" if kind in ("Cf", "Cs", "Co", "Cn") else each


def _mark(text: str, mentions: Mapping[str, str]) -> tuple[str, dict[str, tuple[str, str]]]:
    """Put one private character in the place of each mention, so that names with spaces stay one word. The @ in the
    middle of an address mentions nobody.
    """
    people: dict[str, tuple[str, str]] = {}
    for place, name in enumerate(sorted(mentions, key=len, reverse=True)):
        shown = "@" + clean(name).removeprefix("@")
        mark = chr(MENTION + place)
        people[mark] = (mentions[name], shown)
        text = pattern(f"(?<=:){escape(shown)}").sub(mark, text)
        text = pattern(rf"(?<![\w.+-]){escape(shown)}(?!\w)").sub(f" {mark} ", text)
    return text, people


def _unled(words: list[str]) -> list[str]:
    """Without a leading "muster" or slash, which people carry over from other bots."""
    while len(words) > 1 and words[0].rstrip(TAIL).casefold() in LEADING:
        words = words[1:]
    if words and words[0].startswith("/") and len(words[0]) > 1:
        words = [words[0].lstrip("/") or words[0], *words[1:]]
    return words


def _flags(words: list[str], body: str) -> list[Word]:
    """Give each ``--flag`` without a value the word after it, and the first word below the line break the ``body``."""
    read: list[Word] = []
    rest = list(words)
    below = False
    while rest:
        raw = rest.pop(0)
        if raw == BREAK:
            below = True
            continue
        word = _flag(raw, rest) or _word(raw.replace(f" {BREAK} ", " "))
        read.append(replace(word, body=body) if below else word)
        below = False
    return read


def _flag(raw: str, rest: list[str]) -> Word | None:
    flag = FLAG.match(raw)
    if flag is None:
        return None
    value = flag.group(2)
    if value is None:
        value = rest.pop(0) if rest and rest[0] != BREAK and not FLAG.match(rest[0]) else ""
    return Word(raw, flag.group(1).casefold(), value, flag=True)


def _word(raw: str) -> Word:
    named = NAMED.match(raw)
    return Word(raw, named.group(1).casefold(), named.group(2)) if named else Word(raw)


def _unmarked(word: Word, people: Mapping[str, tuple[str, str]]) -> Word:
    ids = str.maketrans({mark: id_ for mark, (id_, _) in people.items()})
    names = str.maketrans({mark: name for mark, (_, name) in people.items()})
    shown = word.value if word.name else word.raw
    return replace(word, raw=word.raw.translate(ids), value=word.value.translate(ids), shown=shown.translate(names))
