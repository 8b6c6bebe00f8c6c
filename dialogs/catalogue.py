"""Everything that can be said, found by walking packages. A value: tests make their own."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from importlib import import_module
from inspect import getmembers, isclass
from itertools import chain
from pkgutil import walk_packages
from types import MappingProxyType, ModuleType

from rapidfuzz import fuzz, process

from actions.spec import Action, Check, Declared, Fact, Misdeclared
from dialogs.command import Command
from dialogs.command import Found as Found
from dialogs.grammar import Word

NEAR_ENOUGH = 62  # of 100; below, a guess confuses more than it helps


class Catalogue:
    """The declared actions, checks, facts and commands, by name and alias."""

    def __init__(self, kinds: Iterable[type[Declared]]) -> None:
        """Raises Misdeclared when two share a name or alias."""
        self._kinds = tuple(sorted(set(kinds), key=lambda kind: kind.name))
        self._by_name = MappingProxyType(_by_name(self._kinds))

    @classmethod
    def of(cls, packages: Iterable[ModuleType]) -> "Catalogue":
        """Collect what these packages and everything in them declare."""
        modules = chain.from_iterable(_modules(package) for package in packages)
        return cls(kind for module in modules for kind in _declared(module))

    def action(self, name: str) -> type[Action]:
        """Raises KeyError."""
        kind = self._by_name[name]
        if not issubclass(kind, Action):
            raise KeyError(name)
        return kind

    def check(self, name: str) -> type[Check]:
        """Raises KeyError."""
        kind = self._by_name[name]
        if not issubclass(kind, Check):
            raise KeyError(name)
        return kind

    def fact(self, name: str) -> Fact:
        """Raises KeyError."""
        kind = self._by_name[name]
        if not issubclass(kind, Fact):
            raise KeyError(name)
        return kind()

    def named(self, text: str) -> type[Declared] | None:
        """The thing of exactly this name or alias that can be said, or None."""
        kind = self._by_name.get(" ".join(text.casefold().split()))
        return kind if kind is not None and _sayable(kind) else None

    def find(self, words: Sequence[Word]) -> Found | None:
        """The thing with the longest name that the words begin with."""
        for count in range(min(len(words), self._longest), 0, -1):
            kind = self.named(" ".join(word.bare for word in words[:count]))
            if kind is not None:
                return Found(kind, tuple(words[count:]))
        return None

    def near(self, text: str, *, most: int = 3) -> tuple[str, ...]:
        """Names that look like how the text begins, best first; an alias stands for its name."""
        names = [name for name, kind in self._by_name.items() if _sayable(kind)]
        begun = [" ".join(text.casefold().split()[:count]) for count in (1, 2, 3)]
        scores: dict[str, float] = {}
        for start in dict.fromkeys(begun):
            for name, score, _ in process.extract(start, names, scorer=fuzz.ratio, score_cutoff=NEAR_ENOUGH, limit=5):
                proper = self._by_name[name].name
                scores[proper] = max(score, scores.get(proper, 0.0))
        return tuple(sorted(scores, key=lambda name: (-scores[name], name))[:most])

    def all(self) -> Sequence[type[Declared]]:
        """Everything, by name."""
        return self._kinds

    def to_json(self) -> list[dict[str, object]]:
        """For ``catalogue --json``: one object per declaration, by name."""
        return [described(kind) for kind in self._kinds]

    @property
    def _longest(self) -> int:
        return max((len(name.split()) for name in self._by_name), default=0)


def kind_of(kind: type[Declared]) -> str:
    """The word for what it is: action, check, fact, command."""
    bases: dict[type, str] = {Action: "action", Check: "check", Fact: "fact", Command: "command"}
    return next(word for base, word in bases.items() if issubclass(kind, base))


def described(kind: type[Declared]) -> dict[str, object]:
    """One declaration as JSON."""
    action = kind if issubclass(kind, Action) else None
    return {
        "name": kind.name,
        "kind": kind_of(kind),
        "summary": kind.summary(),
        "aliases": list(kind.aliases),
        "arguments": [
            {"name": each.word, "type": each.type.__name__, "required": each.required, "example": each.ask.like}
            for each in kind.arguments()
        ],
        "direction": action.direction.value if action else None,
        "risk": action.risk.name.lower() if action else None,
        "scopes": list(kind.scopes),
        "undo": (not action.irreversible or action.irreversible) if action else None,
        "page": f"docs/{kind_of(kind)}s/{kind.name.replace(' ', '-')}.md",
    }


def _by_name(kinds: Sequence[type[Declared]]) -> Mapping[str, type[Declared]]:
    found: dict[str, type[Declared]] = {}
    for kind in kinds:
        for name in (kind.name, *kind.aliases):
            other = found.setdefault(" ".join(name.casefold().split()), kind)
            if other is not kind:
                raise Misdeclared(f'{kind.__name__} and {other.__name__} are both called "{name}": rename one of them.')
    return found


def _sayable(kind: type[Declared]) -> bool:
    """A fact is waited for, not typed."""
    return not issubclass(kind, Fact)


def _modules(package: ModuleType) -> Iterator[ModuleType]:
    yield package
    for info in walk_packages(getattr(package, "__path__", ()), f"{package.__name__}."):
        yield import_module(info.name)


def _declared(module: ModuleType) -> Iterator[type[Declared]]:
    for _, value in getmembers(module, isclass):
        if (
            issubclass(value, (Action, Check, Fact, Command))
            and value.__module__ == module.__name__
            and _has_name(value)
        ):
            yield value


def _has_name(kind: type[Declared]) -> bool:
    return bool(kind.__dict__.get("name"))
