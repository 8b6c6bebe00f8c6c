"""A waiver that nothing needs any more is taken out."""

from collections.abc import Callable, Iterator

from tests.house import budgets, conduct, rooms
from tests.house.source import ROOMS, Finding, Module, modules
from tests.house.waivers import waived

RULES: tuple[Callable[[Module], Iterator[Finding]], ...] = (
    budgets.positional, budgets.late_imports, conduct.broad_excepts, conduct.acts_on_import, rooms.fences,
)  # fmt: skip


def test_every_waiver_is_needed() -> None:
    needed = {(each.rule, each.place) for module in modules(*ROOMS) for rule in RULES for each in rule(module)}
    unused = [f"{each.rule} at {each.at}" for each in waived() if (each.rule, each.at) not in needed]
    assert not unused, f"Nothing needs these waivers any more: {', '.join(unused)}"
