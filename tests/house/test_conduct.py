"""Nothing catches everything, reads the time, acts when imported, imports in a circle or mocks."""

import pytest

from tests.house import conduct
from tests.house.source import EVERYWHERE, ROOMS, Finding, Module, modules, parse
from tests.house.waivers import EDGES, BadWaiver, read, refuse, unwaived, waived


def test_exceptions_are_caught_by_name() -> None:
    refuse(found for module in modules(*ROOMS) for found in conduct.broad_excepts(module))


def test_only_a_clock_reads_the_time() -> None:
    refuse(found for module in modules(*EVERYWHERE) for found in conduct.clock_calls(module))


def test_importing_does_nothing() -> None:
    sources = (module for module in modules(*ROOMS) if not module.within("store/migrations"))
    refuse(found for module in sources for found in conduct.acts_on_import(module))


def test_our_own_code_is_not_mocked() -> None:
    refuse(found for module in modules(*EVERYWHERE) for found in conduct.mocks(module))


def test_no_modules_import_each_other() -> None:
    rings = [" - ".join(ring) for ring in conduct.cycles(modules(*ROOMS))]
    assert not rings, "\n".join(["These import each other:", *rings])


@pytest.mark.parametrize(
    "handler", ["except Exception:", "except:", "except (KeyError, Exception):", "except BaseException as e:"]
)
def test_a_broad_except_is_refused(handler: str) -> None:
    (found,) = conduct.broad_excepts(_module(f"def f() -> None:\n    try:\n        g()\n    {handler}\n        h()"))
    assert (found.rule, found.place) == ("broad-except", "engine/a.py:f")


def test_a_named_except_is_fine() -> None:
    assert not list(conduct.broad_excepts(_module("try:\n    g()\nexcept (KeyError, OSError):\n    h()")))


@pytest.mark.parametrize(
    "source",
    [
        "import time\ntime.monotonic()",
        "from time import sleep\nsleep(1)",
        "from datetime import datetime as dt\ndt.now()",
        "import datetime\ndatetime.date.today()",
        "import asyncio as aio\nasync def f():\n    await aio.sleep(1)",
        "from asyncio import get_running_loop\nget_running_loop().time()",
        "from datetime import UTC, datetime\ndef f():\n    return datetime.now(UTC)",
    ],
)
def test_a_second_clock_is_refused(source: str) -> None:
    assert _rules(*conduct.clock_calls(_module(source))) == ["clock"]
    assert not list(conduct.clock_calls(parse("bot/clock.py", source)))


def test_the_clock_passed_in_is_fine() -> None:
    source = "from datetime import time\nimport asyncio\nclock.now()\nclock.sleep(1)\ntime(9)\nasyncio.sleep(0)"
    assert not list(conduct.clock_calls(_module(source)))


@pytest.mark.parametrize(
    "source",
    [
        "import os\nHOME = os.environ['HOME']",
        "from os import getenv\nHOME = getenv('HOME')",
        "import aiohttp\nSESSION = aiohttp.ClientSession()",
        "register(thing)",
        "class A:\n    text = open('a').read()",
        "if True:\n    start()",
    ],
)
def test_acting_when_imported_is_refused(source: str) -> None:
    assert _rules(*conduct.acts_on_import(_module(source))) == ["import-acts"]


@pytest.mark.parametrize(
    "source",
    [
        '"""Said."""\nimport os\nA = frozenset({1})\nB: int = 2',
        "import os\ndef f():\n    return os.environ['A']",
        "import os\nREAD = lambda: os.getenv('A')",
        "if __name__ == '__main__':\n    main()",
    ],
)
def test_defining_when_imported_is_fine(source: str) -> None:
    assert not list(conduct.acts_on_import(_module(source)))


@pytest.mark.parametrize("line", ["from unittest import mock", "from unittest.mock import Mock", "import mock"])
def test_a_mock_is_refused(line: str) -> None:
    assert _rules(*conduct.mocks(parse("tests/engine/test_run.py", line))) == ["mock"]


def test_a_circle_is_found() -> None:
    sources = [
        parse("engine/__init__.py", "from engine.a import A"),
        parse("engine/a.py", "from engine import b"),
        parse("engine/b.py", "def late():\n    from .c import C"),
        parse("engine/c.py", "import engine.a\nimport json"),
        parse("engine/d.py", "from engine.a import A"),
    ]
    assert conduct.cycles(sources) == [("engine.a", "engine.b", "engine.c")]


def test_a_waiver_covers_its_place_only() -> None:
    waivers = read('[[waiver]]\nrule = "late-import"\nat = "a.py:f"\nbecause = "It is needed just once here."')
    covered, bare = (Finding("a.py", 1, "late-import", "", f"a.py:{name}") for name in "fg")
    assert unwaived([covered, bare], waivers) == [bare]


@pytest.mark.parametrize(
    "waiver",
    [
        'rule = "late-import"\nat = "a.py"\nbecause = "needed"',
        'rule = "body"\nat = "a.py:f"\nbecause = "It is one long table, I promise."',
        'rule = "broad-except"\nat = "a.py:f"\nbecause = "Anything at all may happen in here."',
    ],
)
def test_a_poor_waiver_is_refused(waiver: str) -> None:
    with pytest.raises(BadWaiver):
        read(f"[[waiver]]\n{waiver}")


def test_broad_excepts_stay_few() -> None:
    edges = [each.edge for each in waived() if each.rule == "broad-except"]
    assert all(edges.count(edge) <= 2 for edge in EDGES), "an edge is one place (two where one process or many)"


def _module(source: str) -> Module:
    return parse("engine/a.py", source)


def _rules(*found: Finding) -> list[str]:
    return [each.rule for each in found]
