"""The app package is whole, the same bytes each time, and refused where Teams would refuse it."""

import json
from copy import deepcopy
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest

from manifest import App, Command, check, document, pack
from manifest.package import icon_problems

APP = App(id="11111111-2222-3333-4444-555555555555", url="https://muster.contoso.com/x", version="1.2.3")
COMMANDS = (Command("help", "What can be said."), Command("mfa status", "Who is protected, and by what."))


def test_a_good_manifest_is_well() -> None:
    made = document(APP, COMMANDS)
    assert check(made) == ()
    assert made["validDomains"] == ["muster.contoso.com"]


def test_the_zip_holds_manifest_and_icons_at_its_root() -> None:
    with ZipFile(BytesIO(pack(document(APP, COMMANDS)))) as archive:
        assert archive.namelist() == ["manifest.json", "color.png", "outline.png"]
        assert json.loads(archive.read("manifest.json")) == document(APP, COMMANDS)
        assert not icon_problems(archive.read)


def test_the_same_input_gives_the_same_bytes() -> None:
    assert pack(document(APP, COMMANDS)) == pack(document(APP, COMMANDS))


def test_ten_commands_at_most() -> None:
    made = document(APP, [Command(f"do {n}", "Do it.") for n in range(30)])
    assert check(made) == ()


@pytest.mark.parametrize(
    ("path", "value", "problem"),
    [
        ("id", "muster", "id is not of the right form"),
        ("version", "1.2", "version is not of the right form"),
        ("accentColor", "purple", "accentColor is not of the right form"),
        ("name.short", "M" * 31, "name.short must have 1 to 30"),
        ("description.short", "", "description.short must have 1 to 80"),
        ("developer.privacyUrl", "http://contoso.com", "must be an https address"),
        ("bots.0.botId", "me", "bots.botId must be"),
        ("bots.0.scopes", ["everywhere"], "is unknown"),
        ("bots", [], "exactly one bot"),
        ("bots.0.commandLists.0.commands.0.title", "h" * 33, "needs a title of 1 to 32"),
        ("bots.0.commandLists.0.commands", [], "1 to 10 commands"),
        ("icons.outline", "other.png", "icons must name"),
        ("packageName", "com.contoso", "not a property"),
        ("validDomains", [""], "no host name"),
    ],
)
def test_what_teams_would_refuse_is_refused(path: str, value: object, problem: str) -> None:
    made = _with(path, value)
    assert any(problem in each for each in check(made)), check(made)
    with pytest.raises(ValueError, match="would be refused"):
        pack(made)


@pytest.mark.parametrize("key", ["version", "icons", "bots", "validDomains"])
def test_a_missing_property_is_named(key: str) -> None:
    made = {name: value for name, value in document(APP, COMMANDS).items() if name != key}
    assert f"{key} is missing." in check(made)


def test_an_icon_of_the_wrong_size_is_named() -> None:
    assert len(icon_problems(lambda _: b"no picture")) == 2


def _with(path: str, value: object) -> dict[str, Any]:
    made: Any = deepcopy(dict(document(APP, COMMANDS)))
    *steps, last = path.split(".")
    inner = made
    for step in steps:
        inner = inner[int(step)] if step.isdigit() else inner[step]
    inner[last] = value
    made_whole: dict[str, Any] = made
    return made_whole
