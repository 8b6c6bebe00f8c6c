"""When waves open, and how far each has come. Pure."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from engine.campaign import Campaign, CampaignState, MemberState, Progress, WaveProgress
from engine.ports import Calendar

Counts = Mapping[tuple[int, MemberState, str], int]
COUNTED = frozenset({MemberState.WAITING, MemberState.ASKED, MemberState.DONE, MemberState.NOT_REACHABLE})
NOT_YET = frozenset({MemberState.WAITING, MemberState.ASKED, MemberState.PARKED, MemberState.SKIPPED})
STANDING = timedelta(days=7)
SPREAD = (2, 3)  # the last wave opens before this part of the time is over


def opens(campaign: Campaign, wave: int, counts: Counts, calendar: Calendar) -> datetime | None:
    """When the wave of that number (from 1) opens, if the one before is open; None: when that has come far enough."""
    began, terms = campaign.began, campaign.terms
    if began is None:
        return None
    day = terms.waves[wave - 1].opens
    if day is not None:
        return max(began, calendar.at(day, 0))
    if wave == 1:
        return began
    if terms.advance:
        return began if reached(campaign, wave - 1, counts) else None
    return began + _part(terms.until - began) * (wave - 1) / len(terms.waves)


def _part(whole: timedelta) -> timedelta:
    return max(whole, timedelta()) * SPREAD[0] / SPREAD[1]


def reached(campaign: Campaign, wave: int, counts: Counts) -> bool:
    """Is the share of this wave that has to be ready ready? A wave of nobody is."""
    return done(counts, wave) * 100 >= people(counts, wave) * campaign.terms.advance


def stands(campaign: Campaign, counts: Counts, today: date) -> bool:
    """Does the next wave wait for a share of this one, of which nobody became ready within a week?"""
    terms, opened = campaign.terms, campaign.wave
    if not terms.advance or not 0 < opened < len(terms.waves) or terms.waves[opened].opens is not None:
        return False
    if reached(campaign, opened, counts) or campaign.wave_opened is None:
        return False
    before = [day for day, ready in campaign.trend if ready != done(counts)]
    return today - max([*before, campaign.wave_opened.date()]) > STANDING


def next_opening(campaign: Campaign, counts: Counts, calendar: Calendar) -> datetime | None:
    """When the next wave opens by the calendar; None: not by that, or there is none."""
    if campaign.wave >= len(campaign.terms.waves):
        return None
    return opens(campaign, campaign.wave + 1, counts, calendar)


def people(counts: Counts, wave: int) -> int:
    """How many the wave counts: not those who left, are skipped or parked."""
    return sum(n for (number, state, _), n in counts.items() if number == wave and state in COUNTED)


def done(counts: Counts, wave: int = 0) -> int:
    """How many of a wave, or of all, are done."""
    return sum(n for (number, state, _), n in counts.items() if state is MemberState.DONE and wave in (0, number))


def unreached(counts: Counts, wave: int) -> int:
    """How many of a wave no message reaches."""
    return sum(n for (number, state, _), n in counts.items() if (number, state) == (wave, MemberState.NOT_REACHABLE))


def everybody_done(counts: Counts) -> bool:
    """Is there somebody, and nobody who could still become ready?"""
    return bool(done(counts)) and not any(
        state in NOT_YET or state is MemberState.NOT_REACHABLE for (_, state, _), n in counts.items() if n
    )


def progress(campaign: Campaign, counts: Counts, calendar: Calendar, *, help_open: int) -> Progress:
    """How far it has come, wave by wave, and how many are not done, by reason."""
    left: dict[str, int] = {}
    for (_, state, why), n in counts.items():
        if state not in (MemberState.DONE, MemberState.LEFT):
            left[reason(state, why)] = left.get(reason(state, why), 0) + n
    numbers = range(1, len(campaign.terms.waves) + 1)
    waves = tuple(_wave(campaign, number, counts, calendar) for number in numbers)
    return Progress(campaign=campaign, waves=waves, left=left, help_open=help_open)


def _wave(campaign: Campaign, number: int, counts: Counts, calendar: Calendar) -> WaveProgress:
    opened = number <= campaign.wave
    later = campaign.state is not CampaignState.UNANNOUNCED and not opened
    when = opens(campaign, number, counts, calendar) if later else None
    return WaveProgress(number, opened, when, people(counts, number), done(counts, number))


def reason(state: MemberState, why: str) -> str:
    """Why somebody is not done, as a code: waiting, must-register, must-update, not-allowed, on-leave, inactive,
    no-teams, not-reachable, skipped.
    """
    match state:
        case MemberState.ASKED:
            return why if why in TO_DO else "must-register"
        case MemberState.PARKED:
            return why
        case _:
            return state.value.replace(" ", "-")


TO_DO = frozenset({"must-register", "must-update"})
