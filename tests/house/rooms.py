"""Who may import whom: the arrows between rooms, their front doors, and the fences around libraries."""

from collections.abc import Iterator
from types import MappingProxyType

from tests.house.source import ROOMS, Finding, Import, Module, imports

# bot ─► dialogs ─► engine ─► actions ─► tenant, bot ─► store ─► engine: each sees what stands to its right.
SEES = MappingProxyType({
    "tenant": frozenset[str](),
    "actions": frozenset({"tenant"}),
    "engine": frozenset({"actions", "tenant"}),
    "dialogs": frozenset({"engine", "actions", "tenant"}),
    "store": frozenset({"engine", "actions", "tenant"}),
    "bot": frozenset({"dialogs", "store", "engine", "actions", "tenant", "manifest"}),
    "manifest": frozenset[str](),
    "demo": frozenset[str](),
    "tools": frozenset(ROOMS),
    "bench": frozenset(ROOMS),
})
STARTERS = ("demo/__main__", "demo/play", "demo/driver")  # these start the real bot against the demo

DOORS = MappingProxyType({
    "tenant": frozenset({"tenant.ports", "tenant.model", "tenant.trouble"}),
    "actions": frozenset({"actions.spec", "actions.args"}),
    "engine": frozenset({"engine"}),
    "dialogs": frozenset({"dialogs"}),
    "store": frozenset({"store"}),
    "manifest": frozenset({"manifest"}),
})
# These know the inner rooms by name: the command line, the one place that joins everything, and the catalogue.
KNOW_ALL = ("bot/__main__", "bot/app", "dialogs/catalogue", "tools", "bench")

FENCES = MappingProxyType({
    "botbuilder": ("bot/door", "bot/turns"),
    "botframework": ("bot/door", "bot/turns"),
    "msrest": ("bot/door", "bot/turns"),
    "msal": ("tenant/tokens",),
    "tenacity": ("tenant", "bot/connector"),
    "apscheduler": ("bot",),
    "aiohttp": ("bot", "tenant", "demo"),
    "sqlalchemy": ("store",),
    "alembic": ("store",),
    "aiosqlite": ("store",),
    "procrastinate": ("bot",),
    "microsoft_teams": ("bot/cards",),
    "rich": ("demo",),
    "phonenumbers": ("actions/phone",),
    "babel": ("dialogs/words", "engine/clocks", "tenant"),
    "holidays": ("engine/clocks",),
})
UNFENCED = ("tools", "bench", "tests")


def arrows(module: Module) -> Iterator[Finding]:
    """Rooms import only what stands to their right."""
    allowed = SEES[module.room] | {module.room}
    if module.within(*STARTERS):
        allowed |= {"bot"}
    for each in imports(module):
        other = each.module.split(".")[0]
        if other in {*ROOMS, "tests"} and other not in allowed:
            yield module.finding(each.node, "arrow", f"{module.room}/ may not import {other}/ ({each.target})")


def doors(module: Module, inner: frozenset[str]) -> Iterator[Finding]:
    """Other rooms are entered by their front doors. ``inner``: every module name of the repository."""
    if module.within(*KNOW_ALL):
        return
    for each in imports(module):
        room = each.module.split(".")[0]
        if room in DOORS and room != module.room and not DOORS[room] & _entered(each, inner):
            ways = ", ".join(sorted(DOORS[room]))
            yield module.finding(each.node, "door", f"{each.target} is an inner room: enter {room}/ by {ways}")


def _entered(each: Import, inner: frozenset[str]) -> frozenset[str]:
    return frozenset({each.target if each.target in inner else each.module})


def fences(module: Module) -> Iterator[Finding]:
    """A library is imported only where its room is."""
    if module.within(*UNFENCED):
        return
    for each in imports(module):
        places = FENCES.get(each.module.split(".")[0])
        if places and not module.within(*places):
            where = " and ".join(places)
            yield module.finding(each.node, "fence", f"{each.module} may be imported in {where} only")
