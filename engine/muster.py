"""The engine's front: everything a conversation or an alarm clock may ask of it. Each method hands on to its part.

Methods that a person's word leads to raise `actions.spec.Refusal` where the person may not have it, and tenant trouble
where Microsoft cannot be asked. A refusal of a person's word is an event in the audit chain.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from actions.spec import Action
from engine.asking import Asking
from engine.believing import AskResult, Believing
from engine.campaigns.closing import Closing
from engine.campaigns.front import Campaigns
from engine.campaigns.keeping import Keeping as Campaigning
from engine.campaigns.onward import Going
from engine.campaigns.previewing import Previewing
from engine.campaigns.sweeping import Sweeping
from engine.daily import Daily
from engine.deciding import Deciding
from engine.declaring import Declaring, ListEntry
from engine.disowning import Disowning
from engine.due import Due
from engine.dues import Dues
from engine.ending import Ending
from engine.errand import Errand
from engine.handing import Handing
from engine.handover import Handover
from engine.house import House
from engine.kit import Kit
from engine.looking import Looking
from engine.methods import Methods
from engine.moving import Moving
from engine.notice import Notice, NoticeKind
from engine.open_end import OpenEnd
from engine.people import Standing, Standings
from engine.planning import Planning
from engine.ports import Calendar, Declarations, Jobs, Store
from engine.purging import Purging
from engine.records import Records
from engine.reminders import Reminders
from engine.request import Person, Place, Request
from engine.run.running import Running
from engine.schedule import Schedule, Where
from engine.schedules.keeping import Keeping
from engine.sending import Sending
from engine.snapshot import Snapshot
from engine.snapshots import Snapshots
from engine.switches import Switches
from engine.ticking import Answerer, Ticking
from engine.undoing import Undoing
from engine.watch import Watch
from engine.watching import Watching
from tenant.model import Statement
from tenant.ports import Area, Clock, Tenants


class Engine(Records, Reminders, Campaigns):
    """A change's life, and the reminders that follow people."""

    def __init__(
        self,
        *,
        store: Store,
        tenants: Tenants,
        declarations: Declarations,
        clock: Clock,
        jobs: Jobs,
        calendar: Calendar,
        house: House,
        owner: str,
    ) -> None:
        """``owner`` names this process in leases; no two processes share it."""
        kit = Kit(
            store=store, tenants=tenants, declarations=declarations, clock=clock, jobs=jobs, calendar=calendar,
            house=house, owner=owner,
        )  # fmt: skip
        self._kit = kit
        self._standings = Standings(kit)
        self._asking = Asking(kit)
        self._planning = Planning(kit)
        self._deciding = Deciding(kit, self._standings)
        self._moving = Moving(kit, self._standings)
        self._undoing = Undoing(kit, self._standings, asking=self._asking, planning=self._planning)
        self._disowning = Disowning(kit, asking=self._asking, planning=self._planning)
        self._believing = Believing(kit, self._standings)
        self._declaring = Declaring(kit, self._standings)
        self._switches = Switches(kit, self._standings)
        self._begin_reminders(kit, self._standings)
        self._watching = Watching(kit, self._standings)
        self._daily = Daily(kit, self._standings)
        self._keeping = Keeping(kit, self._standings)
        self._snapshots, self._purging = Snapshots(kit), Purging(kit)
        self._methods = Methods(kit, self._standings, asking=self._asking, planning=self._planning)
        self._ending = Ending(kit, asking=self._asking, planning=self._planning, moving=self._moving)
        looking = Looking(
            kit, self._standings, asking=self._asking, planning=self._planning, deciding=self._deciding,
            moving=self._moving,
        )  # fmt: skip
        self._going = Going(
            kit, self._standings, asking=self._asking, planning=self._planning, deciding=self._deciding,
            moving=self._moving,
        )  # fmt: skip
        self._campaigns = Campaigning(kit, self._standings, Closing(kit, self._going))
        self._previewing = Previewing(kit, self._standings, self._campaigns.campaign)
        running = Running(kit)
        self._handing = Handing(kit, running)
        self._ticking = Ticking(
            kit, planning=self._planning, running=running, moving=self._moving, sending=Sending(kit),
            dues=Dues(
                kit, ending=self._ending, looking=looking, methods=self._methods, daily=self._daily,
                sweeping=Sweeping(kit, self._going),
            ),
        )  # fmt: skip

    @property
    def house(self) -> House:
        """The rules of this house."""
        return self._kit.house

    # --- who is who

    async def standing(self, person: Person, *, deciding: bool) -> Standing:
        """What the person may do; read at this moment for ``deciding``, at most a minute old otherwise."""
        return await self._standings.of(person, deciding=deciding)

    # --- a change's life

    async def ask(self, asker: Person, action: Action, place: Place, *, activity_id: str, correlation: str) -> Request:
        """A new request for a pinned action; the same one for a repeated turn."""
        async with self._audited("ask", asker):
            await self._standings.need_asker(asker, deciding=False)
            return await self._asking.ask(asker, action, place, activity_id=activity_id, correlation=correlation)

    async def plan(self, number: int) -> Request:
        """Make the plan; a request that has one, or whose plan somebody else is making, is returned as it stands."""
        return await self._planning.plan(number)

    async def submit(self, number: int, who: Person, reason: str) -> Request:
        """Ask the approvers."""
        async with self._audited("submit", who, number):
            return await self._deciding.submit(number, who, reason)

    async def approve(self, number: int, who: Person, digest: str = "") -> Request:
        """One yes to the plan with this digest ("": as it stands)."""
        async with self._audited("approve", who, number):
            return await self._deciding.approve(number, who, digest)

    async def reject(self, number: int, who: Person, digest: str = "", reason: str = "") -> Request:
        """One no ends it."""
        async with self._audited("reject", who, number):
            return await self._deciding.reject(number, who, digest, reason)

    async def cancel(self, number: int, who: Person) -> Request:
        """Drop what has not started."""
        async with self._audited("cancel", who, number):
            return await self._moving.cancel(number, who)

    async def pause(self, number: int, who: Person) -> Request:
        """Hold a run between two chunks."""
        async with self._audited("pause", who, number):
            return await self._moving.pause(number, who)

    async def resume(self, number: int, who: Person) -> Request:
        """Go on with a paused run."""
        async with self._audited("resume", who, number):
            return await self._moving.resume(number, who)

    async def stop(self, number: int, who: Person) -> Request:
        """End a run for good."""
        async with self._audited("stop", who, number):
            return await self._moving.stop(number, who)

    async def undo(self, number: int, who: Person, place: Place, *, activity_id: str, correlation: str = "") -> Request:
        """A new request, planned, that reverses what this one did."""
        async with self._audited("undo", who, number):
            return await self._undoing.undo(
                number, who, place, activity_id=activity_id, correlation=correlation or activity_id
            )

    async def disown(self, who: Person, number: int, n: int) -> Request:
        """Row ``n`` of request ``number`` is about ``who``, who says that it is not theirs: the owners are told, and it
        is reversed at their word; where that would write a number, it is put before the approvers (`put_forward`).
        Asked again, the same request. Refusals: not-yours, undone-already, too-late.
        """
        async with self._audited("disown", who, number):
            return await self._disowning.disown(who, number, n)

    async def open_ends(self) -> Sequence[OpenEnd]:
        """What ends by itself, the soonest first. `undo` of its request ends it early."""
        return await self._ending.open_ends()

    async def hand_over(self, who: Person, number: int) -> Handover:
        """Run an approved request whose action is `handed`, now, and answer its secret, which nothing keeps.

        Only for the person of its row, who asked for nothing here; once. Refusals: not-handed (an ordinary request),
        not-yours, not-now (state), halted, secret-gone (a second time, or after a crash: undo it and ask for a new
        one), hand-over-failed (why).
        """
        async with self._audited("hand-over", who, number):
            return await self._handing.hand_over(who, number)

    # --- watches

    async def watch(
        self, who: Person, action: Action, place: Place, *, every: timedelta, until: datetime | None = None,
        activity_id: str,
    ) -> Watch:  # fmt: skip
        """Plan this action anew ``every`` so often; what would change is submitted by itself. An operator.

        Refusals: not-strengthening, too-often (least), until-past, too-many-watches.
        """
        async with self._audited("watch", who):
            return await self._watching.watch(who, action, place, every=every, until=until, activity_id=activity_id)

    async def unwatch(self, who: Person, number: int) -> Watch:
        """End a watch. An operator or an owner. Refusals: no-such-watch, watch-over (state)."""
        async with self._audited("unwatch", who):
            return await self._watching.unwatch(who, number)

    async def allow(self, who: Person, number: int, *, most: int, until: datetime) -> Watch:
        """A standing approval of what a watch asks for: at most so many rows a day. An approver who did not ask for it.

        Refusals: own-request, no-such-watch, watch-over, until-past, allowance-too-long (days), too-many (most).
        """
        async with self._audited("allow", who):
            return await self._watching.allow(who, number, most=most, until=until)

    async def disallow(self, who: Person, number: int) -> Watch:
        """Take a standing approval back: each plan is sent for approval again. An approver or an owner."""
        async with self._audited("disallow", who):
            return await self._watching.disallow(who, number)

    async def watches(self, *, all_of_them: bool = False) -> Sequence[Watch]:
        """The watches that look, or all that ever did; in the order in which they were asked for."""
        return await self._watching.watches(all_of_them=all_of_them)

    # --- daily checks

    async def subscribe(self, who: Person, place: Place, text: str, *, hour: int = 8) -> Due:
        """Say ``text`` (a command that reads) in this place every day at that local hour, as ``who``. An operator or an
        owner. The same text in the same place is subscribed to once.
        """
        async with self._audited("subscribe", who):
            return await self._daily.subscribe(who, place, text, hour=hour)

    async def unsubscribe(self, who: Person, place: Place, text: str) -> bool:
        """No more. Whoever subscribed, an operator or an owner. False: nobody had subscribed to it here."""
        async with self._audited("unsubscribe", who):
            return await self._daily.unsubscribe(who, place, text)

    async def subscriptions(self) -> Sequence[Due]:
        """The daily checks: `Due.text`, `Due.place`, `Due.to`, and when they are said next."""
        return await self._daily.subscriptions()

    async def findings_changed(self, errand: Errand, digest: str) -> bool:
        """Did the findings of a daily check's errand (`Errand.standing`) come to something else than the time before?
        The same errand gets the same answer however often it asks. True for every other errand.
        """
        return await self._daily.changed(errand, digest)

    # --- schedules, and what is done every night

    async def schedule(
        self, who: Person, place: Place, rule: str, said: str, *, where: Where, activity_id: str
    ) -> Schedule:
        """Say ``said`` (a command that reads) in this place at each moment of the rule (as `Recurrence` reads it) as
        they are ``where`` they are (else the office), as ``who``. An operator or an owner; once for a repeated turn.

        Refusals: those of `Recurrence`, no-such-zone, not-sayable, too-many-schedules.
        """
        async with self._audited("schedule", who):
            return await self._keeping.schedule(who, place, rule, said, where=where, activity_id=activity_id)

    async def unschedule(self, who: Person, number: int) -> Schedule:
        """End a schedule. Whoever asked for it, an operator or an owner. Refusals: no-such-schedule, schedule-over."""
        async with self._audited("unschedule", who):
            return await self._keeping.unschedule(who, number)

    async def schedules(self, *, all_of_them: bool = False) -> Sequence[Schedule]:
        """Those that are said, or all that ever were; in the order in which they were asked for."""
        return await self._keeping.schedules(all_of_them=all_of_them)

    async def snapshots(self, days: int = 90) -> Sequence[Snapshot]:
        """How far the tenant was on each of the last so many days, as far as it was counted; today last."""
        return await self._snapshots.snapshots(days)

    async def begin(self) -> None:
        """Promise what is done every night. To be called whenever a process starts; done twice, it is done once."""
        await self._snapshots.promise()
        await self._purging.promise()

    # --- what is believed

    async def ask_people(self, who: Person, number: int) -> AskResult:
        """Ask everybody whom request ``number`` left out for it whether the number is theirs. An operator."""
        async with self._audited("ask-people", who, number):
            return await self._believing.ask(who, number)

    async def answer_asked(self, who: Person, *, yes: bool, asked_at: datetime | None = None) -> Statement:
        """What somebody answers to the question that is open for them: the statement that came of it. ``asked_at``: the
        moment of the question that they saw; another one is not answered by it.
        """
        async with self._audited("answer-asked", who):
            return await self._believing.answer(who, yes=yes, asked_at=asked_at)

    async def name_list(self, who: Person, name: str, entries: Sequence[ListEntry]) -> int:
        """This list is believed from now on, and no earlier one. An owner. Returns how many people stand in it."""
        async with self._audited("name-list", who):
            return await self._declaring.name_list(who, name, entries)

    async def attest(self, who: Person, system: str, values: Mapping[str, str]) -> Statement:
        """Somebody vouches for these settings of a system. An operator or an owner; told when it has become old."""
        async with self._audited("attest", who):
            return await self._declaring.attest(who, system, values)

    async def set_method_questions(self, who: Person, on: bool) -> bool:
        """Ask people about methods that appear on them, or do not: role holders, and whoever is being reminded, are
        looked at every hour. An owner. False: it was so already.
        """
        async with self._audited("set-method-questions", who):
            return await self._methods.set_questions(who, on=on)

    async def ask_new_method(self, person: Person, key: str, value: str) -> Statement:
        """Ask somebody whether the method ``key`` (its id) is theirs. ``value``: what it is called, safe to show. Asked
        again about the same method, the same question.
        """
        return await self._methods.ask(person, key, value)

    async def answer_new_method(self, who: Person, key: str, *, yes: bool, place: Place) -> Request | None:
        """What they say of it. No: the owners hear of it, and their sign-ins are ended by the request that is answered
        (``sessions revoke``, at their own word); None where no such action is declared, and for yes.

        Refusal: nothing-asked.
        """
        async with self._audited("answer-new-method", who):
            return await self._methods.answer(who, key, yes=yes, place=place)

    # --- switches

    async def halt(self, who: Person) -> bool:
        """The red button. False: pressed already."""
        async with self._audited("halt", who):
            return await self._switches.halt(who)

    async def resume_all(self, who: Person) -> bool:
        """Release it. False: it was not pressed."""
        async with self._audited("resume-all", who):
            resumed = await self._switches.resume_all(who)
        self._kit.jobs.wake("reminders", self._kit.tenant_id, "")
        return resumed

    async def set_writes(self, who: Person, area: Area, on: bool) -> bool:
        """Open or close an area. False: it was so already."""
        async with self._audited("set-writes", who):
            return await self._switches.set_writes(who, area, on=on)

    # --- people whom no message reaches (reminders: `engine.reminders`)

    async def not_reachable(self, notice: Notice) -> None:
        """The person cannot be written to (blocked, or the app is not there). Their reminder ends, and is listed; what
        they were asked was not asked.
        """
        await self._not_reminded(notice)
        if notice.kind is NoticeKind.CHANGED:
            await self._believing.not_reached(notice)
        elif notice.kind is NoticeKind.ASKED_METHOD:
            await self._methods.not_reached(notice)
        elif notice.kind is NoticeKind.HAND_OVER:
            await self._handing.not_reached(notice)

    # --- being woken

    async def accept(self, errand: Errand) -> bool:
        """Record a turn that needs Microsoft. False: known already."""
        return await self._ticking.accept(errand)

    def answer_errands_with(self, answerer: Answerer) -> None:
        """Who answers errands; an errand counts as answered when this returns."""
        self._ticking.answerer = answerer

    async def tick(self) -> int:
        """See to due records, at most 500; returns how many."""
        return await self._ticking.tick()

    async def work(self, kind: str, tenant_id: str, key: str) -> None:
        """What a wake-up (`Jobs.wake`) leads to."""
        await self._ticking.work(kind, tenant_id, key)

    async def next_due(self) -> datetime | None:
        """When the next record wants attention."""
        return await self._ticking.next_due()
