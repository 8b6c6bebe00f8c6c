"""``help``: what the speaker can type."""

from collections import Counter
from collections.abc import Sequence
from types import MappingProxyType

from actions.args import Block
from actions.spec import Action, Check, Declared, Direction, Fact, Refusal, ask
from dialogs.arguments import Line
from dialogs.command import ASKERS, STAFF, Command, Turn, may
from dialogs.reply import Listing, Reply, Section
from dialogs.words import listed

FIRST = ("whoami", "mfa status me")
PROTECTION = MappingProxyType(
    {
        Direction.STRENGTHEN: "strengthens protection",
        Direction.WEAKEN: "weakens protection",
        Direction.NEUTRAL: "leaves protection as it is",
    }
)
LARGE = 5  # things of one first word that get a page of their own
PROTECTS = (Direction.STRENGTHEN,)  # the example that help offers first


class Help(Command, name="help", aliases=("?", "hi", "hello", "commands", "menu", "start"), reads=True):
    """Show what you can type, or how one thing is typed."""

    topic: Line = ask("About what?", like="mfa enable", default=Line())

    async def answer(self, turn: Turn) -> Reply:
        """Only what the speaker may do."""
        if not self.topic.text:
            return _overview(turn)
        topic = " ".join(self.topic.text.casefold().split())
        kind = turn.catalogue.named(topic)
        group = [each for each in _sayable(turn) if _topic(each) == topic]
        if group and (kind is None or (len(group) > 1 and kind.name != topic)):
            return Listing(title=topic, sections=_sections(group), next=(f"help {group[0].name}", "help"))
        if kind is None:
            near = ", ".join(f"help {name}" for name in turn.catalogue.near(self.topic.text))
            raise Refusal("no-help", said=self.topic.text[:40], near=near)
        return _page(kind)


def allowed(turn: Turn, kind: type[Declared]) -> bool:
    """May the speaker say this at all? Actions need an operator; looking needs any role."""
    if issubclass(kind, Fact):
        return False
    if issubclass(kind, Command):
        return may(turn.standing, kind.needs)
    return may(turn.standing, ASKERS if issubclass(kind, Action) else STAFF)


def usage(kind: type[Declared]) -> str:
    """How it is typed, by its own examples."""
    arguments = kind.arguments()
    words = [kind.name]
    for place, each in enumerate(arguments):
        if each.required and not issubclass(each.type, Block):
            words.append(each.ask.like if place == 0 else f"{each.name}:{_quoted(each.ask.like)}")
    return " ".join(words)


def _overview(turn: Turn) -> Listing:
    """Everything, where much begins with one word that word's page alone: a card holds about 30 rows."""
    kinds = _sayable(turn)
    examples = [f"help {kind.name}" for kind in kinds if issubclass(kind, Action) and kind.direction in PROTECTS][:1]
    words = Counter(_topic(kind) for kind in kinds)
    large = {word for word, number in words.items() if number >= LARGE}
    sections = _sections([kind for kind in kinds if _topic(kind) not in large])
    topics = tuple((f"help {word}", _names(word, kinds)) for word in sorted(large))
    more = (Section("Topics", ("Type", "What there is"), topics),) if topics else ()
    return Listing(title="What you can type", sections=(*more, *sections), next=(*examples, *FIRST))


def _names(word: str, kinds: Sequence[type[Declared]]) -> str:
    return listed([kind.name for kind in kinds if _topic(kind) == word])


def _topic(kind: type[Declared]) -> str:
    return kind.name.split()[0]


def _sayable(turn: Turn) -> list[type[Declared]]:
    return [kind for kind in turn.catalogue.all() if allowed(turn, kind)]


def _sections(kinds: Sequence[type[Declared]]) -> tuple[Section, ...]:
    groups = (
        ("Change (planned, approved, then run)", [kind for kind in kinds if issubclass(kind, Action)]),
        ("Look", [kind for kind in kinds if issubclass(kind, Check)]),
        ("Commands", [kind for kind in kinds if issubclass(kind, Command)]),
    )
    return tuple(
        Section(title, ("Type", "What it does"), tuple((usage(kind), kind.summary()) for kind in group))
        for title, group in groups
        if group
    )


def _page(kind: type[Declared]) -> Listing:
    described = " ".join(" ".join((kind.__doc__ or "").split()).split())
    sections = [Section("What it does", ("", ""), tuple(_about(kind, described)))]
    arguments = tuple(
        (f"{each.name}:", each.ask.question, each.ask.like, _needed(each.required, each.ask.owner_only))
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
