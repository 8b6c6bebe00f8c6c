"""A person overtakes a sweep, and nobody waits for ever."""

from hypothesis import given
from hypothesis import strategies as st

from tenant.graph.line import FAIR_EVERY, Line
from tenant.ports import Priority


class Guest:
    """Somebody in line; counts the turns of others."""

    def __init__(self, priority: Priority, before: int) -> None:
        self.priority, self.before, self.others = priority, before, 0


@given(st.lists(st.sampled_from([*Priority, None]), max_size=300))
def test_nobody_starves(story: list[Priority | None]) -> None:
    """None: one turn. However many come later, each goes within ten turns for everyone who came before."""
    line: Line[Guest] = Line()
    waiting: list[Guest] = []
    for step in [*story, *[None] * len(story)]:
        if step is not None:
            guest = Guest(step, before=len(waiting))
            waiting.append(guest)
            line.add(step, guest)
        elif (head := line.head()) is not None:
            line.pop()
            waiting.remove(head)
            for guest in waiting:
                guest.others += 1
                assert guest.others < FAIR_EVERY * (guest.before + 1)
    assert len(line) == len(waiting) == 0


def test_a_person_overtakes_a_sweep() -> None:
    line: Line[str] = Line()
    for number in range(5):
        line.add(Priority.SWEEP, f"sweep {number}")
    line.add(Priority.PERSON, "Ana")
    assert line.head() == "Ana"
    line.pop()
    assert line.head() == "sweep 0"


def test_who_leaves_loses_the_place() -> None:
    line: Line[str] = Line()
    line.add(Priority.NORMAL, "Ana")
    line.remove("Ana")
    assert line.head() is None and len(line) == 0


def test_a_sweep_gets_every_tenth_turn_from_a_stream_of_people() -> None:
    line: Line[str] = Line()
    line.add(Priority.SWEEP, "sweep")
    served: list[str | None] = []
    for number in range(FAIR_EVERY):
        line.add(Priority.PERSON, f"person {number}")
        served.append(line.head())
        line.pop()
    assert served.index("sweep") == FAIR_EVERY - 1
