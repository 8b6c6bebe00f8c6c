"""The command line: sentences instead of traces, and a doctor that tells what is missing."""

import json
from pathlib import Path
from zipfile import ZipFile

import pytest

from bot.__main__ import main
from bot.app.doctor import examine
from bot.settings import load
from demo.driver import Stage
from demo.seed import cast

GUID = "11111111-2222-3333-4444-555555555555"


@pytest.fixture(autouse=True)
def nowhere(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No .env of this machine takes part."""
    monkeypatch.chdir(tmp_path)


def test_without_settings_there_is_one_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    for command in ([], ["web"], ["doctor"], ["migrate"]):
        assert main(command) == 2
        told = capsys.readouterr().err
        assert told.startswith("MUSTER_TENANT_ID is missing") and told.count("\n") == 1


def test_the_catalogue_needs_no_settings(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["catalogue", "--json"]) == 0
    names = [each["name"] for each in json.loads(capsys.readouterr().out)]
    assert {"mfa enable", "mfa status", "help", "approve"} <= set(names)
    assert main(["catalogue"]) == 0


@pytest.fixture
def settled(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    for name, value in (("TENANT_ID", GUID), ("APP_ID", GUID), ("APP_SECRET", "hush")):
        monkeypatch.setenv(f"MUSTER_{name}", value)
    monkeypatch.setenv("MUSTER_DATABASE_URL", f"sqlite+aiosqlite:///{tmp_path}/muster.db")
    return tmp_path


def test_a_lone_worker_needs_postgresql(settled: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["worker"]) == 2
    assert "PostgreSQL" in capsys.readouterr().err


def test_migrate_makes_the_tables(settled: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["migrate"]) == 0
    assert (settled / "muster.db").is_file()
    assert "version" in capsys.readouterr().out


def test_package_holds_the_bot(settled: Path) -> None:
    out = settled / "build" / "muster.zip"
    assert main(["package", "--url", "https://bot.contoso.com", "--out", str(out)]) == 0
    with ZipFile(out) as packed:
        assert json.loads(packed.read("manifest.json"))["bots"][0]["botId"] == GUID
    assert main(["package", "--url", "http://bot.contoso.com", "--out", str(out)]) == 2


async def test_the_doctor_finds_a_healthy_house_healthy(stage: Stage) -> None:
    found = await examine(load(stage._settings()), stage.clock)
    assert [each for each in found if each.needed and not each.good] == []


async def test_the_doctor_names_what_is_missing(stage: Stage) -> None:
    stage.world.revoke(cast.READER_ID, "Policy.Read.All")
    broken = {**stage._settings(), "break_glass": "", "operators": GUID, "app_secret": "wrong"}
    found = {each.what: each for each in await examine(load(broken), stage.clock) if each.needed and not each.good}
    fixes = " ".join(each.fix for each in found.values())
    assert "Policy.Read.All" in fixes
    assert "MUSTER_BREAK_GLASS" in fixes
    assert "AADSTS" in found["signing in as the bot"].fix
    assert f"the group {GUID}" in found


async def test_the_doctor_names_what_each_way_of_reaching_people_needs(stage: Stage) -> None:
    """All that `tests/tenant/test_messages.py` finds missing, one by one."""
    opened = stage._settings() | {"install_app": "yes", "feed": "yes", "mail_sender": "info@contoso.com"}
    told = [each.what for each in await examine(load(opened), stage.clock)]
    install, feed, mail = (next(each for each in told if word in each) for word in ("installing", "feed", "mail is on"))
    for scope in ("TeamsAppInstallation.ReadWriteSelfForUser.All", "AppCatalog.Read.All"):
        assert scope in install and scope in feed
    assert "TeamsActivity.Send" in feed and "TeamsActivity.Send" not in install
    assert "Mail.Send" in mail


async def test_the_doctor_warns_of_a_directory_that_is_believed(stage: Stage) -> None:
    trusting = stage._settings() | {"trust_directory_phones": "yes", "exchange_writes": "yes"}
    notes = {each.what: each.fix for each in await examine(load(trusting), stage.clock) if not each.needed}
    assert "plants a phone" in notes["numbers in the directory are not believed by themselves"]
    assert "writes on exchange" in notes["writing to Exchange Online is off (MUSTER_EXCHANGE_WRITES)"]
