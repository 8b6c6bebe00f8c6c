"""How a line is read: quotes, ``name:value``, ``--flags``, mentions. Pure: it knows no command and no tenant.

Nothing typed is lost: each word keeps its raw text, so that an argument type decides what its quotes mean.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from re import compile as pattern
from unicodedata import category

from actions.spec import Refusal

MOST_IN_LINE = 10_000
MOST_LINES = 1_000
WORD = pattern(r'(?:[^\s"]|"[^"]*"|"[^"]*$)+')
FLAG = pattern(r"(?:--|—|–)([A-Za-z][\w-]*)(?:[=:](.*))?$")
NAMED = pattern(r"([A-Za-z][A-Za-z_-]*):(.*)$")
CURLY = str.maketrans(dict.fromkeys("“”„‟«»＂", '"') | dict.fromkeys("‘’‚‛", "'"))
MENTION = 0xE000  # private use: `clean` removes these from what people type, so they can stand for mentions
TAIL = ".!?,;:"
LEADING = frozenset({"muster", "@muster", "hey"})


class BadInput(Refusal):
    """The line cannot be read at all; the reason says why."""


@dataclass(frozen=True, slots=True)
class Word:
    """One word. ``raw`` as typed (quotes straightened), ``name`` of a ``name:value`` or ``--flag value`` in lower case.

    ``shown`` is the same with people's names where ``raw`` has the ids of mentioned people.
    """

    raw: str
    name: str = ""
    value: str = ""
    shown: str = ""
    flag: bool = False

    @property
    def bare(self) -> str:
        """For comparing with names: lower case, without quotes or punctuation at the end."""
        return unquoted(self.raw).rstrip(TAIL).casefold() or self.raw

    def said(self) -> str:
        """As it can be typed again."""
        return f"--{self.name}={self.value}" if self.flag else self.raw


@dataclass(frozen=True, slots=True)
class Utterance:
    """A line in words."""

    words: tuple[Word, ...]

    @property
    def named(self) -> dict[str, str]:
        """Values of all ``name:value`` and ``--flag value`` words; the last of a name counts."""
        return {word.name: unquoted(word.value) for word in self.words if word.name}

    def said(self) -> str:
        """As it can be typed again: parses to the same words."""
        return " ".join(word.said() for word in self.words)


def parse(text: str, mentions: Mapping[str, str] | None = None) -> Utterance:
    """Read a line. ``mentions`` maps the shown name to the object id. Raises BadInput when it is too long."""
    _fits(text)
    marked, people = _mark(clean(text), mentions or {})
    found = [str(match.group()) for match in WORD.finditer(marked)]
    words = [_unmarked(word, people) for word in _flags(_unled(found))]
    return Utterance(tuple(words))


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


def _fits(text: str) -> None:
    lines = text.splitlines()
    if len(lines) > MOST_LINES:
        raise BadInput("too-many-lines", count=str(len(lines)), most=str(MOST_LINES))
    longest = max(map(len, lines), default=0)
    if longest > MOST_IN_LINE:
        raise BadInput("too-long", count=str(longest), most=str(MOST_IN_LINE))


def _plain(each: str) -> str:
    kind = category(each)
    if kind in ("Cc", "Zs", "Zl", "Zp"):
        return " "
    return "" if kind in ("Cf", "Cs", "Co", "Cn") else each


def _mark(text: str, mentions: Mapping[str, str]) -> tuple[str, dict[str, tuple[str, str]]]:
    """Put one private character in the place of each mention, so that names with spaces stay one word."""
    people: dict[str, tuple[str, str]] = {}
    for place, name in enumerate(sorted(mentions, key=len, reverse=True)):
        shown = "@" + clean(name).removeprefix("@")
        mark = chr(MENTION + place)
        people[mark] = (mentions[name], shown)
        text = text.replace(shown, f" {mark} " if f":{shown}" not in text else mark)
    return text, people


def _unled(words: list[str]) -> list[str]:
    """Without a leading "muster" or slash, which people carry over from other bots."""
    while len(words) > 1 and words[0].rstrip(TAIL).casefold() in LEADING:
        words = words[1:]
    if words and words[0].startswith("/") and len(words[0]) > 1:
        words = [words[0].lstrip("/") or words[0], *words[1:]]
    return words


def _flags(words: list[str]) -> list[Word]:
    """Give each ``--flag`` without a value the word after it."""
    read: list[Word] = []
    rest = list(words)
    while rest:
        raw = rest.pop(0)
        flag = FLAG.match(raw)
        if flag is None:
            read.append(_word(raw))
            continue
        value = flag.group(2)
        if value is None:
            value = rest.pop(0) if rest and not FLAG.match(rest[0]) else ""
        read.append(Word(raw, flag.group(1).casefold(), value, flag=True))
    return read


def _word(raw: str) -> Word:
    named = NAMED.match(raw)
    return Word(raw, named.group(1).casefold(), named.group(2)) if named else Word(raw)


def _unmarked(word: Word, people: Mapping[str, tuple[str, str]]) -> Word:
    ids = str.maketrans({mark: id_ for mark, (id_, _) in people.items()})
    names = str.maketrans({mark: name for mark, (_, name) in people.items()})
    shown = word.value if word.name else word.raw
    return Word(word.raw.translate(ids), word.name, word.value.translate(ids), shown.translate(names), word.flag)
