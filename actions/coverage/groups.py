"""Counts of groups of people, of which none is so small that a number tells of somebody. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass

LEAST = 10  # people in a group that is shown
MOST = 40  # groups that are told apart


@dataclass(frozen=True, slots=True)
class Count:
    """So many of a group, and how many of them are ready."""

    ready: int = 0
    people: int = 0

    def __add__(self, other: "Count") -> "Count":
        """Both groups together."""
        return Count(self.ready + other.ready, self.people + other.people)


def shown(groups: Mapping[str, Count]) -> Mapping[str, Count]:
    """Each group of at least ten by its name, and all the others together as "". Nobody can be worked out from the sum
    of all people either: where the others are fewer than ten, the smallest group is put to them.
    """
    named = {name: each for name, each in groups.items() if name and each.people >= LEAST}
    kept = sorted(named, key=lambda name: (-named[name].people, name))[:MOST]
    rest = sum((each for name, each in groups.items() if name not in kept), Count())
    while kept and 0 < rest.people < LEAST:
        rest += named[kept.pop()]
    whole = {name: named[name] for name in kept}
    return whole | {"": rest} if rest.people >= LEAST else whole
