"""From the template and a few facts to a manifest, its check, and a zip that is the same bytes each time.

Limits are those of Microsoft's schema for manifest 1.25
(https://developer.microsoft.com/json-schemas/teams/v1.25/MicrosoftTeams.schema.json), and the tighter ones that Teams
shows without cutting: ten commands, titles of 32 characters.
"""

import json
import re
import struct
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from types import MappingProxyType
from typing import cast
from urllib.parse import urlsplit
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

Document = Mapping[str, object]

_HERE = Path(__file__).parent
_COMMANDS_MOST, _TITLE_MOST, _TOLD_MOST = 10, 32, 128
_SCOPES = ("personal", "groupChat", "team")
_GUID = re.compile(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}", re.IGNORECASE)
_VERSION = re.compile(r"(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)")
_LONGEST: Mapping[str, int] = MappingProxyType({
    "developer.name": 32, "developer.websiteUrl": 2048, "developer.privacyUrl": 2048, "developer.termsOfUseUrl": 2048,
    "name.short": 30, "name.full": 100, "description.short": 80, "description.full": 4000,
})  # fmt: skip
_ICONS: Mapping[str, int] = MappingProxyType({"color.png": 192, "outline.png": 32})
_TOP = frozenset(
    {
        "$schema",
        "manifestVersion",
        "version",
        "id",
        "developer",
        "name",
        "description",
        "icons",
        "accentColor",
        "defaultInstallScope",
        "bots",
        "validDomains",
        "webApplicationInfo",
        "activities",
    }
)
_ACTIVITY: Mapping[str, int] = MappingProxyType({"type": 64, "description": 128, "templateText": 128})  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class App:
    """Whose app it is. ``id`` is the bot's app id; ``url`` is where the bot is reached, https; pages default to it."""

    id: str
    url: str
    version: str
    developer: str = "Muster"
    privacy_url: str = ""
    terms_url: str = ""


@dataclass(frozen=True, slots=True)
class Command:
    """One suggestion in Teams' command menu."""

    title: str
    description: str


def document(app: App, commands: Iterable[Command]) -> Document:
    """The manifest. Only the first ten commands: Teams shows no more."""
    filled = json.loads((_HERE / "template.json").read_text("utf-8"))
    filled |= {"version": app.version, "id": app.id, "validDomains": [urlsplit(app.url).hostname or ""]}
    # Without webApplicationInfo no application may install itself for people (Graph, installedApps).
    filled["webApplicationInfo"] = {"id": app.id, "resource": f"api://{filled['validDomains'][0]}/{app.id}"}
    filled["developer"] = {
        "name": app.developer,
        "websiteUrl": app.url,
        "privacyUrl": app.privacy_url or app.url,
        "termsOfUseUrl": app.terms_url or app.url,
    }
    listed = [_listed(each) for each in commands][:_COMMANDS_MOST]
    filled["bots"][0] |= {"botId": app.id, "commandLists": [{"scopes": list(_SCOPES), "commands": listed}]}
    return cast("Document", filled)


def _listed(command: Command) -> dict[str, str]:
    return {"title": command.title, "description": command.description[:_TOLD_MOST]}


def check(manifest: Document) -> tuple[str, ...]:
    """What Teams would refuse, each in one sentence; empty when it is well."""
    return tuple(
        problem for rule in (_shape, _texts, _links, _bot, _install, _activities) for problem in rule(manifest)
    )


def _at(manifest: Document, path: str) -> object:
    value: object = manifest
    for step in path.split("."):
        value = value.get(step) if isinstance(value, Mapping) else None
    return value


def _shape(manifest: Document) -> Iterator[str]:
    yield from (f"{key} is missing." for key in sorted(_TOP - manifest.keys()))
    yield from (f"{key} is not a property of this manifest version." for key in sorted(manifest.keys() - _TOP))
    for path, wanted in (("id", _GUID), ("version", _VERSION), ("accentColor", re.compile("#[0-9a-fA-F]{6}"))):
        if not wanted.fullmatch(str(_at(manifest, path))):
            yield f"{path} is not of the right form: {_at(manifest, path)!r}."
    if sorted(cast("Mapping[str, str]", _at(manifest, "icons") or {}).values()) != sorted(_ICONS):
        yield f"icons must name {' and '.join(_ICONS)}."


def _texts(manifest: Document) -> Iterator[str]:
    for path, most in _LONGEST.items():
        if not 0 < len(str(_at(manifest, path) or "")) <= most:
            yield f"{path} must have 1 to {most} characters."


def _links(manifest: Document) -> Iterator[str]:
    for key in ("websiteUrl", "privacyUrl", "termsOfUseUrl"):
        if not str(_at(manifest, f"developer.{key}")).startswith("https://"):
            yield f"developer.{key} must be an https address."
    yield from (f"validDomains: {each!r} is no host name." for each in _list(manifest, "validDomains") if not each)


def _bot(manifest: Document) -> Iterator[str]:
    bots = _list(manifest, "bots")
    if len(bots) != 1:
        yield "There must be exactly one bot."
        return
    if not _GUID.fullmatch(str(_at(bots[0], "botId"))):
        yield "bots.botId must be the bot's app id, a GUID."
    if unknown := set(_list(bots[0], "scopes")) - {*_SCOPES, "copilot"}:
        yield f"bots.scopes: {unknown} is unknown."
    for each in _list(bots[0], "commandLists"):
        yield from _commands(_list(each, "commands"))


def _install(manifest: Document) -> Iterator[str]:
    if _at(manifest, "webApplicationInfo.id") != _at(manifest, "id"):
        yield "webApplicationInfo.id must be the app's id."


def _activities(manifest: Document) -> Iterator[str]:
    types = cast("Sequence[Document]", _at(manifest, "activities.activityTypes") or ())
    if not types:
        yield "activities.activityTypes must name at least one kind of note for the activity feed."
    for each in types:
        for key, most in _ACTIVITY.items():
            if not 0 < len(str(each.get(key, ""))) <= most:
                yield f"activities.activityTypes: {key} must have 1 to {most} characters."


def _commands(commands: Sequence[Document]) -> Iterator[str]:
    if not 0 < len(commands) <= _COMMANDS_MOST:
        yield f"There must be 1 to {_COMMANDS_MOST} commands."
    for title, told in ((str(each.get("title", "")), str(each.get("description", ""))) for each in commands):
        if not (0 < len(title) <= _TITLE_MOST and 0 < len(told) <= _TOLD_MOST):
            yield f"The command {title!r} needs a title of 1 to {_TITLE_MOST} and a description of 1 to {_TOLD_MOST}."


def _list(manifest: Document, key: str) -> Sequence[Document]:
    value = manifest.get(key)
    return cast("Sequence[Document]", value) if isinstance(value, list) else ()


def icon_problems(read: Callable[[str], bytes]) -> tuple[str, ...]:
    """Icons that are no PNG of the size that Teams wants. ``read`` gives a file of the package by its name."""
    sizes = ((name, side, _png_size(read(name))) for name, side in _ICONS.items())
    return tuple(f"{name} is {size}, not {side}x{side}." for name, side, size in sizes if size != (side, side))


def _png_size(data: bytes) -> tuple[int, int] | None:
    if data[:8] != b"\x89PNG\r\n\x1a\n" or data[12:16] != b"IHDR":
        return None
    width, height = struct.unpack(">II", data[16:24])
    return width, height


def pack(manifest: Document) -> bytes:
    """The zip to upload: manifest and icons at its root, dated 1980 so that the same input gives the same bytes.

    Raises ValueError, naming every problem, for a manifest that Teams would refuse.
    """
    if problems := (*check(manifest), *icon_problems(_icon)):
        raise ValueError("This app package would be refused. " + " ".join(problems))
    packed = BytesIO()
    with ZipFile(packed, "w") as archive:
        archive.writestr(*_entry("manifest.json", json.dumps(manifest, indent=2, ensure_ascii=False).encode()))
        for name in _ICONS:
            archive.writestr(*_entry(name, _icon(name)))
    return packed.getvalue()


def _entry(name: str, data: bytes) -> tuple[ZipInfo, bytes]:
    info = ZipInfo(name)  # dated 1980-01-01
    info.compress_type = ZIP_DEFLATED
    info.create_system, info.external_attr = 3, 0o644 << 16
    return info, data


def _icon(name: str) -> bytes:
    return (_HERE / name).read_bytes()
