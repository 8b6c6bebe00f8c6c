"""Whom: people, groups, everyone; resolved to ids and asked about where a name means several."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, replace
from json import dumps, loads
from typing import Self

from actions.args.base import WORD, BadArgument, Option, Several, words_of
from actions.mfa.facts import administrators
from actions.spec import Refusal, subject_id, terms_of
from tenant.model import Group, Kind, User
from tenant.ports import TenantReader

MAX_NAMED = 500  # a pasted list longer than this belongs into a group
FIXED = ("everyone", "admins")  # words that need no looking up
NAMED_BY = ("group", "campaign")  # words that a name follows


@dataclass(frozen=True, slots=True)
class Selector:
    """One way to say whom: ``kind`` is person, group, campaign, everyone, admins. ``id`` is empty until resolved."""

    kind: str
    text: str
    id: str = ""

    def said(self) -> str:
        """As typed, so that it parses back to the same; a group with a quotation mark in its name, by its id."""
        if self.kind == "group":
            return f"group:{self.id}" if self.id and '"' in self.text else f'group:"{self.text}"'
        if self.kind == "campaign":
            return f'campaign:"{self.text}"'
        return self.text if WORD.fullmatch(self.text) and ":" not in self.text else f'"{self.text}"'


@dataclass(frozen=True, slots=True)
class People:
    """Whom. Remembers who was named one by one: only that releases a guard."""

    selectors: tuple[Selector, ...] = ()

    @classmethod
    def parse(cls, text: str) -> Self:
        """Addresses, object ids, ``group:"Name"``, ``campaign:"Name"`` (those of it who are ready), ``everyone``,
        ``admins``; commas, semicolons or spaces between.
        """
        selectors = tuple(dict.fromkeys(_selector(word) for word in words_of(text)))
        if not selectors:
            raise BadArgument("nobody-said")
        if len(selectors) > MAX_NAMED:
            raise BadArgument("too-many-named", count=str(len(selectors)), most=str(MAX_NAMED))
        return cls(selectors)

    async def resolve(self, tenant: TenantReader) -> "Self | Several":
        """Find each group and person; the first that means several things is asked about."""
        pinned: list[Selector] = []
        for selector in self.selectors:
            found = selector if selector.id or selector.kind in FIXED else await _find(selector, tenant)
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
        ready = [_ready_in(each.text, tenant) for each in self.selectors if each.kind == "campaign"]
        admins = [_admins(tenant)] if any(each.kind == "admins" for each in self.selectors) else []
        many = [*groups, *ready, *admins]
        return [tenant.users(self.named), *many] if self.named else many


nobody = People()


async def _admins(tenant: TenantReader) -> AsyncIterator[User]:
    """Whoever holds a role or may activate one, through groups too."""
    held = sorted(administrators(await tenant.roles()))
    async for user in tenant.users(held) if held else nobody.expand(tenant):
        yield user


async def _ready_in(campaign: str, tenant: TenantReader) -> AsyncIterator[User]:
    """Who has done what the campaign of this name waits for, wave by wave, as the house remembers it."""
    about = subject_id(campaign)
    found = [each for each in await tenant.statements(Kind.READY_IN) if subject_id(each.key) == about]
    ready = [each.subject for each in sorted(found, key=lambda each: (len(each.value), each.value))]
    async for user in tenant.users(ready) if ready else nobody.expand(tenant):
        yield user


def _selector(word: str) -> Selector:
    kind, colon, rest = word.partition(":")
    if colon and kind.casefold() in NAMED_BY:
        return Selector(kind.casefold(), _bare(rest, word))
    if word.casefold() in FIXED:
        return Selector(word.casefold(), word.casefold())
    if colon and not word.startswith('"'):
        raise BadArgument("not-people", said=word[:60])
    return Selector("person", _bare(word.removeprefix("@"), word))


def _bare(text: str, said: str) -> str:
    bare = text.strip().strip('"').strip()
    if not bare:
        raise BadArgument("not-people", said=said[:60])
    return bare


async def _find(selector: Selector, tenant: TenantReader) -> Selector | Several:
    if selector.kind == "campaign":
        return await _campaign(selector, tenant)
    if selector.kind == "group":
        groups = await tenant.find_groups(selector.text)
        return _one(selector, [_group_option(group) for group in groups], exact=_exact_groups(selector.text, groups))
    users = await tenant.find_users(selector.text)
    return _one(selector, [_user_option(user) for user in users], exact=_exact_users(selector.text, users))


async def _campaign(selector: Selector, tenant: TenantReader) -> Selector:
    """One that runs, or one of which somebody is ready."""
    running = [terms_of(each.value).name for each in await tenant.statements(Kind.CAMPAIGN)]
    known = dict.fromkeys((*running, *(each.key for each in await tenant.statements(Kind.READY_IN))))
    about = subject_id(selector.text)
    for name in known:
        if subject_id(name) == about:
            return replace(selector, text=name, id=about)
    near = ", ".join(sorted(known)[:3])
    raise Refusal("no-such-campaign", said=selector.text[:60], near=near)


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
