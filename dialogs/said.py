"""What came in: who said or pressed what, where. Who speaks comes from the authenticated turn, never from a payload."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from actions.spec import Reason
from engine import Person, Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Pressed:
    """A button of one of our cards. ``data`` is what the card carried: untrusted, it names records, no more.

    ``inputs`` are what the person filled in on the card.
    """

    verb: str
    data: Mapping[str, str] = field(default_factory=dict)
    inputs: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One turn. ``text`` has Muster's own mention cut out and others replaced by ``@name``; ``mentions`` maps the shown
    name to the object id. ``attached``: the text of an uploaded file; ``unread``: why it could not be had.
    ``locale``: of the speaker's Teams (``nl-NL``).
    """

    tenant_id: str
    person: Person
    place: Place
    activity_id: str
    text: str = ""
    mentions: Mapping[str, str] = field(default_factory=dict)
    pressed: Pressed | None = None
    attached: str = field(default="", repr=False)
    unread: Reason | None = None
    locale: str = ""
