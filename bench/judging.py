"""Was everybody reminded as they should have been? Held against the seed, from what the other side received.

Days are worked out by `bench.crowd`, apart from the product. What is looked at: one message a day, within the person's
hours, none after they were done, none twice, each that the product's records call sent, and each that the cadence asks
for.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from bench.crowd import Dweller

AFTER_LEAVE = 2  # workdays that somebody who comes back may wait: who is away is looked at once a day
LAST = timedelta(minutes=1)  # of their hours: whose wave opens in it may be looked at on the next workday
SENT, UNKNOWN = "sent", "unknown"


@dataclass(frozen=True, slots=True)
class Message:
    """One that the other side took."""

    person: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Kept:
    """A slot as the product's records have it at the end."""

    person: str
    day: date
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """All that happened. ``opened``: when the wave of each number opened; ``waves``: of each person; ``every``: the
    workdays of the cadence; ``in_flight``: messages on their way when the child was killed; ``snoozed``: when people
    put their reminder off until tomorrow.
    """

    people: Sequence[Dweller]
    waves: Mapping[str, int]
    opened: Mapping[int, datetime]
    every: int
    over: datetime
    messages: Sequence[Message]
    slots: Sequence[Kept]
    in_flight: int
    snoozed: Mapping[str, Sequence[datetime]] = field(default_factory=dict)


@dataclass(slots=True)
class Verdict:
    """What was found wrong, in sentences; and what is only counted. ``late``: first messages that came a workday after
    the day on which the wave opened, shortly before the end of the person's hours.
    """

    twice_a_day: list[str] = field(default_factory=list)
    out_of_hours: list[str] = field(default_factory=list)
    after_done: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    unexpected: list[str] = field(default_factory=list)
    messages: int = 0
    unknown: int = 0
    unknown_arrived: int = 0
    late: int = 0
    too_many_unknown: bool = False

    @property
    def faults(self) -> list[str]:
        """Every sentence; empty where all is as it should be."""
        found = [*self.twice_a_day, *self.out_of_hours, *self.after_done, *self.lost, *self.unexpected]
        return [*found, "more messages of unknown fate than were on their way"] if self.too_many_unknown else found


def judge(story: Story) -> Verdict:
    """Look at everything."""
    verdict = Verdict(messages=len(story.messages))
    sent: dict[str, list[datetime]] = {each.id: [] for each in story.people}
    for message in sorted(story.messages, key=lambda each: each.at):
        sent[message.person].append(message.at)
    for each in story.people:
        _judge_person(each, sent[each.id], verdict)
    _judge_slots(story, sent, verdict)
    unknown = _unknown(story)
    for each in story.people:
        if each.id in story.waves and story.waves[each.id] in story.opened:
            _Chain(story, each, verdict).follow(sent[each.id], unknown.get(each.id, set()))
    return verdict


def _judge_person(who: Dweller, sent: Sequence[datetime], verdict: Verdict) -> None:
    """Day by day."""
    for day, number in Counter(map(who.day, sent)).items():
        if number > 1:
            verdict.twice_a_day.append(f"{who.id} got {number} messages on {day}")
    for at in sent:
        if not who.awake(at):
            verdict.out_of_hours.append(f"{who.id} got one at {at:%Y-%m-%d %H:%M:%S}, outside of their hours")
        for what, since in (("registered", who.registers), ("blocked", who.blocks)):
            if since is not None and at > since:
                verdict.after_done.append(f"{who.id} {what} at {since}, and got one at {at}")


def _judge_slots(story: Story, sent: Mapping[str, Sequence[datetime]], verdict: Verdict) -> None:
    """Records and messages are the same, but for those of unknown fate."""
    people = {each.id: each for each in story.people}
    kept = {(each.person, each.day): each.state for each in story.slots if each.person in people}
    came = {(who, people[who].day(at)) for who, moments in sent.items() for at in moments}
    for (who, day), state in kept.items():
        if state == SENT and (who, day) not in came:
            verdict.lost.append(f"the message of {who} on {day} is called sent, and never came")
        verdict.unknown += state == UNKNOWN
        verdict.unknown_arrived += state == UNKNOWN and (who, day) in came
    for who, day in sorted(came):
        if kept.get((who, day)) not in (SENT, UNKNOWN):
            verdict.unexpected.append(f"{who} got one on {day}, which is called {kept.get((who, day))}")
    verdict.too_many_unknown = verdict.unknown > story.in_flight


def _unknown(story: Story) -> Mapping[str, set[date]]:
    found: dict[str, set[date]] = {}
    for each in story.slots:
        if each.state == UNKNOWN:
            found.setdefault(each.person, set()).add(each.day)
    return found


@dataclass(frozen=True, slots=True)
class _Wish:
    """From which day to which one the next message may come."""

    first: date
    last: date


class _Chain:
    """The days of one person's messages, each from the one before."""

    def __init__(self, story: Story, who: Dweller, verdict: Verdict) -> None:
        self._story, self._who, self._verdict = story, who, verdict

    def follow(self, sent: Sequence[datetime], unknown: set[date]) -> None:
        """Each day is the one that was to be; and after the last, no other was."""
        who = self._who
        before: date | None = None
        for day in sorted({*map(who.day, sent), *unknown}):
            self._hold(self._wish(before), day, first=before is None)
            before = day
        wish = self._wish(before)
        if self._stop() > who.window(self._latest(wish, first=before is None))[1]:
            self._verdict.lost.append(f"{who.id} was to get one on {wish.first} and did not, after {before}")

    def _hold(self, wish: _Wish, day: date, *, first: bool) -> None:
        if day < wish.first:
            self._verdict.unexpected.append(f"{self._who.id} got one on {day}, before {wish.first}")
        elif day > self._latest(wish, first=first):
            self._verdict.lost.append(f"{self._who.id} was to get one on {wish.first}, and got it on {day}")
        elif day > wish.last:
            self._verdict.late += 1

    def _latest(self, wish: _Wish, *, first: bool) -> date:
        """The last day that is as it should be; of the first message, where the wave opened so late that the next look
        was not in their hours, the workday after.
        """
        opened = self._story.opened[self._story.waves[self._who.id]]
        late = first and opened + LAST > self._who.window(wish.first)[1]
        return self._after(wish) if late else wish.last

    def _after(self, wish: _Wish) -> date:
        return next(self._who.workdays(wish.last))

    def _wish(self, before: date | None) -> _Wish:
        """When the next message is due."""
        who, story = self._who, self._story
        if before is None:
            opened = story.opened[story.waves[who.id]]
            day = next(each for each in self._from(who.day(opened)) if who.window(each)[1] > opened)
        elif before in map(who.day, story.snoozed.get(who.id, ())):
            day = next(who.workdays(before))
        else:
            day = _some(who.workdays(before), story.every)[-1]
        return self._around_leave(day)

    def _around_leave(self, day: date) -> _Wish:
        """Who is away is not written to; who comes back is looked at the next morning."""
        who, wish = self._who, _Wish(day, day)
        for leave in who.leaves:
            starts, _ = who.window(day)
            _, ends = who.window(self._after(wish))
            if leave.since < ends and starts < leave.until + timedelta(days=AFTER_LEAVE):
                back = [each for each in self._from(day) if who.window(each)[1] > leave.until]
                gone = leave.since <= starts and who.window(day)[1] <= leave.until
                wish = _Wish(back[0] if gone else day, back[AFTER_LEAVE])
        return wish

    def _from(self, day: date) -> list[date]:
        return _some(self._who.workdays(day - timedelta(days=1)), 40)

    def _stop(self) -> datetime:
        """From then on nothing is to come."""
        return min(each for each in (self._who.registers, self._who.blocks, self._story.over) if each is not None)


def _some(days: Iterator[date], number: int) -> list[date]:
    return [next(days) for _ in range(number)]


def days_of(people: Sequence[Dweller], slots: Sequence[tuple[str, str, str]]) -> list[Kept]:
    """Rows of the table of slots: person, day, state."""
    known = {each.id for each in people}
    return [Kept(who, date.fromisoformat(day), state) for who, day, state in slots if who in known]


def moment(text: str) -> datetime:
    """A stored moment; without a zone it is UTC."""
    found = datetime.fromisoformat(text)
    return found if found.tzinfo else found.replace(tzinfo=UTC)
