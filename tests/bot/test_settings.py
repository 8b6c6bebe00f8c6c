"""A start that refuses nonsense in one sentence, and never repeats a secret."""

from pathlib import Path

import pytest

from bot.app.identity import rules_of
from bot.app.inside import house_of
from bot.settings import BadSettings, Settings, load, settings_table
from engine import Place
from tenant.model import Rules

GUID = "11111111-2222-3333-4444-555555555555"
GOOD: dict[str, str] = {"tenant_id": GUID, "app_id": GUID, "app_secret": "hush-hush"}
CUSTOM: dict[str, object] = {
    "cloud": "custom", "graph_url": "http://127.0.0.1:1/graph", "login_url": "http://127.0.0.1:1/login",
    "openid_url": "http://127.0.0.1:1/openid", "service_url_hosts": "127.0.0.1",
}  # fmt: skip


@pytest.fixture(autouse=True)
def nowhere(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No .env of this machine takes part."""
    monkeypatch.chdir(tmp_path)


def refusal(**change: object) -> str:
    with pytest.raises(BadSettings) as refused:
        load({**GOOD, **change})
    return str(refused.value)


def test_the_least_is_enough() -> None:
    settings = load(GOOD)
    assert (settings.cloud, settings.port, settings.time_zone) == ("public", 3978, "UTC")
    assert settings.bot_cloud.openid_url.startswith("https://login.botframework.com/")


def test_without_an_app_id_nothing_starts() -> None:
    with pytest.raises(BadSettings, match=r"^MUSTER_APP_ID is missing: .*, for example [0-9-]+\.$"):
        load({"tenant_id": GUID, "app_secret": "x"})


def test_the_environment_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in GOOD.items():
        monkeypatch.setenv(f"MUSTER_{name.upper()}", str(value))
    monkeypatch.setenv("MUSTER_OPERATORS", f" {GUID.upper()}, {GUID} ,")
    assert load().operators == (GUID,)


@pytest.mark.parametrize(
    ("change", "names"),
    [
        ({"tenant_id": "contoso.com"}, "MUSTER_TENANT_ID"),
        ({"operators": "Helpdesk"}, "MUSTER_OPERATORS"),
        ({"break_glass": "root@contoso.com"}, "MUSTER_BREAK_GLASS"),
        ({"cloud": "mars"}, "MUSTER_CLOUD"),
        ({"port": "99999"}, "MUSTER_PORT"),
        ({"time_zone": "Berlin"}, "MUSTER_TIME_ZONE"),
        ({"database_url": "mysql://x"}, "MUSTER_DATABASE_URL"),
        ({"log_level": "loud"}, "MUSTER_LOG_LEVEL"),
        ({"default_region": "Netherlands"}, "MUSTER_DEFAULT_REGION"),
        ({"trust_directory_phones": "perhaps"}, "MUSTER_TRUST_DIRECTORY_PHONES"),
        ({"app_secret": None}, "MUSTER_APP_SECRET"),
        ({"managed_identity": True}, "MUSTER_MANAGED_IDENTITY"),
        ({"app_secret": None, "app_certificate": "/no/such.pem"}, "MUSTER_APP_CERTIFICATE"),
        ({"read_app_id": GUID}, "MUSTER_READ_APP_SECRET"),
        ({"graph_url": "https://graph.example.com"}, "MUSTER_GRAPH_URL"),
        ({"cloud": "custom"}, "MUSTER_GRAPH_URL"),
        ({**CUSTOM, "service_url_hosts": ""}, "MUSTER_SERVICE_URL_HOSTS"),
        ({**CUSTOM, "service_url_hosts": "http://127.0.0.1/"}, "MUSTER_SERVICE_URL_HOSTS"),
        ({**CUSTOM, "graph_url": "http://graph.example.com"}, "MUSTER_GRAPH_URL"),
        ({**CUSTOM, "login_url": "nowhere"}, "MUSTER_LOGIN_URL"),
    ],
    ids=lambda each: each if isinstance(each, str) else "",
)
def test_nonsense_is_refused_in_one_sentence(change: dict[str, object], names: str) -> None:
    told = refusal(**change)
    assert names in told
    assert told.endswith(".") and "\n" not in told
    assert "hush-hush" not in told


def test_a_secret_in_the_wrong_place_is_not_repeated() -> None:
    assert "s3cr3t" not in refusal(tenant_id="s3cr3t")
    assert "s3cr3t" not in refusal(**{**CUSTOM, "graph_url": "https://user:s3cr3t@graph"})


def test_secrets_do_not_show() -> None:
    settings = load({**GOOD, "database_url": "postgresql://muster:s3cr3t@db/muster"})
    assert "hush-hush" not in repr(settings)
    assert "s3cr3t" not in repr(settings)


def test_a_custom_cloud_takes_its_own_addresses() -> None:
    cloud = load({**GOOD, **CUSTOM}).bot_cloud
    assert (cloud.hosts, cloud.openid_url) == (("127.0.0.1",), CUSTOM["openid_url"])


@pytest.mark.parametrize("name", ["gcch", "dod"])
def test_government_clouds_have_their_own_channel(name: str) -> None:
    cloud = load({**GOOD, "cloud": name}).bot_cloud
    assert (cloud.government, cloud.issuer) == (True, "https://api.botframework.us")
    assert all(host.endswith(".us") for host in cloud.hosts)


def test_a_certificate_needs_its_thumbprint(tmp_path: Path) -> None:
    pem = tmp_path / "bot.pem"
    pem.write_text("key")
    assert "MUSTER_APP_THUMBPRINT" in refusal(app_secret=None, app_certificate=pem)
    assert load({**GOOD, "app_secret": None, "app_certificate": pem, "app_thumbprint": "AB"}).app_certificate == pem


def test_the_table_names_every_setting_once() -> None:
    rows = settings_table()
    assert [row.variable for row in rows] == [f"MUSTER_{name.upper()}" for name in Settings.model_fields]
    assert all(row.meaning for row in rows)
    assert {row.variable for row in rows if row.default == "required"} == {"MUSTER_TENANT_ID", "MUSTER_APP_ID"}


def test_what_an_owner_declares_is_off_until_it_is_said() -> None:
    assert rules_of(load(GOOD)) == Rules(teams_app=GOOD["app_id"])
    said = load({**GOOD, "trust_directory_phones": "yes", "default_region": " nl ", "exchange_writes": "yes"})
    wanted = Rules(teams_app=GOOD["app_id"], trust_directory_phones=True, default_region="NL", exchange_writes=True)
    assert rules_of(said) == wanted


def test_how_people_may_be_reached_is_said_way_by_way() -> None:
    ways = {"install_app": "yes", "feed": "yes", "mail_sender": "muster@contoso.com", "teams_app_id": GUID}
    rules = rules_of(load(GOOD | ways))
    assert (rules.install_app, rules.feed, rules.mail_sender) == (True, True, ways["mail_sender"])
    assert rules.teams_app == GUID
    assert "not a mail address" in refusal(mail_sender="muster")


def test_where_managers_may_be_told_and_who_is_asked_next() -> None:
    house = house_of(load({**GOOD, "tell_managers": "nl, *", "country": "de", "help_chat": "19:x", "escalation": GUID}))
    assert (house.tell_managers, house.country, house.escalation) == (frozenset({"NL", "*"}), "DE", (GUID,))
    assert house.help_place == Place("19:x", personal=False)
    assert "two letters" in refusal(tell_managers="Holland")
