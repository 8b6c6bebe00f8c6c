"""What is approved when a campaign is approved: plain values, which the engine keeps. From `actions.spec`."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum
from json import dumps, loads
from typing import Any

from actions.cadence import Cadence

EVERY_OTHER = Cadence(every=2)


class Target(StrEnum):
    """What everybody in a campaign is to have. A method that Muster set for them never counts."""

    ANY = "any"  # a method that the policy lets them use
    APP = "app"  # Microsoft Authenticator
    PHISHING_RESISTANT = "phishing-resistant"  # a passkey, a security key, Windows Hello


class Onward(StrEnum):
    """What happens to whoever is ready, each time with an approval of its own."""

    NOTHING = "nothing"
    ENABLE = "enable"
    ENFORCE = "enforce"
    RETIRE_PHONES = "retire-phones"


@dataclass(frozen=True, slots=True)
class Wave:
    """Up to this share of the people, in percent, counted from the first; ``opens``: not before that day."""

    share: int
    opens: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CampaignTexts:
    """What a campaign's messages say of itself: plain text, no links. ``title``: what people see as its name."""

    title: str = ""
    why: str = ""
    desk_phone: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CampaignTerms:
    """A campaign, as it was approved. Shares are percent; 0 switches a limit off.

    ``people`` is `People.pinned()`, ``said`` what was typed for it. A wave opens on its day; without one, when
    ``advance`` percent of the wave before are ready; without either, evenly over the first two thirds of the time.
    The campaign holds itself when more than ``hold`` percent of a wave fail or ask for help, or more than ``guard``
    percent of those who signed in could not. ``joiners``: newcomers are taken in, with ``grace`` days more.
    ``manager_after``: so many reminders, then the manager is told once. ``snoozes``: how often somebody may put it off.
    """

    name: str
    people: str
    said: str
    target: Target = Target.ANY
    waves: tuple[Wave, ...] = (Wave(100),)
    advance: int = 0
    cadence: Cadence = EVERY_OTHER
    until: datetime
    onward: Onward = Onward.NOTHING
    route: str = ""
    guard: int = 10
    hold: int = 20
    joiners: bool = False
    grace: int = 14
    manager_after: int = 0
    snoozes: int = 5
    texts: CampaignTexts = CampaignTexts()

    @property
    def fact(self) -> str:
        """The declared fact that everybody is waited for."""
        return FACT_OF[self.target]


FACT_OF = {
    Target.ANY: "registered",
    Target.APP: "app-registered",
    Target.PHISHING_RESISTANT: "phishing-resistant",
}


def subject_id(name: str) -> str:
    """What statements and rows about the campaign of this name are about. Two names are one, whatever their case."""
    return f"campaign:{' '.join(name.split()).casefold()}"


def terms_text(terms: CampaignTerms) -> str:
    """Compact JSON, the same for the same terms: what `Kind.CAMPAIGN` holds. `terms_of` reads it back exactly."""
    cadence, texts = terms.cadence, terms.texts
    value = {
        **{key: getattr(terms, key) for key in _PLAIN},
        "target": terms.target.value,
        "onward": terms.onward.value,
        "until": terms.until.isoformat(),
        "waves": [[wave.share, wave.opens and wave.opens.isoformat()] for wave in terms.waves],
        "cadence": [list(cadence.days), cadence.every, cadence.workdays, cadence.at.isoformat()],
        "texts": [texts.title, texts.why, texts.desk_phone],
    }
    return dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def terms_of(text: str) -> CampaignTerms:
    """From `terms_text`. Raises ValueError or KeyError where it is none."""
    value: Mapping[str, Any] = loads(text)
    days, every, workdays, at = value["cadence"]
    title, why, desk = value["texts"]
    return CampaignTerms(
        **{key: value[key] for key in _PLAIN},
        target=Target(value["target"]),
        onward=Onward(value["onward"]),
        until=datetime.fromisoformat(value["until"]),
        waves=tuple(Wave(share, opens and date.fromisoformat(opens)) for share, opens in value["waves"]),
        cadence=Cadence(days=tuple(days), every=every, workdays=workdays, at=time.fromisoformat(at)),
        texts=CampaignTexts(title=title, why=why, desk_phone=desk),
    )


#: What is in JSON what it is here.
_PLAIN = (
    "name", "people", "said", "advance", "route", "guard", "hold", "joiners", "grace", "manager_after", "snoozes",
)  # fmt: skip
