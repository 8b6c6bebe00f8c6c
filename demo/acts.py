"""What a transcript's lines do on a stage: type, press, and the directives between two dashes.

Those about sign-ins, Exchange, SharePoint and Conditional Access stand in demo/exchange/acts.py, those about telephones
and about which methods are allowed in demo/portal.py, about groups, roles, policies, licences and permissions in
demo/entra.py, about sign-ins that fail in demo/attempts.py, about people in a campaign in demo/campaigning.py.
"""

import asyncio
import json
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from demo import attempts, campaigning, control, entra, moments, portal, troubles
from demo.connector import buttons
from demo.connector.buttons import Button
from demo.connector.chats import Conversation
from demo.connector.people import find
from demo.connector.teams import HONEST, Delivery, Forgery
from demo.directory import Person
from demo.driver import POLL, Stage
from demo.exchange import acts as exchange
from demo.transcript import BadTranscript, Press, press
from demo.wire import Json, JsonObject

UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days", "w": "weeks"}
LEAD = 2
"""Questions to Graph by which a press is ahead of the next: who speaks, and may they decide."""
HEAD_START = 1500
"""Looks at whether the bot works on a press already, before the next is pressed anyway."""
MOST_PEOPLE = 40
"""People listed one by one in a state; the counts above them cover all."""
MOST_LINES = 10
"""Lines of a file that are shown; how many there are besides is said."""
STRANGER_TENANT = "0bad0bad-0000-4000-8000-000000000000"


@dataclass(slots=True)
class Actor:
    """Who acts now, and where."""

    stage: Stage
    person: Person
    chat: Conversation

    async def says(self, text: str, forgery: Forgery = HONEST) -> list[str]:
        """Type; the lines tell what is odd about the bot's HTTP answer."""
        return await self.settled(self.stage.teams.say(self.person, self.chat, text, forgery=forgery))

    async def presses(self, wanted: Press) -> list[str]:
        """Press a button of a card that this person sees here."""
        button = choose(self.chat, self.person, wanted)
        return await self.settled(self.press_of(button, wanted))

    def press_of(self, button: Button, wanted: Press) -> Awaitable[Delivery]:
        """The press itself, not yet begun."""
        return self.stage.teams.press(self.person, self.chat, button, inputs=dict(wanted.inputs))

    async def settled(self, action: Awaitable[Delivery]) -> list[str]:
        """Do it and wait until all is quiet."""
        answers: list[Delivery] = []

        async def run() -> None:
            answers.append(await action)

        await self.stage.settle(run())
        return [line for delivery in answers for line in odd(delivery)]


def odd(delivery: Delivery) -> list[str]:
    """A line about an HTTP answer that is not the usual one."""
    tries = f" to each of {delivery.attempts} deliveries" if delivery.attempts > 1 else ""
    if delivery.status == 0:
        return [f"(the bot did not answer{tries})"]
    return [] if delivery.status < 300 and not tries else [f"(the bot answered {delivery.status}{tries})"]


def choose(chat: Conversation, person: Person, wanted: Press) -> Button:
    """The button meant; raises BadTranscript with the buttons there are."""
    cards = list(buttons.outdated(chat, person)) if wanted.old else buttons.seen(chat, person)
    if len(cards) < wanted.nth:
        raise BadTranscript(f"there are {len(cards)} cards with buttons here, not {wanted.nth}")
    card = cards[wanted.nth - 1]
    for button in card:
        if wanted.what.casefold() in (str(button.number), button.title.casefold(), button.verb.casefold()):
            return button
    there = ", ".join(f"[{button.number}] {button.title}" for button in card)
    raise BadTranscript(f"no button {wanted.what!r}; there are {there}")


# --- directives ---------------------------------------------------------------------------------------------------

Directive = Callable[[Actor, re.Match[str]], Awaitable[list[str]]]


async def obey(actor: Actor, said: str) -> list[str]:
    """Carry out one directive; raises BadTranscript with all there are."""
    for pattern, do in DIRECTIVES.items():
        found = re.fullmatch(pattern, said, re.DOTALL)
        if found is not None:
            return await do(actor, found)
    raise BadTranscript(f"unknown directive {said!r}; known: {' | '.join(DIRECTIVES)}")


async def _later(actor: Actor, found: re.Match[str]) -> list[str]:
    by = timedelta(**{UNITS[found["unit"]]: int(found["count"])})
    await actor.stage.later(actor.stage.clock.now() + by)
    return []


async def _until(actor: Actor, found: re.Match[str]) -> list[str]:
    await actor.stage.later(datetime.fromisoformat(found["at"]))
    return []


async def _until_moment(actor: Actor, found: re.Match[str]) -> list[str]:
    stage = actor.stage
    await stage.later(moments.meant(found, stage.clock.now(), zone=stage.zone))
    return []


async def _down(actor: Actor, found: re.Match[str]) -> list[str]:
    await actor.stage.without_bot(timedelta(**{UNITS[found["unit"]]: int(found["count"])}))
    await actor.stage.settle()
    return []


async def _restart(actor: Actor, found: re.Match[str]) -> list[str]:
    await actor.stage.restart_bot()
    await actor.stage.settle()
    return []


async def _fault(actor: Actor, found: re.Match[str]) -> list[str]:
    """JSON, or the name of a fault file."""
    said = found["json"]
    declared = json.loads(said) if said[0] in "[{" else troubles.read(said)
    actor.stage.world.faults.declare(declared if isinstance(declared, list) else [declared])
    return []


async def _no_faults(actor: Actor, found: re.Match[str]) -> list[str]:
    actor.stage.world.faults.clear()
    return []


async def _registers(actor: Actor, found: re.Match[str]) -> list[str]:
    world = actor.stage.world
    world.register(find(world, found["who"]).id, campaigning.kind_of(found["method"]))
    return []


async def _world(actor: Actor, found: re.Match[str]) -> list[str]:
    asked = json.loads(found["json"])
    for name in asked:
        if name not in control.CHANGES and name not in control.DETAILS:
            raise BadTranscript(f"unknown change {name!r}; known: {', '.join(sorted(control.CHANGES))}")
    for name in asked:
        if name in control.CHANGES:
            control.CHANGES[name](actor.stage.world, asked)
    return []


async def _unsigned(actor: Actor, found: re.Match[str]) -> list[str]:
    return await actor.says(found["text"], Forgery(unsigned=True))


async def _forged(actor: Actor, found: re.Match[str]) -> list[str]:
    return await actor.says(found["text"], Forgery(claims={"forged": True}))


async def _expired(actor: Actor, found: re.Match[str]) -> list[str]:
    return await actor.says(found["text"], Forgery(claims={"exp": 1_700_000_000}))


async def _unknown_key(actor: Actor, found: re.Match[str]) -> list[str]:
    return await actor.says(found["text"], Forgery(claims={"kid": "nobody-s-key"}))


async def _foreign(actor: Actor, found: re.Match[str]) -> list[str]:
    return await actor.says(found["text"], Forgery(change=_moved))


async def _nameless(actor: Actor, found: re.Match[str]) -> list[str]:
    return await actor.says(found["text"], Forgery(change=_without_object_id))


async def _types(actor: Actor, found: re.Match[str]) -> list[str]:
    return await actor.says(str(json.loads(found["json"])))


async def _pastes(actor: Actor, found: re.Match[str]) -> list[str]:
    many = "\n".join(f"{found['what']} {number}" for number in range(1, int(found["count"]) + 1))
    return await actor.says(many)


async def _duplicate(actor: Actor, found: re.Match[str]) -> list[str]:
    return await actor.settled(actor.stage.teams.again())


async def _steals(actor: Actor, found: re.Match[str]) -> list[str]:
    victim, place = elsewhere(actor.stage, found["where"])
    wanted = _press(found["press"])
    return await actor.settled(actor.press_of(choose(place, victim, wanted), wanted))


async def _at_once(actor: Actor, found: re.Match[str]) -> list[str]:
    """Several presses in the same instant: every button is chosen before the first is pressed."""
    presses: list[Awaitable[Delivery]] = []
    for one in found["presses"].split(" | "):
        pressed, _, where = one.partition(" by ")
        person, chat = elsewhere(actor.stage, where)
        other, wanted = Actor(actor.stage, person, chat), _press(pressed)
        presses.append(other.press_of(choose(chat, person, wanted), wanted))
    answers: list[Delivery] = []

    async def run() -> None:
        answers.extend(await asyncio.gather(*[await _begun(actor.stage, one) for one in presses]))

    await actor.stage.settle(run())
    return [line for delivery in answers for line in odd(delivery)]


async def _soon(actor: Actor, found: re.Match[str]) -> list[str]:
    """Somebody types while the bot works on what the next line asks for."""
    stage = actor.stage
    person = find(stage.world, found["who"])

    async def types() -> None:
        await stage.clock.sleep(int(found["seconds"]))
        await stage.teams.say(person, stage.chats.personal(person), found["text"])

    stage.meanwhile(types())
    return []


async def _begun(stage: Stage, press: Awaitable[Delivery]) -> "asyncio.Future[Delivery]":
    """A press that the bot works on: the one before keeps its lead, or chance would decide who wins."""
    before, task = len(stage.world.recorder.requests), asyncio.ensure_future(press)
    for _ in range(HEAD_START):
        if task.done() or len(stage.world.recorder.requests) >= before + LEAD:
            break
        await asyncio.wait({task}, timeout=POLL)
    return task


async def _installs(actor: Actor, found: re.Match[str]) -> list[str]:
    return await actor.settled(actor.stage.teams.install(find(actor.stage.world, found["who"])))


async def _removes(actor: Actor, found: re.Match[str]) -> list[str]:
    return await actor.settled(actor.stage.teams.remove(find(actor.stage.world, found["who"])))


async def _lacks(actor: Actor, found: re.Match[str]) -> list[str]:
    actor.stage.chats.without_app.add(find(actor.stage.world, found["who"]).id)
    return []


async def _blocks(actor: Actor, found: re.Match[str]) -> list[str]:
    actor.stage.chats.blocked.add(find(actor.stage.world, found["who"]).id)
    return []


async def _file(actor: Actor, found: re.Match[str]) -> list[str]:
    """What stands in a file that somebody took: its first lines."""
    content = actor.stage.chats.files.taken.get(found["name"])
    if content is None:
        taken = ", ".join(actor.stage.chats.files.taken) or "none"
        raise BadTranscript(f"no file {found['name']!r} was taken; there are: {taken}")
    lines = content.decode("utf-8-sig").splitlines()
    more = [f"({len(lines) - MOST_LINES:,} more lines)"] if len(lines) > MOST_LINES else []
    return [*lines[:MOST_LINES], *more]


async def _state(actor: Actor, found: re.Match[str]) -> list[str]:
    lines = flat(control.state(actor.stage.world, with_methods=bool(found["methods"])))
    shown = _short(_short(lines, ("states.", "methods."), "states and methods"), ("phones.",), "phones")
    return _short(shown, ("mails.", "feed."), "mails and notes")


def _short(lines: list[str], beginnings: tuple[str, ...], what: str) -> list[str]:
    """The lines without those about people that are too many."""
    people = [line for line in lines if line.startswith(beginnings)]
    if len(people) <= MOST_PEOPLE:
        return lines
    unlisted = {*people[MOST_PEOPLE:]}
    return [*(line for line in lines if line not in unlisted), f"{what} of {len(unlisted)} more are not listed"]


def _by_hand(act: exchange.Act) -> Directive:
    async def do(actor: Actor, found: re.Match[str]) -> list[str]:
        act(actor.stage.world, found)
        return []

    return do


BY_HAND = exchange.ACTS | portal.ACTS | entra.ACTS | attempts.ACTS | campaigning.ACTS
DIRECTIVES: dict[str, Directive] = {
    r"later (?P<count>\d+) ?(?P<unit>[smhdw])": _later,
    r"later until (?P<at>\S+)": _until,
    rf"until {moments.MOMENT}": _until_moment,
    r"restart": _restart,
    r"down for (?P<count>\d+) ?(?P<unit>[smhdw])": _down,
    r"fault (?P<json>.+)": _fault,
    r"no faults": _no_faults,
    r"(?P<who>\S+) registers (?P<method>\w+)": _registers,
    r"world (?P<json>.+)": _world,
    r"unsigned: (?P<text>.+)": _unsigned,
    r"forged: (?P<text>.+)": _forged,
    r"expired: (?P<text>.+)": _expired,
    r"unknown key: (?P<text>.+)": _unknown_key,
    r"foreign tenant: (?P<text>.+)": _foreign,
    r"no object id: (?P<text>.+)": _nameless,
    r"types (?P<json>\".*\")": _types,
    r"pastes (?P<count>\d+) lines of (?P<what>.+)": _pastes,
    r"duplicate": _duplicate,
    r"steals (?P<press>\[.+\].*) of (?P<where>.+)": _steals,
    r"at once (?P<presses>\[.+)": _at_once,
    r"in (?P<seconds>\d+) s (?P<who>\S+) types (?P<text>.+)": _soon,
    r"(?P<who>\S+) installs the app": _installs,
    r"(?P<who>\S+) removes the app": _removes,
    r"(?P<who>\S+) lacks the app": _lacks,
    r"(?P<who>\S+) blocks the bot": _blocks,
    r"file (?P<name>\S+)": _file,
    r"state(?P<methods> methods)?": _state,
    **{pattern: _by_hand(act) for pattern, act in BY_HAND.items()},
}


def elsewhere(stage: Stage, where: str) -> tuple[Person, Conversation]:
    """``Bea, personal`` as a person and a chat."""
    name, _, place = where.partition(",")
    person = find(stage.world, name.strip())
    return person, stage.chats.place(person, place.strip() or "personal")


def flat(value: Json, path: str = "") -> list[str]:
    """JSON as ``path: value`` lines, in its order; lists on one line."""
    if isinstance(value, dict):
        deeper = [flat(inside, f"{path}.{name}" if path else name) for name, inside in value.items()]
        return [line for lines in deeper for line in lines] or [f"{path}: (none)"]
    return [f"{path}: {json.dumps(value) if not isinstance(value, str) else value}"]


def _press(said: str) -> Press:
    wanted = press(said)
    if wanted is None:
        raise BadTranscript(f"{said!r} presses nothing; write [2] or [Approve]")
    return wanted


def _moved(activity: JsonObject) -> JsonObject:
    return _patched(
        activity,
        {"channelData": {"tenant": {"id": STRANGER_TENANT}}, "conversation": {"tenantId": STRANGER_TENANT}},
    )


def _patched(activity: JsonObject, patches: dict[str, JsonObject]) -> JsonObject:
    changed = dict(activity)
    for name, patch in patches.items():
        old = activity.get(name)
        changed[name] = (old if isinstance(old, dict) else {}) | patch
    return changed


def _without_object_id(activity: JsonObject) -> JsonObject:
    sender = activity.get("from")
    kept = {name: value for name, value in sender.items() if name != "aadObjectId"} if isinstance(sender, dict) else {}
    return activity | {"from": kept}
