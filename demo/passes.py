"""Temporary Access Passes as values: how one is made, whether it opens anything now, and that it was used.

https://learn.microsoft.com/graph/api/resources/temporaryaccesspassauthenticationmethod
"""

import hashlib
from dataclasses import replace
from datetime import datetime, timedelta

from demo import allowed
from demo.directory import Directory, Method, Person
from demo.keys import stable_id
from demo.wire import stamp

KIND = "temporaryAccessPass"
LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghjkmnpqrstuvwxyz23456789*#&@!"
USABLE = "EnabledByPolicy"


def make(person: str, number: int, start: datetime, *, minutes: int, once: bool, created: datetime) -> Method:
    """A pass that is good from ``start`` for so many minutes. ``number`` tells it from the person's others."""
    details = (("startDateTime", stamp(start)), ("lifetimeInMinutes", minutes), ("isUsableOnce", once), ("used", False))
    return Method(KIND, stable_id(KIND, person, str(number)), created, details)


def secret(method: Method, length: int) -> str:
    """What the person types. Always the same for the same pass, so that a story can be told twice."""
    drawn = hashlib.sha512(method.id.encode()).digest()
    return "".join(LETTERS[byte % len(LETTERS)] for byte in drawn[:length])


def why(directory: Directory, person: str, method: Method, now: datetime) -> str:
    """Graph's ``methodUsabilityReason`` at this moment."""
    start = _start(method)
    if not allowed.allows(directory, method, person):
        return "DisabledByPolicy"
    if method.detail("used") and method.detail("isUsableOnce"):
        return "OneTimeUsed"
    if now < start:
        return "NotYetValid"
    return USABLE if now < start + timedelta(minutes=int(str(method.detail("lifetimeInMinutes")))) else "Expired"


def use(directory: Directory, person: Person, now: datetime) -> None:
    """The person signs in with the pass; raises ValueError where it opens nothing."""
    held = next((method for method in person.methods.true if method.kind == KIND), None)
    reason = why(directory, person.id, held, now) if held else "there is none"
    if held is None or reason != USABLE:
        raise ValueError(f"the Temporary Access Pass of {person.name} opens nothing: {reason}")
    details = tuple((name, True if name == "used" else value) for name, value in held.details)
    used = replace(held, details=details)
    person.methods.put(tuple(used if method.id == held.id else method for method in person.methods.true))


def _start(method: Method) -> datetime:
    start = method.detail("startDateTime")
    return datetime.fromisoformat(start) if isinstance(start, str) else method.created
