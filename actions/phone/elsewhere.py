"""Who else has a number, outside the plan: a number of two people is nobody's, whoever is planned for today."""

from collections import defaultdict
from collections.abc import AsyncIterator, Collection, Iterator, Mapping, Sequence

from actions.phone.candidates import Candidate
from actions.phone.parts import parts
from actions.phone.reading import read
from actions.phone.sources import Told
from actions.phone.value import METHOD_IDS, Value, digits
from tenant.model import Kind, PhoneType, Statement, User
from tenant.ports import TenantReader

Person = tuple[str, str]  # id and name
Owners = Mapping[str, Sequence[Person]]

TAIL = 6  # digits: however a number is spelled, it ends in them
PHONES = frozenset(METHOD_IDS.values())
TOGETHER = 1000  # people whose statements are read together


async def owners(found: Collection[Candidate], tenant: TenantReader) -> Owners:
    """Who outside the plan has one of the numbers that it would write: in the directory, on an owner's list, by their
    own yes, or because Muster wrote it for them. By digits.

    It costs one more reading of everybody, even for a plan of one person: for 30,000 people 31 requests and 93 looks
    into the house's own memory. Of a thousand at a time, only those who share a number are kept.
    """
    numbers = (each.choice.reading.number for each in found if each.never is None)
    wanted = frozenset(digits(number) for number in numbers if number is not None)
    others: dict[str, list[Person]] = defaultdict(list)
    if wanted:
        async for number, person in _Elsewhere(wanted, {each.subject.id for each in found}, tenant).all():
            others[number].append(person)
    return others


class _Elsewhere:
    """One search through everybody."""

    def __init__(self, wanted: frozenset[str], planned: Collection[str], tenant: TenantReader) -> None:
        self._wanted = wanted
        self._tails = frozenset(number[-TAIL:] for number in wanted)
        self._planned = planned
        self._tenant = tenant

    async def all(self) -> AsyncIterator[tuple[str, Person]]:
        """Every wanted number that somebody else has, with whom; each person once a number."""
        async for part in parts(self._tenant.everyone(), TOGETHER):
            users = [user for user in part if user.id not in self._planned]
            ids = [user.id for user in users]
            told = await Told.about(ids, self._tenant) if ids else Told(self._tenant.rules)
            written = await self._tenant.statements(Kind.SET_FOR_THEM, ids) if ids else ()
            for each in self._hits(users, told, written):
                yield each

    def _hits(self, users: Sequence[User], told: Told, written: Sequence[Statement]) -> Iterator[tuple[str, Person]]:
        set_: dict[str, set[str]] = defaultdict(set)
        for each in written:
            if each.key in PHONES:  # other methods than phones are set for people, too
                set_[each.subject].update(digits(number) for number in Value.parse(each.value).phones.values())
        for user in users:
            for number in self._wanted & (set_.get(user.id, set()) | set(self._known(user, told))):
                yield number, (user.id, user.name)

    def _known(self, user: User, told: Told) -> Iterator[str]:
        """What the sources say of somebody. Reading takes its time: only what could be one of the wanted is read."""
        for source in told.sources(user):
            if self._may_be_wanted(source.text):
                reading = read(source.text, told.region(user), PhoneType.MOBILE)
                if reading.number is not None:
                    yield digits(reading.number)

    def _may_be_wanted(self, text: str) -> bool:
        """Does it have the last digits of a wanted number? Anywhere: an extension may stand behind them."""
        spelled = digits_of(text)
        return any(spelled[at : at + TAIL] in self._tails for at in range(len(spelled) - TAIL + 1))


def digits_of(text: str) -> str:
    """Every digit in the text, in whatever script, as 0 to 9."""
    return "".join(str(int(each)) for each in text if each.isdecimal())
