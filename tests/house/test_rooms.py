"""The arrows, doors and fences hold, and each of these rules can fail."""

from functools import cache

import pytest

from tests.house.rooms import arrows, doors, fences
from tests.house.source import EVERYWHERE, ROOMS, Finding, modules, parse
from tests.house.waivers import refuse


@cache
def everything() -> frozenset[str]:
    """The names of all modules; read late, for collecting the tests is not to read the whole repository."""
    return frozenset(module.name for module in modules(*EVERYWHERE))


def test_rooms_import_only_to_their_right() -> None:
    refuse(found for module in modules(*ROOMS) for found in arrows(module))


def test_rooms_are_entered_by_their_front_doors() -> None:
    refuse(found for module in modules(*ROOMS) for found in doors(module, everything()))


def test_libraries_stay_behind_their_fences() -> None:
    refuse(found for module in modules(*ROOMS) for found in fences(module))


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ("tenant/graph/users.py", "from actions.spec import Change"),
        ("engine/run.py", "import dialogs"),
        ("dialogs/fill.py", "import store"),
        ("dialogs/fill.py", "import bot.app"),
        ("store/rows.py", "from dialogs import Reply"),
        ("demo/world.py", "from tenant.model import User"),
        ("demo/world.py", "from bot.app import build"),
        ("engine/deep/run.py", "from ...dialogs import Reply"),
        ("engine/run.py", "def late() -> None:\n    import bot.app"),
        ("bot/app.py", "from tests.house import source"),
    ],
)
def test_an_arrow_to_the_left_is_refused(path: str, line: str) -> None:
    assert _rules(*arrows(parse(path, line))) == ["arrow"]


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ("engine/run.py", "from tenant.trouble import Throttled"),
        ("engine/deep/run.py", "from ..plan import digest"),
        ("demo/play.py", "from bot.app import build"),
        ("demo/play/cast.py", "from bot.app import build"),
        ("tools/docs.py", "import bot.settings, demo.world"),
        ("store/rows.py", "from engine import Request"),
    ],
)
def test_an_arrow_to_the_right_is_fine(path: str, line: str) -> None:
    assert not list(arrows(parse(path, line)))


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ("engine/run.py", "from tenant.graph.session import Session"),
        ("engine/run.py", "from tenant import graph"),
        ("engine/run.py", "from actions.mfa.enable import EnableMfa"),
        ("dialogs/fill.py", "from engine.ports import Store"),
        ("dialogs/fill.py", "from engine import ports"),
        ("bot/alarm.py", "import dialogs.words"),
        ("bot/turns.py", "from store.sql import Database"),
    ],
)
def test_an_inner_room_is_closed(path: str, line: str) -> None:
    inner = frozenset({"tenant.graph", "engine.ports"})
    assert _rules(*doors(parse(path, line), inner)) == ["door"]


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ("engine/run.py", "from tenant import model"),
        ("engine/run.py", "from tenant.ports import Clock"),
        ("engine/run.py", "from engine.plan import digest"),
        ("dialogs/fill.py", "from engine import Draft"),
        ("dialogs/catalogue.py", "import actions.mfa"),
        ("bot/__main__.py", "from store.sql import Database"),
    ],
)
def test_a_front_door_is_open(path: str, line: str) -> None:
    inner = frozenset({"tenant.model", "actions.mfa"})
    assert not list(doors(parse(path, line), inner))


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ("bot/connector.py", "from botbuilder.schema import Activity"),
        ("bot/doors.py", "import botbuilder.core"),
        ("tenant/graph/session.py", "import msal"),
        ("engine/run.py", "import tenacity"),
        ("engine/run.py", "import aiohttp"),
        ("bot/notifier.py", "from microsoft_teams.cards import AdaptiveCard"),
        ("engine/request.py", "import sqlalchemy.orm"),
        ("store/sql.py", "import procrastinate"),
    ],
)
def test_a_library_over_the_fence_is_refused(path: str, line: str) -> None:
    assert _rules(*fences(parse(path, line))) == ["fence"]


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ("bot/door.py", "import botbuilder.core"),
        ("bot/door/keys.py", "import botframework.connector"),
        ("tenant/tokens.py", "import msal"),
        ("bot/cards/plan_shown.py", "from microsoft_teams.cards import AdaptiveCard"),
    ],
)
def test_a_library_in_its_room_is_fine(path: str, line: str) -> None:
    assert not list(fences(parse(path, line)))


def test_a_finding_names_file_line_and_rule() -> None:
    (found,) = fences(parse("engine/run.py", "import os\nimport aiohttp\n"))
    assert str(found) == "engine/run.py:2: [fence] aiohttp may be imported in bot and tenant and demo only"


def _rules(*found: Finding) -> list[str]:
    return [each.rule for each in found]
