"""`exempt`, at the wire. Hard cases:

* what comes back is what was there: enabled stays enabled, enforced enforced
* the end counts from the write, not from the plan; what is reversed leaves no end behind
* never who holds a role, through a group or eligible or as an emergency account, even where named
* a role, or a group that may be given one, that came between plan and write: nothing is written; going
  back is written nevertheless
* under a policy or security defaults it would do nothing: refused, with what helps; mixed with others, left out
* a group, everybody, six people, three days, five minutes: refused
"""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

import pytest

from actions.args import BadArgument, Line, People, Selector
from actions.exemptions.exempt import Exempt
from actions.exemptions.lasting import Lasting
from actions.spec import Already, Cannot, Change, Outcome, Refusal, Row, Subject, UndoAt
from demo.seed import cast
from demo.world import World
from tenant.graph.reader import GraphReader
from tenant.graph.writer import GraphWriter
from tenant.model import Rules
from tenant.ports import TenantReader

NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)


@pytest.fixture
def scenario() -> str:
    return "catalogue"


@pytest.fixture
def rules() -> Rules:
    return Rules(break_glass=frozenset({cast.BREAK_GLASS_1}))


def exempt(*ids: str, lasting: str = "2h") -> Exempt:
    who = People(tuple(Selector("person", id_, id_) for id_ in ids))
    return Exempt(who=who, for_=Lasting.parse(lasting), reason=Line())


async def planned(action: Exempt, tenant: TenantReader) -> Mapping[str, Row]:
    return {row.subject.id: row async for row in action.plan(tenant)}


async def test_the_exact_earlier_state_is_kept(reader: GraphReader) -> None:
    rows = await planned(exempt(cast.KIM, cast.JUERGEN, cast.IRIS), reader)
    kim, juergen = rows[cast.KIM], rows[cast.JUERGEN]
    assert isinstance(kim, Change) and isinstance(juergen, Change)
    assert (kim.before, juergen.before) == ("enforced", "enabled")
    assert kim.after == juergen.after == "disabled"
    assert isinstance(rows[cast.IRIS], Already)


def test_it_ends_so_long_after_it_began() -> None:
    action = exempt(cast.KIM, lasting="90 minutes")
    there = Change(subject=Subject(cast.KIM, "Kim"), before="enforced", after="disabled")
    back = Change(subject=there.subject, before="disabled", after="enforced")
    assert action.then(there, NOW) == (UndoAt(at=NOW + timedelta(minutes=90)),)
    assert action.then(back, NOW) == ()


async def test_never_who_could_open_the_tenant(reader: GraphReader) -> None:
    people = (cast.GINA, cast.PIA, cast.NILS, cast.BREAK_GLASS_1, cast.KIM)
    rows = await planned(exempt(*people), reader)
    assert isinstance(rows[cast.KIM], Change)
    for id_ in people[:-1]:
        row = rows[id_]
        assert isinstance(row, Cannot)
        assert row.why.code == "exempt-role-holder"


async def test_a_role_that_came_meanwhile(reader: GraphReader, writer: GraphWriter) -> None:
    """As the plan would have been before: the writer looks at roles again."""
    there = Change(subject=Subject(cast.GINA, "Gina"), before="enforced", after="disabled")
    kim = Change(subject=Subject(cast.KIM, "Kim"), before="enforced", after="disabled")
    done = {each.subject_id: each async for each in exempt(cast.GINA).apply([there, kim], writer)}
    assert done[cast.GINA].failed is not None
    assert done[cast.KIM] == Outcome(subject_id=cast.KIM)
    assert [value.value async for _, value in reader.states([cast.GINA])] == ["enforced"]


async def test_a_group_that_may_be_given_a_role_came_meanwhile(reader: GraphReader, writer: GraphWriter) -> None:
    """Nobody with a role, and yet whom the plan would have spared."""
    assignable = await reader.role_assignable() - (await reader.roles()).holders
    rows = [Change(subject=Subject(id_, "x"), before="enforced", after="disabled") for id_ in sorted(assignable)]
    glass = Change(subject=Subject(cast.BREAK_GLASS_1, "x"), before="enforced", after="disabled")
    done = [each async for each in exempt(cast.KIM).apply([*rows, glass], writer)]
    assert {each.failed.code for each in done if each.failed is not None} == {"exempt-role-holder"}
    assert len([each for each in done if each.failed is not None]) == len(rows) + 1


async def test_going_back_is_written_in_any_case(writer: GraphWriter, world: World) -> None:
    back = Change(subject=Subject(cast.NILS, "Nils"), before="disabled", after="enforced")
    done = [each async for each in exempt(cast.NILS).apply([back], writer)]
    assert done == [Outcome(subject_id=cast.NILS)]


async def test_under_a_policy_it_would_do_nothing(reader: GraphReader) -> None:
    with pytest.raises(Refusal) as refused:
        await planned(exempt(cast.NORA), reader)
    assert refused.value.reason.facts["upn"] == "nora@contoso.com"
    mixed = await planned(exempt(cast.NORA, cast.KIM), reader)
    nora = mixed[cast.NORA]
    assert isinstance(nora, Cannot)
    assert nora.why.code == "exempt-under-policy"


@pytest.mark.parametrize("scenario", ["security-defaults"])
async def test_under_security_defaults(reader: GraphReader) -> None:
    with pytest.raises(Refusal, match="exempt-security-defaults"):
        await planned(exempt(cast.KIM), reader)


@pytest.mark.parametrize(
    "text", ['group:"MFA Users"', "everyone", "admins", "a@x.de b@x.de c@x.de d@x.de e@x.de f@x.de"]
)
async def test_only_for_somebody(reader: GraphReader, text: str) -> None:
    with pytest.raises(Refusal, match="exempt-by-name"):
        await planned(Exempt(who=People.parse(text), for_=Lasting.parse("2h")), reader)


@pytest.mark.parametrize("text", ["3 days", "25h", "5 minutes", "0h", "until tomorrow", "2", ""])
def test_lengths_that_are_none(text: str) -> None:
    with pytest.raises(BadArgument):
        Lasting.parse(text)


@pytest.mark.parametrize(("text", "said"), [("2 hours", "2h"), ("for 90 min", "90m"), ("24h", "1d"), ("1 DAY", "1d")])
def test_lengths(text: str, said: str) -> None:
    lasting = Lasting.parse(text)
    assert lasting.said() == said
    assert Lasting.unpin(lasting.pinned()) == lasting == Lasting.parse(said)
