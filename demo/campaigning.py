"""What becomes of people while a campaign runs: where they live, whether they are away, who can sign in.

Directives of transcripts (``<who>``: a given name, or an address):

    -- eve lives in America/New_York --                  the mailbox's zone; an IANA or a Windows name
    -- dan works monday to thursday, 09:00 to 15:00 --   the mailbox's working hours
    -- dan speaks nl-NL --                               the preferred language
    -- dan is away until 2027-01-04 --                   automatic replies, to the beginning of that day there;
                                                         or a moment: ``until 2027-01-04 12:00``
    -- dan is away --                                    without an end; ``dan is back`` ends either
    -- dan has no Teams --                               a mailbox only; ``dan has Teams`` again
    -- dan uses iOS 15.8 --                              the phone is that one now; ``dan uses no phone``
    -- dan cannot sign in --                             three tries within the last 20 hours, MFA failed in each
    -- 30 people of Finance cannot sign in --            the first 30 of that group who can sign in at all
    -- 30 people of Finance sign in --                   a success of each, now
    -- nobody of Finance registered anything --          their methods are gone
    -- everybody of Finance registers authenticator --   or: ``30 people of Finance register authenticator``; the
                                                         first who have no method
    -- Nina New joins Finance --                         somebody new in the tenant, in that group
    -- bot blocked by dan --                             or: bot unblocked by dan
    -- nobody has the app --                             but operators, approvers, owners and the help desk
    -- brake 60 s --                                     so long the Connector says 429 to everybody
    -- answers of the Connector are lost, 2 times --     it posts, and the connection ends

The same from other programs, as a POST to ``/_demo/state``: ``{"order": "eve lives in America/New_York"}``.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from demo import entra, reach, sign_in
from demo.connector.people import find
from demo.directory import Lagging, Method, Person
from demo.keys import stable_id
from demo.mailbox import WEEKDAYS, ZONES, Away, Device
from demo.seed import cast, methods, products
from demo.wire import JsonObject
from demo.world import World

Act = Callable[[World, re.Match[str]], None]

METHODS = {
    "authenticator": "microsoftAuthenticator",
    "passkey": "fido2",
    "code": "softwareOath",
    "hello": "windowsHelloForBusiness",
}
"""Short words for kinds of methods."""
TRIES = (timedelta(hours=20), timedelta(hours=6), timedelta(hours=1))
STAFF = (cast.OPERATORS, cast.APPROVERS, cast.OWNERS)
HELP_DESK = (cast.MIA, cast.NILS, cast.PIA)


def kind_of(word: str) -> str:
    """Graph's name of a kind of method, for its short word too."""
    return METHODS.get(word, word)


# --- where and when ---------------------------------------------------------------------------------------------------


def _lives(world: World, found: re.Match[str]) -> None:
    named = found["zone"].strip()
    try:
        ZoneInfo(ZONES.get(named, named))
    except (ZoneInfoNotFoundError, ValueError):
        raise ValueError(f"no time zone is called {named!r}") from None
    person = find(world, found["who"])
    person.mailbox = replace(person.mailbox, zone=named, hours_zone="")


def _works(world: World, found: re.Match[str]) -> None:
    first, last = (WEEKDAYS.index(found[name]) for name in ("first", "last"))
    days = WEEKDAYS[first : last + 1] if first <= last else (*WEEKDAYS[first:], *WEEKDAYS[: last + 1])
    person = find(world, found["who"])
    starts, ends = (time.fromisoformat(found[name]) for name in ("starts", "ends"))
    person.mailbox = replace(person.mailbox, days=days, starts=starts, ends=ends)


def _speaks(world: World, found: re.Match[str]) -> None:
    find(world, found["who"]).language = found["language"]


def _away(world: World, found: re.Match[str]) -> None:
    person = find(world, found["who"])
    until = found["until"] and _there(person, found["until"])
    person.mailbox = replace(person.mailbox, away=Away(since=world.now() - timedelta(minutes=1), until=until or None))


def _there(person: Person, said: str) -> datetime:
    """A day or a moment as this person's clock shows it."""
    return datetime.fromisoformat(said).replace(tzinfo=ZoneInfo(person.mailbox.iana))


def _back(world: World, found: re.Match[str]) -> None:
    person = find(world, found["who"])
    person.mailbox = replace(person.mailbox, away=None)


# --- what they have ---------------------------------------------------------------------------------------------------


def _teams(world: World, found: re.Match[str]) -> None:
    person, without = find(world, found["who"]), world.reach.without_app
    if found["no"]:
        world.directory.bought.setdefault(products.MAIL_ONLY.name, 100)
        person.skus = (products.MAIL_ONLY.name, *(sku for sku in person.skus if sku != products.OFFICE.name))
        without.add(person.id)
        return
    person.skus = tuple(products.OFFICE.name if sku == products.MAIL_ONLY.name else sku for sku in person.skus)
    without.discard(person.id)


def _uses(world: World, found: re.Match[str]) -> None:
    person = find(world, found["who"])
    kept = tuple(device for device in person.devices if device.system not in ("iOS", "Android"))
    phones = () if found["none"] else (_phone(world, person, found["system"], found["version"]),)
    person.devices = (*kept, *phones)


def _phone(world: World, person: Person, system: str, version: str) -> Device:
    name = f"{person.given or person.name}'s phone"
    return Device(id=stable_id("device", person.id, name), name=name, system=system, version=version, seen=world.now())


def _app(world: World, found: re.Match[str]) -> None:
    kept = {person.id for group in STAFF for person in world.directory.everyone_in(group)} | {*HELP_DESK}
    world.reach.without_app |= set(world.directory.people) - kept


def _block(world: World, found: re.Match[str]) -> None:
    person = find(world, found["who"]).id
    if found["verb"] == "blocked":
        world.reach.blocked.add(person)
    else:
        world.reach.blocked.discard(person)


def _brake(world: World, found: re.Match[str]) -> None:
    world.reach.braked_until = world.clock.elapsed() + int(found["seconds"])


def _lost(world: World, found: re.Match[str]) -> None:
    posts = r"^/connector/v3/conversations/[^/]+/activities"
    world.faults.add({"method": "POST", "path": posts, "effect": "lost", "times": int(found["times"] or 1)})


# --- signing in -------------------------------------------------------------------------------------------------------


def fails(world: World, person: Person) -> None:
    """A day of vain tries: asked for MFA, and never answered; asked to enrol where there is nothing to answer with."""
    asked = sign_in.MUST_ANSWER if any(map(methods.is_strong, person.methods.true)) else sign_in.MUST_ENROL
    for ago in TRIES:
        world.sign_ins.add(world.now() - ago, person.id, error=asked, client=sign_in.BROWSER)
    person.last_sign_in = world.now() - TRIES[-1]


def _cannot(world: World, found: re.Match[str]) -> None:
    fails(world, find(world, found["who"]))


def _many_cannot(world: World, found: re.Match[str]) -> None:
    for person in _first(world, found):
        fails(world, person)


def _many_sign_in(world: World, found: re.Match[str]) -> None:
    for person in _first(world, found):
        strong = [method for method in person.methods.true if methods.is_strong(method)]
        world.sign_in(person.id, sign_in.METHODS.get(strong[0].kind, "") if strong else "")


def _first(world: World, found: re.Match[str]) -> list[Person]:
    wanted = int(found["count"])
    people = [*_people(world, found["group"])][:wanted]
    if len(people) < wanted:
        raise ValueError(f"{found['group']} has {len(people)} enabled people, not {wanted}")
    return people


def _people(world: World, named: str) -> Iterator[Person]:
    for row in world.directory.everyone_in(entra.group(world, named.strip('"')).id):
        if isinstance(row, Person) and row.enabled:
            yield row


# --- registering ------------------------------------------------------------------------------------------------------


def _everybody_registers(world: World, found: re.Match[str]) -> None:
    lacking = [one for one in _people(world, found["group"]) if not any(map(methods.is_strong, one.methods.true))]
    wanted = len(lacking) if found["count"] is None else int(found["count"])
    for person in lacking[:wanted]:
        world.register(person.id, kind_of(found["method"]))


def _nobody_registered(world: World, found: re.Match[str]) -> None:
    for person in _people(world, found["group"]):
        world.forget_methods(person.id)


def _joins(world: World, found: re.Match[str]) -> None:
    """The language and the licences are those of the others; the address is the given name."""
    given, surname = found["given"], found["surname"]
    group, model = entra.group(world, found["group"].strip('"')), world.person(cast.DAN)
    upn = f"{given.casefold()}.{surname.casefold()}@{cast.DOMAIN}"
    person = Person(
        id=stable_id("newcomer", upn),
        upn=upn,
        name=f"{given} {surname}",
        created=world.now(),
        given=given,
        surname=surname,
        mail=upn,
        department=group.name,
        location="DE",
        language="en-US",
        skus=model.skus,
        manager=cast.GRACE,
        methods=Lagging[tuple[Method, ...]]((methods.password(world.now()),)),
    )
    if not reach.has_teams(world.directory, person):
        world.reach.without_app.add(person.id)
    world.directory.add(person)
    group.members[person.id] = None


WHO = r"(?P<who>\S+)"
MANY = r"(?P<count>\d+) people of (?P<group>\"[^\"]+\"|.+?)"
DAY = "|".join(WEEKDAYS)
CLOCK = r"\d\d:\d\d"
HOURS = rf"(?P<first>{DAY}) to (?P<last>{DAY}), (?P<starts>{CLOCK}) to (?P<ends>{CLOCK})"
ACTS: dict[str, Act] = {
    rf"{WHO} lives in (?P<zone>.+)": _lives,
    rf"{WHO} works {HOURS}": _works,
    rf"{WHO} speaks (?P<language>[a-z]+(?:-[A-Z]+)?)": _speaks,
    rf"{WHO} is away(?: until (?P<until>\d{{4}}-\d\d-\d\d(?: {CLOCK})?))?": _away,
    rf"{WHO} is back": _back,
    rf"{WHO} has (?P<no>no )?Teams": _teams,
    rf"{WHO} uses (?:(?P<none>no phone)|(?P<system>iOS|Android) (?P<version>[\d.]+))": _uses,
    rf"{WHO} cannot sign in": _cannot,
    rf"{MANY} cannot sign in": _many_cannot,
    rf"{MANY}(?<! cannot) sign in": _many_sign_in,
    r"nobody of (?P<group>.+) registered anything": _nobody_registered,
    r"(?:everybody|(?P<count>\d+) people) of (?P<group>.+) registers? (?P<method>\w+)": _everybody_registers,
    r"(?P<given>[A-Z][^\s:]*) (?P<surname>[A-Z]\S*) joins (?P<group>.+)": _joins,
    rf"bot (?P<verb>blocked|unblocked) by {WHO}": _block,
    r"nobody has the app": _app,
    r"brake (?P<seconds>\d+) s": _brake,
    r"answers? of the Connector (?:is|are) lost(?:, (?P<times>\d+) times)?": _lost,
}
"""Directives by the pattern of what stands between the dashes."""


def order(world: World, said: str) -> None:
    """One of the directives above; raises ValueError for another one."""
    for pattern, act in ACTS.items():
        if (found := re.fullmatch(pattern, said)) is not None:
            act(world, found)
            return
    raise ValueError(f"nothing here is done by {said!r}")


def _change_order(world: World, asked: JsonObject) -> None:
    given = asked["order"]
    for said in given if isinstance(given, list) else [given]:
        order(world, str(said))


CHANGES: dict[str, Callable[[World, JsonObject], None]] = {"order": _change_order}
"""The same as a change of ``POST /_demo/state``: one directive, or a list of them."""
