"""What an approver saw is exactly what runs: any other plan has another digest."""

from dataclasses import replace

from hypothesis import assume, given
from hypothesis import strategies as st

from actions.spec import Reason, Subject
from engine import PlannedRow, Request, RowState
from engine.digest import Digest
from tests.engine.test_lifecycle import request

texts = st.text(max_size=12)
reasons = st.builds(Reason, texts, st.dictionaries(texts, texts, max_size=2))
rows = st.builds(
    PlannedRow,
    n=st.integers(1, 9),
    subject=st.builds(Subject, texts, texts, texts),
    before=st.none() | texts,
    after=st.none() | texts,
    warnings=st.lists(reasons, max_size=2).map(tuple),
    guard=st.none() | reasons,
    released=st.booleans(),
    cannot=st.none() | reasons,
)
plans = st.lists(rows, max_size=4)


def digest(plan: list[PlannedRow], of: Request | None = None) -> str:
    made = Digest(of or request())
    for row in plan:
        made.add(row)
    return made.text()


@given(plans, plans)
def test_two_plans_share_a_digest_only_if_they_are_the_same(one: list[PlannedRow], other: list[PlannedRow]) -> None:
    assert (digest(one) == digest(other)) == (one == other)


@given(plans, st.sampled_from(RowState))
def test_what_becomes_of_a_row_changes_nothing(plan: list[PlannedRow], state: RowState) -> None:
    later = [replace(row, state=state, outcome=Reason("gone"), verified=True, undone_by=3) for row in plan]
    assert digest(plan) == digest(later)


@given(st.dictionaries(texts, texts, max_size=3), st.dictionaries(texts, texts, max_size=3))
def test_the_pinned_arguments_count_and_their_order_does_not(one: dict[str, str], other: dict[str, str]) -> None:
    assume(one != other)
    assert digest([], replace(request(), arguments=one)) != digest([], replace(request(), arguments=other))
    turned = dict(reversed(one.items()))
    assert digest([], replace(request(), arguments=one)) == digest([], replace(request(), arguments=turned))


def test_tenant_action_and_the_undone_request_count() -> None:
    changed = [{"tenant_id": "other"}, {"action": "mfa disable"}, {"undo_of": 4}]
    digests = {digest([], replace(request(), **each)) for each in changed}  # type: ignore[arg-type]
    assert len(digests | {digest([])}) == 4


def test_rows_cannot_hide_in_each_other() -> None:
    one = PlannedRow(n=1, subject=Subject("a", "A"), before="x")
    two = PlannedRow(n=2, subject=Subject("b", "B"), before="y")
    assert len({digest([one, two]), digest([two, one]), digest([one]), digest([two])}) == 4
