"""What is shown: one frozen type per kind of thing. `bot/cards/<same name>` draws each; a test matches the two lists.

All text is finished here (by `dialogs.words`) and plain: names of people and groups may contain anything, so whoever
draws must treat every string as text, never as markup.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


class Tone(StrEnum):
    """How something is meant; drawn as a word and a style, never as colour alone."""

    NEUTRAL = "neutral"
    GOOD = "good"
    WARNING = "warning"
    BAD = "bad"


@dataclass(frozen=True, slots=True)
class Fact:
    """A name and a value."""

    name: str
    value: str


@dataclass(frozen=True, slots=True)
class Section:
    """A titled table. ``more`` says how many rows are not shown, and how to see them.

    ``onward`` and one of ``numbers``, that of the last row drawn, make the command that goes on from there, for when
    not even these rows fit.
    """

    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    more: str = ""
    onward: str = ""
    numbers: tuple[int, ...] = ()


class ChartKind(StrEnum):
    """How numbers are drawn."""

    LINE = "line"  # over time: the points are ISO dates
    BAR = "bar"
    DONUT = "donut"  # parts of a whole: the points of the first series


@dataclass(frozen=True, slots=True)
class Series:
    """Numbers that belong together, each under its name."""

    name: str
    points: tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """Numbers as a picture. Whoever cannot draw it writes it as a table, so it says nothing that a table cannot say."""

    title: str
    kind: ChartKind
    series: tuple[Series, ...]


@dataclass(frozen=True, slots=True)
class Input:
    """A field to fill in on the card; comes back in ``Pressed.inputs`` under its id.

    ``days``: a date is picked, from the first to the second of them; it comes back as ``2026-11-24``.
    """

    id: str
    label: str
    placeholder: str = ""
    required: bool = False
    most: int = 500
    days: tuple[date, date] | None = None


@dataclass(frozen=True, slots=True)
class Button:
    """Something to press: ``verb`` and ``data`` come back in ``Pressed``. ``with_inputs``: sends the card's inputs.

    ``url``: opens a page instead (https), then verb and data do not matter. ``dialog``: what it answers opens in a
    window of its own and stands in no chat. ``aside``: it may stand behind the three dots.
    """

    title: str
    verb: str
    data: Mapping[str, str] = field(default_factory=dict)
    with_inputs: bool = False
    url: str = ""
    primary: bool = False
    dialog: bool = False
    aside: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """A sentence or a few. Sent as a plain message. ``next``: what can be typed now; ``onward`` stands before it."""

    lines: tuple[str, ...]
    next: tuple[str, ...] = ()
    tone: Tone = Tone.NEUTRAL
    onward: str = "Next"


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """Something is missing or has several meanings. Each option is also a button that says it."""

    text: str
    example: str = ""
    options: tuple[Button, ...] = ()
    next: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """What all request cards share. ``notes``: what everybody must know besides, as a list under the facts."""

    number: int
    title: str
    subtitle: str = ""
    facts: tuple[Fact, ...] = ()
    warnings: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    sections: tuple[Section, ...] = ()
    inputs: tuple[Input, ...] = ()
    buttons: tuple[Button, ...] = ()
    next: tuple[str, ...] = ()
    tone: Tone = Tone.NEUTRAL


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanShown(Card):
    """The exact plan, for its asker: what would change, who is spared and why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ApprovalAsked(Card):
    """The same plan, for an approver, with its digest, the asker and the reason."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress(Card):
    """A run under way, edited in place. ``done`` of ``total`` rows are settled."""

    done: int = 0
    total: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Result(Card):
    """A request at its end (done, failed, rejected, cancelled, expired…): what was verified, what was not, undo."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """What a check found. ``news``: what of it is news when it changes, where that is less than all that is shown."""

    title: str
    facts: tuple[Fact, ...] = ()
    sections: tuple[Section, ...] = ()
    warnings: tuple[str, ...] = ()
    buttons: tuple[Button, ...] = ()
    next: tuple[str, ...] = ()
    tone: Tone = Tone.NEUTRAL
    news: str = ""
    charts: tuple[Chart, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """A list of records or commands. ``onward``: what stands before ``next``."""

    title: str
    sections: tuple[Section, ...]
    next: tuple[str, ...] = ()
    onward: str = "Next"
    charts: tuple[Chart, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ReminderShown:
    """A reminder in somebody's personal chat, in their language. ``onward``: what stands before ``next``;
    ``by_mail``: its lines where no button stands below them, if they differ.
    """

    title: str
    lines: tuple[str, ...]
    by_mail: tuple[str, ...] = ()
    inputs: tuple[Input, ...] = ()
    buttons: tuple[Button, ...] = ()
    next: tuple[str, ...] = ()
    onward: str = "Next"


@dataclass(frozen=True, slots=True, kw_only=True)
class PhoneShown:
    """Something about a person's own phone number, in their own chat: what was done to it, or whether it is theirs.

    ``onward``: what stands before ``next``, in their language.
    """

    title: str
    lines: tuple[str, ...]
    facts: tuple[Fact, ...] = ()
    buttons: tuple[Button, ...] = ()
    next: tuple[str, ...] = ()
    tone: Tone = Tone.NEUTRAL
    onward: str = "Next"


@dataclass(frozen=True, slots=True, kw_only=True)
class HelpAsked:
    """Somebody asks the help desk, in the desk's own place: who, about what, what is known, and the answer's field."""

    title: str
    lines: tuple[str, ...]
    facts: tuple[Fact, ...] = ()
    inputs: tuple[Input, ...] = ()
    buttons: tuple[Button, ...] = ()
    next: tuple[str, ...] = ()
    tone: Tone = Tone.NEUTRAL


@dataclass(frozen=True, slots=True, kw_only=True)
class FileOffered:
    """A file that somebody may take, in their own chat. It is written when they do: ``data`` says which one it is and
    names records, no more. ``size``: bytes, more or less.
    """

    name: str
    text: str
    size: int
    data: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Dialog:
    """A window for one pair of eyes: never sent as a message, kept as an answer, or logged. ``instead``: what the card
    whose button opened it shows from then on.
    """

    title: str
    lines: tuple[str, ...]
    facts: tuple[Fact, ...] = ()
    secret: str = field(default="", repr=False)
    tone: Tone = Tone.NEUTRAL
    instead: PhoneShown | None = None


Reply = (
    Text
    | Question
    | PlanShown
    | ApprovalAsked
    | Progress
    | Result
    | Findings
    | Listing
    | ReminderShown
    | PhoneShown
    | HelpAsked
    | FileOffered
)
