"""Whatever command a finding names can be typed: as its remedy, or in a sentence between backticks."""

from re import findall

from actions.spec import Check
from bot.app.catalogue import catalogue
from dialogs.grammar import parse
from dialogs.words import accounts, legacy, preflight, smtp_auth
from tenant.ports import TenantReader
from tests.actions.preflight.test_permissions import CHECKS


def unknown(commands: set[str]) -> set[str]:
    known = catalogue()
    return {each for each in commands if known.find(parse(each).words) is None}


async def test_every_remedy_is_a_command(reader: TenantReader) -> None:
    checks: list[Check] = [make() for make in CHECKS]
    remedies = {each.remedy for check in checks async for each in check.findings(reader) if each.remedy}
    assert remedies and not unknown(remedies)


def test_every_command_in_a_sentence_is_one() -> None:
    tables = (accounts.SENTENCES, legacy.SENTENCES, preflight.SENTENCES, smtp_auth.SENTENCES)
    named = {found for table in tables for said in table.values() for found in findall(r"`([^`]+)`", said)}
    assert named and not unknown(named)


def test_one_that_is_none_is_found() -> None:
    assert unknown({"legacy report", "make coffee"}) == {"make coffee"}
