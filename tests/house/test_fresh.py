"""Generated files are what the declarations say today, and the generator's own check can fail."""

from pathlib import Path

import pytest

from bot.app.catalogue import catalogue
from bot.app.package import suggestions
from manifest import App, check, document, pack
from tests.house.source import ROOT
from tools.docs import NoMarkers, between, generated, outdated, write
from tools.icons import color, outline, picture, png

APP = App(id="11111111-2222-3333-4444-555555555555", url="https://muster.contoso.com", version="1.2.3")


def test_generated_files_are_fresh() -> None:
    stale = list(outdated(generated(), ROOT))
    assert not stale, f"run `make docs`: {', '.join(stale)}"


def test_what_is_not_fresh_is_found_and_mended(tmp_path: Path) -> None:
    files = {"docs/actions/new.md": "new\n", "docs/lifecycle.md": "life\n"}
    (tmp_path / "docs/actions").mkdir(parents=True)
    (tmp_path / "docs/actions/gone.md").write_text("gone\n")
    (tmp_path / "docs/lifecycle.md").write_text("old\n")
    assert set(outdated(files, tmp_path)) == {*files, "docs/actions/gone.md"}
    write(files, tmp_path)
    assert not list(outdated(files, tmp_path))


def test_text_goes_between_its_marks() -> None:
    text = "a\n<!-- x -->\nold\n<!-- /x -->\nb\n"
    assert between(text, "x", "new") == "a\n<!-- x -->\nnew\n<!-- /x -->\nb\n"
    with pytest.raises(NoMarkers):
        between("a\n<!-- x -->\nb\n", "x", "new")


def test_the_icons_are_what_the_tool_draws() -> None:
    for name, drawing, side in (("color.png", color, 192), ("outline.png", outline, 32)):
        assert (ROOT / "manifest" / name).read_bytes() == png(picture(drawing, side))


def test_the_command_menu_holds_what_can_be_said() -> None:
    kinds = catalogue()
    offered = suggestions(kinds.all())
    assert offered[0].title == "help"
    assert all(kinds.named(each.title) for each in offered)
    assert not check(document(APP, offered))
    assert pack(document(APP, offered)) == pack(document(APP, offered))
