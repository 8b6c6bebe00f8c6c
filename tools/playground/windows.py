"""One Playground for each person: only one persona types in it, so everybody gets a window, a port and a folder.

Its settings file is described at https://aka.ms/teams-app-test-tool-config-guide: the person who types, exactly five
others, a personal chat, a group chat and a team.
"""

import json
from dataclasses import dataclass
from pathlib import Path

from demo.connector.people import account, find
from demo.seed import cast
from demo.wire import Json, JsonObject
from demo.world import World

PEOPLE = {"ana": cast.ANA, "bea": cast.BEA, "carl": cast.CARL, "olga": cast.OLGA, "dan": cast.DAN, "eve": cast.EVE}
"""Who is in every Playground's list."""
TYPING = ("ana", "olga", "bea", "carl", "dan", "eve")
"""Who gets a window."""
FIRST_PORT = 56151
GROUP_CHAT = "19:approvals@thread.v2"
BOT_NAME = "Muster"


@dataclass(frozen=True, slots=True)
class Window:
    """A person's Playground: where its files lie, and which port it asks for."""

    who: str
    folder: Path
    port: int

    @property
    def chat(self) -> str:
        """The id of this person's chat with the bot; no two windows share one."""
        return f"a:{self.who}"


def windows(home: Path) -> list[Window]:
    """Everybody's window, with folders under ``home``."""
    return [Window(who, home / who, FIRST_PORT + number) for number, who in enumerate(TYPING)]


def write_settings(world: World, window: Window) -> None:
    """Put the Playground's settings file (YAML, of which JSON is a part) into the window's folder."""
    window.folder.mkdir(parents=True, exist_ok=True)
    path = window.folder / ".m365agentsplayground.yml"
    path.write_text(json.dumps(settings(world, window), indent=2, ensure_ascii=False), encoding="utf-8")


def settings(world: World, window: Window) -> JsonObject:
    """What that file says."""
    others: list[Json] = [_member(world, who) for who in PEOPLE if who != window.who]
    return {
        "version": "0.1.0",
        "tenantId": world.tenant_id,
        "bot": {"id": f"28:{world.bot_app_id}", "name": BOT_NAME},
        "currentUser": _member(world, window.who),
        "users": others,
        "personalChat": {"id": window.chat},
        "groupChat": {"id": GROUP_CHAT, "name": "Approvals"},
        "team": {
            "id": "19:contoso-it@thread.tacv2",
            "name": "Contoso IT",
            "aadGroupId": cast.ALL_STAFF,
            "channels": [{"id": "19:announcements@thread.tacv2", "name": "Announcements"}],
        },
    }


def _member(world: World, who: str) -> Json:
    known = account(world, find(world, PEOPLE[who]))
    kept = ("id", "name", "aadObjectId", "givenName", "surname", "email")
    return {name: known[name] for name in kept} | {"userPrincipleName": known["userPrincipalName"]}  # its spelling
