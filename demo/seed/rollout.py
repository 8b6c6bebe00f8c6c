"""The people of "Phone Rollout" and "Phone Pilot": good numbers in many spellings, and every doubt on purpose.

They are carved out of the generated people by their attributes; what protects them stays as it is. Only those beyond
"Wave 200" lose their sign-in methods, for whom else would one fill in telephones? The group holds 200 people in a
tenant of 300 or more (three of them are role holders of the cast); in a smaller one those that there are.
"""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from demo.directory import Lagging, Method, Person
from demo.seed import cast, methods, numbers
from demo.seed.numbers import DUTCH, Number, american, australian, german, spelled, swedish

SIZE = 200
REACH = 275
"""Only the first generated people may be in it, so that a tenant of 30,000 has the same 200."""
WAVE = 222
"""The ordinary people before this number are in "Wave 200", and must stay ready."""
KEEPERS = (1, 2)
KEEPERS_OWNER = 3
"""Members and owner of the role-assignable group without a role, by number."""
ROLE_HOLDERS = (cast.MIA, cast.NILS, cast.PIA)
WITH_PHONE = 24
"""How many of the 200 have a phone registered already: half of them the one that the directory has."""
PLAIN_SLOTS = 150


@dataclass(frozen=True, slots=True)
class Entry:
    """What the directory says of one person."""

    mobile: str | None
    location: str | None


def _of(number: Number, way: int) -> Entry:
    return Entry(spelled(number, way), number.location)


DOUBTS = (
    # unreadable
    *(Entry("ask HR", "SE"), Entry("n/a", "DE"), Entry("see Outlook", "US"), Entry("-", "GB"), Entry("unknown", "NL")),
    # two numbers in one field
    Entry("06 12345678 / 020 1234567", "NL"),
    Entry("070-174 06 85 / 08-465 004 12", "SE"),
    Entry("0172 9973185 oder 030 23125 101", "DE"),
    Entry("(206) 555-0160; (206) 555-0161", "US"),
    Entry("+46 70 174 06 86, +46 70 174 06 87", "SE"),
    # too short
    *(Entry("070-174 06", "SE"), Entry("0152 288", "DE"), Entry("555-0162", "US"), Entry("+46 70 17", "SE")),
    Entry("06 1234", "NL"),
    # a spreadsheet was here
    *(Entry("3.16E+10", "NL"), Entry("4.67018E+10", "SE"), Entry("4,91523E+11", "DE"), Entry("1.20656E+10", "US")),
    Entry("4.4740E+11", "GB"),
    # the zero in front got lost
    *(Entry("612345678", "NL"), Entry("701740688", "SE"), Entry("15254599371", "DE"), Entry("701740694", "SE")),
    Entry("701740689", "SE"),
    # a landline
    *(Entry("08-465 004 13", "SE"), Entry("030 23125 102", "DE"), Entry("020 7946 0123", "GB")),
    *(Entry("010 123 4567", "NL"), Entry("(02) 5550 1234", "AU")),
    # premium
    *(Entry("0900 1 234567", "DE"), Entry("0900-12 34 567", "SE"), Entry("0909 879 0123", "GB")),
    *(Entry("0900 123456", "AT"), Entry("(900) 555-0163", "US")),
    # toll-free
    *(Entry("0800 1234567", "DE"), Entry("020-12 34 56", "SE"), Entry("08081 570123", "GB"), Entry("0800 1234", "NL")),
    Entry("1-800-555-0199", "US"),
    # one number, several people
    *(_of(swedish(90), 0), _of(swedish(90), 1), _of(swedish(90), 7)),
    *(_of(american(206, 64), 8), _of(american(206, 64), 9)),
    *(_of(german(8), 12), _of(german(8), 3)),
    # a national number, and no country to read it in
    *(Entry("070-174 06 91", None), Entry("0172 9973186", None), Entry("(206) 555-0165", None)),
    *(Entry("206-555-0168", None), Entry("070 174 06 97", None)),
    # no number
    *(Entry(None, location) for location in ("SE", "DE", "US", None)),
    *(Entry(" ", "SE"), Entry(None, "NL")),
    # an extension
    *(Entry("070-174 06 92 ext. 9", "SE"), Entry("+46 70-174 06 93 x12", "SE"), Entry("0172 9980752 ext 7", "DE")),
    *(Entry("(206) 555-0166 x5", "US"), Entry("+1 206 555 0167 ext. 310", "US")),
)
"""Each kind of doubt about the text itself, several times over."""


def prepare(people: Sequence[Person], *, seed: int) -> list[str]:
    """Write numbers and places into those who are in the group; their ids, in the tenant's order."""
    by_id = {person.id: person for person in people}
    chosen = _Chosen.of(by_id)
    good = numbers.good()
    ways = iter(range(10_000))
    for person in chosen.special:
        _put(person, _next(good, ways))
    for number, person in enumerate(chosen.phoned):
        _put_phoned(person, next(good), number)
    slots = _slots(seed)
    for person in chosen.plain:
        _put(person, next(slots, None) or _next(good, ways))
    _in_arabic(chosen.plain)
    _pilot(by_id)
    inside = {person.id for person in (*chosen.special, *chosen.phoned, *chosen.plain)}
    return [person.id for person in people if person.id in inside]


@dataclass(frozen=True, slots=True)
class _Chosen:
    """``special``: whom the account alone decides; ``phoned``: has a phone; ``plain``: the number decides."""

    special: list[Person]
    phoned: list[Person]
    plain: list[Person]

    @classmethod
    def of(cls, people: dict[str, Person]) -> "_Chosen":
        found = [(number, people.get(cast.generated(number))) for number in range(REACH)]
        pool = {number: person for number, person in found if person is not None and not _is_shared(person)}
        for number, person in pool.items():
            _forget_methods(number, person)
        special = [people[key] for key in ROLE_HOLDERS]
        special += [person for number, person in pool.items() if _is_special(number, person)]
        others = [person for number, person in pool.items() if not _is_special(number, person)]
        phoned = [person for person in others if _phone(person) is not None]
        first = phoned[:WITH_PHONE]
        plain = [person for person in others if _phone(person) is None] + phoned[WITH_PHONE:]
        return cls(special, first, plain[: SIZE - len(special) - len(first)])


def _is_shared(person: Person) -> bool:
    return person.given is None


def _is_special(number: int, person: Person) -> bool:
    return number in (*KEEPERS, KEEPERS_OWNER) or person.user_type == "Guest" or not person.enabled


def _forget_methods(number: int, person: Person) -> None:
    if number >= WAVE and number % 10 != 9:
        person.methods = Lagging((methods.password(person.created),))


def _phone(person: Person) -> Method | None:
    return next((method for method in person.methods.true if method.kind == "phone"), None)


def _next(good: Iterator[Number], ways: Iterator[int]) -> Entry:
    return _of(next(good), next(ways))


def _put(person: Person, entry: Entry) -> None:
    person.mobile, person.location = entry.mobile, entry.location


def _put_phoned(person: Person, number: Number, place: int) -> None:
    """Every second one has another phone registered than the directory says."""
    _put(person, _of(number, place))
    registered = number.registered if place % 2 else american(512, place).registered
    _register(person, registered)


def _register(person: Person, number: str) -> None:
    def changed(method: Method) -> Method:
        details = tuple((name, number if name == "phoneNumber" else value) for name, value in method.details)
        return replace(method, details=details) if method.kind == "phone" else method

    person.methods = Lagging(tuple(changed(method) for method in person.methods.true))


def _slots(seed: int) -> Iterator[Entry | None]:
    """The doubts, with good numbers (None) between them, in an order that the seed decides."""
    slots: list[Entry | None] = [*DOUBTS, *[None] * (PLAIN_SLOTS - len(DOUBTS))]
    random.Random(seed).shuffle(slots)
    return iter(slots)


def _in_arabic(plain: Sequence[Person]) -> None:
    """The last good Swedish number is written in Arabic-Indic digits."""
    doubtful = {entry.mobile for entry in DOUBTS}
    swedes = [person for person in plain if person.location == "SE" and person.mobile not in doubtful]
    for person in swedes[-1:]:
        digits = "".join(filter(str.isdecimal, person.mobile or ""))[-9:]
        person.mobile = numbers.arabic(Number("SE", f"{digits[:2]} {digits[2:5]} {digits[5:7]} {digits[7:]}"))


PILOT = (cast.DAN, cast.EVE, cast.BOB, cast.HENK, cast.KIM, cast.generated(19))
"""Six small cases; Henk and Kim have the same number, and Bob's is the one that Grace has registered."""


def _pilot(people: dict[str, Person]) -> None:
    entries = {
        cast.DAN: _of(german(9), 2),
        cast.EVE: _of(swedish(95), 0),
        cast.HENK: _of(DUTCH, 2),
        cast.KIM: _of(DUTCH, 5),
        cast.generated(19): _of(australian(10), 0),
    }
    for key in entries.keys() & people.keys():
        _put(people[key], entries[key])
    graces = _phone(people[cast.GRACE])
    people[cast.BOB].mobile = None if graces is None else str(graces.detail("phoneNumber"))
