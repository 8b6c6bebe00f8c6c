"""What happens to telephones and to the method policy without the bot: in the portal, and at home.

Directives of transcripts (``<who>``: a given name, or an address; a group goes by its name, and everybody is one too):

    -- Entra: SMS is not allowed for Sales --               the group is excluded; for everybody: the method is off
    -- Entra: SMS is allowed for Sales --                   beside the others; ``for Sales only``: for nobody else
    -- Entra: voice is allowed for everybody --             or: Authenticator, passkeys, codes,
                                                         Temporary Access Pass
    -- Entra: SMS sign-in is on --                          or: off (``isUsableForSignIn``: a number becomes a name)
    -- Entra: calls to office phones are allowed --         or: are not allowed
    -- Entra: system-preferred MFA is on --                 or: off
    -- Entra: mobile of <who> is 070-174 06 05 --           in the directory; or: is empty
    -- Entra: country of <who> is SE --                     the usage location; or: is empty
    -- <who> registers phone +46 701740605 --               ``as office`` or ``as alternateMobile``
    -- <who> registers microsoftAuthenticator called "iPhone" --   one more of a kind, beside the others
    -- <who> has no phone any more --                       the authentication phones are gone
    -- <who> prefers sms --                                 or: push, oath, voiceMobile, voiceAlternateMobile,
                                                            voiceOffice, nothing

The same from other programs, as a POST to ``/_demo/state``: see CHANGES and `demo.allowed.change`.

    {"method_policy": {"Sms": {"exclude": ["Sales"]}}}
    {"phone": {"person": "dan", "number": "+46 701740605", "type": "mobile"}}
    {"prefer": {"dan": "sms"}}
    {"directory": {"dan": {"mobile": "070-174 06 05", "location": "SE"}}}
"""

import re
from collections.abc import Callable
from dataclasses import replace

from demo import allowed
from demo.connector.people import find
from demo.directory import Person
from demo.keys import stable_id
from demo.seed import methods
from demo.wire import Json, JsonObject
from demo.world import World

Act = Callable[[World, re.Match[str]], None]

NAMES = {
    "SMS": "Sms",
    "voice": "Voice",
    "Authenticator": "MicrosoftAuthenticator",
    "passkeys": "Fido2",
    "codes": "SoftwareOath",
    "Temporary Access Pass": "TemporaryAccessPass",
}
METHOD = f"(?P<method>{'|'.join(NAMES)})"


def register_phone(world: World, person: Person, number: str, kind: str = "mobile") -> None:
    """A person registers a telephone of this kind, in the place of the one before."""
    method = methods.phone(number, world.now(), kind)
    person.methods.put((*(old for old in person.methods.true if old.id != method.id), method))
    allowed.claim(world.directory, person)


def register_named(world: World, person: Person, kind: str, name: str) -> None:
    """A person registers one more method of a kind, with a name of its own; raises KeyError for an unknown kind."""
    made = methods.make(kind, person.id, world.now())
    details = tuple((key, name if key == "displayName" else value) for key, value in made.details)
    person.methods.put((*person.methods.true, replace(made, id=stable_id(kind, person.id, name), details=details)))


def prefer(person: Person, method: str | None) -> None:
    """A person chooses a second factor; raises ValueError where it is not registered."""
    if method is not None and not any(methods.carries(method, held) for held in person.methods.true):
        raise ValueError(f"{person.upn} has registered nothing that {method!r} could be")
    person.preferred = method


def _policy(world: World, asked: JsonObject) -> None:
    for name, wanted in _object(asked["method_policy"]).items():
        allowed.change(world.directory, name, _object(wanted))


def _phone(world: World, asked: JsonObject) -> None:
    given = _object(asked["phone"])
    kind = str(given.get("type", "mobile"))
    register_phone(world, world.person(str(given["person"])), str(given["number"]), kind)


def _prefer(world: World, asked: JsonObject) -> None:
    for key, method in _object(asked["prefer"]).items():
        prefer(world.person(key), None if method is None else str(method))


def _directory(world: World, asked: JsonObject) -> None:
    for key, changed in _object(asked["directory"]).items():
        person, row = world.person(key), _object(changed)
        person.mobile = _text(row.get("mobile", person.mobile))
        person.location = _text(row.get("location", person.location))


def _text(value: Json) -> str | None:
    return None if value is None else str(value)


def _object(value: Json) -> JsonObject:
    if not isinstance(value, dict):
        raise ValueError(f"an object is needed, not {value!r}")
    return value


CHANGES: dict[str, Callable[[World, JsonObject], None]] = {
    "method_policy": _policy,
    "phone": _phone,
    "prefer": _prefer,
    "directory": _directory,
}
"""What ``POST /_demo/state`` and the directive ``world`` understand beside `demo.control`'s own."""


def _allow(world: World, found: re.Match[str]) -> None:
    allowed.include(world.directory, NAMES[found["method"]], found["whom"], only=bool(found["only"]))


def _forbid(world: World, found: re.Match[str]) -> None:
    allowed.exclude(world.directory, NAMES[found["method"]], found["whom"])


def _sms_sign_in(world: World, found: re.Match[str]) -> None:
    allowed.change(world.directory, "Sms", {"sign_in": found["on"] == "on"})


def _office_phones(world: World, found: re.Match[str]) -> None:
    allowed.change(world.directory, "Voice", {"office_phones": not found["not"]})


def _system_preferred(world: World, found: re.Match[str]) -> None:
    allowed.change(world.directory, "system_preferred", {"state": "enabled" if found["on"] == "on" else "disabled"})


def _registers(world: World, found: re.Match[str]) -> None:
    register_phone(world, find(world, found["who"]), found["number"], found["kind"] or "mobile")


def _registers_named(world: World, found: re.Match[str]) -> None:
    register_named(world, find(world, found["who"]), found["method"], found["name"])


def _loses_phones(world: World, found: re.Match[str]) -> None:
    person = find(world, found["who"])
    person.methods.put(tuple(method for method in person.methods.true if not method.is_phone))
    if not any(methods.carries(person.preferred, method) for method in person.methods.true):
        person.preferred = None


def _prefers(world: World, found: re.Match[str]) -> None:
    prefer(find(world, found["who"]), None if found["method"] == "nothing" else found["method"])


def _mobile(world: World, found: re.Match[str]) -> None:
    find(world, found["who"]).mobile = None if found["number"] == EMPTY else found["number"]


def _country(world: World, found: re.Match[str]) -> None:
    find(world, found["who"]).location = None if found["country"] == EMPTY else found["country"]


EMPTY = "empty"
ACTS: dict[str, Act] = {
    rf"Entra: {METHOD} is not allowed for (?P<whom>.+)": _forbid,
    rf"Entra: {METHOD} is allowed for (?P<whom>.+?)(?P<only> only)?": _allow,
    r"Entra: SMS sign-in is (?P<on>on|off)": _sms_sign_in,
    r"Entra: calls to office phones are (?P<not>not )?allowed": _office_phones,
    r"Entra: system-preferred MFA is (?P<on>on|off)": _system_preferred,
    r"Entra: mobile of (?P<who>\S+) is (?P<number>.+)": _mobile,
    rf"Entra: country of (?P<who>\S+) is (?P<country>[A-Z]{{2}}|{EMPTY})": _country,
    r"(?P<who>\S+) registers phone (?P<number>\+.+?)(?: as (?P<kind>mobile|alternateMobile|office))?": _registers,
    r"(?P<who>\S+) registers (?P<method>[a-zA-Z]\w*) called \"(?P<name>[^\"]+)\"": _registers_named,
    r"(?P<who>\S+) has no phone any more": _loses_phones,
    r"(?P<who>\S+) prefers (?P<method>\w+)": _prefers,
}
"""Directives by the pattern of what stands between the dashes."""
