"""How whom is said: parsing is total, saying it back means the same, names are pinned or asked about."""

from collections.abc import AsyncIterator, Collection
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actions.args import BadArgument, Include, People, Route, Selector, Several, Until, canonical, pin, rebuild
from actions.mfa.enable import EnableMfa
from actions.phone.prepopulate import PhonePrepopulate
from actions.spec import Refusal
from tenant.model import Group, User
from tenant.ports import TenantReader

LETTERS = st.characters(blacklist_categories=["Cs", "Cc"], blacklist_characters=chr(34))
NAMES = st.text(LETTERS, min_size=1).filter(str.strip)


@given(st.text())
def test_any_text_is_people_or_one_clear_refusal(text: str) -> None:
    assert code_of(text) in {"", "nobody-said", "not-people", "too-many-named"}


def code_of(text: str) -> str:
    """The refusal's code; empty where the text names people."""
    try:
        return "" if People.parse(text).selectors else "nothing"
    except BadArgument as refused:
        return refused.reason.code


@given(st.lists(NAMES.map(str.strip), min_size=1, max_size=5, unique=True))
def test_groups_said_back_mean_the_same(names: list[str]) -> None:
    people = People(tuple(Selector("group", name) for name in names))
    assert People.parse(people.said()) == people


@pytest.mark.parametrize("name", ["Dan Moor", "dan@contoso.com", "O'Neil, Pat", "a:b"])
def test_a_person_said_back_means_the_same(name: str) -> None:
    two = People((Selector("person", name), Selector("group", "MFA Users")))
    assert People.parse(two.said()) == two


def test_a_group_whose_name_holds_a_quote_is_said_by_its_id() -> None:
    people = People((Selector("group", 'The "A" team', "g1"),))
    assert people.said() == "group:g1"


@given(st.lists(st.tuples(st.sampled_from(["person", "group"]), NAMES, NAMES)))
def test_pinned_people_come_back_exactly(parts: list[tuple[str, str, str]]) -> None:
    people = People(tuple(Selector(*part) for part in parts))
    assert People.unpin(people.pinned()) == people


def test_only_people_named_one_by_one_count_as_named() -> None:
    people = People((Selector("person", "ana@contoso.com", "a"), Selector("group", "MFA Users", "g")))
    assert people.named == {"a"}


@pytest.mark.parametrize(("kind", "text"), [(Include, "all"), (Route, "policy")])
def test_a_word_outside_the_set_names_the_set(kind: type[Include] | type[Route], text: str) -> None:
    with pytest.raises(BadArgument) as refused:
        kind.parse(text)
    assert refused.value.reason.facts["allowed"] == ", ".join(kind.allowed())


def test_a_list_too_long_for_a_chat_is_refused_with_its_length() -> None:
    with pytest.raises(BadArgument) as refused:
        People.parse(" ".join(f"p{n}@contoso.com" for n in range(501)))
    assert refused.value.reason.facts == {"count": "501", "most": "500"}


def test_an_action_survives_pinning_and_says_itself() -> None:
    action = EnableMfa(who=People((Selector("group", "MFA Users", "g"),)), include=Include(("not-ready",)))
    assert rebuild(EnableMfa, pin(action)) == action
    assert canonical(action) == 'mfa enable group:"MFA Users" include:not-ready'


def test_what_is_so_anyhow_is_not_said() -> None:
    pilot = People((Selector("group", "Phone Pilot", "g"),))
    assert canonical(PhonePrepopulate(who=pilot)) == 'phone prepopulate group:"Phone Pilot"'
    shorter = PhonePrepopulate(who=pilot, until=Until.parse("2 weeks"))
    assert canonical(shorter) == 'phone prepopulate group:"Phone Pilot" until:"2 weeks"'
    assert rebuild(PhonePrepopulate, pin(shorter)) == shorter


class Directory:
    """The smallest directory that `People.resolve` can ask: a real implementation of the three calls it makes."""

    def __init__(self, groups: tuple[Group, ...] = (), users: tuple[User, ...] = ()) -> None:
        self.groups, self.people = groups, users

    async def find_groups(self, name: str) -> tuple[Group, ...]:
        return tuple(g for g in self.groups if g.name.casefold().startswith(name.casefold()) or g.id == name)

    async def find_users(self, text: str) -> tuple[User, ...]:
        return tuple(u for u in self.people if u.name.casefold().startswith(text.casefold()) or text in (u.id, u.upn))

    async def users(self, ids: Collection[str]) -> AsyncIterator[User]:
        for user in self.people:
            if user.id in ids:
                yield user


def reader(*things: Group | User) -> TenantReader:
    groups = tuple(thing for thing in things if isinstance(thing, Group))
    users = tuple(thing for thing in things if isinstance(thing, User))
    return cast("TenantReader", Directory(groups, users))


async def test_one_group_of_that_name_is_it_even_where_others_begin_so() -> None:
    tenant = reader(Group(id="1", name="Finance"), Group(id="2", name="Finance Leads"))
    assert await People.parse("group:finance").resolve(tenant) == People((Selector("group", "Finance", "1"),))


async def test_two_groups_of_one_name_are_asked_about_by_id() -> None:
    tenant = reader(Group(id="1", name="Project X"), Group(id="2", name="Project X"))
    answer = await People.parse('group:"Project X"').resolve(tenant)
    assert isinstance(answer, Several)
    assert [option.text for option in answer.options] == ["group:1", "group:2"]


async def test_a_name_that_only_begins_so_is_asked_about_never_assumed() -> None:
    answer = await People.parse("dan").resolve(reader(User(id="d", upn="dan@contoso.com", name="Dan Moor")))
    assert isinstance(answer, Several)
    assert answer.options[0].label == "Dan Moor (dan@contoso.com)"


async def test_nobody_of_that_name_is_refused() -> None:
    with pytest.raises(Refusal) as refused:
        await People.parse("zoe@contoso.com").resolve(reader())
    assert refused.value.reason.code == "no-such-person"
