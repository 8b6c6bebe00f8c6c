"""One terminal full of people: who is typing, what the slash commands do, and what has not been shown yet."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from pathlib import Path

from demo import acts, shown
from demo.acts import Actor
from demo.clock import SteppedClock
from demo.connector.buttons import Button
from demo.connector.people import find, label
from demo.driver import Stage, Stuck
from demo.paper import Paper
from demo.screen import Line
from demo.transcript import BadTranscript, Press, press

HELP = """\
anything            is said to the bot
2   [2]   [Approve]  presses a button of the last card; [2] reason=because; note=x fills it in
/as bea [place]     be somebody else; place is `personal` or a chat's name
/file hr.csv [text] sends a file of this machine with a text (text ending in \\ goes on in the next line)
/save rows.csv      puts a file that somebody took into this folder
/who                the people of the story
/later 3d           let time pass (s, m, h, d, w)
/register dan       Dan registers Microsoft Authenticator; another method: /register dan phone
/state              how things truly stand in the tenant
/restart            the bot falls over and comes back on its database
/do <directive>     anything a transcript can order: /do fault {"status": 503, "times": 3}
/help  /quit"""
CAST = ("ana", "bea", "carl", "olga", "dan", "eve", "grace", "quinn")
QUIET = 0.3
"""Seconds without news after which they are shown: a card and its first edit belong together."""


class Room:
    """The stage as one terminal sees it."""

    def __init__(self, stage: Stage, paper: Paper) -> None:
        """Ana is typing."""
        self._stage, self._paper = stage, paper
        ana = find(stage.world, "ana")
        self._actor = Actor(stage, ana, stage.chats.personal(ana))
        self._mark = self._heard = len(stage.chats.log)
        self._begun = ""
        self._quiet = 0.0

    def prompt(self) -> None:
        """Say who types."""
        self._paper.prompt(self._name())

    def echo(self, line: str) -> None:
        """Show a line that came from a pipe."""
        self._paper.lines([Line(""), Line(f"{self._name()}{line}", "typed")])

    async def hear(self, line: str) -> bool:
        """Act on one line; False ends the chat."""
        if line.endswith("\\"):
            self._begun += f"{line[:-1]}\n"
            return True
        said, self._begun = (self._begun + line).strip(), ""
        if said in ("/quit", "/exit", "/q"):
            return False
        try:
            odd = await self._act(said) if said else []
        except (BadTranscript, KeyError, ValueError, Stuck) as error:
            odd = [f"? {error}"]
        self._paper.lines([Line(one, "note") for one in odd])
        self.show()
        return True

    async def pass_time(self, seconds: float) -> None:
        """Let the clock run; what is due is looked at, what happened is shown when it is quiet."""
        clock = self._stage.clock
        if isinstance(clock, SteppedClock):
            await clock.advance(timedelta(seconds=seconds))
        due = await self._stage.muster.next_due()
        if due is not None and due <= clock.now():
            await self._stage.muster.tick()
        news = len(self._stage.chats.log)
        self._quiet = 0.0 if news != self._heard else self._quiet + seconds
        self._heard = news
        if news > self._mark and self._quiet >= QUIET:
            self._paper.lines([Line("")])
            self.show()
            self.prompt()

    def show(self) -> None:
        """Print what has happened since the last time."""
        events = self._stage.chats.log[self._mark :]
        self._mark = len(self._stage.chats.log)
        self._paper.lines(shown.lines(self._stage.chats, events))

    # --- lines ----------------------------------------------------------------------------------------------------

    async def _act(self, said: str) -> list[str]:
        word, _, rest = said.partition(" ")
        if word in COMMANDS:
            return await COMMANDS[word](self, rest.strip())
        if word.startswith("/"):
            return [f"? {word} is unknown", *HELP.splitlines()]
        wanted = press(f"[{said}]" if said.isdigit() else said)
        return await self._press(wanted) if wanted else await self._actor.says(said)

    async def _press(self, wanted: Press) -> list[str]:
        button = acts.choose(self._actor.chat, self._actor.person, wanted)
        if missing := unfilled(button, wanted):
            return [f"? fill in first: [{wanted.what}] {'; '.join(f'{name}=...' for name in missing)}"]
        return await self._actor.presses(wanted)

    async def _as(self, rest: str) -> list[str]:
        name, _, place = rest.partition(" ")
        person = find(self._stage.world, name)
        self._actor = Actor(self._stage, person, self._stage.chats.place(person, place.strip() or "personal"))
        return [f"({label(self._stage.world, person)} types now)"]

    async def _who(self, rest: str) -> list[str]:
        people = (find(self._stage.world, name) for name in CAST)
        return [f"{label(self._stage.world, one):8} {one.name:16} {one.upn}" for one in people]

    async def _file(self, rest: str) -> list[str]:
        name, _, text = rest.partition(" ")
        actor = self._actor
        return await actor.settled(self._stage.teams.say(actor.person, actor.chat, text.strip(), files=[_read(name)]))

    async def _save(self, rest: str) -> list[str]:
        taken = self._stage.chats.files.taken
        if rest not in taken:
            return [f"? there is no {rest or 'file of that name'}; taken so far: {', '.join(taken) or 'none'}"]
        return [f"(saved as {_written(rest, taken[rest])})"]

    async def _later(self, rest: str) -> list[str]:
        return await self._obey(f"later {rest}")

    async def _register(self, rest: str) -> list[str]:
        name, _, method = rest.partition(" ")
        await self._obey(f"{name} registers {method.strip() or 'microsoftAuthenticator'}")
        return [f"({name} has registered {method.strip() or 'microsoftAuthenticator'})"]

    async def _restart(self, rest: str) -> list[str]:
        await self._obey("restart")
        return ["(the bot fell over and is back)"]

    async def _state(self, rest: str) -> list[str]:
        return await self._obey("state")

    async def _obey(self, said: str) -> list[str]:
        return await acts.obey(self._actor, said)

    async def _help(self, rest: str) -> list[str]:
        return HELP.splitlines()

    def _name(self) -> str:
        place = "" if self._actor.chat.kind == "personal" else f" in {self._actor.chat.name}"
        return f"{label(self._stage.world, self._actor.person).casefold()}{place}> "


COMMANDS: dict[str, Callable[[Room, str], Awaitable[list[str]]]] = {
    "/as": Room._as,
    "/do": Room._obey,
    "/file": Room._file,
    "/help": Room._help,
    "/later": Room._later,
    "/register": Room._register,
    "/restart": Room._restart,
    "/save": Room._save,
    "/state": Room._state,
    "/who": Room._who,
}


def _read(name: str) -> tuple[str, bytes]:
    """A file's name and content; raises ValueError where there is none."""
    try:
        return Path(name).name, Path(name).read_bytes()
    except OSError as error:
        raise ValueError(f"{name}: {error.strerror}") from error


def _written(name: str, content: bytes) -> Path:
    """Where it was saved: under its own name, here. Raises ValueError where that cannot be, or would hide a file."""
    path = Path(Path(name).name)
    try:
        with path.open("xb") as file:
            file.write(content)
    except OSError as error:
        raise ValueError(f"{name}: {error.strerror}") from error
    return path


def unfilled(button: Button, wanted: Press) -> list[str]:
    """Inputs that Teams would not let anybody leave empty."""
    if button.kind not in ("Action.Execute", "Action.Submit") or button.node.get("associatedInputs") == "none":
        return []
    given = dict(wanted.inputs)
    return [name for name in button.required if not given.get(name)]
