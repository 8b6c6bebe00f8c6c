"""``help``: what the speaker can type."""

from collections.abc import Sequence
from types import MappingProxyType

from actions.args import Block
from actions.spec import Action, Check, Declared, Direction, Fact, Refusal, ask
from dialogs.arguments import Line
from dialogs.command import ASKERS, STAFF, Command, Turn, may
from dialogs.reply import Listing, Reply, Section
from dialogs.words import listed, plain
from dialogs.words.topics import Topic, in_order, topic_called, topic_of

FIRST = ("whoami", "mfa status me")
PROTECTION = MappingProxyType(
    {
        Direction.STRENGTHEN: "strengthens protection",
        Direction.WEAKEN: "weakens protection",
        Direction.NEUTRAL: "leaves protection as it is",
    }
)
FEW = 16  # things that are listed one by one with what they do; more are listed by topic
BEGIN = ("next", "mfa status", "mfa enable", "requests", "approve", "whoami")  # shown in full beside the topics
PROTECTS = (Direction.STRENGTHEN,)  # the example that help offers first
FOR_THE_DESK = ("answer help", "close help")  # said by anybody in the help desk's channel, and there only
BESIDES = 6  # things that a topic's page names although they belong elsewhere
SEARCH = "help <word> finds everything that speaks of it, for example: help smtp"


class Help(Command, name="help", aliases=("?", "hi", "hello", "commands", "menu", "start"), reads=True):
    """Show what you can type, what there is about one subject, or how one thing is typed.

    `help phone` shows a topic, `help mfa enable` how that is typed, and any other word is searched for in everything
    that you may do.
    """

    topic: Line = ask("About what?", like="mfa enable", default=Line())

    async def answer(self, turn: Turn) -> Reply:
        """Only what the speaker may do."""
        said = " ".join(self.topic.text.casefold().split())
        if not said:
            return _overview(turn)
        kind = turn.catalogue.named(said)
        if kind is not None and kind.name == said:
            return _page(kind)
        return _topic(turn, said) or (_page(kind) if kind is not None else _found(turn, said))


def allowed(turn: Turn, kind: type[Declared]) -> bool:
    """May the speaker say this at all? Actions need an operator; looking needs any role."""
    if issubclass(kind, Fact):
        return False
    if kind.name in FOR_THE_DESK and not may(turn.standing, STAFF):
        return turn.engine.house.help_place is not None and turn.place.key == turn.engine.house.help_place.key
    if issubclass(kind, Command):
        return may(turn.standing, kind.needs)
    return may(turn.standing, ASKERS if issubclass(kind, Action) else STAFF)


def usage(kind: type[Declared]) -> str:
    """How it is typed, by its own examples."""
    arguments = kind.arguments()
    words = [kind.name]
    for place, each in enumerate(arguments):
        if each.required and not issubclass(each.type, Block):
            words.append(each.ask.like if place == 0 else f"{each.word}:{_quoted(each.ask.like)}")
    return " ".join(words)


def _overview(turn: Turn) -> Listing:
    """Everything: what is few with what it does, else a line for each topic, for a card holds about 30 rows."""
    kinds = _sayable(turn)
    examples = [f"help {kind.name}" for kind in kinds if issubclass(kind, Action) and kind.direction in PROTECTS][:1]
    sections = _sections(kinds) if len(kinds) <= FEW else (_begin(kinds), _topics(kinds))
    return Listing(title="What you can type", sections=sections, next=(*examples, *FIRST))


def _begin(kinds: Sequence[type[Declared]]) -> Section:
    known = {kind.name: kind for kind in kinds}
    rows = tuple((usage(known[name]), known[name].summary()) for name in BEGIN if name in known)
    return Section("To begin with", ("Type", "What it does"), rows)


def _topics(kinds: Sequence[type[Declared]]) -> Section:
    topics: dict[Topic, list[str]] = {}
    for name in in_order(kind.name for kind in kinds):
        topics.setdefault(topic_of(name), []).append(name)
    rows = tuple((f"help {topic.word}", f"{topic.title}: {', '.join(names)}") for topic, names in topics.items())
    return Section("Topics", ("Type", "What there is"), rows, SEARCH)


def _topic(turn: Turn, said: str) -> Listing | None:
    """The page of a topic, or of all that begins with one word; what else speaks of it is named below."""
    topic, kinds = topic_called(said), _sayable(turn)
    group = [each for each in kinds if topic_of(each.name) is topic]
    begun = [each for each in kinds if each.name.split()[0] == said]
    group += [each for each in begun if each not in group]
    if not group or (topic is None and len(group) == 1):
        return None
    besides = [each for each in _speaking(kinds, said) if each not in group][:BESIDES]
    also = (Section("It is spoken of here, too", ("Type", "What it does"), _rows(besides)),) if besides else ()
    title = topic.title if topic is not None else said
    return Listing(title=title, sections=(*_sections(group), *also), next=(f"help {group[0].name}", "help"))


def _found(turn: Turn, said: str) -> Listing:
    """Everything that speaks of these words; raises Refusal where nothing does."""
    found = _speaking(_sayable(turn), said)
    if len(found) == 1:
        return _page(found[0])
    if not found:
        near = ", ".join(f"help {name}" for name in turn.catalogue.near(said))
        raise Refusal("no-help", said=said[:40], near=near)
    title = f'What speaks of "{plain(said, most=40)}"'
    return Listing(title=title, sections=_sections(found[:FEW]), next=(f"help {found[0].name}", "help"))


def _speaking(kinds: Sequence[type[Declared]], said: str) -> list[type[Declared]]:
    """Those that have each of the words: in their name first, then in what they say of themselves."""
    scores = {kind: min(_score(kind, word) for word in said.split()) for kind in kinds if kind is not Help}
    return sorted((kind for kind in scores if scores[kind]), key=lambda kind: -scores[kind])


def _score(kind: type[Declared], word: str) -> int:
    names = " ".join((kind.name, *kind.aliases)).casefold()
    told = " ".join((kind.__doc__ or "", *(each.ask.question for each in kind.arguments()))).casefold()
    return 3 if word in names else 2 if word in kind.summary().casefold() else 1 if word in told else 0


def _sayable(turn: Turn) -> list[type[Declared]]:
    """What the speaker may say, in the order of the topics."""
    known = {kind.name: kind for kind in turn.catalogue.all() if allowed(turn, kind)}
    return [known[name] for name in in_order(known)]


def _rows(kinds: Sequence[type[Declared]]) -> tuple[tuple[str, ...], ...]:
    return tuple((usage(kind), kind.summary()) for kind in kinds)


def _sections(kinds: Sequence[type[Declared]]) -> tuple[Section, ...]:
    groups = (
        ("Change (planned, approved, then run)", [kind for kind in kinds if issubclass(kind, Action)]),
        ("Look", [kind for kind in kinds if issubclass(kind, Check)]),
        ("Commands", [kind for kind in kinds if issubclass(kind, Command)]),
    )
    return tuple(Section(title, ("Type", "What it does"), _rows(group)) for title, group in groups if group)


def _page(kind: type[Declared]) -> Listing:
    described = " ".join(" ".join((kind.__doc__ or "").split()).split())
    sections = [Section("What it does", ("", ""), tuple(_about(kind, described)))]
    arguments = tuple(
        (f"{each.word}:", each.ask.question, each.ask.like, _needed(each.required, each.ask.owner_only))
        for each in kind.arguments()
    )
    if arguments:
        sections.append(Section("What can be said", ("Name", "Asked as", "Example", "Needed"), arguments))
    return Listing(title=kind.name, sections=tuple(sections), next=(usage(kind), "help"))


def _about(kind: type[Declared], described: str) -> list[tuple[str, str]]:
    rows = [("About", described), ("Type", usage(kind))]
    if kind.aliases:
        rows.append(("Also", ", ".join(kind.aliases)))
    if issubclass(kind, Command) and kind.needs:
        rows.append(("For", listed(sorted(f"{role.value}s" for role in kind.needs), last="or")))
    if issubclass(kind, Action):
        rows.append(("Risk", f"{kind.risk.name.lower()}; {PROTECTION[kind.direction]}"))
        rows.append(("Undo", f"no: {kind.irreversible}" if kind.irreversible else "undo N reverses it"))
    if kind.scopes:
        rows.append(("Permissions", ", ".join(kind.scopes)))
    return rows


def _needed(required: bool, owner_only: bool) -> str:
    return "yes" if required else "owners only" if owner_only else "no"


def _quoted(text: str) -> str:
    return f'"{text}"' if " " in text and '"' not in text else text
