"""`tap` and `sessions revoke`, at the wire. Hard cases:

* never for who holds a role, is eligible, could be given one, or is an emergency account; nor for a guest
* a role that came between plan and hand-over: nothing is made
* one person only, named; no manager known; no help desk named; the first of the desk is away, a guest, or the person
* a policy that does not let them use it, or whose bounds shut an hour out: no pass that opens nothing
* an older pass, used up or not, ends with the new one; taken back, both are gone, and that counts as taken back
* the secret is in the outcome and in no text of it; a lost answer is unsure, and is never sent again
* taking it back deletes it and ends the sign-ins; both twice harm nobody
* signed out is seen by Microsoft's own date; somebody else who was faster counts
"""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from actions.access_pass import passes, sessions
from actions.access_pass.handing import HandTo, Verified
from actions.access_pass.revoke import RevokeSessions
from actions.access_pass.tap import TemporaryPass
from actions.args import BadArgument, People, Selector
from actions.spec import Cannot, Change, Outcome, Refusal, Row, Seen, TellThem
from demo import allowed
from demo.seed import cast
from demo.world import World
from tenant.graph.reader import GraphReader
from tenant.graph.writer import GraphWriter
from tenant.model import Rules

NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)


@pytest.fixture
def scenario() -> str:
    return "catalogue"


@pytest.fixture
def rules() -> Rules:
    desk = (cast.LEA, cast.GUS, cast.YARA, cast.EVE, cast.DAN)
    return Rules(break_glass=frozenset({cast.BREAK_GLASS_1}), help_desk=desk)


def person(*ids: str) -> People:
    return People(tuple(Selector("person", id_, id_) for id_ in ids))


def tap(id_: str = cast.YARA, to: str = "manager") -> TemporaryPass:
    return TemporaryPass(who=person(id_), hand_to=HandTo.parse(to), verified=Verified.parse("badge"))


async def row_of(action: TemporaryPass | RevokeSessions, tenant: GraphReader) -> Row:
    (row,) = [row async for row in action.plan(tenant)]
    return row


async def change(action: TemporaryPass | RevokeSessions, tenant: GraphReader) -> Change:
    row = await row_of(action, tenant)
    assert isinstance(row, Change), row
    return row


async def why(action: TemporaryPass, tenant: GraphReader) -> str:
    row = await row_of(action, tenant)
    assert isinstance(row, Cannot), row
    return row.why.code


async def look(action: TemporaryPass | RevokeSessions, row: Change, tenant: GraphReader) -> Seen:
    (seen,) = [seen async for seen in action.look([row], tenant)]
    return seen


async def apply(action: TemporaryPass | RevokeSessions, row: Change, tenant: GraphWriter) -> Outcome:
    (done,) = [done async for done in action.apply([row], tenant)]
    return done


def back(row: Change) -> Change:
    return replace(row, before=row.after, after=row.before)


@pytest.mark.parametrize("id_", [cast.GINA, cast.ADA, cast.PIA, cast.RITA, cast.BREAK_GLASS_1])
async def test_never_who_could_take_over_the_tenant(reader: GraphReader, methods: GraphWriter, id_: str) -> None:
    assert await why(tap(id_), reader) == "pass-role-holder"
    yara = await change(tap(), reader)
    done = await apply(tap(), replace(yara, subject=replace(yara.subject, id=id_)), methods)
    assert (done.failed and done.failed.code, done.secret) == ("pass-role-holder", None)


async def test_guests_and_blocked_accounts(reader: GraphReader) -> None:
    assert await why(tap(cast.GUS), reader) == "guest"
    assert await why(tap(cast.LEA), reader) == "disabled"


async def test_who_hands_it_over(reader: GraphReader, world: World) -> None:
    assert (await change(tap(), reader)).for_person == cast.GRACE
    first = await change(tap(to="desk"), reader)  # Lea is blocked, Gus is a guest, Yara is the person
    assert (first.for_person, first.instead and first.instead.for_person) == (cast.EVE, cast.DAN)
    assert first.instead is not None
    assert first.instead.instead is None
    assert [each.facts["upn"] for each in first.instead.warnings] == ["dan@contoso.com"]
    world.directory.people[cast.YARA].manager = None
    assert await why(tap(), reader) == "no-manager"
    world.directory.people[cast.YARA].manager = cast.LEA
    assert await why(tap(), reader) == "cannot-hand-over"


@pytest.mark.parametrize("rules", [Rules()])
async def test_without_a_help_desk(reader: GraphReader, rules: Rules) -> None:
    with pytest.raises(Refusal, match="no-help-desk"):
        await row_of(tap(to="desk"), reader)


@pytest.mark.parametrize("text", ["yara@contoso.com iris@contoso.com", 'group:"MFA Users"', "everyone"])
async def test_one_at_a_time(reader: GraphReader, text: str) -> None:
    action = TemporaryPass(who=People.parse(text), hand_to=HandTo.parse("desk"), verified=Verified.parse("video"))
    with pytest.raises(Refusal, match="one-at-a-time"):
        await row_of(action, reader)


async def test_a_pass_that_would_open_nothing(reader: GraphReader, world: World) -> None:
    allowed.change(world.directory, "TemporaryAccessPass", {"state": "disabled"})
    assert await why(tap(), reader) == "pass-not-allowed"


async def test_made_once_and_told_to_nobody_else(reader: GraphReader, methods: GraphWriter) -> None:
    row = await change(tap(), reader)
    assert (row.before, await look(tap(), row, reader)) == (passes.NO_PASS, Seen(cast.YARA, passes.NO_PASS))
    done = await apply(tap(), row, methods)
    assert done.secret is not None
    assert done.secret.text not in repr(done)
    assert not done.secret.unusable
    assert await look(tap(), row, reader) == Seen(cast.YARA, passes.PASS)
    assert tap().then(row, NOW) == (TellThem(person=row.subject),)


async def test_taken_back_and_signed_out(reader: GraphReader, methods: GraphWriter, world: World) -> None:
    row = await change(tap(), reader)
    await apply(tap(), row, methods)
    before = world.directory.people[cast.YARA].sessions_from
    for _ in range(2):
        assert await apply(tap(), back(row), methods) == Outcome(subject_id=cast.YARA)
    assert await look(tap(), back(row), reader) == Seen(cast.YARA, passes.NO_PASS)
    assert world.directory.people[cast.YARA].sessions_from != before


async def test_an_older_pass_ends_with_it(reader: GraphReader, methods: GraphWriter) -> None:
    await apply(tap(), await change(tap(), reader), methods)
    second = await change(tap(), reader)
    assert (second.before or "").startswith(passes.OLDER)
    assert "pass-ends-older" in {each.code for each in second.warnings}
    assert (await look(tap(), second, reader)).value == second.before
    await apply(tap(), second, methods)
    assert (await look(tap(), second, reader)).value == passes.PASS
    assert (await look(tap(), back(second), reader)).value == passes.PASS
    await apply(tap(), back(second), methods)
    seen = await look(tap(), back(second), reader)
    assert tap().counts_as(back(second).after, seen.value)


async def test_a_lost_answer_is_unsure(reader: GraphReader, methods: GraphWriter, world: World) -> None:
    row = await change(tap(), reader)
    world.faults.declare([{"effect": "lost", "path": "temporaryAccessPassMethods", "method": "POST", "times": 1}])
    done = await apply(tap(), row, methods)
    assert (done.unsure, done.secret) == (True, None)
    assert _posts(world) == 1


def _posts(world: World) -> int:
    return sum(r.method == "POST" and "temporaryAccessPass" in r.path for r in world.recorder.requests)


@pytest.mark.parametrize("text", ["", "me", "manager desk", "grace@contoso.com"])
def test_nobody_else_hands_over(text: str) -> None:
    with pytest.raises(BadArgument):
        HandTo.parse(text)


# --- sessions revoke -------------------------------------------------------------------------------------------------


async def test_signed_out_by_microsofts_own_date(reader: GraphReader, methods: GraphWriter) -> None:
    action = RevokeSessions(who=person(cast.YARA))
    row = await change(action, reader)
    assert (await look(action, row, reader)).value == row.before
    for _ in range(2):
        assert await apply(action, row, methods) == Outcome(subject_id=cast.YARA)
    assert await look(action, row, reader) == Seen(cast.YARA, sessions.ENDED)


async def test_who_is_gone_is_gone(reader: GraphReader) -> None:
    action = RevokeSessions(who=person(cast.YARA))
    row = await change(action, reader)
    nobody = replace(row, subject=replace(row.subject, id="d0000000-0000-4000-8000-00000000dead"))
    assert (await look(action, nobody, reader)).gone


@pytest.mark.parametrize(("text", "code"), [("everyone", "never-everyone"), ("group", "nobody-there")])
async def test_nobody_and_everybody(reader: GraphReader, text: str, code: str) -> None:
    empty = People((Selector("group", "Empty Group", cast.EMPTY_GROUP),))
    with pytest.raises(Refusal, match=code):
        await row_of(RevokeSessions(who=People.parse(text) if text == "everyone" else empty), reader)


def test_values() -> None:
    assert sessions.since(None) == "signed in since ever"
    assert sessions.seen("signed in since ever", "signed in since ever") == "signed in since ever"
