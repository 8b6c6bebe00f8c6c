"""No number of coverage tells of fewer than ten people, not even by taking one number from another."""

from hypothesis import given
from hypothesis import strategies as st

from actions.coverage.groups import LEAST, MOST, Count, shown

GROUPS = st.dictionaries(
    st.text(max_size=8),
    st.integers(1, 40).flatmap(lambda people: st.integers(0, people).map(lambda ready: Count(ready, people))),
    max_size=60,
)


@given(GROUPS)
def test_no_group_is_small_and_none_can_be_worked_out(groups: dict[str, Count]) -> None:
    found = shown(groups)
    assert all(each.people >= LEAST for each in found.values())
    hidden = sum(each.people for each in groups.values()) - sum(each.people for each in found.values())
    assert hidden == 0 or hidden >= LEAST or not found


@given(GROUPS)
def test_nobody_is_counted_twice_or_invented(groups: dict[str, Count]) -> None:
    found = shown(groups)
    assert set(found) <= set(groups) | {""}
    assert all(found[name] == groups[name] for name in found if name)
    assert sum((each for each in found.values()), Count()).people <= sum(each.people for each in groups.values())
    assert len(found) <= MOST + 1


def test_a_small_group_takes_the_smallest_with_it() -> None:
    groups = {"Finance": Count(5, 30), "Sales": Count(9, 12), "Board": Count(0, 3)}
    assert shown(groups) == {"Finance": Count(5, 30), "": Count(9, 15)}


def test_without_small_groups_all_are_shown() -> None:
    groups = {"Finance": Count(5, 30), "Sales": Count(9, 12)}
    assert shown(groups) == groups


def test_a_small_tenant_shows_no_group() -> None:
    assert shown({"Finance": Count(5, 6), "Sales": Count(1, 3)}) == {}
