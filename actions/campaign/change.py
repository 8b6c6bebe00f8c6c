"""``campaign change``: other terms for a campaign that runs, approved like any change."""

from collections.abc import AsyncIterable, AsyncIterator, Callable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from actions.args import (
    UNSAID,
    ByGroup,
    CampaignName,
    Count,
    Every,
    OnwardWord,
    Percent,
    Saying,
    Until,
    Waves,
    Yes,
)
from actions.campaign import judging
from actions.campaign.settings import running, running_one, settings, subject
from actions.spec import (
    Action,
    Already,
    Cadence,
    CampaignTerms,
    Cannot,
    Change,
    Direction,
    Launch,
    Onward,
    Reason,
    Refusal,
    Risk,
    Row,
    Subject,
    Then,
    ask,
    subject_id,
    terms_of,
    terms_text,
)
from tenant.ports import Area, TenantReader

WHOLE = "campaign-rest-stays"  # the warning of the first row: all terms, as they were and as they become


class CampaignChange(
    Action,
    name="campaign change",
    area=Area.MESSAGES,
    direction=Direction.STRENGTHEN,
    risk=Risk.HIGH,
    kept=True,
    about="setting",
    irreversible="a campaign is changed back with `campaign change`, and ended with `campaign stop`",
    scopes=("Policy.Read.All", "Organization.Read.All"),
):
    """Change the settings of a campaign that runs; what is not said stays.

    Who is in it and what everybody is to have stay as they were approved, and so do the shares of the waves: waves:
    changes their days. What people have been asked counts on; the new end, cadence and limits hold from now.
    """

    called: CampaignName = ask("Which campaign?", like="Finance")
    until: Until = ask("Until when?", like="2027-03-01", default=Until())
    waves: Waves = ask("On which days do the waves open?", like="5%,25%@2027-01-11,100%@2027-01-18", default=Waves(()))
    every: Every = ask("How often are they reminded?", like="3 workdays at 10:00", default=Every(Cadence()))
    then_: OnwardWord = ask("What happens to those who are ready?", like="enable", default=OnwardWord())
    advance: Percent = ask("At which share does the next wave open?", like="80%", default=Percent(UNSAID))
    route: ByGroup = ask("Through the group of a policy?", like="group", default=ByGroup())
    guard: Percent = ask("At which share of people locked out does it hold?", like="15%", default=Percent(UNSAID))
    hold: Percent = ask("At which share of people in trouble does it hold?", like="30%", default=Percent(UNSAID))
    joiners: Yes = ask("Are newcomers taken in?", like="yes", default=Yes())
    grace: Count = ask("How many days more do newcomers have?", like="21", default=Count(UNSAID))
    manager_after: Count = ask("After how many reminders is the manager told?", like="6", default=Count(UNSAID))
    snoozes: Count = ask("How often may somebody put it off?", like="3", default=Count(UNSAID))
    title: Saying = ask("What do people see as its name?", like="Safer sign-in", default=Saying())
    why: Saying = ask("Why, in a sentence for people?", like="Passwords alone are stolen every day", default=Saying())
    desk: Saying = ask("Which number does the help desk answer?", like="+31 20 555 0101", default=Saying())

    def changed(self, terms: CampaignTerms, now: datetime) -> CampaignTerms:
        """The terms with what was said in their place."""
        said = {each.name: getattr(self, each.name) for each in self.arguments()}
        new = {name: value(self, now) for word, (name, value) in SAID.items() if said[word].said()}
        texts = {name: said[word].text for word, name in TEXTS.items() if said[word].said()}
        if self.then_.words and self.then_.onward is not Onward.ENABLE and not self.route.words:
            new["route"] = ""  # the group was for enabling
        return replace(terms, **new, texts=replace(terms.texts, **texts))

    def notes(self, planned: datetime) -> tuple[Reason, ...]:
        """What is too long for a row: what people will read, the days of the waves."""
        texts = {"title": self.title.text, "why": self.why.text, "desk": self.desk.text}
        codes = {"title": "campaign-says", "why": "campaign-says-why", "desk": "campaign-says-desk"}
        read = tuple(Reason(codes[word], {word: text}) for word, text in texts.items() if text)
        waves = self.waves.said().replace(",", ", ")
        return (*read, Reason("campaign-waves-so", {"waves": waves})) if waves else read

    async def plan(self, tenant: TenantReader) -> AsyncIterator[Row]:
        """A row for each setting that changes."""
        present = await running_one(self.called.text, tenant)
        wanted = self.changed(present, tenant.now())
        await _judge(present, wanted, tenant)
        rows = tuple(_rows(present, wanted))
        if not rows:
            yield Already(subject(present.name), Reason("campaign-same"))
        for row in rows:
            yield row

    def then(self, change: Change, now: datetime) -> tuple[Then, ...]:
        """The first row stands for all of them."""
        whole = [each.facts["terms"] for each in change.warnings if each.code == WHOLE]
        return tuple(Launch(terms=terms_of(text)) for text in whole)

    async def vet(self, changes: AsyncIterable[Change], tenant: TenantReader) -> AsyncIterator[Row]:
        """Other terms were approved meanwhile, or the campaign is over: nothing is changed."""
        present = (await running(tenant)).get(subject_id(self.called.text))
        barred = present is None
        async for change in changes:
            was = [each.facts["was"] for each in change.warnings if each.code == WHOLE]
            barred = barred or (present is not None and any(text != terms_text(present) for text in was))
            yield Cannot(change.subject, Reason("changed-meanwhile")) if barred else change


#: What an argument sets, and its value.
SAID: Mapping[str, tuple[str, Callable[[CampaignChange, datetime], Any]]] = {
    "until": ("until", lambda said, now: said.until.end(now)),
    "waves": ("waves", lambda said, now: said.waves.waves),
    "every": ("cadence", lambda said, now: said.every.cadence),
    "then_": ("onward", lambda said, now: said.then_.onward),
    "advance": ("advance", lambda said, now: said.advance.value),
    "route": ("route", lambda said, now: said.route.said()),
    "guard": ("guard", lambda said, now: said.guard.value),
    "hold": ("hold", lambda said, now: said.hold.value),
    "joiners": ("joiners", lambda said, now: bool(said.joiners)),
    "grace": ("grace", lambda said, now: said.grace.value),
    "manager_after": ("manager_after", lambda said, now: said.manager_after.value),
    "snoozes": ("snoozes", lambda said, now: said.snoozes.value),
}
TEXTS = {"title": "title", "why": "why", "desk": "desk_phone"}


async def _judge(present: CampaignTerms, wanted: CampaignTerms, tenant: TenantReader) -> None:
    """What did not change was approved, and is not judged again."""
    if [each.share for each in present.waves] != [each.share for each in wanted.waves]:
        raise Refusal("waves-fixed", waves=Waves(present.waves).said())
    if (present.until, present.waves, present.cadence) != (wanted.until, wanted.waves, wanted.cadence):
        judging.in_time(wanted, tenant.now())
    if (present.onward, present.route) != (wanted.onward, wanted.route):
        await judging.onward(wanted, tenant)


def _rows(present: CampaignTerms, wanted: CampaignTerms) -> list[Change]:
    before, after = settings(present), settings(wanted)
    whole = Reason(WHOLE, {"was": terms_text(present), "terms": terms_text(wanted)})
    words = [word for word in after if before[word] != after[word]]
    return [
        Change(
            subject=Subject(f"{subject_id(present.name)}:{word}", f"{present.name}, {word}"),
            before=before[word] or None,
            after=after[word] or None,
            warnings=(whole,) if place == 0 else (),
        )
        for place, word in enumerate(words)
    ]
