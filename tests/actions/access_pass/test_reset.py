"""`mfa reset`, at the wire. Hard cases:

* without a protected registration, and without a pass, refused; a policy that only reports, or leaves her out, is none
* the default goes last, whichever it is; an app where nobody knows
* with a pass: it is made first, and nothing is left but it; it is a secret of the outcome
* a deletion that fails takes the pass away again, and says why; the others are gone, and look says what is left
* the lock was taken away since the plan: nothing is deleted
* then:tap without saying who and how; two people; a role holder, also one since the plan
* somebody without a method has nothing to take away
* signed out everywhere, with or without a pass
"""

from dataclasses import replace

import pytest

from actions.access_pass import held
from actions.access_pass.handing import HandTo, Verified
from actions.access_pass.reset import WITH_PASS, MfaReset, Next
from actions.args import BadArgument, People, Selector
from actions.registration.ways import NAME, PASS, WORDS, forms
from actions.spec import Already, Cannot, Change, Outcome, Refusal, Row
from demo.portal import prefer
from demo.seed import cast
from demo.world import World
from tenant.graph.reader import GraphReader
from tenant.graph.writer import GraphWriter
from tenant.model import Audience, Method, MethodKind, PhoneType, PolicyState, Preference, Rules


@pytest.fixture
def scenario() -> str:
    return "catalogue"


def reset(*ids: str, then: str = "") -> MfaReset:
    who = People(tuple(Selector("person", id_, id_) for id_ in ids or (cast.YARA,)))
    if not then:
        return MfaReset(who=who)
    return MfaReset(
        who=who, then_=Next.parse(then), hand_to=HandTo.parse("manager"), verified=Verified.parse("callback")
    )


async def row_of(action: MfaReset, tenant: GraphReader) -> Row:
    (row,) = [row async for row in action.plan(tenant)]
    return row


async def change(action: MfaReset, tenant: GraphReader) -> Change:
    row = await row_of(action, tenant)
    assert isinstance(row, Change), row
    return row


async def apply(action: MfaReset, row: Change, tenant: GraphWriter) -> Outcome:
    (done,) = [done async for done in action.apply([row], tenant)]
    return done


async def look(action: MfaReset, row: Change, tenant: GraphReader) -> str | None:
    (seen,) = [seen async for seen in action.look([row], tenant)]
    return seen.value


async def protect(policies: GraphWriter, state: PolicyState, *left_out: str) -> None:
    draft = forms(Rules())[WORDS[PASS]]
    exclude = Audience(users=frozenset(left_out), guests=True)
    await policies.create_policy(replace(draft, state=state, exclude=exclude))


async def test_an_open_door_is_refused(reader: GraphReader) -> None:
    with pytest.raises(Refusal, match="reset-open-door"):
        await row_of(reset(), reader)


async def test_a_policy_that_only_reports_is_no_lock(reader: GraphReader, policies: GraphWriter) -> None:
    await protect(policies, PolicyState.REPORT_ONLY)
    with pytest.raises(Refusal, match="reset-open-door"):
        await row_of(reset(), reader)


async def test_a_policy_that_leaves_her_out_is_no_lock(reader: GraphReader, policies: GraphWriter) -> None:
    await protect(policies, PolicyState.ON, cast.YARA)
    with pytest.raises(Refusal, match="reset-open-door"):
        await row_of(reset(), reader)


@pytest.mark.parametrize("scenario", ["no-p1"])
async def test_without_conditional_access_there_is_no_lock(reader: GraphReader) -> None:
    with pytest.raises(Refusal, match="reset-open-door"):
        await row_of(reset(cast.KIM), reader)


async def test_protected_it_takes_all_away_the_default_last(
    reader: GraphReader, methods: GraphWriter, policies: GraphWriter, world: World
) -> None:
    await protect(policies, PolicyState.ON)
    row = await change(reset(), reader)
    assert (row.after, row.for_person) == (held.NOTHING, "")
    assert await look(reset(), row, reader) == row.before
    assert await apply(reset(), row, methods) == Outcome(subject_id=cast.YARA)
    assert await look(reset(), row, reader) == held.NOTHING
    deleted = [r.path for r in world.recorder.requests if r.method == "DELETE"]
    assert [("phoneMethods" in path) for path in deleted] == [True, False]
    assert world.directory.people[cast.YARA].sessions_from is not None


async def test_a_lock_that_is_gone_by_the_time_it_runs(
    reader: GraphReader, methods: GraphWriter, policies: GraphWriter
) -> None:
    await protect(policies, PolicyState.ON)
    row = await change(reset(), reader)
    (ours,) = [each for each in await reader.access_policies() if each.name == NAME]
    await policies.set_policy_state(ours.id, PolicyState.REPORT_ONLY)
    done = await apply(reset(), row, methods)
    assert done.failed is not None and done.failed.code == "reset-open-door"
    assert await look(reset(), row, reader) == row.before


async def test_the_phone_goes_last_where_it_is_the_default(
    reader: GraphReader, methods: GraphWriter, world: World
) -> None:
    prefer(world.directory.people[cast.YARA], "sms")
    row = await change(reset(then="tap"), reader)
    await apply(reset(then="tap"), row, methods)
    deleted = [r.path for r in world.recorder.requests if r.method == "DELETE"]
    assert [("phoneMethods" in path) for path in deleted] == [False, True]


async def test_with_a_pass_there_is_no_moment_without_one(
    reader: GraphReader, methods: GraphWriter, world: World
) -> None:
    action = reset(then="tap")
    row = await change(action, reader)
    assert (row.after, row.for_person, action.hands_over()) == (WITH_PASS, cast.GRACE, True)
    done = await apply(action, row, methods)
    assert done.secret is not None
    assert done.secret.text not in repr(done)
    assert await look(action, row, reader) == WITH_PASS
    writes = [r for r in world.recorder.requests if r.method in ("POST", "DELETE") and "/users/" in r.path]
    assert "temporaryAccessPass" in writes[0].path
    assert "revokeSignInSessions" in writes[-1].path


async def test_what_fails_takes_the_pass_away_again(reader: GraphReader, methods: GraphWriter, world: World) -> None:
    action = reset(then="tap")
    row = await change(action, reader)
    world.faults.declare(
        [{"effect": "status", "status": 400, "code": "badRequest", "path": "microsoftAuthenticatorMethods"}]
    )
    done = await apply(action, row, methods)
    assert (done.failed is not None, done.secret) == (True, None)
    world.faults.clear()
    assert await look(action, row, reader) == "Microsoft Authenticator (Phone)"
    found = await held.read(cast.YARA, reader)
    assert MethodKind.TEMPORARY_PASS not in {each.kind for each in found or ()}


async def test_who_and_how_must_be_said(reader: GraphReader) -> None:
    half = replace(reset(then="tap"), verified=Verified())
    with pytest.raises(BadArgument, match="reset-pass-how"):
        await row_of(half, reader)
    with pytest.raises(Refusal, match="one-at-a-time"):
        await row_of(reset(cast.YARA, cast.IRIS, then="tap"), reader)


async def test_never_who_holds_a_role(reader: GraphReader, methods: GraphWriter) -> None:
    row = await row_of(reset(cast.MAX, then="tap"), reader)
    assert isinstance(row, Cannot)
    yara = await change(reset(then="tap"), reader)
    done = await apply(reset(then="tap"), replace(yara, subject=replace(yara.subject, id=cast.MAX)), methods)
    assert done.failed is not None
    assert len(held.of(await held.read(cast.MAX, reader) or ())) == 1


async def test_nothing_to_take_away(reader: GraphReader) -> None:
    assert isinstance(await row_of(reset(cast.ZACK, then="tap"), reader), Already)


def test_where_nobody_knows_the_default_an_app_goes_last() -> None:
    app, key = Method("a", MethodKind.AUTHENTICATOR), Method("k", MethodKind.FIDO2)
    mobile = Method("m", MethodKind.PHONE, phone_type=PhoneType.MOBILE)
    assert held.ordered((app, key, mobile), None)[-1] == app
    assert held.ordered((app, key, mobile), Preference(method="voiceMobile"))[-1] == mobile
    assert held.value((app, key)) == "Microsoft Authenticator, passkey"
