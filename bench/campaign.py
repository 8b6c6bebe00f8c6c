"""``python -m bench.campaign``: a campaign of many days, with people who do as they like and a bot that dies.

The make-believe Microsoft and the people are here, the bot is a child on a clock that goes with ours
(`bench.lockstep`); it is killed at seeded moments, most of them just as a message was taken. Exit 1 where anybody was
reminded otherwise than they should have been (`bench.judging`).
"""

import argparse
import asyncio
import random
import sqlite3
import sys
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from bench.crowd import BEGIN, Dweller, crowd
from bench.judging import Message, Story, Verdict, days_of, judge, moment
from bench.lockstep import Kill, Lockstep, Watched
from demo import server
from demo.clock import SteppedClock, WallClock
from demo.connector import buttons
from demo.connector.people import find
from demo.connector.routes import CHATS
from demo.connector.teams import Delivery, Teams
from demo.directory import Group, Lagging, Person
from demo.driver import settings_for
from demo.keys import stable_id
from demo.mailbox import WEEKDAYS, Away, Mailbox
from demo.reach import has_teams
from demo.seed import cast, methods
from demo.server import Running
from demo.world import World

NAME = "Safer sign-in"
CROWD = "Everybody concerned"
WAVES = ((20, 1), (60, 4), (100, 9))
"""Up to which share of the people, and the day (from the first) on which the wave opens."""
EVERY = 3  # workdays
TOMORROW = "reminder.tomorrow"
REGISTERED = ("microsoftAuthenticator", "softwareOath", "fido2")
DELAYS = (0.0, 0.0, 0.0005, 0.002, 0.01)
"""Real seconds from a message that is taken to a kill."""
AMID = (0.0, 0.01, 0.03)
"""Real seconds from a step of the clock to a kill."""
SECOND_FROM = 500  # rows above which a second approver is needed


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """How much is played."""

    people: int = 300
    days: int = 30
    kills: int = 5
    seed: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Played:
    """What came of it. ``seconds``: real ones."""

    size: Size
    verdict: Verdict
    kills: int
    in_flight: int
    waves: int
    done: int
    installed: int
    throttled: int
    steps: int
    seconds: float

    @property
    def lines(self) -> Sequence[str]:
        """The figures."""
        found = self.verdict
        return (
            f"people {self.size.people:,}, days {self.size.days}, kills {self.kills}, seed {self.size.seed}",
            f"messages {found.messages:,} in {self.waves} waves; {self.done:,} people were done in the end; "
            f"the app was installed for {self.installed:,}",
            f"more than one a day {len(found.twice_a_day)}, outside hours {len(found.out_of_hours)}, "
            f"after being done {len(found.after_done)}, lost {len(found.lost)}, not expected {len(found.unexpected)}",
            f"on their way at a kill {self.in_flight}, of unknown fate {found.unknown} "
            f"(arrived {found.unknown_arrived})",
            f"a workday late, as their wave opened in the last minute of their day {found.late}",
            f"answers 429 {self.throttled}",
            f"{self.steps:,} steps of the clock in {self.seconds:.1f} s",
        )


@dataclass(slots=True)
class Play:
    """The world, its people, and the child."""

    size: Size
    folder: Path
    running: Running
    teams: Teams
    people: list[Dweller]
    clock: SteppedClock
    child: Lockstep = field(init=False)
    in_flight: int = 0
    killed: int = 0
    snoozed: dict[str, list[datetime]] = field(default_factory=dict)
    _sleepers: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        """The child is not started yet."""
        url = f"sqlite+aiosqlite:///{self.database}"
        self.child = Lockstep(
            clock=self.clock,
            env={**settings_for(self.running, url), "MUSTER_INSTALL_APP": "yes"},
            log=self.folder / "child.log",
            interrupted=self._interrupted,
            listening=lambda url: setattr(self.teams, "bot_url", url),
            kills=kills(self.size),
        )
        self.world.deliveries = Watched(heard=self._taken)
        self._sleepers = frozenset(each.id for each in self.people if each.snoozes)
        for each in self.people:
            self._fated(each)
        for day in range(1, self.size.days):
            self.child.will(BEGIN + timedelta(days=day), self._all_sign_in)

    @property
    def world(self) -> World:
        """The make-believe Microsoft."""
        return self.running.world

    @property
    def database(self) -> Path:
        """The one database of all children."""
        return self.folder / "muster.db"

    # --- the play -------------------------------------------------------------------------------------------------

    async def play(self) -> None:
        """The campaign is begun as people begin one; then the days pass."""
        for who, text in self._beginning():
            await self._says(who, text)
        if not self._rows("SELECT 1 FROM campaigns WHERE state = 'running'"):
            raise RuntimeError(f"the campaign did not begin; Ana reads:\n{self._ana_reads()}")
        await self.child.until(BEGIN + timedelta(days=self.size.days))
        await self.child.end()

    def _beginning(self) -> Sequence[tuple[str, str]]:
        waves = ",".join(f"{share}%@{BEGIN + timedelta(days=day):%Y-%m-%d}" for share, day in WAVES)
        until = BEGIN + timedelta(days=self.size.days + 10)
        start = (
            f'campaign start "{NAME}" people:group:"{CROWD}" waves:{waves} every:"{EVERY} workdays at 09:00" '
            f"until:{until:%Y-%m-%d} then:nothing hold:60%"
        )
        approvals = [("bea", "approve 1"), ("carl", "approve 1")][: 1 + (self.size.people >= SECOND_FROM)]
        announced = ("ana", f'campaign announced "{NAME}" text:"mail to everybody"')
        return [
            ("olga", "writes on messages"),
            ("ana", start),
            ("ana", 'submit 1 reason:"it is time"'),
            *approvals,
            announced,
        ]

    async def _says(self, who: str, text: str) -> None:
        person = find(self.world, who)
        await self.child.quiet()
        self.child.talk(asyncio.ensure_future(self._answered(person, text)))
        await self.child.quiet()

    async def _answered(self, person: Person, text: str) -> None:
        delivery = await self.teams.say(person, self.teams.chats.personal(person), text)
        if delivery.status >= 300 or not delivery.status:
            raise RuntimeError(f"{text!r} was answered {delivery}")

    def _ana_reads(self) -> str:
        chat = self.teams.chats.personal(find(self.world, "ana"))
        return "\n".join(str(message.versions[-1].activity)[:1500] for message in chat.messages.values())

    # --- what people do -------------------------------------------------------------------------------------------

    def _fated(self, who: Dweller) -> None:
        if who.registers is not None:
            kind = REGISTERED[sum(who.id.encode()) % len(REGISTERED)]
            self.child.will(who.registers, partial(self.world.register, who.id, kind))
        if who.blocks is not None:
            self.child.will(who.blocks, lambda: self.world.reach.blocked.add(who.id))
        for leave in who.leaves:
            away = Away(since=leave.since, until=leave.until)
            self.child.will(leave.since, partial(self._away, who, away))
            self.child.will(leave.until, partial(self._away, who, None))

    def _away(self, who: Dweller, away: Away | None) -> None:
        person = self.world.person(who.id)
        person.mailbox = mailbox(who, away)

    def _all_sign_in(self) -> None:
        """Nobody is long unseen; and what was asked before is forgotten, for there is much of it."""
        for each in self.people:
            person = self.world.person(each.id)
            person.last_sign_in = person.last_success = self.clock.now()
        self.world.recorder.requests.clear()

    def _taken(self) -> None:
        """A message was taken: its reader may put the reminder off, the child may die."""
        newest = self.world.deliveries.made[-1]
        if newest.person in self._sleepers and newest.person not in self.snoozed:
            self.snoozed[newest.person] = []
            self.child.talk(asyncio.ensure_future(self._snoozes(self.world.person(newest.person))))
        self.child.taken()

    async def _snoozes(self, person: Person) -> None:
        """They press "Tomorrow", if the bot lives to hear of it."""
        chat = self.teams.chats.personal(person)
        shown = [found for message in buttons.seen(chat, person) for found in message if found.verb == TOMORROW]
        pressed = self.clock.now()
        answer: Delivery = await self.teams.press(person, chat, shown[0])
        if answer.status == 200:
            self.snoozed[person.id].append(pressed)

    def _interrupted(self) -> None:
        """The child is dead: so many messages were on their way, as far as its records go."""
        self.killed += 1
        self.in_flight += self._rows("SELECT count(*) FROM slots WHERE state = 'posting'")[0][0]

    # --- the end --------------------------------------------------------------------------------------------------

    def story(self) -> Story:
        """All that happened."""
        slots = self._rows("SELECT person_id, day, state FROM slots")
        opened = self._rows("SELECT at, n FROM audit_chain WHERE kind = 'campaign-wave' ORDER BY n")
        known = {each.id for each in self.people}
        return Story(
            people=self.people,
            waves={str(who): int(wave) for who, wave in self._rows("SELECT person_id, wave FROM members")},
            opened={number: moment(str(at)) for number, (at, _) in enumerate(opened, 1)},
            every=EVERY,
            over=self.clock.now(),
            messages=[Message(each.person, each.at) for each in self.world.deliveries.made if each.person in known],
            slots=days_of(self.people, [(str(who), str(day), str(state)) for who, day, state in slots]),
            in_flight=self.in_flight,
            snoozed=self.snoozed,
        )

    def installed(self) -> int:
        """For how many people the app was installed."""
        return sum(each.without_app and each.id not in self.world.reach.without_app for each in self.people)

    def done(self) -> int:
        """How many people the product counts as done."""
        return int(self._rows("SELECT count(*) FROM members WHERE state = 'done'")[0][0])

    def _rows(self, query: str) -> list[tuple[Any, ...]]:
        with closing(sqlite3.connect(self.database)) as database:
            return list(database.execute(query))


def kills(size: Size) -> list[Kill]:
    """At seeded moments: of five, three at a message, one in the middle of whatever a step leads to, one before it."""
    chance = random.Random(size.seed)
    moments = sorted(
        BEGIN + timedelta(minutes=chance.randint(2 * 1440, size.days * 1440 - 2880)) for _ in range(size.kills)
    )
    return [
        Kill(at, *(0, chance.choice(AMID)) if number % 5 in (2, 4) else (chance.randint(1, 12), chance.choice(DELAYS)))
        for number, at in enumerate(moments)
    ]


def mailbox(who: Dweller, away: Away | None = None) -> Mailbox:
    """As Outlook has it."""
    days = tuple(WEEKDAYS[day - 1] for day in who.days)
    return Mailbox(zone=who.home.zone, days=days, starts=who.starts, ends=who.ends, away=away)


def populated(size: Size, clock: SteppedClock) -> tuple[World, list[Dweller]]:
    """A Contoso that is large enough, with the people of the campaign in a group of theirs."""
    world = World(scenario="worldwide", users=int(size.people * 1.2) + 100, clock=clock, forgetful=True)
    able = [each for each in world.directory.people.values() if each.id >= cast.generated(0) and _able(world, each)]
    people = crowd([each.id for each in able[: size.people]], days=size.days, seed=size.seed)
    if len(people) < size.people:
        raise RuntimeError(f"only {len(people)} people for a campaign of {size.people}")
    for who in people:
        person = world.person(who.id)
        person.location, person.language, person.mailbox = who.home.country, who.home.language, mailbox(who)
        person.methods = Lagging((methods.password(person.created),))
        person.last_sign_in = person.last_success = clock.now()
        if who.without_app:
            world.reach.without_app.add(who.id)
    group = Group(
        id=stable_id("group", CROWD), name=CROWD, created=BEGIN, members=dict.fromkeys(each.id for each in people)
    )
    world.directory.groups[group.id] = group
    return world, people


def _able(world: World, person: Person) -> bool:
    return person.enabled and person.user_type == "Member" and has_teams(world.directory, person)


async def measure(size: Size, folder: Path) -> Played:
    """Play it and judge it. ``folder`` holds the database and the log."""
    wall, clock = WallClock(), SteppedClock(BEGIN)
    begun = wall.elapsed()
    world, people = populated(size, clock)
    running = await server.start(world)
    teams = Teams(running.app[CHATS], running.connector, clock=clock)
    play = Play(size, folder, running, teams, people, clock)
    try:
        await play.play()
        return Played(
            size=size,
            verdict=judge(story := play.story()),
            kills=play.killed,
            in_flight=play.in_flight,
            waves=len(story.opened),
            done=play.done(),
            installed=play.installed(),
            throttled=world.deliveries.throttled,
            steps=play.child.steps,
            seconds=wall.elapsed() - begun,
        )
    finally:
        await play.child.end()
        await teams.close()
        await running.close()


def main(arguments: Sequence[str] | None = None) -> int:
    """Play, print, and say whether all was well."""
    usual = Size()
    parser = argparse.ArgumentParser(prog="python -m bench.campaign", description=__doc__)
    for name in ("people", "days", "kills", "seed"):
        parser.add_argument(f"--{name}", type=int, default=getattr(usual, name))
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="put database and log there, and leave them")
    chosen = vars(parser.parse_args(arguments))
    kept: Path | None = chosen.pop("keep")
    if kept is not None:
        kept.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(prefix="muster-campaign-") as folder:
        played = asyncio.run(measure(Size(**chosen), kept or Path(folder)))
    faults = played.verdict.faults
    print("\n".join([*played.lines, *faults[:20], f"{len(faults)} faults" if faults else "no fault"]))
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
