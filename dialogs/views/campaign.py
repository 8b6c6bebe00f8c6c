"""A campaign as operators see it: how far it is, what it waits for, who is left."""

from collections.abc import Iterator, Sequence
from datetime import tzinfo

from actions.spec import Cadence, Onward, Target
from dialogs.reply import Chart, ChartKind, Fact, Findings, Listing, Section, Series, Tone
from dialogs.words import count, day, headcount, moment, name, phrase, plain, sentence
from dialogs.words.campaigns import LEFT, MANAGER_TOLD, Left
from engine import OVER, Campaign, CampaignProgress, CampaignState, Member, MemberState, WaveProgress

SHOWN = 20
TO_DO = frozenset({"must-register", "must-update", "not-allowed"})  # where somebody stands who is asked
TARGETS = {
    Target.ANY: "any sign-in method that the policy allows",
    Target.APP: "Microsoft Authenticator",
    Target.PHISHING_RESISTANT: "a passkey, a security key or Windows Hello",
}
ONWARD = {
    Onward.NOTHING: "nothing",
    Onward.ENABLE: "mfa enable, with an approval of its own",
    Onward.ENFORCE: "mfa enforce, with an approval of its own",
    Onward.RETIRE_PHONES: "phone retire at the end, with an approval of its own",
}
TONES = {CampaignState.HELD: Tone.BAD, CampaignState.UNANNOUNCED: Tone.WARNING, CampaignState.PAUSED: Tone.WARNING}


def listed(found: Sequence[CampaignProgress], zone: tzinfo) -> Listing:
    """All of them, newest first."""
    rows = tuple(_row(each, zone) for each in found[:SHOWN])
    rest = len(found) - SHOWN
    section = Section("", ("Campaign", "State", "Done", "Wave", "Ends"), rows, f"and {rest} more" if rest > 0 else "")
    first = found[0].campaign.terms.name
    return Listing(title="Campaigns", sections=(section,), next=(f'campaign show "{first}"', "help campaign"))


def _row(each: CampaignProgress, zone: tzinfo) -> tuple[str, ...]:
    terms = each.campaign.terms
    wave = f"{each.campaign.wave} of {len(terms.waves)}"
    return plain(terms.name), each.campaign.state.value, _share(*_sum(each)), wave, day(terms.until, zone)


def shown(progress: CampaignProgress, zone: tzinfo, *, managers_told: int = 0) -> Findings:
    """How far it is, from day to day and wave by wave; what holds it; who is left, and what helps them.

    ``managers_told``: of how many of those who are left.
    """
    campaign = progress.campaign
    return Findings(
        title=f'Campaign "{plain(campaign.terms.name)}": {campaign.state.value}',
        facts=tuple(Fact(title, text) for title, text in _facts(progress, zone, managers_told) if text),
        sections=tuple(_sections(progress, zone)),
        warnings=tuple(_warnings(campaign)),
        charts=tuple(_charts(progress)),
        next=_next(campaign),
        tone=TONES.get(campaign.state, Tone.NEUTRAL),
    )


def _facts(progress: CampaignProgress, zone: tzinfo, managers_told: int) -> Iterator[tuple[str, str]]:
    campaign, terms = progress.campaign, progress.campaign.terms
    yield "People", f"{plain(terms.said, most=120)} ({headcount(_sum(progress)[1])})"
    yield "Everybody is to have", TARGETS[terms.target]
    yield "Done", _share(*_sum(progress))
    yield "Wave", f"{campaign.wave} of {len(terms.waves)} open"
    yield "Reminded", _often(terms.cadence)
    yield "Ends", moment(terms.until, zone)
    yield "Whoever is done", ONWARD[terms.onward]
    yield "Announced", _announced(campaign, zone)
    yield "Help requests open", str(progress.help_open) if progress.help_open else ""
    yield "Manager told", f"{headcount(managers_told)}, not done yet" if managers_told else ""
    yield "Requests that it made", ", ".join(map(str, campaign.asked))
    yield "Began as request", str(campaign.request)


def _often(cadence: Cadence) -> str:
    said = cadence.said()
    return f"after {said.replace(',', ', ')} days" if cadence.days else f"every {said}"


def _announced(campaign: Campaign, zone: tzinfo) -> str:
    said = campaign.announced
    if said is None:
        return "not yet: nobody is written to before"
    return f"{plain(said.text, most=200)} ({name(said.by.name)}, {moment(said.at, zone)})"


def _warnings(campaign: Campaign) -> Iterator[str]:
    if campaign.held is not None and campaign.state is CampaignState.HELD:
        yield sentence(campaign.held)
    elif campaign.held is not None and campaign.state is CampaignState.ENDED:
        yield f"Nothing followed at its end: {phrase(campaign.held)}."


def _sections(progress: CampaignProgress, zone: tzinfo) -> Iterator[Section]:
    rows = tuple(_wave(each, zone) for each in progress.waves)
    yield Section("Waves", ("Wave", "Opens", "People", "Done"), rows)
    left = _left(progress)
    if not left:
        return
    over = progress.campaign.state in OVER  # then nothing is done about it any more
    head, rows = (
        (("Why", "People"), tuple(row[:2] for row in left)) if over else (("Why", "People", "What helps"), left)
    )
    yield Section("Who is left", head, rows, f"Names: {_left_command(progress)}")


def _wave(each: WaveProgress, zone: tzinfo) -> tuple[str, ...]:
    opens = "open" if each.opened else day(each.opens, zone) if each.opens is not None else "when its time has come"
    return str(each.number), opens, f"{each.people:,}", _share(each.done, each.people)


def _left(progress: CampaignProgress) -> tuple[tuple[str, ...], ...]:
    known = [code for code in LEFT if progress.left.get(code)]
    others = sorted(code for code, number in progress.left.items() if number and code not in LEFT)
    return tuple(_reason(code, progress.left[code]) for code in (*known, *others))


def _reason(code: str, number: int) -> tuple[str, ...]:
    about = LEFT.get(code) or Left(code.replace("-", " "), "")
    return about.title, f"{number:,}", about.step


def _left_command(progress: CampaignProgress) -> str:
    code = next((code for code in LEFT if progress.left.get(code)), next(iter(progress.left)))
    return f'campaign left "{plain(progress.campaign.terms.name)}" why:{code}'


def _charts(progress: CampaignProgress) -> Iterator[Chart]:
    trend = progress.campaign.trend
    if len(trend) > 1:
        points = tuple((on.isoformat(), float(number)) for on, number in trend)
        yield Chart("Done, from day to day", ChartKind.LINE, (Series("Done", points),))
    done, everybody = _sum(progress)
    if everybody:
        parts = (("Done", float(done)), *((_reason(code, n)[0], float(n)) for code, n in progress.left.items() if n))
        yield Chart("Today", ChartKind.DONUT, (Series("People", parts),))


def _sum(progress: CampaignProgress) -> tuple[int, int]:
    done = sum(each.done for each in progress.waves)
    return done, done + sum(progress.left.values())


def _share(done: int, everybody: int) -> str:
    percent = f" ({100 * done // everybody} %)" if everybody else ""
    return f"{done:,} of {everybody:,}{percent}"


def _next(campaign: Campaign) -> tuple[str, ...]:
    called = f'"{plain(campaign.terms.name)}"'
    if campaign.state in OVER:
        return "campaigns", "help campaign start"
    first = {
        CampaignState.UNANNOUNCED: f"campaign announced {called} <how people were told>",
        CampaignState.RUNNING: f"campaign pause {called}",
        CampaignState.HELD: f"campaign resume {called}",
        CampaignState.PAUSED: f"campaign resume {called}",
    }
    undo = campaign.held.facts.get("undo", "") if campaign.held is not None else ""
    who = (f"campaign guard {called}",) if campaign.held is not None and campaign.held.code == "guard" else ()
    back = tuple(f"undo {number.strip()}" for number in undo.split(",") if number.strip())[-2:]
    return first[campaign.state], *back, *who, f"campaign left {called}", f"campaign preview {called}"


def left_listed(campaign: Campaign, members: Sequence[Member], why: str, zone: tzinfo) -> Listing:
    """By name, at most so many of each reason; without a reason said, each with its own. Of whom a manager was told
    comes first: nothing but a call is left.
    """
    groups: dict[str, list[Member]] = {}
    for each in members:
        groups.setdefault(reason_of(each), []).append(each)
    sections = tuple(_people(code, groups[code], zone) for code in sorted(groups, key=lambda one: -len(groups[one])))
    called = f'"{plain(campaign.terms.name)}"'
    told = f": {_reason(why, 0)[0].casefold()}" if why else ""
    title = f"Left in {called}{told} ({count(len(members), 'person', 'people')})"
    return Listing(title=title, sections=sections, next=(f"campaign show {called}", "help campaign left"))


def reason_of(member: Member) -> str:
    """The code under which `CampaignProgress.left` counts them."""
    if member.state is MemberState.ASKED:
        return member.why if member.why in TO_DO else "must-register"
    return member.why if member.state is MemberState.PARKED else member.state.value.replace(" ", "-")


def _people(code: str, members: Sequence[Member], zone: tzinfo) -> Section:
    title, _, step = _reason(code, len(members))
    first = sorted(members, key=lambda each: not each.manager_told)[:SHOWN]
    told = any(each.manager_told for each in first)
    head = ("Who", "Wave", "Until", *(("Manager",) if told else ()))
    rows = tuple(_person(each, zone)[: len(head)] for each in first)
    rest = len(members) - SHOWN
    more = f"and {rest:,} more. {step}" if rest > 0 else step
    return Section(f"{title} ({len(members):,})", head, rows, f"What helps: {more}" if more else "")


def _person(member: Member, zone: tzinfo) -> tuple[str, ...]:
    told = MANAGER_TOLD if member.manager_told else ""
    return name(member.person.name), str(member.wave), _until(member, zone), told


def _until(member: Member, zone: tzinfo) -> str:
    return day(member.until, zone) if member.until is not None else ""
