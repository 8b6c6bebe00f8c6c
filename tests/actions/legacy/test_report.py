"""``legacy report``: who really uses an old client, and who is only attacked.

The hard cases: a wrong password is nobody's use, and thousands of them are one line; a right password that something
else stopped is no attack; use in the background counts as use; one account can be used and attacked at once; a name
that is in no directory; a log that cannot be read; a window shorter than the log.
"""

from collections.abc import Sequence
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actions.args import BadArgument
from actions.legacy.clients import LEGACY_CLIENTS, PASSWORD_WAS_RIGHT
from actions.legacy.days import Days
from actions.legacy.report import LegacyReport
from actions.legacy.tally import NOBODY, Tally
from actions.spec import Finding, FindingState
from demo.clock import START
from demo.exchange import acts
from demo.seed import cast
from demo.sign_in import MODERN, SignInLog
from demo.world import World
from dialogs.words import has_sentence, sentence
from tenant.model import SignIn
from tenant.ports import TenantReader

FAIL, PASS = FindingState.FAIL, FindingState.PASS
UNREAD, MOOT = FindingState.COULD_NOT_READ, FindingState.NOT_APPLICABLE


async def report(tenant: TenantReader, days: int = 30) -> list[Finding]:
    return [each async for each in LegacyReport(days=Days(days)).findings(tenant)]


def about(found: Sequence[Finding], who: str) -> Finding:
    return next(each for each in found if each.subject is not None and each.subject.id == who)


def said(finding: Finding) -> str:
    return "; ".join(map(sentence, (finding.title, *finding.evidence)))


@pytest.mark.parametrize("scenario", ["conditional-access"])
async def test_users_come_first_and_the_attacked_last(reader: TenantReader) -> None:
    found = await report(reader)
    codes = [each.title.code for each in found]
    assert codes[:2] == ["legacy-sum", "legacy-blocked-but"]
    assert codes[2:] == sorted(codes[2:], key=["legacy-used", "legacy-stopped", "legacy-guessed"].index)
    assert found[0].subject is None and found[0].state is FAIL
    assert found[0].remedy is None  # there is a policy already, with a group left out: to be mended by hand
    assert found[0].title.facts["used"] == str(codes.count("legacy-used")) == "3"
    assert found[0].title.facts["guessed"] == str(codes.count("legacy-guessed"))


@pytest.mark.parametrize("scenario", ["conditional-access"])
async def test_use_in_the_background_is_use(reader: TenantReader) -> None:
    found = await report(reader)
    assert "in the background" in said(about(found, cast.ERP))
    assert "by hand" in said(about(found, cast.QUINN))
    assert about(found, cast.SCAN).title.facts["protocols"] == "Authenticated SMTP"
    assert "OAuth" in said(about(found, cast.SCAN))


@pytest.mark.parametrize("scenario", ["conditional-access"])
async def test_wrong_passwords_are_nobodys_use(reader: TenantReader, world: World) -> None:
    for _ in range(50):
        world.sign_in(cast.NILS, client="IMAP4", error=50126)
    nils = about(await report(reader), cast.NILS)
    assert (nils.state, nils.title.code) == (MOOT, "legacy-guessed")
    assert "wrong passwords: 50× over IMAP4" in said(nils)


@pytest.mark.parametrize("scenario", ["conditional-access"])
async def test_a_right_password_that_was_stopped_is_no_attack(reader: TenantReader, world: World) -> None:
    world.sign_in(cast.NILS, client="IMAP4", error=53003)
    nils = about(await report(reader), cast.NILS)
    assert (nils.state, nils.title.code) == (FAIL, "legacy-stopped")
    assert "stopped 1×" in said(nils)
    assert "change it" in said(nils)


@pytest.mark.parametrize("scenario", ["conditional-access"])
async def test_one_account_can_be_used_and_attacked(reader: TenantReader, world: World) -> None:
    world.sign_in(cast.DAN, client="POP3")
    found = await report(reader)
    dan = about(found, cast.DAN)
    assert dan.title.code == "legacy-used"
    assert [each.code for each in dan.evidence][-2:] == ["legacy-guesses", "legacy-replace"]
    assert sum(each.subject is not None and each.subject.id == cast.DAN for each in found) == 1


@pytest.mark.parametrize("scenario", ["conditional-access"])
async def test_a_shorter_window_sees_less(reader: TenantReader) -> None:
    assert "29×" in said(about(await report(reader), cast.SCAN))
    assert "7×" in said(about(await report(reader, 7), cast.SCAN))


@pytest.mark.parametrize("scenario", ["no-p1"])
async def test_without_the_licence_the_log_is_not_taken_for_empty(reader: TenantReader) -> None:
    log, blocked = await report(reader)
    assert log.state is UNREAD
    assert "Entra ID P1" in said(log)
    assert blocked.title.code == "legacy-not-blocked"
    assert blocked.evidence[-1].code == "policy-needs-p1"


@pytest.mark.parametrize("scenario", ["conditional-access"])
async def test_blocking_is_proposed_where_nothing_blocks(reader: TenantReader, world: World) -> None:
    acts.set_policy(world, "Block legacy authentication", "report-only")
    assert (await report(reader))[0].remedy == "legacy block"


@pytest.mark.parametrize("scenario", ["conditional-access"])
async def test_attacks_alone_are_no_finding(reader: TenantReader, world: World) -> None:
    world.sign_ins = SignInLog()
    world.sign_in(cast.NILS, client="IMAP4", error=50126)
    first = (await report(reader))[0]
    assert (first.state, first.title.code, first.title.facts["guessed"]) == (PASS, "legacy-unused", "1")


@pytest.mark.parametrize("scenario", ["conditional-access"])
async def test_a_missing_permission_names_itself_and_the_rest_answers(reader: TenantReader, world: World) -> None:
    world.revoke(cast.READER_ID, "AuditLog.Read.All")
    log, blocked = await report(reader)
    assert "AuditLog.Read.All" in said(log)
    assert (blocked.state, blocked.title.code) == (FAIL, "legacy-blocked-but")


@pytest.mark.parametrize("scenario", ["conditional-access"])
async def test_names_are_not_needed(reader: TenantReader, world: World) -> None:
    world.revoke(cast.READER_ID, "User.Read.All")
    scan = about(await report(reader), cast.SCAN)
    assert scan.subject is not None and scan.subject.upn == "scan@contoso.com"


@pytest.mark.parametrize("scenario", ["conditional-access"])
async def test_every_code_has_a_sentence(reader: TenantReader, world: World) -> None:
    world.sign_in(cast.NILS, client="IMAP4", error=53003)
    world.sign_in(cast.GRACE, client="IMAP4")
    codes = {reason.code for each in await report(reader) for reason in (each.title, *each.evidence)}
    assert not [code for code in codes if not has_sentence(code)]


# --- the sum by itself ------------------------------------------------------------------------------------------------


def row(error: int, *, who: str = "u", client: str = "IMAP4", interactive: bool = True, minutes: int = 0) -> SignIn:
    at = START - timedelta(minutes=minutes)
    return SignIn(
        user_id=who, upn=f"{who}@x.org", at=at, client=client, error=error, succeeded=not error, interactive=interactive
    )


def test_a_name_that_is_in_no_directory_is_told_from_others() -> None:
    tally = Tally()
    for name in ("Admin@x.org", "admin@x.org", "root@x.org"):
        tally.note(SignIn(user_id=NOBODY, upn=name, at=START, client="IMAP4", error=50034, succeeded=False))
    assert [tally.guesses[who].times for who in tally.only_guessed] == [2, 1]


rows = st.lists(
    st.builds(
        row,
        st.sampled_from([0, 50126, 53003, 50053]),
        who=st.sampled_from("abc"),
        client=st.sampled_from(["IMAP4", "POP3"]),
        interactive=st.booleans(),
        minutes=st.integers(0, 9),
    )
)


@given(rows)
def test_every_account_stands_in_one_place_and_nothing_is_lost(given_rows: list[SignIn]) -> None:
    tally = Tally()
    for each in given_rows:
        tally.note(each)
    listed = [*tally.used, *tally.stopped, *tally.only_guessed]
    assert sorted(listed) == sorted({each.user_id for each in given_rows})
    uses = [use for of_one in tally.uses.values() for use in of_one.values()]
    assert sum(use.times + use.stopped for use in uses) + sum(g.times for g in tally.guesses.values()) == len(
        given_rows
    )


@given(rows)
def test_nobody_is_a_user_without_a_success(given_rows: list[SignIn]) -> None:
    tally = Tally()
    for each in given_rows:
        tally.note(each)
    assert set(tally.used) == {each.user_id for each in given_rows if each.succeeded}


def test_modern_clients_are_none_of_them() -> None:
    assert not LEGACY_CLIENTS & MODERN
    assert 50126 not in PASSWORD_WAS_RIGHT
    assert {53003, 530032, 530035} <= PASSWORD_WAS_RIGHT  # security defaults come after the password too


@pytest.mark.parametrize(("text", "count"), [("7", 7), ("30 days", 30), ("last 3 days", 3), ("1d", 1)])
def test_days_as_people_say_them(text: str, count: int) -> None:
    assert Days.parse(text).count == count
    assert Days.parse(Days.parse(text).said()) == Days(count)


@pytest.mark.parametrize("text", ["0", "31", "a week", "", "-3", "999999"])
def test_days_that_the_log_does_not_have(text: str) -> None:
    with pytest.raises(BadArgument):
        Days.parse(text)
