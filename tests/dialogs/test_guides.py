"""Guides are tested text: short, and naming nothing that does not exist. Hard cases:

- a command of Muster's in backticks, or as the next move, that was renamed or never built
- a cmdlet that is misspelt, retired, or takes only a password
- a topic that a finding or an error code points to and that is not there
- an address that is not Microsoft's
- a topic asked for in other words, or misspelt; nothing of the kind
- somebody without a role sees everybody's topics first, and can read any
"""

from datetime import date
from re import findall
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actions.args.meanings import DENIED, GUESSED, OF_NUMBER, OF_OTHERS, REPORTED
from actions.spec import Refusal
from bot.app.catalogue import catalogue
from dialogs.arguments import Line
from dialogs.bind import bind, build
from dialogs.commands.guide import GuideTo, _near, _page, _topics
from dialogs.grammar import parse
from dialogs.words.guides import ALIASES, GUIDES, Guide
from dialogs.words.people import translated
from tests.house.source import ROOT

CATALOGUE = catalogue()
MICROSOFTS = (".microsoft.com", "//aka.ms", "//office.com")
#: Cmdlets that guides may name, by the module that has them today.
CMDLETS = {
    "Install-Module": "PowerShellGet",
    "Connect-ExchangeOnline": "ExchangeOnlineManagement",
    "Disconnect-ExchangeOnline": "ExchangeOnlineManagement",
    "Connect-IPPSSession": "ExchangeOnlineManagement",
    "Connect-MgGraph": "Microsoft.Graph.Authentication",
    "Disconnect-MgGraph": "Microsoft.Graph.Authentication",
    "Get-MgContext": "Microsoft.Graph.Authentication",
    "Update-MgDomainFederationConfiguration": "Microsoft.Graph.Identity.DirectoryManagement",
    "Connect-MicrosoftTeams": "MicrosoftTeams",
    "Connect-SPOService": "Microsoft.Online.SharePoint.PowerShell",
    "Connect-AzAccount": "Az.Accounts",
    "Update-AdfsCertificate": "ADFS",
    "Set-AdfsSslCertificate": "ADFS",
    "New-AdfsAzureMfaTenantCertificate": "ADFS",
    "Set-AdfsAzureMfaTenant": "ADFS",
    "Unregister-AdfsAuthenticationProvider": "ADFS",
    "Set-WebApplicationProxySslCertificate": "WebApplicationProxy",
}
RETIRED = ("Connect-MsolService", "Connect-AzureAD", "Set-MsolUser", "New-PSSession", "Get-Credential", "UseBasic")
every = pytest.mark.parametrize("guide", GUIDES.values(), ids=list(GUIDES))


def said(guide: Guide) -> str:
    return "\n".join((guide.title, *guide.steps, *guide.notes))


def quoted(guide: Guide) -> list[str]:
    return findall(r"`([^`]+)`", said(guide))


def is_shell(text: str) -> bool:
    return text.split()[0] in CMDLETS


@every
def test_every_command_in_it_exists_and_is_understood(guide: Guide) -> None:
    for command in (*guide.next, *(text for text in quoted(guide) if not is_shell(text))):
        found = CATALOGUE.find(parse(command).words)
        assert found is not None, command
        values = bind(found.kind, found.rest, me="me-id")
        if all(each.name in values for each in found.kind.arguments() if each.required):
            build(found.kind, values)


@every
def test_every_cmdlet_in_it_is_known_and_none_is_retired(guide: Guide) -> None:
    for name in findall(
        r"\b[A-Z][a-z]+-[A-Z][A-Za-z]+\b", " ".join(quoted(guide)).replace("-CertificateType Token-Signing", "")
    ):
        assert name in CMDLETS, name
    assert not [word for word in RETIRED if word in said(guide)]


@every
def test_backticks_come_in_pairs_and_hold_something(guide: Guide) -> None:
    assert said(guide).count("`") % 2 == 0
    assert all(text.strip() for text in quoted(guide))


@every
def test_it_is_short(guide: Guide) -> None:
    assert 3 <= len(guide.steps) <= 6
    assert max(map(len, guide.steps)) <= 330
    assert len(said(guide)) <= 1_900


@every
def test_it_leads_to_microsoft_only(guide: Guide) -> None:
    for address in (guide.source, *(address for address, _ in guide.links)):
        parts = urlsplit(address)
        assert parts.scheme == "https"
        assert any(f"//{parts.netloc}".endswith(each) for each in MICROSOFTS), address


@every
def test_it_is_not_years_old(guide: Guide) -> None:
    assert date(2026, 1, 1) <= guide.written


@pytest.mark.parametrize(
    ("language", "date_said"),
    [
        ("en", "as of 21 November 2026"),
        ("nl", "stand van 21 november 2026"),
        ("de", "21. November 2026"),
        ("da", "as of 21"),
    ],
)
def test_its_day_is_said_in_the_readers_language(language: str, date_said: str) -> None:
    *_, good_to_know = _page(GUIDES["passkey"], translated(language)).sections
    assert date_said in good_to_know.rows[-1][1]


def test_every_name_means_one_topic() -> None:
    names = [name for guide in GUIDES.values() for name in (guide.topic, *guide.aliases)]
    assert len(names) == len(set(names))
    assert all(name == name.casefold() and " " not in name for name in names)


def test_what_findings_and_codes_point_to_is_there() -> None:
    pointed = {
        each.guide for each in (*OF_NUMBER.values(), *OF_OTHERS.values(), DENIED, REPORTED, GUESSED) if each.guide
    }
    for path in (ROOT / "actions").rglob("*.py"):
        pointed |= set(findall(r'Reason\("guide", \{"topic": "([a-z-]+)"\}', path.read_text("utf-8")))
        pointed |= set(findall(r"`guide ([a-z-]+)`", path.read_text("utf-8")))
    for path in (ROOT / "dialogs/words").rglob("*.py"):
        pointed |= set(findall(r"`guide ([a-z-]+)`", path.read_text("utf-8")))
    assert len(pointed) >= 5
    assert pointed <= {*GUIDES, *ALIASES}


def test_people_without_a_role_see_their_own_topics() -> None:
    assert [section.title for section in _topics(staff=False).sections] == ["For everybody"]
    assert [section.title for section in _topics(staff=True).sections] == ["For everybody", "For admins"]


def test_a_page_has_its_steps_in_order() -> None:
    page = _page(GUIDES["new-phone"])
    assert [number for number, _ in page.sections[0].rows] == ["1", "2", "3", "4", "5"]
    assert page.next[-1] == "guide"


@pytest.mark.parametrize(
    ("wanted", "near"), [("athenticator", "guide authenticator"), ("radus", "guide mfa-server"), ("qqqq", "guide")]
)
def test_what_comes_near_is_named(wanted: str, near: str) -> None:
    assert near in _near(wanted)


@given(st.text(max_size=60))
def test_any_topic_is_answered_or_refused_kindly(text: str) -> None:
    try:
        asked = GuideTo(topic=Line.parse(text))
    except Refusal:
        return
    assert _near(asked.topic.text.casefold())
