"""Which words belong to which argument of a declared thing. Pure."""

from collections.abc import Mapping, Sequence
from re import IGNORECASE
from re import compile as pattern
from typing import cast

from actions.args import ArgumentType, BadArgument, Block, CampaignName, People, Span, TypedNumber, Until, Waves, Words
from actions.spec import Argument, Declared
from dialogs.arguments import Line, Number, Whole
from dialogs.grammar import TAIL, BadInput, Word, quoted, unquoted

LONGEST_NAME = 4  # words
BETWEEN = ("and", "&")
SAME = {"because": "reason", "name": "called"}
ONE_WORD_LISTS = ("@", ",", ";", ":")  # quotes around one of these hold a list of people, not one name
DIGITS = pattern(r"[+(]*\d[\d()+./–-]*(x\d+)?|x\d+")  # a piece of a phone number typed with spaces
SPOKEN = (Line, TypedNumber, Until, Span)  # a value of several words
ONE_OF_PEOPLE = pattern(r"@?[^\s@]+@[^\s@]+|@\S+|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}[,;]?", IGNORECASE)
PEOPLE_BY = ("group", "campaign")
UNIT = pattern(r"(m|min|h|hr|hour|day|minute)s?[.,]?", IGNORECASE)
LATER = (  # an end in time that needs a second word, and that word
    (pattern(r"\d+"), pattern(r"(day|week)s?[.,]?", IGNORECASE)),
    (pattern(r"in|for", IGNORECASE), pattern(r"\d+")),
    (pattern(r"(in|for) \d+", IGNORECASE), pattern(r"(day|week)s?[.,]?", IGNORECASE)),
    (pattern(r"\d{4}-\d\d-\d\d"), pattern(r"\d{1,2}:\d\d")),
)


def bind(kind: type[Declared], words: Sequence[Word], *, me: str = "") -> dict[str, str]:
    """The raw text of each argument that was said; ``me`` is put in the place of "me" among people.

    Raises BadArgument where a word belongs nowhere.
    """
    return bind_to(kind.arguments(), words, command=kind.name, me=me)


def bind_to(wanted: Sequence[Argument], words: Sequence[Word], *, command: str, me: str = "") -> dict[str, str]:
    """The same for just these arguments. A pasted body belongs to the argument that takes one, else it is words."""
    if any(issubclass(each.type, Whole) for each in wanted):
        return {wanted[0].name: " ".join(word.said() for word in _above(wanted, words, {}))} if words else {}
    arguments = {each.word: each for each in wanted}
    filled: dict[str, str] = {}
    loose: list[Word] = []
    stray: list[Word] = []  # behind an argument, where loose words stood before it
    swallowing = last = ""
    for word in _above(wanted, words, filled):
        name = word.name if word.name in arguments else SAME.get(word.name, word.name)
        argument = arguments.get(name)
        if argument is not None:
            _add(filled, argument, _value(argument, word, me))
            swallowing, last = name if _swallows(argument, word) else "", name
        elif word.flag:
            raise BadArgument("unknown-argument", said=word.name, allowed=", ".join(arguments))
        elif swallowing and _goes_on(arguments[swallowing], filled[arguments[swallowing].name], word):
            _add(filled, arguments[swallowing], _loose_value(arguments[swallowing], word, me))
        elif last and _is_one_more(word, arguments[last], [each for each in wanted if each.name not in filled]):
            _add(filled, arguments[last], _loose_value(arguments[last], word, me))
        else:
            stray += [word] if last and loose else []
            loose.append(word)
            swallowing = last = ""
    if stray and any(issubclass(each.type, CampaignName) and each.name not in filled for each in wanted):
        raise BadArgument("too-many-words", said=" ".join(word.raw for word in stray)[:60], command=command)
    unsaid = [each for each in wanted if each.name not in filled]
    _need_no_people(unsaid, loose)
    left = _place(unsaid, filled, loose, me)
    if left:
        raise BadArgument("too-many-words", said=" ".join(word.raw for word in left)[:60], command=command)
    return filled


def _need_no_people(unsaid: Sequence[Argument], loose: Sequence[Word]) -> None:
    """A campaign's name takes all loose words, so people among them have lost their own word. Raises BadArgument."""
    people = next((each for each in unsaid if issubclass(each.type, People) and each.required), None)
    if people is None or not any(issubclass(each.type, CampaignName) for each in unsaid):
        return
    for word in loose:
        if word.name in PEOPLE_BY or ONE_OF_PEOPLE.fullmatch(word.raw):
            raise BadArgument("people-word-missing", word=people.word, said=word.raw[:60])


def compose(kind: type[Declared], filled: Mapping[str, str]) -> str:
    """The command that binds to exactly these values again: one line, and below it what was pasted."""
    words, body = [kind.name], ""
    for each in kind.arguments():
        if each.name in filled and issubclass(each.type, Block):
            body = filled[each.name]
        elif each.name in filled and issubclass(each.type, Whole):
            words.append(filled[each.name])
        elif each.name in filled:
            words += _composed(each, filled[each.name])
    line = " ".join(words)
    return f"{line}\n{body}" if body else line


def takes_body(kind: type[Declared]) -> bool:
    """Is there an argument for what is pasted below the first line?"""
    return _block(kind.arguments()) is not None


def build(kind: type[Declared], filled: Mapping[str, str]) -> Declared:
    """The declared thing with its arguments parsed; raises BadArgument."""
    return kind(**{each.name: typed(each).parse(filled[each.name]) for each in kind.arguments() if each.name in filled})


def typed(argument: Argument) -> type[ArgumentType]:
    """The argument's type; that it is one is tested for every declaration."""
    return cast("type[ArgumentType]", argument.type)


def _composed(argument: Argument, text: str) -> list[str]:
    if not issubclass(argument.type, People):
        return [f"{argument.word}:{quoted(text)}"]
    return [f"--{argument.word}={word}" for word in people_words(text)]


def people_words(text: str) -> list[str]:
    """People as single words, each of which may hold quotes."""
    return [each for each in _spaced(text.replace(",", " ").replace(";", " ") if '"' not in text else text) if each]


def _spaced(text: str) -> list[str]:
    """Split at white space, commas and semicolons outside of quotes."""
    words, quote = [""], False
    for each in text:
        quote ^= each == '"'
        if not quote and (each.isspace() or each in ",;"):
            words.append("")
        else:
            words[-1] += each
    return words


def _block(wanted: Sequence[Argument]) -> Argument | None:
    return next((each for each in wanted if issubclass(each.type, Block)), None)


def _above(wanted: Sequence[Argument], words: Sequence[Word], filled: dict[str, str]) -> Sequence[Word]:
    """The words of the first line, where an argument takes what stands below it; else all. Raises BadInput."""
    at = next((place for place, word in enumerate(words) if word.body), len(words))
    block = _block(wanted)
    if at == len(words):
        return words
    if block is not None:
        filled[block.name] = words[at].body
        return words[:at]
    for reason in (word.too_much for word in words if word.too_much is not None):
        raise BadInput(reason.code, **reason.facts)
    return words


def _swallows(argument: Argument, word: Word) -> bool:
    """``reason: as agreed``: free words go on after their name. ``skip: ana@…`` takes the words after it, too, and
    ``waves:5%, 25%`` what stands behind the comma.
    """
    return not word.value or (issubclass(argument.type, (*SPOKEN, Waves)) and not word.value.startswith('"'))


def _goes_on(argument: Argument, said: str, word: Word) -> bool:
    """Numbers and ends in time take only words that belong to them: ``number:+31 6 12345678``, ``until:90 days``."""
    if issubclass(argument.type, TypedNumber):
        return DIGITS.fullmatch(word.raw) is not None
    if issubclass(argument.type, Waves):
        return not said or said.endswith(",") or word.raw.startswith(",")
    if issubclass(argument.type, Span):
        return not said or (said.isdecimal() and UNIT.fullmatch(word.raw) is not None)
    if issubclass(argument.type, Until):
        return not said or any(one.fullmatch(said) and two.fullmatch(word.raw) for one, two in LATER)
    return True


def _is_one_more(word: Word, argument: Argument, unsaid: Sequence[Argument]) -> bool:
    """``people:ana@… bea@…``: a person or group behind people is one more of them, where nothing else takes people."""
    if not issubclass(argument.type, People) or any(issubclass(each.type, People) and each.required for each in unsaid):
        return False
    return word.name in PEOPLE_BY or (not word.name and ONE_OF_PEOPLE.fullmatch(word.raw) is not None)


def _add(filled: dict[str, str], argument: Argument, text: str) -> None:
    filled[argument.name] = f"{filled[argument.name]} {text}".strip() if argument.name in filled else text


def _value(argument: Argument, word: Word, me: str) -> str:
    if issubclass(argument.type, People):
        return _people(word.value, me)
    return unquoted(word.shown if issubclass(argument.type, Line) else word.value)


def _loose_value(argument: Argument, word: Word, me: str) -> str:
    if issubclass(argument.type, People):
        return _people(word.raw, me)
    return unquoted(word.shown if issubclass(argument.type, Line) and not word.name else word.raw)


def _people(raw: str, me: str) -> str:
    raw = raw if raw.endswith('"') else raw.rstrip(TAIL)
    if me and raw.casefold() in ("me", "myself", "@me"):
        return me
    inner = unquoted(raw)
    return inner if any(mark in inner for mark in ONE_WORD_LISTS) and '"' not in inner else raw


def _place(wanted: Sequence[Argument], filled: dict[str, str], loose: Sequence[Word], me: str) -> list[Word]:
    """Give words without a name to the arguments in their order: one each, the rest to the first that takes many.

    Answers the words that are left over.
    """
    rest = _worded(wanted, filled, _numbered(wanted, filled, loose))
    for argument in wanted:
        if not rest:
            break
        if argument.name in filled or issubclass(argument.type, Block):
            continue
        if issubclass(argument.type, People | Line):
            filled[argument.name] = _many(argument, rest, me)
            return []
        if argument.required or not issubclass(argument.type, Number) or _is_number(rest[0]):
            filled[argument.name] = _ended(argument, rest)
    return rest


def _numbered(wanted: Sequence[Argument], filled: dict[str, str], loose: Sequence[Word]) -> list[Word]:
    """A phone number needs no name: ``phone set dan@contoso.com +31 6 12345678``."""
    argument = next((each for each in wanted if issubclass(each.type, TypedNumber)), None)
    digits = [word for word in loose if DIGITS.fullmatch(word.raw)]
    if argument is None or not digits:
        return list(loose)
    filled[argument.name] = " ".join(word.raw for word in digits)
    return [word for word in loose if word not in digits]


def _worded(wanted: Sequence[Argument], filled: dict[str, str], loose: list[Word]) -> list[Word]:
    """A word of a fixed set that must be said needs no name behind people: ``mfa default dan@contoso.com app``."""
    among_people = len(loose) > 1 and any(issubclass(each.type, People) and each.name not in filled for each in wanted)
    for argument in wanted if among_people else ():
        if argument.required and issubclass(argument.type, Words) and _is_one(argument, loose[-1]):
            filled[argument.name] = unquoted(loose[-1].raw)
            return loose[:-1]
    return loose


def _is_one(argument: Argument, word: Word) -> bool:
    try:
        typed(argument).parse(unquoted(word.raw))
    except BadArgument:
        return False
    return True


def _ended(argument: Argument, rest: list[Word]) -> str:
    said = unquoted(rest.pop(0).raw)
    while rest and issubclass(argument.type, Until | Span) and _goes_on(argument, said, rest[0]):
        said = f"{said} {unquoted(rest.pop(0).raw)}"
    return said


def _many(argument: Argument, words: Sequence[Word], me: str) -> str:
    """Two to four plain words for people are one name: ``remind Dan Frost``."""
    if not issubclass(argument.type, People):
        return " ".join(_loose_value(argument, word, me) for word in words)
    if 1 < len(words) <= LONGEST_NAME and not any(map(_is_special, words)):
        return quoted(" ".join(word.raw for word in words))
    return " ".join(_loose_value(argument, word, me) for word in words if word.bare not in BETWEEN)


def _is_special(word: Word) -> bool:
    return any(not (each.isalpha() or each in "-'’") for each in word.raw) or word.bare in ("everyone", "me", *BETWEEN)


def _is_number(word: Word) -> bool:
    return word.bare.removeprefix("request:").removeprefix("#").isdecimal()
