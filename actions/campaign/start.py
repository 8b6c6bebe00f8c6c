"""``campaign start``: bring people to a sign-in method, wave by wave, and stop asking whoever is done."""

from collections.abc import AsyncIterable, AsyncIterator, Sequence
from datetime import datetime

from actions.args import (
    ByGroup,
    CampaignName,
    Count,
    Every,
    OnwardWord,
    People,
    Percent,
    Saying,
    TargetWord,
    Until,
    Waves,
    Yes,
)
from actions.campaign import judging
from actions.campaign.crowd import Crowd
from actions.campaign.readiness import PART, Readiness
from actions.campaign.settings import running, subject, summary, texts, told
from actions.phone.parts import parts
from actions.spec import (
    Action,
    CampaignTerms,
    CampaignTexts,
    Cannot,
    Change,
    Direction,
    Enrol,
    Launch,
    Reason,
    Refusal,
    Risk,
    Row,
    Subject,
    Then,
    ask,
)
from actions.terms import EVERY_OTHER
from tenant.model import User
from tenant.ports import Area, TenantReader

WAVE = "wave "
STANDS = "stands-"


class CampaignStart(
    Action,
    name="campaign start",
    aliases=("start campaign",),
    area=Area.MESSAGES,
    direction=Direction.STRENGTHEN,
    risk=Risk.HIGH,
    kept=True,
    irreversible="a campaign is ended with `campaign stop`, and what it sent was read",
    scopes=(
        "Policy.Read.All",
        "AuditLog.Read.All",
        "Directory.Read.All",
        "MailboxSettings.Read",
        "Device.Read.All",
        "Organization.Read.All",
    ),
):
    """Ask people for a sign-in method of their own, wave by wave, until each has one.

    It begins once its announcement is recorded (`campaign announced`). The next wave opens on its day, or with
    advance:90% when so many of the wave before are ready, else evenly over the first two thirds of the time. target is
    any, app or phishing-resistant. then: is what happens to those who are ready, each time with an approval of its own:
    nothing, enable, enforce, retire-phones. It holds by itself when more than hold: of a wave ask for help or cannot be
    reached, or more than guard: of those who signed in could not. 0% switches a limit off.
    """

    called: CampaignName = ask("What is the campaign called?", like="Finance")
    people: People = ask("Who is in it?", like='group:"Finance"')
    until: Until = ask("Until when?", like="2027-02-01")
    waves: Waves = ask("In which waves?", like="5%,25%,100%", default=Waves())
    every: Every = ask("How often are they reminded?", like="2 workdays at 09:00", default=Every(EVERY_OTHER))
    then_: OnwardWord = ask("What happens to those who are ready?", like="enable", default=OnwardWord())
    target: TargetWord = ask("What is everybody to have?", like="app", default=TargetWord())
    advance: Percent = ask("At which share of ready people does the next wave open?", like="90%", default=Percent())
    route: ByGroup = ask("Through the group of a policy?", like="group", default=ByGroup())
    guard: Percent = ask("At which share of people locked out does it hold?", like="10%", default=Percent(10))
    hold: Percent = ask("At which share of people in trouble does it hold?", like="20%", default=Percent(20))
    joiners: Yes = ask("Are newcomers taken in?", like="yes", default=Yes())
    grace: Count = ask("How many days more do newcomers have?", like="14", default=Count(14))
    manager_after: Count = ask("After how many reminders is the manager told?", like="4", default=Count())
    snoozes: Count = ask("How often may somebody put it off?", like="5", default=Count(5))
    title: Saying = ask("What do people see as its name?", like="Safer sign-in", default=Saying())
    why: Saying = ask("Why, in a sentence for people?", like="Passwords alone are stolen every day", default=Saying())
    desk: Saying = ask("Which number does the help desk answer?", like="+31 20 555 0100", default=Saying())

    def terms(self, now: datetime) -> CampaignTerms:
        """What is approved with the plan. ``now`` counts only where the end was not resolved."""
        return CampaignTerms(
            name=self.called.text,
            people=self.people.pinned(),
            said=self.people.said(),
            target=self.target.target,
            waves=self.waves.waves,
            advance=self.advance.value,
            cadence=self.every.cadence,
            until=self.until.end(now),
            onward=self.then_.onward,
            route=self.route.said(),
            guard=self.guard.value,
            hold=self.hold.value,
            joiners=bool(self.joiners),
            grace=self.grace.value,
            manager_after=self.manager_after.value,
            snoozes=self.snoozes.value,
            texts=CampaignTexts(title=self.title.text, why=self.why.text, desk_phone=self.desk.text),
        )

    def notes(self, planned: datetime) -> tuple[Reason, ...]:
        """What must happen first, all terms, what people will read, who is not written to."""
        terms, name = self.terms(planned), {"campaign": self.called.text}
        first, more = Reason("campaign-announce-first", name), Reason("campaign-says-more", name)
        return (first, *told(terms), *texts(terms), more, Reason("campaign-parks"))

    async def plan(self, tenant: TenantReader) -> AsyncIterator[Row]:
        """The campaign, then a row for each person, with the wave and where they stand."""
        terms = self.terms(tenant.now())
        if (taken := (await running(tenant)).get(subject(terms.name).id)) is not None:
            raise Refusal("campaign-runs", campaign=taken.name)
        judging.in_time(terms, tenant.now())
        judging.not_past(terms, tenant.now())
        policy = await tenant.method_policy()
        judging.attainable(terms, policy)
        warnings = (*await judging.onward(terms, tenant), *await judging.guard(terms, tenant))
        crowd = await Crowd.of(terms.name, self.people, tenant)
        if not crowd.count:
            raise Refusal("nobody-there", said=self.people.said())
        readiness = await Readiness.read(terms.target, crowd.few, tenant)
        launched = False
        async for part in parts(self.people.expand(tenant), PART):
            rows = [row async for row in self._rows(part, crowd, readiness)]
            if not launched:
                launched = True
                known = (judging.instead_of_phone(terms, policy), *warnings, *readiness.warnings())
                yield Change(subject=subject(terms.name), before=None, after=summary(terms), warnings=known)
            for row in rows:
                yield row

    async def _rows(self, part: Sequence[User], crowd: Crowd, readiness: Readiness) -> AsyncIterator[Row]:
        stands = await readiness.about(part)
        for user in part:
            wave = crowd.wave(user.id, self.waves.waves)
            yield _row(Subject.of(user), wave, stands.get(user.id))

    def then(self, change: Change, now: datetime) -> tuple[Then, ...]:
        """The campaign itself; or the person in it."""
        if not change.subject.is_person:
            return (Launch(terms=self.terms(now)),)
        wave = int((change.after or "").removeprefix(WAVE))
        why = next(each.code.removeprefix(STANDS) for each in change.warnings if each.code.startswith(STANDS))
        return (Enrol(campaign=self.called.text, person=change.subject, wave=wave, why=why),)

    async def vet(self, changes: AsyncIterable[Change], tenant: TenantReader) -> AsyncIterator[Row]:
        """Two plans of one name were approved: the second does nothing. Asked before the first row is kept."""
        about = subject(self.called.text)
        runs, barred = about.id in await running(tenant), False
        async for change in changes:
            barred = barred or (runs and change.subject.id == about.id)
            why = Reason("campaign-runs", {"campaign": self.called.text})
            yield Cannot(change.subject, why) if barred else change


def _row(person: Subject, wave: int, stands: str | None) -> Row:
    if stands is None:
        return Cannot(person, Reason("methods-unknown"))
    return Change(subject=person, before=None, after=f"{WAVE}{wave}", warnings=(Reason(f"{STANDS}{stands}"),))
