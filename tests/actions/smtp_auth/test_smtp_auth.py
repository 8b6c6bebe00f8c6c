"""``smtp-auth who`` and ``smtp-auth off``.

The hard cases: a mailbox that says "on" is on even where the organisation is off; "as the organisation" is a value of
its own, which undo must bring back; what would stop is named, or said to be unknown; somebody without a mailbox;
nothing is written before the owner opens Exchange; a lost answer is neither done nor failed.
"""

from collections.abc import Sequence

import pytest

from actions.args import People
from actions.smtp_auth.off import SmtpAuthOff
from actions.smtp_auth.value import INHERITED, OFF, ON, OWN, sends, text
from actions.smtp_auth.who import SmtpAuthWho
from actions.spec import Already, Cannot, Change, Finding, FindingState, Outcome, Reason, Row
from demo.exchange import acts
from demo.seed import cast
from demo.world import World
from dialogs.words import has_sentence, sentence
from tenant.model import Rules
from tenant.ports import TenantReader, TenantWriter
from tenant.trouble import Forbidden

FAIL, PASS, UNREAD = FindingState.FAIL, FindingState.PASS, FindingState.COULD_NOT_READ
CA = pytest.mark.parametrize("scenario", ["conditional-access"])


async def who(tenant: TenantReader) -> list[Finding]:
    return [each async for each in SmtpAuthWho().findings(tenant)]


def about(found: Sequence[Finding], subject: str) -> Finding:
    return next(each for each in found if each.subject is not None and each.subject.id == subject)


async def people(tenant: TenantReader, said: str) -> People:
    found = await People.parse(said).resolve(tenant)
    assert isinstance(found, People)
    return found


async def plan(tenant: TenantReader, said: str) -> dict[str, Row]:
    action = SmtpAuthOff(who=await people(tenant, said))
    return {row.subject.id: row async for row in action.plan(tenant)}


async def run(changes: Sequence[Change], tenant: TenantWriter) -> list[Outcome]:
    action = SmtpAuthOff(who=People())
    return [each async for each in action.apply(changes, tenant)]


async def look(changes: Sequence[Change], tenant: TenantReader) -> dict[str, str | None]:
    action = SmtpAuthOff(who=People())
    return {each.subject_id: each.value async for each in action.look(changes, tenant)}


# --- who --------------------------------------------------------------------------------------------------------------


@CA
async def test_those_who_send_come_before_those_who_may(reader: TenantReader, world: World) -> None:
    world.exchange.override(cast.NILS).put(False)  # Microsoft's word: not disabled, so on
    found = await who(reader)
    assert (found[0].subject, found[0].title.facts) == (None, {"on": "4", "senders": "3"})
    people_found = [each for each in found if each.subject is not None and each.subject.is_person]
    assert [each.title.code for each in people_found] == ["smtp-sends"] * 3 + ["smtp-may-send-unused"]
    assert people_found[-1].remedy == "smtp-auth off nils@contoso.com"


@CA
async def test_who_sent_before_it_was_off_is_no_finding(reader: TenantReader, world: World) -> None:
    world.exchange.override(cast.SCAN).put(True)
    scan = about(await who(reader), cast.SCAN)
    assert (scan.state, scan.title.code, scan.remedy) == (PASS, "smtp-sent-before", None)


@CA
async def test_the_organisations_switch_decides_where_the_mailbox_says_nothing(
    reader: TenantReader, world: World
) -> None:
    world.exchange.override(cast.SCAN).put(None)
    assert about(await who(reader), cast.SCAN).state is PASS
    world.exchange.smtp_off.put(False)
    assert about(await who(reader), cast.SCAN).title.code == "smtp-sends"


@CA
async def test_guessed_passwords_name_nobody(reader: TenantReader, world: World) -> None:
    world.sign_in(cast.DAN, client="Authenticated SMTP", error=50126)
    assert cast.DAN not in {each.subject.id for each in await who(reader) if each.subject is not None}


@pytest.mark.parametrize("scenario", ["security-defaults"])
async def test_without_the_log_the_switches_are_told(reader: TenantReader) -> None:
    found = await who(reader)
    assert "Entra ID P1" in "; ".join(map(sentence, about(found, "smtp-senders").evidence))
    assert about(found, cast.SCAN).title.code == "smtp-may-send"


@CA
async def test_without_exchange_the_senders_are_told(reader: TenantReader, world: World) -> None:
    acts.permit(world, permitted=False)
    found = await who(reader)
    assert {about(found, name).state for name in ("smtp-switch", "smtp-mailboxes")} == {UNREAD}
    assert about(found, cast.SCAN).title.code == "smtp-sends"


@pytest.mark.parametrize("scenario", ["security-defaults"])
async def test_nothing_readable_is_not_nothing_there(reader: TenantReader, world: World) -> None:
    acts.permit(world, permitted=False)
    assert {each.state for each in await who(reader)} == {UNREAD}


@CA
async def test_every_code_has_a_sentence(reader: TenantReader, world: World) -> None:
    world.exchange.override(cast.NILS).put(False)
    world.exchange.override(cast.SCAN).put(True)
    codes = {reason.code for each in await who(reader) for reason in (each.title, *each.evidence)}
    assert not [code for code in codes if not has_sentence(code)]


# --- off --------------------------------------------------------------------------------------------------------------


@CA
async def test_the_plan_names_what_would_stop(reader: TenantReader, world: World) -> None:
    world.exchange.override(cast.NILS).put(False)
    rows = await plan(reader, "scan@contoso.com, nils@contoso.com, dan@contoso.com")
    scan, nils, dan = rows[cast.SCAN], rows[cast.NILS], rows[cast.DAN]
    assert isinstance(scan, Change) and (scan.before, scan.after) == (ON, OFF)
    assert sentence(scan.warnings[0]).startswith(
        "Scan to mail (29×, last on 2026-11-22, by Office 365 Exchange Online)"
    )
    assert isinstance(nils, Change) and nils.warnings == (Reason("smtp-nothing-seen"),)
    assert isinstance(dan, Already) and dan.why == Reason("smtp-off-with-all")


@pytest.mark.parametrize("scenario", ["security-defaults"])
async def test_what_would_stop_is_not_known_without_the_log(reader: TenantReader) -> None:
    scan = (await plan(reader, "scan@contoso.com"))[cast.SCAN]
    assert isinstance(scan, Change)
    assert [each.code for each in scan.warnings] == ["smtp-stops-unknown"]


@pytest.mark.parametrize("scenario", ["no-p1"])
async def test_inherited_becomes_off_and_comes_back_as_inherited(
    reader: TenantReader, writer: TenantWriter, world: World
) -> None:
    change = (await plan(reader, "quinn@contoso.com"))[cast.QUINN]
    assert isinstance(change, Change) and (change.before, change.after) == (INHERITED, OFF)
    assert [each.failed for each in await run([change], writer)] == [None]
    assert await look([change], reader) == {cast.QUINN: OFF}
    undone = Change(subject=change.subject, before=change.after, after=change.before)
    await run([undone], writer)
    assert await look([undone], reader) == {cast.QUINN: INHERITED}
    assert world.exchange.override(cast.QUINN).true is None


@CA
async def test_on_comes_back_as_on(reader: TenantReader, writer: TenantWriter, world: World) -> None:
    change = (await plan(reader, "scan@contoso.com"))[cast.SCAN]
    assert isinstance(change, Change)
    await run([change], writer)
    assert isinstance((await plan(reader, "scan@contoso.com"))[cast.SCAN], Already)
    await run([Change(subject=change.subject, before=change.after, after=change.before)], writer)
    assert world.exchange.override(cast.SCAN).true is False


@CA
async def test_who_has_no_mailbox_cannot_be_done(reader: TenantReader) -> None:
    row = (await plan(reader, "svc-backup@contoso.com"))[cast.SVC_BACKUP]
    assert isinstance(row, Cannot) and row.why == Reason("no-mailbox")


@CA
async def test_many_are_read_as_few_are(reader: TenantReader) -> None:
    few = await plan(reader, "scan@contoso.com, quinn@contoso.com, erp@contoso.com")
    many = await plan(reader, "everyone")
    assert len(many) > 50
    assert {who_: many[who_] for who_ in few} == few
    assert sum(isinstance(row, Change) for row in many.values()) == 3


@CA
@pytest.mark.parametrize("rules", [Rules()])
async def test_nothing_is_written_before_the_owner_opens_exchange(reader: TenantReader, writer: TenantWriter) -> None:
    change = (await plan(reader, "scan@contoso.com"))[cast.SCAN]
    assert isinstance(change, Change)
    assert "exchange-writes-off" in {each.code for each in change.warnings}
    with pytest.raises(Forbidden):
        await run([change], writer)


@CA
async def test_a_lost_answer_is_looked_at(reader: TenantReader, writer: TenantWriter, world: World) -> None:
    change = (await plan(reader, "scan@contoso.com"))[cast.SCAN]
    assert isinstance(change, Change)
    world.faults.declare([{"path": "Set-CASMailbox", "effect": "lost", "times": 9}])
    assert [each.unsure for each in await run([change], writer)] == [True]
    assert await look([change], reader) == {cast.SCAN: OFF}


@pytest.mark.parametrize(
    ("own", "organisation_off", "may"),
    [(True, True, True), (False, False, False), (None, True, False), (None, False, True), (None, None, True)],
)
def test_the_mailboxs_own_word_goes_first(own: bool | None, organisation_off: bool | None, may: bool) -> None:
    assert sends(own, organisation_off=organisation_off) is may
    assert OWN[text(own)] is own
