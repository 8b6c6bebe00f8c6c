"""What the bot's writes came to, as ``/_demo/state`` shows it: first before against last after, nothing undone twice.

Directory members, policies, methods, passes, sessions and the campaign; per-user MFA, phones and Exchange have their
own lines there. A pass's secret is nowhere in it: it is in no write.
"""

from collections.abc import Callable, Iterator

from demo.recorder import Write
from demo.wire import Json, JsonObject
from demo.world import World

Net = dict[tuple[str, str], tuple[Json, Json]]
"""By target and what was written: how it stood before the first write and after the last."""


def changed(world: World) -> JsonObject:
    """Only what differs; empty where nothing of this was written."""
    net = _net(world.recorder.writes)
    found: JsonObject = {name: rows for name, show in SHOWN if (rows := show(net))}
    passes = _passes(world.recorder.writes)
    return found | ({"passes": passes} if passes else {})


def _net(writes: list[Write]) -> Net:
    found: Net = {}
    for write in writes:
        key = (write.target, write.what)
        found[key] = (found[key][0] if key in found else write.before, write.after)
    return {key: change for key, change in found.items() if change[0] != change[1]}


def _of(net: Net, what: str) -> Iterator[tuple[str, str, Json, Json]]:
    """Target, the rest of what was written, before, after."""
    for (target, said), (before, after) in sorted(net.items()):
        first, _, rest = said.partition(" ")
        if first == what:
            yield target, rest, before, after


def _groups(net: Net) -> JsonObject:
    shown: dict[str, dict[str, list[Json]]] = {}
    for group, member, _, joined in _of(net, "member"):
        shown.setdefault(group, {}).setdefault("added" if joined else "removed", []).append(member)
    return {group: {**rows} for group, rows in shown.items()}


def _policies(net: Net) -> JsonObject:
    """New ones, changed ones and deleted ones, by name."""
    shown: JsonObject = {}
    for name, _, before, after in _of(net, "policy"):
        shown[name] = "deleted" if after is None else f"created, {after}" if before is None else f"{before} -> {after}"
    return shown


def _methods(net: Net) -> JsonObject:
    shown: dict[str, list[Json]] = {}
    for person, kind, _, after in _of(net, "method"):
        if after is None:
            shown.setdefault(person, []).append(kind)
    return {**shown}


def _sessions(net: Net) -> JsonObject:
    return {person: after for person, _, _, after in _of(net, "sessions")}


def _campaign(net: Net) -> JsonObject:
    rows = [after for _, _, _, after in _of(net, "campaign")]
    return {name: row for row in rows if isinstance(row, dict) for name, row in _brief(row).items()}


def _brief(campaign: JsonObject) -> JsonObject:
    return {name: campaign.get(name) for name in ("state", "snoozeDurationInDays")}


SHOWN: tuple[tuple[str, Callable[[Net], JsonObject]], ...] = (
    ("groups", _groups),
    ("policies", _policies),
    ("methods_removed", _methods),
    ("sessions_revoked", _sessions),
    ("campaign", _campaign),
)


def _passes(writes: list[Write]) -> JsonObject:
    """By person what became of each pass, oldest first: the second takes the place of the first."""
    shown: dict[str, list[Json]] = {}
    for write in writes:
        if write.what == "pass":
            shown.setdefault(write.target, []).append("deleted" if write.after is None else f"issued, {write.after}")
    return {person: shown[person] for person in sorted(shown)}
