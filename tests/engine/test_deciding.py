"""Who may submit, approve and reject, and what the others hear."""

import asyncio

import pytest

from actions.mfa.disable import DisableMfa
from actions.spec import Refusal
from demo.seed import cast
from engine import NoticeKind, Person, Place, State
from tenant.ports import Area
from tests.engine.bench import ANA, BEA, BOTH, CARL, DAN, OLGA, Bench

GRACE = "grace@contoso.com"


async def refused(word: object) -> tuple[str, dict[str, str]]:
    with pytest.raises(Refusal) as caught:
        await word  # type: ignore[misc]
    return caught.value.reason.code, dict(caught.value.reason.facts)


async def test_muster_only_watches_until_an_owner_opens_the_area(bench: Bench) -> None:
    planned = await bench.enable(GRACE)
    assert await refused(bench.engine.submit(planned.number, ANA, "why")) == ("writes-off", {"area": "mfa"})
    assert (await refused(bench.engine.set_writes(ANA, Area.MFA, True)))[0] == "not-owner"
    assert await bench.engine.set_writes(OLGA, Area.MFA, True)
    assert not await bench.engine.set_writes(OLGA, Area.MFA, True)
    assert (await bench.engine.submit(planned.number, ANA, "why")).state is State.WAITING
    assert await bench.events() == ["asked", "planned", "refused", "refused", "writes-on", "submitted"]


async def test_writes_stay_off_without_break_glass_accounts(bench: Bench) -> None:
    engine = bench.another("careless", break_glass=frozenset())
    assert (await refused(engine.set_writes(OLGA, Area.MFA, True)))[0] == "no-break-glass"
    assert not await engine.set_writes(OLGA, Area.MFA, False)


async def test_submitting_needs_an_operator_and_a_reason(bench: Bench) -> None:
    await bench.engine.set_writes(OLGA, Area.MFA, True)
    planned = await bench.enable(GRACE)
    assert (await refused(bench.engine.submit(planned.number, BEA, "why")))[0] == "not-operator"
    assert (await refused(bench.engine.submit(planned.number, ANA, "  ")))[0] == "reason-needed"
    assert await refused(bench.engine.submit(99, ANA, "why")) == ("no-such-request", {"number": "99"})
    await bench.engine.submit(planned.number, ANA, " why ")
    assert (await bench.now(planned)).reason == "why"
    code, facts = await refused(bench.engine.submit(planned.number, ANA, "again"))
    assert (code, facts["by"], facts["what"], facts["ago"]) == ("already", "Ana Ruiz", "submitted", "a moment ago")


async def test_each_approver_but_the_asker_gets_the_card(bench: Bench) -> None:
    request = await bench.waiting(GRACE)
    shown = [(each.kind, each.to) for each in await bench.notices()]
    told = [(NoticeKind.REQUEST, to) for to in (request.place, BEA, CARL)]
    assert sorted(shown, key=str) == sorted(told, key=str)
    await bench.engine.approve(request.number, BEA, request.digest)
    assert {each.to for each in await bench.notices()} == {request.place, BEA, CARL}


async def test_the_approvals_chat_gets_it_where_there_is_one(bench: Bench) -> None:
    chat = Place("approvals", personal=False)
    bench.engine = bench.another("two", approvals_place=chat)
    request = await bench.waiting(GRACE)
    assert {each.to for each in await bench.notices()} == {request.place, chat}


async def test_nobody_decides_on_their_own_wish_or_their_own_account(bench: Bench) -> None:
    bench.world.set_state("bea", "disabled")
    bench.world.directory.groups[cast.APPROVERS].members[cast.ANA] = None
    request = await bench.waiting(f"{GRACE} bea@contoso.com")
    assert (await refused(bench.engine.approve(request.number, ANA, request.digest)))[0] == "own-request"
    assert (await refused(bench.engine.reject(request.number, ANA, request.digest, "no")))[0] == "own-request"
    assert (await refused(bench.engine.approve(request.number, BEA, request.digest)))[0] == "own-account"
    assert (await refused(bench.engine.approve(request.number, DAN, request.digest)))[0] == "not-approver"
    assert (await bench.engine.approve(request.number, CARL, request.digest)).state is State.APPROVED


async def test_whoever_submitted_the_plan_of_somebody_else_does_not_approve_it(bench: Bench) -> None:
    house = bench.engine.house
    engine = bench.another("small", operators=(*house.operators, *house.approvers))
    await engine.set_writes(OLGA, Area.MFA, True)
    planned = await bench.enable(GRACE)
    request = await engine.submit(planned.number, BEA, "she only looked")
    assert BEA not in request.audience
    assert (await refused(engine.approve(request.number, BEA, request.digest)))[0] == "own-request"
    assert (await engine.approve(request.number, CARL, request.digest)).state is State.APPROVED


async def test_rights_are_read_at_that_moment_and_unreadable_means_no(bench: Bench) -> None:
    request = await bench.waiting(GRACE)
    assert (await bench.engine.standing(BEA, deciding=False)).approver
    del bench.world.directory.groups[cast.APPROVERS].members[cast.BEA]
    assert (await bench.engine.standing(BEA, deciding=False)).approver
    assert (await refused(bench.engine.approve(request.number, BEA, request.digest)))[0] == "not-approver"
    bench.world.faults.declare([{"path": "checkMemberGroups", "status": 403}])
    assert (await refused(bench.engine.approve(request.number, CARL, request.digest)))[0] == "standing-unreadable"
    assert not (await bench.engine.standing(CARL, deciding=True)).readable


async def test_an_approval_is_bound_to_the_plan_that_was_shown(bench: Bench) -> None:
    request = await bench.waiting(GRACE)
    assert (await refused(bench.engine.approve(request.number, BEA, "0" * 64)))[0] == "older-plan"
    typed = await bench.engine.approve(request.number, BEA)
    assert typed.state is State.APPROVED
    assert (await bench.engine.decisions(request.number))[0].digest == request.digest


async def test_the_gravest_need_two_different_people(bench: Bench) -> None:
    await bench.engine.set_writes(OLGA, Area.MFA, True)
    planned = await bench.ask(DisableMfa(who=await bench.people("juergen@contoso.com")))
    assert planned.quorum == 2
    await bench.engine.submit(planned.number, ANA, "lost phone")
    assert (await bench.engine.approve(planned.number, BEA, planned.digest)).state is State.WAITING
    assert (await refused(bench.engine.approve(planned.number, BEA, planned.digest)))[0] == "you-decided"
    assert (await refused(bench.engine.reject(planned.number, BEA, planned.digest, "no")))[0] == "you-decided"
    assert (await bench.engine.approve(planned.number, CARL, planned.digest)).state is State.APPROVED


async def test_a_plan_that_too_few_could_approve_is_not_submitted(bench: Bench) -> None:
    await bench.engine.set_writes(OLGA, Area.MFA, True)
    planned = await bench.ask(DisableMfa(who=await bench.people("juergen@contoso.com")))
    del bench.world.directory.groups[cast.APPROVERS].members[cast.CARL]
    told = await refused(bench.engine.submit(planned.number, ANA, "lost phone"))
    assert told == ("too-few-to-approve", {"needed": "2", "found": "1"})
    assert (await bench.now(planned)).state is State.PLANNED


async def test_one_no_is_enough_and_needs_a_reason(bench: Bench) -> None:
    request = await bench.waiting(GRACE)
    assert (await refused(bench.engine.reject(request.number, BEA, request.digest, "")))[0] == "reason-needed"
    rejected = await bench.engine.reject(request.number, BEA, request.digest, "not before Friday")
    assert rejected.state is State.REJECTED
    code, facts = await refused(bench.engine.approve(request.number, CARL, request.digest))
    assert (code, facts["by"], facts["what"]) == ("already", "Bea Holm", "rejected")


@BOTH
@pytest.mark.parametrize("quorum", [1, 2])
async def test_of_two_approvers_at_the_same_instant_each_counts_once(bench: Bench, quorum: int) -> None:
    request = await bench.waiting(GRACE if quorum == 1 else "dan@contoso.com")
    assert request.quorum == quorum
    other = bench.another("two")
    both = (bench.engine.approve(request.number, BEA), other.approve(request.number, CARL))
    answers = await asyncio.gather(*both, return_exceptions=True)
    losers = [each for each in answers if isinstance(each, Refusal)]
    assert len(losers) == 2 - quorum
    assert all(each.reason.code == "already" and each.reason.facts["what"] == "approved" for each in losers)
    assert len(await bench.engine.decisions(request.number)) == quorum
    assert (await bench.now(request)).state is State.APPROVED
    assert len(await bench.events("approve")) == quorum
    assert len([key for kind, _, key in bench.bell.rung if kind == "request"]) == 1


@BOTH
async def test_the_same_approver_twice_at_the_same_instant_counts_once(bench: Bench) -> None:
    request = await bench.waiting("dan@contoso.com")
    both = (bench.engine.approve(request.number, BEA), bench.another("two").approve(request.number, BEA))
    answers = await asyncio.gather(*both, return_exceptions=True)
    assert [each.reason.code for each in answers if isinstance(each, Refusal)] == ["you-decided"]
    assert (await bench.now(request)).state is State.WAITING


async def test_an_expired_request_cannot_be_approved(bench: Bench) -> None:
    request = await bench.waiting(GRACE)
    bench.clock.skip(bench.house.expires_after)
    assert (await refused(bench.engine.approve(request.number, BEA, request.digest)))[0] == "not-waiting"
    await bench.notices()
    assert await bench.engine.tick() == 2  # its end, and the promise to remind its approvers
    assert (await bench.now(request)).state is State.EXPIRED
    assert {each.to for each in await bench.notices()} == {request.place, BEA, CARL}


async def test_cancelling_is_for_the_asker_and_operators(bench: Bench) -> None:
    request = await bench.waiting(GRACE)
    assert (await refused(bench.engine.cancel(request.number, DAN)))[0] == "not-operator"
    assert (await bench.engine.cancel(request.number, ANA)).state is State.CANCELLED
    code, facts = await refused(bench.engine.cancel(request.number, ANA))
    assert (code, facts["what"]) == ("already", "cancelled")
    code, facts = await refused(bench.engine.approve(request.number, BEA, request.digest))
    assert (code, facts["state"]) == ("not-waiting", "cancelled")


async def test_a_refused_word_is_an_event_without_names(bench: Bench) -> None:
    request = await bench.waiting(GRACE)
    await refused(bench.engine.approve(request.number, DAN, request.digest))
    links = await bench.store.chain(cast.TENANT_ID, limit=100)
    event = links[-1].event
    assert (event.kind, dict(event.facts)) == ("refused", {"word": "approve", "why": "not-approver"})
    told = " ".join(str(link.event) for link in links)
    assert not any(word in told for word in ("Dan Moor", cast.DAN, "Grace", "grace@", cast.GRACE, "audit asks"))


async def test_strangers_may_do_nothing(bench: Bench) -> None:
    stranger = Person("ffffffff-0000-4000-8000-000000000001", "Nobody")
    await bench.waiting(GRACE)
    standing = await bench.engine.standing(stranger, deciding=True)
    assert not standing.any
    for word in (bench.engine.halt(stranger), bench.engine.resume_all(stranger), bench.engine.pause(1, stranger)):
        await refused(word)
    assert not await bench.engine.halted()
