"""What to do next. Hard cases: the order of risk, effort and people; codes nobody has ranked; a check that cannot be
read or that refuses; what nobody has said; sums that are not counted twice; days that pass without news; who may
stop it.
"""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actions.break_glass.check import drill_due
from actions.domains.certificates import judged
from actions.spec import Check, Finding, FindingState, Reason, Refusal, Subject
from bot.app.catalogue import catalogue
from dialogs import Catalogue
from dialogs.catalogue import kind_of
from dialogs.commands import next as command
from dialogs.commands.next import Next
from dialogs.daily import digest
from dialogs.desk import Speaker
from dialogs.ranking import LOOKED, Danger, Effort, Gap, Gaps, Looked, Rank, ranked
from dialogs.reply import Findings, Reply, Text
from dialogs.words import has_sentence, phrase
from dialogs.words.ranking import DANGERS, EFFORTS, WHAT
from engine import Place
from tenant.ports import TenantReader
from tenant.trouble import Forbidden
from tests.dialogs.talk import Talk
from tests.engine.bench import ANA, DAN, OLGA

ANN = Subject("1", "Ann", "ann@contoso.com")
NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)
ROOM = Place("19:ops@thread.tacv2", personal=False)
ranks = st.builds(Rank, st.sampled_from(Danger), st.sampled_from(Effort), st.just("why-glass"))


@pytest.fixture(scope="module")
def everything() -> Catalogue:
    return catalogue()


def fail(code: str, subject: Subject | None = ANN, remedy: str | None = None) -> Finding:
    return Finding(title=Reason(code), state=FindingState.FAIL, subject=subject, remedy=remedy)


def looked(name: str) -> Looked:
    return next(each for each in LOOKED if each.check == name)


@given(st.lists(st.tuples(ranks, st.integers(0, 9)), max_size=12))
def test_risk_before_effort_before_people(found: list[tuple[Rank, int]]) -> None:
    gaps = []
    for place, (rank, people) in enumerate(found):
        gap = Gap("mfa report", rank, str(place))
        gap.persons["x"] = people
        gaps.append(gap)
    order = [(-each.rank.danger, each.rank.effort, -each.people) for each in ranked(gaps)]
    assert order == sorted(order)
    assert len(order) == len(found)


def test_every_check_that_is_ranked_is_there_and_every_reason_has_a_sentence(everything: Catalogue) -> None:
    for each in LOOKED:
        kind = everything.named(each.check)
        assert kind is not None, each.check
        assert kind_of(kind) == "check"
        for rank in (each.rank, *each.codes.values()):
            assert has_sentence(rank.why)
            assert rank.danger in DANGERS
            assert rank.effort in EFFORTS
    assert {each.partition("/")[0] for each in WHAT} <= {each.check for each in LOOKED}


def test_every_command_that_is_offered_can_be_typed(everything: Catalogue) -> None:
    offered = {rank.command for each in LOOKED for rank in (each.rank, *each.codes.values())} - {""}
    for line in offered:
        words = line.split()
        assert any(everything.named(" ".join(words[:count])) for count in range(1, len(words) + 1)), line


def test_sums_are_not_counted_and_what_is_told_elsewhere_is_left_out() -> None:
    gaps = Gaps(looked("mfa report"))
    for each in (fail("report-protection", None), fail("not-able"), fail("not-protected"), fail("not-protected")):
        gaps.add(each)
    assert [(each.code, each.people, each.command) for each in gaps.found.values()] == [
        ("not-protected", 2, "mfa enable everyone")
    ]


def test_what_nobody_has_said_is_not_in_order() -> None:
    gaps = Gaps(looked("mfa-server check"))
    gaps.add(replace(fail("mfa-server-not-attested"), state=FindingState.NOT_APPLICABLE))
    assert not gaps.clean
    gaps.add(replace(fail("mfa-server-gone"), state=FindingState.PASS))
    assert gaps.clean


def test_a_password_that_somebody_may_know_and_a_locked_out_device_are_told() -> None:
    known, locked = Gaps(looked("legacy report")), Gaps(looked("special accounts"))
    known.add(fail("legacy-stopped"))
    locked.add(fail("special-under-mfa"))
    assert [each.command for each in known.found.values()] == ["legacy report"]
    assert [(each.command, each.rank.danger) for each in locked.found.values()] == [("special accounts", Danger.HIGH)]


def test_somebody_with_several_findings_of_one_kind_is_one_person() -> None:
    gaps = Gaps(looked("break-glass check"))
    for code in ("glass-a", "glass-b", "glass-c"):
        gaps.add(fail(code))
    (gap,) = gaps.found.values()
    assert (gap.people, gap.command) == (1, "break-glass check")


def test_a_finding_nobody_has_ranked_is_there_with_its_own_remedy_or_its_check() -> None:
    gaps = Gaps(looked("domains check"))
    gaps.add(fail("brand-new", remedy="guide adfs"))
    gaps.add(fail("other", Subject("d", "contoso.com")))
    assert [(each.command, each.things) for each in gaps.found.values()] == [("guide adfs", 0), ("domains check", 1)]


class Shut(Check, name="domains check"):
    """Find nothing, for want of a permission."""

    async def findings(self, tenant: TenantReader) -> AsyncIterator[Finding]:
        yield fail("brand-new", Subject("d", "contoso.com"))
        raise Forbidden(scope="Domain.Read.All")


class Refuses(Check, name="mfa-server check"):
    """Refuse."""

    async def findings(self, tenant: TenantReader) -> AsyncIterator[Finding]:
        raise Refusal("too-many-to-weaken", count="9", most="1")
        yield  # type: ignore[unreachable]  # which makes it a generator


class Clean(Check, name="settings check"):
    """Find nothing."""

    async def findings(self, tenant: TenantReader) -> AsyncIterator[Finding]:
        yield Finding(title=Reason("fine"), state=FindingState.PASS)


async def test_what_cannot_be_read_is_said_and_the_rest_is_there(talk: Talk) -> None:
    standing = await talk.bench.engine.standing(ANA, deciding=False)
    turn = talk.dialogs._errands.desk.turn(Speaker.of(talk.said(ANA)), standing)
    reply = await Next().answer(replace(turn, catalogue=Catalogue([Shut, Refuses, Clean])))
    assert isinstance(reply, Findings)
    found, unread, clean = reply.sections
    assert [row[-1] for row in found.rows] == ["domains check"]
    assert [row[0] for row in unread.rows] == ["domains check", "mfa-server check"]
    assert "permission Domain.Read.All" in unread.rows[0][1]
    assert clean.rows == (("settings check",),)
    assert reply.warnings


def test_days_that_pass_are_no_news_and_another_number_of_people_is() -> None:
    def reply(days: int, people: int) -> Findings:
        gap = Gap("domains check", Rank(Danger.LOW, Effort.HAND, "why-domains"), "ends")
        for _ in range(people):
            gap.add(replace(fail("ends"), title=Reason("signing-ends-soon", {"days": str(days)})))
        return command._shown([gap], [], [])

    assert reply(9, 1).sections != reply(8, 1).sections
    assert digest(reply(9, 1)) == digest(reply(8, 1))
    assert digest(reply(9, 1)) != digest(reply(9, 2))


def test_a_policy_that_would_be_refused_is_not_offered() -> None:
    cases = [
        ("legacy report", "legacy-not-blocked", "policy-needs-p1", "legacy block"),
        ("registration check", "registration-open", "policy-needs-p1", "registration protect"),
        ("registration check", "registration-open", "registration-defaults", "registration protect"),
    ]
    for check, code, why, offered in cases:
        free, held = Gaps(looked(check)), Gaps(looked(check))
        free.add(fail(code))
        held.add(replace(fail(code), evidence=(Reason("else"), Reason(why))))
        (open_, closed) = (*free.found.values(), *held.found.values())
        assert (open_.command, closed.command, closed.effort) == (offered, check, Effort.HAND)
        assert phrase(Reason(why)) in command_row(closed)[2]
        assert "Not possible" not in command_row(open_)[2]


def command_row(gap: Gap) -> tuple[str, ...]:
    return command._row(1, gap)


def told_on(check: str, finding: Finding) -> str:
    gaps = Gaps(looked(check))
    gaps.add(finding)
    return digest(command._shown(ranked(gaps.found.values()), [], []))


@pytest.mark.parametrize(("kind", "ahead"), [("signing", 30), ("service", 45)])
def test_the_morning_on_which_a_certificate_comes_near_its_end_is_news(kind: str, ahead: int) -> None:
    where, end = Subject("d", "contoso.com"), NOW + timedelta(days=60)
    mornings = [NOW + timedelta(days=day) for day in range(62)]
    told = [told_on("domains check", judged(where, kind, end, now)) for now in mornings]
    news = [day for day in range(1, 62) if told[day] != told[day - 1]]
    assert news == [60 - ahead, 60]


def test_the_morning_on_which_the_drill_is_due_is_news() -> None:
    told = [told_on("break-glass check", drill_due([NOW, NOW], NOW + timedelta(days=day))) for day in range(95)]
    assert [day for day in range(1, 95) if told[day] != told[day - 1]] == [90 - 14, 90]


def lines(reply: Reply) -> str:
    assert isinstance(reply, Text)
    return " ".join(reply.lines)


async def test_a_chat_is_subscribed_once_and_stopped_by_whoever_may(talk: Talk) -> None:
    assert "first on Tue 24 Nov" in lines(await talk.say(ANA, "next daily here", place=ROOM))
    await talk.say(OLGA, "next daily", place=ROOM)
    (due,) = await talk.bench.engine.subscriptions()
    assert (due.text, due.place) == ("next", ROOM)
    assert "needs" in lines(await talk.say(DAN, "next stop", place=ROOM))
    assert "not told every morning" in lines(await talk.say(ANA, "next stop"))
    assert "no more every morning" in lines(await talk.say(OLGA, "next stop", place=ROOM))
    assert await talk.bench.engine.subscriptions() == []


async def test_somebody_who_is_no_operator_cannot_subscribe(talk: Talk) -> None:
    assert "needs" in lines(await talk.say(DAN, "next daily here"))
    talk.bench.clock.skip(timedelta(days=2))
    assert await talk.settle() == []
