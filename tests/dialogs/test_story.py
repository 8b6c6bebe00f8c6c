"""The story, said by its people: plan, submit, approve, run, undo; remind, answer."""

from demo.seed import cast
from dialogs import ApprovalAsked, Findings, Listing, PlanShown, Progress, ReminderShown, Result, Text, Tone
from engine import Notice, NoticeKind
from tests.dialogs.talk import Talk, button, words
from tests.engine.bench import ANA, BEA, CARL, CHAT, DAN, OLGA

ENABLE = 'mfa enable group:"MFA Users"'


async def test_the_whole_story(talk: Talk) -> None:
    plan = await talk.say(ANA, ENABLE)
    assert isinstance(plan, PlanShown)
    assert plan.title == 'Request 1: mfa enable group:"MFA Users"'
    assert "`writes on mfa`" in plan.warnings[0]

    held = await talk.push(ANA, button(plan, "submit"), reason="agreed in CAB 42")
    assert isinstance(held, Text)
    assert held.next[0] == "writes on mfa (an owner)"

    assert "Writes for mfa are on" in words(await talk.say(OLGA, "writes on mfa"))
    waiting = await talk.push(ANA, button(plan, "submit"), reason="agreed in CAB 42")
    assert isinstance(waiting, PlanShown)
    assert not waiting.inputs

    asked = await talk.say(BEA, "request show 1")
    assert isinstance(asked, ApprovalAsked)
    assert asked.sections == plan.sections
    assert "agreed in CAB 42" in words(asked)

    assert "needs an approver" in words(await talk.push(ANA, button(asked, "approve")))
    approved = await talk.push(BEA, button(asked, "approve"))
    assert isinstance(approved, Progress)
    late = await talk.push(CARL, button(asked, "approve"))
    assert isinstance(late, Text)
    assert "Bea Holm approved this a moment ago" in late.lines[0]

    await talk.settle()
    done = await talk.say(ANA, "request show 1")
    assert isinstance(done, Result)
    assert done.subtitle == "Done and read back: 6 people changed."
    assert talk.bench.world.state_of(cast.GRACE) == "enabled"

    assert isinstance(await talk.push(ANA, button(done, "undo")), Text)
    (undo,) = await talk.settle()
    assert isinstance(undo, PlanShown)
    assert undo.title == "Request 2: undo 1"


async def test_status_tells_the_truth_before_and_after(talk: Talk) -> None:
    before = await talk.say(ANA, "mfa status grace@contoso.com")
    assert isinstance(before, Findings)
    assert before.next[0] == "mfa enable grace@contoso.com"
    talk.bench.world.set_state(cast.GRACE, "enabled")
    after = await talk.say(ANA, "mfa status grace@contoso.com")
    assert isinstance(after, Findings)
    assert after.tone is Tone.GOOD


async def test_those_who_are_not_ready_are_reminded_and_answer(talk: Talk) -> None:
    plan = await talk.say(ANA, ENABLE)
    assert isinstance(await talk.push(ANA, button(plan, "remind")), Text)
    (told,) = await talk.settle()
    assert isinstance(told, Text)
    assert told.lines[0].startswith("2 people will be reminded")
    assert isinstance(await talk.say(ANA, "reminders"), Listing)

    notice = next(n for n in await talk.bench.notices() if n.to == DAN)
    shown = await talk.dialogs.show(notice, DAN)
    assert isinstance(shown, ReminderShown)
    not_yet = await talk.push(DAN, button(shown, "reminder.done"))
    assert isinstance(not_yet, ReminderShown)
    assert not_yet.title == "Not yet"
    assert "somebody else" in words(await talk.push(ANA, button(shown, "reminder.done")))

    talk.bench.world.register(cast.DAN, "microsoftAuthenticator")
    thanks = await talk.push(DAN, button(shown, "reminder.done"))
    assert isinstance(thanks, ReminderShown)
    assert "Microsoft Authenticator" in thanks.lines[0]
    assert await talk.dialogs.show(notice, DAN) is None


async def test_what_a_notice_says_is_read_when_it_is_shown(talk: Talk) -> None:
    await talk.say(ANA, ENABLE)
    notice = Notice(tenant_id=cast.TENANT_ID, kind=NoticeKind.REQUEST, about="request:1", to=CHAT)
    assert isinstance(await talk.dialogs.show(notice, ANA), PlanShown)
    await talk.say(ANA, "cancel 1")
    assert isinstance(await talk.dialogs.show(notice, ANA), Result)
    gone = Notice(tenant_id=cast.TENANT_ID, kind=NoticeKind.REQUEST, about="request:99", to=CHAT)
    assert await talk.dialogs.show(gone, ANA) is None


async def test_told_in_a_sentence(talk: Talk) -> None:
    notice = Notice(
        tenant_id=cast.TENANT_ID, kind=NoticeKind.TOLD, about="reminder:x", to=ANA, code="help-asked",
        facts={"name": "Dan Moor"},
    )  # fmt: skip
    assert "Dan Moor asks for help" in words(await talk.dialogs.show(notice, ANA) or Text(lines=()))
