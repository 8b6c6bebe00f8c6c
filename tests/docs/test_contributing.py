"""The example of CONTRIBUTING.md is one file and one transcript, and it works as it stands there."""

import re
from importlib import import_module
from pathlib import Path

import pytest

import actions
import dialogs.commands
from demo.play import Played, perform
from dialogs import Catalogue

PAGE = Path(__file__).parents[2] / "CONTRIBUTING.md"


def block(language: str) -> str:
    """The fenced block of this language in the part about adding an action."""
    part = PAGE.read_text().partition("<!-- action -->")[2].partition("<!-- /action -->")[0]
    found = re.search(rf"^(`{{3,}}){language}\n(.*?)^\1$", part, re.MULTILINE | re.DOTALL)
    assert found is not None, f"CONTRIBUTING.md has no {language} block"
    return found[2]


@pytest.fixture
def extended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Catalogue:
    """Everything that Muster declares, and a package with the one new file."""
    package = tmp_path / "contributed"
    package.mkdir()
    (package / "__init__.py").write_text('"""What a newcomer adds."""\n')
    (package / "settle.py").write_text(block("python"))
    monkeypatch.syspath_prepend(str(tmp_path))
    return Catalogue.of((actions, dialogs.commands, import_module("contributed")))


@pytest.fixture
async def played(extended: Catalogue) -> Played:
    return await perform(block("markdown"), known=extended)


async def test_the_example_runs_from_the_command_to_the_verified_end(played: Played) -> None:
    assert played.problems == ()
    assert "Request 1: mfa settle juergen@contoso.com" in played.actual
    assert "Done and read back: 1 person changed" in played.actual
    assert "states.juergen@contoso.com: enforced" in played.actual


def test_it_is_found_by_name_and_by_a_near_miss(extended: Catalogue) -> None:
    assert extended.named("mfa settle") is extended.action("mfa settle")
    assert "mfa settle" in extended.near("mfa setle")
