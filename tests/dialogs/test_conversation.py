"""What people type wrong, forget, or may not; and what they are told."""

from dataclasses import replace

import pytest

from demo.seed import cast
from dialogs import Command, Findings, Later, Listing, PlanShown, Question, Reply, Result, Text
from dialogs.grammar import parse
from engine import Person, Place, Request
from tests.dialogs.talk import CATALOGUE, Talk, button, words
from tests.engine.bench import ANA, BEA, DAN, EVE, OLGA


def line(reply: Reply) -> str:
    assert isinstance(reply, Text), reply
    assert reply.next, "every reply says what can be typed next"
    return reply.lines[0]


async def test_questions_one_by_one_and_cancel(talk: Talk) -> None:
    asked = await talk.say(ANA, "mfa enable")
    assert isinstance(asked, Question)
    assert (asked.text, asked.example) == ("Who should get MFA?", 'group:"MFA Users"')
    assert line(await talk.say(ANA, "never mind")) == "Dropped: mfa enable. Nothing was asked of anybody."
    assert "I do not know" in line(await talk.say(ANA, "grace@contoso.com"))


async def test_an_answer_completes_the_command(talk: Talk) -> None:
    await talk.say(ANA, "mfa enable")
    plan = await talk.say(ANA, "grace@contoso.com")
    assert isinstance(plan, PlanShown)
    assert plan.title == "Request 1: mfa enable grace@contoso.com"


async def test_a_wrong_answer_keeps_the_question_open(talk: Talk) -> None:
    await talk.say(ANA, "mfa enable")
    assert 'cannot read "team:x"' in line(await talk.say(ANA, "team:x"))
    assert isinstance(await talk.say(ANA, "grace@contoso.com"), PlanShown)


async def test_a_new_command_replaces_an_open_question(talk: Talk) -> None:
    await talk.say(ANA, "mfa enable")
    assert isinstance(await talk.say(ANA, "mfa disable"), Question)
    plan = await talk.say(ANA, "carl@contoso.com")
    assert isinstance(plan, PlanShown)
    assert plan.title.endswith("mfa disable carl@contoso.com")


async def test_questions_of_two_people_in_one_chat_do_not_mix(talk: Talk) -> None:
    group = Place("19:group", personal=False)
    await talk.say(ANA, "mfa enable", place=group)
    assert "operator" in line(await talk.say(BEA, "mfa enable grace@contoso.com", place=group))
    assert isinstance(await talk.say(ANA, "grace@contoso.com", place=group), PlanShown)


async def test_a_reason_that_begins_like_a_command_is_a_reason(talk: Talk) -> None:
    await talk.say(OLGA, "writes on mfa")
    await talk.say(ANA, "mfa enable grace@contoso.com")
    assert isinstance(await talk.say(ANA, "submit"), Question)
    assert "waits for 1 approval" in line(await talk.say(ANA, "halt phishing for Grace"))


async def test_which_finance(talk: Talk) -> None:
    world = talk.bench.world
    finance = world.directory.groups[cast.FINANCE]
    world.directory.groups["finance-2"] = replace(
        finance, id="f1f1f1f1-0000-4000-8000-000000000002", mail="f2@contoso.com"
    )
    asked = await talk.say(ANA, "mfa enable group:Finance grace@contoso.com")
    assert isinstance(asked, Question)
    assert asked.text == '"Finance" can mean several. Which one?'
    assert len(asked.options) == 2
    assert "choice 3" in line(await talk.say(ANA, "3"))


async def test_the_only_one_that_can_be_meant_is_asked_about_by_name(talk: Talk) -> None:
    asked = await talk.say(ANA, "mfa status dan")
    assert isinstance(asked, Question)
    assert (asked.text, asked.next) == ("Did you mean Dan Moor (dan@contoso.com)?", ("yes", "no", "more of the name"))
    assert [each.title for each in asked.options] == ["Yes", "No"]
    assert "no choice 2" in line(await talk.say(ANA, "2"))
    assert "Dropped" in line(await talk.press(ANA, asked.options[1].verb, asked.options[1].data))
    await talk.say(ANA, "mfa status dan")
    assert "Dropped" in line(await talk.say(ANA, "no"))
    await talk.say(ANA, "mfa status dan")
    assert isinstance(await talk.say(ANA, "yes"), Findings)


async def test_a_name_that_only_begins_so_is_asked_about_and_chosen_by_button(talk: Talk) -> None:
    asked = await talk.say(ANA, "mfa enable group:Fin")
    assert isinstance(asked, Question)
    first = asked.options[0]
    assert "new message" in line(await talk.press(ANA, first.verb, first.data))
    (plan,) = await talk.settle()
    assert isinstance(plan, PlanShown)
    assert "question is not open" in line(await talk.press(ANA, first.verb, first.data))


@pytest.mark.parametrize(
    "typed, said",
    [
        ("mfa enabel grace@contoso.com", "Did you mean `mfa enable`"),
        ("make me a coffee", "`help` shows what you can type"),
        ("approve three", '"three" is not a request'),
        ("submit 99 because I say so", "There is no request 99"),
        ("writes on everything", '"everything" is none of: mfa, phone'),
        ("mfa enable everyone --force yes", 'There is no "force" here. What can be said: who, skip'),
        ("whoami please now", "I do not know what to do with"),
        ("mfa status nobody@contoso.com", 'I find nobody called "nobody@contoso.com"'),
        ('mfa enable group:"No Such Thing"', 'I find no group called "No Such Thing"'),
        ("x" * 10_001, "That line has 10001 characters"),
        ("a\n" * 1_001, "That has 1001 lines"),
        ("remind", "Whom?"),
        ("help coffee", 'There is no help about "coffee"'),
        ("cancel", "There is no request that this could mean"),
        ("\u202e\x00 ", "Hello. I am Muster"),
        ("", "Hello. I am Muster"),
    ],
)
async def test_bad_input_gets_a_clear_sentence(talk: Talk, typed: str, said: str) -> None:
    reply = await talk.say(BEA if typed.startswith("approve") else OLGA if typed.startswith("writes") else ANA, typed)
    assert said in line(reply)


async def test_an_empty_group_says_so(talk: Talk) -> None:
    failed = await talk.say(ANA, 'mfa enable group:"Empty Group"')
    assert isinstance(failed, Result)
    assert failed.warnings == ('There is nobody in group:"Empty Group": nothing to do.',)


@pytest.mark.parametrize(
    "typed, who_could",
    [
        ("mfa enable everyone", "an operator"),
        ("approve 1", "an approver"),
        ("writes on mfa", "an owner"),
        ("resume all", "an owner"),
        ("halt", "a role in Muster"),
        ("requests", "a role in Muster"),
        ("remind everyone", "an operator"),
        ("undo 1", "an operator"),
    ],
)
async def test_somebody_without_a_role_may_not_and_hears_who_could(talk: Talk, typed: str, who_could: str) -> None:
    assert who_could in line(await talk.say(DAN, typed))
    assert await talk.bench.events("refused") == ["refused"]


async def test_everybody_may_look_at_themselves_and_nobody_else(talk: Talk) -> None:
    own = words(await talk.say(DAN, "mfa status"))
    assert "Dan Moor" in own
    assert "Dan Moor" in words(await talk.say(DAN, "mfa status me"))
    assert "your own status only" in line(await talk.say(DAN, "mfa status eve@contoso.com"))
    assert "your own status only" in line(await talk.say(DAN, "mfa status me eve@contoso.com"))
    assert "your own status only" in line(await talk.say(DAN, "mfa status everyone"))


async def test_help_shows_only_what_the_speaker_may_do(talk: Talk) -> None:
    ana, dan, olga = [await offered(talk, who) for who in (ANA, DAN, OLGA)]
    assert {"mfa enable", "submit", "whoami", "halt"} <= ana
    assert not {"approve", "writes on"} & ana
    assert {"help", "whoami"} <= dan
    kinds = [CATALOGUE.named(name) for name in dan]
    assert all(kind and issubclass(kind, Command) and not kind.needs for kind in kinds), "nothing that needs a role"
    assert {"writes on", "resume all", "mfa enable", "submit"} <= olga
    assert not {"approve", "undo", "remind"} & olga


async def offered(talk: Talk, who: Person) -> set[str]:
    """The names of what help lists, by topic or one by one."""
    shown = await talk.say(who, "help")
    assert isinstance(shown, Listing)
    rows = [row for section in shown.sections for row in section.rows]
    topics = [row[1].partition(": ")[2].split(", ") for row in rows if row[0].startswith("help ")]
    typed = [row[0] for row in rows] + [name for names in topics for name in names]
    return {found.kind.name for each in typed if (found := CATALOGUE.find(parse(each).words)) is not None}


@pytest.mark.parametrize("name", [kind.name for kind in CATALOGUE.all() if kind.name != "registered"])
async def test_everything_has_a_help_page(talk: Talk, name: str) -> None:
    page = await talk.say(ANA, f"help {name}")
    assert isinstance(page, Listing)
    assert page.title == name


async def test_whoami(talk: Talk) -> None:
    assert "You are an operator." in words(await talk.say(ANA, "whoami"))
    assert "You have no role in Muster." in words(await talk.say(DAN, "who am I?"))


async def test_unreadable_roles_mean_no(talk: Talk) -> None:
    talk.bench.world.faults.declare([{"path": "checkMemberGroups", "status": 403}])
    assert "nothing is allowed" in line(await talk.say(ANA, "mfa enable everyone"))
    assert "nothing is allowed" in words(await talk.say(ANA, "whoami"))


async def test_only_an_owner_may_insist(talk: Talk) -> None:
    assert "Only an owner can say route:per-user" in line(
        await talk.say(ANA, "mfa enable grace@contoso.com route:per-user")
    )


async def test_a_mention_is_a_person(talk: Talk) -> None:
    shown = await talk.say(ANA, "mfa status @Grace Hall", mentions={"Grace Hall": cast.GRACE})
    assert "grace@contoso.com" in words(shown)


async def test_the_same_turn_twice_makes_one_request(talk: Talk) -> None:
    said = talk.said(ANA, text="mfa enable grace@contoso.com")
    first, again = await talk.dialogs.turn(said), await talk.dialogs.turn(said)
    assert isinstance(first, Later) and isinstance(again, Later)
    await talk.settle()
    assert len(await talk.bench.engine.requests()) == 1


async def test_an_errand_worked_on_twice_makes_one_request(talk: Talk) -> None:
    said = talk.said(ANA, text="mfa enable grace@contoso.com")
    await talk.dialogs.turn(said)
    errand = await talk.bench.store.errand(cast.TENANT_ID, said.activity_id)
    assert errand is not None
    first, again = await talk.dialogs.errand(errand), await talk.dialogs.errand(errand)
    assert first == again
    assert len(await talk.bench.engine.requests()) == 1


async def waiting(talk: Talk, said: str = "mfa enable grace@contoso.com") -> Request:
    await talk.say(OLGA, "writes on mfa")
    plan = await talk.say(ANA, said)
    await talk.push(ANA, button(plan, "submit"), reason="agreed")
    return (await talk.bench.engine.requests())[0]


async def test_the_requester_cannot_approve_even_with_the_role(talk: Talk) -> None:
    request = await waiting(talk)
    assert "an approver" in line(await talk.press(ANA, "approve", {"request": "1", "digest": request.digest}))


async def test_a_card_of_an_older_plan_is_refused_kindly(talk: Talk) -> None:
    await waiting(talk)
    assert "older plan" in line(await talk.press(BEA, "approve", {"request": "1", "digest": "0" * 64}))


async def test_a_rejection_needs_a_reason(talk: Talk) -> None:
    request = await waiting(talk)
    data = {"request": "1", "digest": request.digest}
    assert "A reason is needed" in line(await talk.press(BEA, "reject", data))
    rejected = await talk.press(BEA, "reject", data, reason="Finance closes its books")
    assert "Rejected by Bea Holm: Finance closes its books" in words(rejected)


@pytest.mark.parametrize(
    "verb, data",
    [
        ("approve", {}),
        ("approve", {"request": "-1"}),
        ("approve", {"request": "1; drop"}),
        ("approve", {"request": "٣"}),
        ("writes on", {"request": "1"}),
        ("mfa enable", {"request": "1"}),
        ("format c:", {}),
        ("answer", {"pick": "1", "asked": "then"}),
        ("reminder.done", {"reminder": "nothing"}),
        ("undo", {"request": ""}),
    ],
)
async def test_a_payload_is_trusted_with_nothing(talk: Talk, verb: str, data: dict[str, str]) -> None:
    assert line(await talk.press(BEA, verb, data))
    assert not await talk.bench.engine.requests()
    assert not await talk.bench.engine.writes_on()


async def test_somebody_without_a_role_presses_a_button_of_another(talk: Talk) -> None:
    request = await waiting(talk)
    for verb in ("approve", "cancel", "undo", "remind"):
        assert "needs" in line(await talk.press(EVE, verb, {"request": "1", "digest": request.digest}))


async def test_halt_by_anybody_with_a_role_and_resume_by_an_owner(talk: Talk) -> None:
    assert line(await talk.say(BEA, "halt")).startswith("Halted")
    assert "halted already" in line(await talk.say(ANA, "halt"))
    assert "an owner" in line(await talk.say(ANA, "resume all"))
    assert "go on" in line(await talk.say(OLGA, "resume all"))


async def test_a_missing_permission_is_named(talk: Talk) -> None:
    talk.bench.world.revoke(cast.APP_ID, "Policy.Read.All")
    told = await talk.say(ANA, "mfa status grace@contoso.com")
    assert isinstance(told, Findings)
    assert any(
        "lacks the permission Policy.Read.All" in cell for part in told.sections for row in part.rows for cell in row
    )
    failed = await talk.say(ANA, "mfa enable grace@contoso.com")
    assert isinstance(failed, Result)
    assert "lacks the permission Policy.Read.All" in failed.warnings[0]
