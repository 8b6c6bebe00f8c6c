"""The types of arguments: how each is said, resolved to ids, and pinned so that it means the same next week.

An argument type is a pair: ``parse(text)`` is pure; ``resolve(tenant)`` pins a name to an id without expanding it, and
answers the value, or `Several` (somebody must choose), or raises `Refusal` (nobody of that name).
"""

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, replace
from json import dumps, loads
from re import compile as pattern
from typing import Protocol, Self, TypeVar, cast

from actions.spec import Action, Declared, Refusal
from tenant.model import Group, User
from tenant.ports import TenantReader

D = TypeVar("D", bound=Declared)
WORD = pattern(r'(?:[^\s,;"]|"[^"]*")+')
MAX_NAMED = 500  # a pasted list longer than this belongs into a group


class BadArgument(Refusal):
    """The text is not one of these; the reason says what to type instead."""


@dataclass(frozen=True, slots=True)
class Option:
    """One possible meaning: ``text`` is what to put in the place of what was said."""

    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Several:
    """More than one meaning: ``said`` is what was said, the options are what it can mean."""

    said: str
    options: tuple[Option, ...]


class ArgumentType(Protocol):
    """What an argument's type can do."""

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read it as people say it; raises BadArgument."""
        ...

    async def resolve(self, tenant: TenantReader) -> "Self | Several":
        """Pin names to ids; raises Refusal where there is no such thing."""
        ...

    def said(self) -> str:
        """The canonical way to say it: parses back to the same."""
        ...

    def pinned(self) -> str:
        """JSON text that `unpin` turns back into exactly this."""
        ...

    @classmethod
    def unpin(cls, text: str) -> Self:
        """The value that was pinned."""
        ...


@dataclass(frozen=True, slots=True)
class Selector:
    """One way to say whom: ``kind`` is person, group, everyone. ``id`` is empty until resolved."""

    kind: str
    text: str
    id: str = ""

    def said(self) -> str:
        """As typed, so that it parses back to the same; a group with a quotation mark in its name, by its id."""
        if self.kind == "group":
            return f"group:{self.id}" if self.id and '"' in self.text else f'group:"{self.text}"'
        return self.text if WORD.fullmatch(self.text) and ":" not in self.text else f'"{self.text}"'


@dataclass(frozen=True, slots=True)
class People:
    """Whom. Remembers who was named one by one: only that releases a guard."""

    selectors: tuple[Selector, ...] = ()

    @classmethod
    def parse(cls, text: str) -> Self:
        """Addresses, object ids, ``group:"Name"``, ``everyone``, separated by commas, semicolons or white space."""
        selectors = tuple(dict.fromkeys(_selector(word) for word in _words(text)))
        if not selectors:
            raise BadArgument("nobody-said")
        if len(selectors) > MAX_NAMED:
            raise BadArgument("too-many-named", count=str(len(selectors)), most=str(MAX_NAMED))
        return cls(selectors)

    async def resolve(self, tenant: TenantReader) -> "Self | Several":
        """Find each group and person; the first that means several things is asked about."""
        pinned: list[Selector] = []
        for selector in self.selectors:
            found = selector if selector.id or selector.kind == "everyone" else await _find(selector, tenant)
            if isinstance(found, Several):
                return found
            pinned.append(found)
        return replace(self, selectors=tuple(dict.fromkeys(pinned)))

    def said(self) -> str:
        """As typed, in one line."""
        return ",".join(selector.said() for selector in self.selectors)

    def pinned(self) -> str:
        """JSON: a list of [kind, text, id]."""
        return dumps([[each.kind, each.text, each.id] for each in self.selectors])

    @classmethod
    def unpin(cls, text: str) -> Self:
        """From `pinned`."""
        return cls(tuple(Selector(kind, shown, id_) for kind, shown, id_ in loads(text)))

    @property
    def named(self) -> frozenset[str]:
        """Ids of the people who were named one by one."""
        return frozenset(each.id for each in self.selectors if each.kind == "person")

    @property
    def everyone(self) -> bool:
        """Was the whole tenant said?"""
        return any(each.kind == "everyone" for each in self.selectors)

    async def expand(self, tenant: TenantReader) -> AsyncIterator[User]:
        """Everybody meant, each once, groups through nested groups."""
        met: set[str] = set()
        for source in self._sources(tenant):
            async for user in source:
                if user.id not in met:
                    met.add(user.id)
                    yield user

    def _sources(self, tenant: TenantReader) -> Sequence[AsyncIterator[User]]:
        if self.everyone:
            return [tenant.everyone()]
        groups = [tenant.members(each.id) for each in self.selectors if each.kind == "group"]
        return [tenant.users(self.named), *groups] if self.named else groups


nobody = People()


@dataclass(frozen=True, slots=True)
class Words:
    """Words from a fixed set that a declaration allows; see `one_of`."""

    words: tuple[str, ...] = ()

    @classmethod
    def parse(cls, text: str) -> Self:
        """Comma or space separated; any of the words this type allows."""
        words = tuple(dict.fromkeys(word.casefold() for word in _words(text)))
        for word in words:
            if word not in cls.allowed():
                raise BadArgument("not-one-of", said=word[:40], allowed=", ".join(cls.allowed()))
        return cls(words)

    @classmethod
    def allowed(cls) -> tuple[str, ...]:
        """The words that may be said."""
        return ()

    async def resolve(self, tenant: TenantReader) -> Self:
        """Nothing to look up."""
        return self

    def said(self) -> str:
        """Comma separated."""
        return ",".join(self.words)

    def pinned(self) -> str:
        """JSON: a list of words."""
        return dumps(self.words)

    @classmethod
    def unpin(cls, text: str) -> Self:
        """From `pinned`."""
        return cls(tuple(loads(text)))

    def __contains__(self, word: str) -> bool:
        """Was this word said?"""
        return word in self.words


class Include(Words):
    """Guarded people whom the command takes in, by the guard's name."""

    @classmethod
    def allowed(cls) -> tuple[str, ...]:
        """Only this guard can be released for many at once; the others need each person's name."""
        return ("not-ready",)


class Route(Words):
    """By which of Microsoft's ways MFA is asked for."""

    @classmethod
    def allowed(cls) -> tuple[str, ...]:
        """Per-user MFA, even where Conditional Access is in use."""
        return ("per-user",)


def pin(declared: Declared) -> dict[str, str]:
    """The pinned text of every argument, by name."""
    return {each.name: getattr(declared, each.name).pinned() for each in declared.arguments()}


def rebuild(kind: type[D], pinned: Mapping[str, str]) -> D:
    """The declared thing with its pinned arguments."""
    values = {each.name: _typed(each.type).unpin(pinned[each.name]) for each in kind.arguments() if each.name in pinned}
    return kind(**values)


def canonical(declared: Declared) -> str:
    """The command as one would type it: the first argument bare, the others ``name:value``, empty ones left out."""
    words = [declared.name]
    for place, each in enumerate(declared.arguments()):
        text = getattr(declared, each.name).said()
        if text:
            words.append(text if place == 0 else f"{each.name}:{_quoted(text)}")
    return " ".join(words)


def named_in(action: Action) -> frozenset[str]:
    """Ids of all people whom the action names one by one, in any argument."""
    values = [getattr(action, each.name) for each in action.arguments()]
    return frozenset().union(*(value.named for value in values if isinstance(value, People)))


def included_in(action: Action) -> frozenset[str]:
    """Guards that the action releases for everybody."""
    values = [getattr(action, each.name) for each in action.arguments()]
    return frozenset().union(*(value.words for value in values if isinstance(value, Include)))


def _words(text: str) -> list[str]:
    return [str(match.group()) for match in WORD.finditer(text)]


def _quoted(text: str) -> str:
    return f'"{text}"' if " " in text and '"' not in text else text


def _typed(kind: type) -> type[ArgumentType]:
    """Declared annotations are argument types: `tests/house` proves it for every declaration."""
    return cast("type[ArgumentType]", kind)


def _selector(word: str) -> Selector:
    kind, colon, rest = word.partition(":")
    if colon and kind.casefold() == "group":
        return Selector("group", _bare(rest, word))
    if word.casefold() == "everyone":
        return Selector("everyone", "everyone")
    if colon and not word.startswith('"'):
        raise BadArgument("not-people", said=word[:60])
    return Selector("person", _bare(word.removeprefix("@"), word))


def _bare(text: str, said: str) -> str:
    bare = text.strip().strip('"').strip()
    if not bare:
        raise BadArgument("not-people", said=said[:60])
    return bare


async def _find(selector: Selector, tenant: TenantReader) -> Selector | Several:
    if selector.kind == "group":
        groups = await tenant.find_groups(selector.text)
        return _one(selector, [_group_option(group) for group in groups], exact=_exact_groups(selector.text, groups))
    users = await tenant.find_users(selector.text)
    return _one(selector, [_user_option(user) for user in users], exact=_exact_users(selector.text, users))


def _one(selector: Selector, near: list[tuple[Selector, str]], *, exact: list[Selector]) -> Selector | Several:
    """One exact hit is it; several, or only names that begin so, are asked about; else the nearest are named."""
    if len(exact) == 1:
        return exact[0]
    said = selector.text.casefold()
    begun = [found for found, label in near if any(t.casefold().startswith(said) for t in (label, found.text))]
    options = tuple(Option(label, _by_id(found)) for found, label in near if found in (exact or begun))
    if options:
        return Several(selector.text, options)
    names = ", ".join(found.text for found, _ in near[:3])
    raise Refusal(f"no-such-{selector.kind}", said=selector.text[:60], near=names)


def _by_id(found: Selector) -> str:
    return f"group:{found.id}" if found.kind == "group" else found.id


def _group_option(group: Group) -> tuple[Selector, str]:
    detail = group.mail or f"id {group.id[:8]}"
    return Selector("group", group.name, group.id), f"{group.name} ({detail})"


def _user_option(user: User) -> tuple[Selector, str]:
    return Selector("person", user.upn, user.id), f"{user.name} ({user.upn})"


def _exact_groups(text: str, groups: Sequence[Group]) -> list[Selector]:
    wanted = text.casefold()
    return [_group_option(each)[0] for each in groups if wanted in (each.name.casefold(), each.id.casefold())]


def _exact_users(text: str, users: Sequence[User]) -> list[Selector]:
    wanted = text.casefold()
    same = [each for each in users if wanted in (each.upn.casefold(), each.id.casefold(), (each.mail or "").casefold())]
    return [_user_option(each)[0] for each in same]
