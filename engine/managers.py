"""Telling somebody's manager: once, where campaign and country allow it, after the person was warned."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from logging import getLogger

from engine.batch import Batch, known_of
from engine.campaign import Campaign
from engine.campaigns.membership import may_send
from engine.clocks import hours_of, is_open, last_day, local_day, next_slot, start_of, usual, window
from engine.clocks.week import DAY
from engine.closing import close
from engine.due import Due, DueKind
from engine.hours import Hours
from engine.kit import Kit
from engine.notice import Notice, NoticeKind
from engine.ports import Reading, Unit
from engine.reminder import Reminder, ReminderState
from engine.request import Person
from engine.slot import Slot, SlotState
from tenant.model import User
from tenant.ports import Priority
from tenant.trouble import Trouble

LOG = getLogger(__name__)
EVERYWHERE = "*"
MANAGER = "manager:"  # before the id of a reminder: the promise to tell of it
DUE = "due:"  # before the id of a due record: what a message is about


class Managers:
    """Finds managers, and tells them."""

    def __init__(self, kit: Kit) -> None:
        self._kit = kit

    async def of(self, batch: Batch) -> Mapping[str, Person]:
        """The managers who may be told now, or whom the person may be warned of, by the reminder's id."""
        found: dict[str, Person] = {}
        if not self._kit.house.tell_managers:
            return found
        campaigns: dict[int, Campaign | None] = {}
        for person, theirs in batch.reminders.items():
            for each in theirs if self._allowed(batch.hours.get(person)) else ():
                if await self._late(each, campaigns) and (manager := await self._manager(person)) is not None:
                    found[each.id] = manager
        return found

    def _allowed(self, hours: Hours | None) -> bool:
        allowed = self._kit.house.tell_managers
        return hours is not None and (EVERYWHERE in allowed or hours.country in allowed)

    async def _late(self, reminder: Reminder, campaigns: dict[int, Campaign | None]) -> bool:
        """Have there been as many reminders, with this one, as the campaign's terms say?"""
        if reminder.campaign is None or reminder.told_manager or reminder.due > self._kit.now():
            return False
        if reminder.campaign not in campaigns:
            campaigns[reminder.campaign] = await self._kit.store.campaign(reminder.tenant_id, reminder.campaign)
        campaign = campaigns[reminder.campaign]
        return campaign is not None and 0 < campaign.terms.manager_after <= reminder.sent + 1

    async def _manager(self, person_id: str) -> Person | None:
        """Nobody is warned of a manager whom nobody can name."""
        try:
            manager = await self._kit.reader("managers", Priority.SWEEP).manager(person_id)
        except Trouble as trouble:
            LOG.warning("a manager cannot be read: %s", trouble)
            return None
        return Person(manager.id, manager.name) if manager is not None and manager.enabled else None

    async def tell(self, due: Due) -> None:
        """When the manager works and nothing else was said to them that day; not if it was done meanwhile."""
        now = self._kit.now()
        if due.to is None or due.due > now:
            return
        try:
            users = [user async for user in self._kit.reader("managers", Priority.SWEEP).users([due.to.id])]
            hours = await self._hours(users)
        except Trouble as trouble:
            LOG.warning("a manager is told later: %s", trouble)
            return
        if (done := await self._done(due)) is None:
            return
        async with self._kit.store.change() as unit:
            reminder = await unit.reminder(due.tenant_id, due.about)
            if reminder is not None and reminder.state is ReminderState.OPEN and done:
                reminder = await close(unit, self._kit, reminder, ReminderState.DONE)
            if reminder is None or hours is None or reminder.state is not ReminderState.OPEN:
                await unit.settle_due(due.tenant_id, due.id)
            elif not await may_send(unit, reminder):
                await unit.save_due(replace(due, due=_tomorrow(hours, due.to, now)))
            elif (today := window(hours, local_day(hours, now))) is None or not is_open(hours, now):
                await unit.save_due(replace(due, due=next_slot(hours, due.to.id, now)))
            else:
                await self._say(unit, due, due.to, hours=hours, ends=today[1])
        self._kit.announce()

    async def _done(self, due: Due) -> bool | None:
        """Is it so of the person by now, whose next reminder may be days away? None: nobody knows."""
        reminder = await self._kit.store.reminder(due.tenant_id, due.about)
        if reminder is None or reminder.state is not ReminderState.OPEN:
            return False
        known = await known_of(self._kit, reminder.fact, [reminder.person.id])
        return (known or {}).get(reminder.person.id)

    async def _hours(self, users: list[User]) -> Hours | None:
        reader = self._kit.reader("managers", Priority.SWEEP)
        found = await hours_of(reader, self._kit.house, users)
        return next(iter(found.values()), None)

    async def _say(self, unit: Unit, due: Due, manager: Person, *, hours: Hours, ends: datetime) -> None:
        """The manager's message of the day, or tomorrow's. It is promised for tomorrow in any case: whatever becomes of
        today's message, unless it is not sent, ends that promise (`engine.posting`).
        """
        now = self._kit.now()
        today = local_day(hours, now)
        if await unit.due(due.tenant_id, due.id) is None:
            return
        if due.since is not None and await _left(unit, due, manager, local_day(hours, due.since)):
            await unit.settle_due(due.tenant_id, due.id)
            return
        await unit.save_due(replace(due, due=_tomorrow(hours, manager, now), since=ends))
        about = f"{DUE}{due.id}"
        slot = Slot(tenant_id=due.tenant_id, person_id=manager.id, day=today, about=about, at=now)
        if await unit.take_slot(slot):
            told = Notice(
                tenant_id=due.tenant_id, kind=NoticeKind.TOLD, about=about, to=manager, code=due.code, facts=due.facts,
                urgent=False, slot=today,
            )  # fmt: skip
            await unit.notify(told)


async def _left(unit: Unit, due: Due, manager: Person, day: date) -> bool:
    """Was the message of that day on its way, and nobody knows how far it came? Then it is not sent again."""
    slot = await unit.slot(due.tenant_id, manager.id, day)
    return slot is not None and due_of(slot) == due.id and slot.state is SlotState.POSTING


def due_of(slot: Slot) -> str | None:
    """The id of the promise that this message keeps, where it is not one of reminders."""
    return slot.about.removeprefix(DUE) if slot.about.startswith(DUE) else None


async def keep_told(unit: Unit, tenant_id: str, due_id: str) -> None:
    """Write down in the campaign that this person's manager was told. Raises LostRace."""
    reminder = await unit.reminder(tenant_id, due_id.removeprefix(MANAGER))
    if reminder is not None:
        member = await unit.member(tenant_id, reminder.campaign or 0, reminder.person.id)
        if member is not None and not member.manager_told:
            await unit.save_member(replace(member, manager_told=True))


async def may_be_told(reading: Reading, tenant_id: str, due_id: str, now: datetime) -> bool:
    """Is it still open in a campaign that runs, and the manager at work?"""
    due = await reading.due(tenant_id, due_id)
    if due is None or due.since is None or now >= due.since:
        return False
    reminder = await reading.reminder(tenant_id, due.about)
    open_ = reminder is not None and reminder.state is ReminderState.OPEN
    return reminder is not None and open_ and await may_send(reading, reminder)


def _tomorrow(hours: Hours, manager: Person, now: datetime) -> datetime:
    return next_slot(hours, manager.id, start_of(hours, local_day(hours, now) + DAY))


async def warn_or_tell(unit: Unit, kit: Kit, reminder: Reminder, *, managers: Mapping[str, Person]) -> Reminder:
    """In the transaction that sends it (``reminder``: as it is saved): first the person is warned; with the next
    reminder their manager is told.
    """
    manager = managers.get(reminder.id)
    if manager is None or reminder.told_manager:
        return reminder
    if not reminder.warned:
        return reminder if reminder.last_sent else replace(reminder, warned=True)
    campaign = await unit.campaign(reminder.tenant_id, reminder.campaign or 0)
    facts = {"name": reminder.person.name, "campaign": campaign.terms.name if campaign else "", "fact": reminder.fact}
    if campaign is not None:
        facts |= {"title": campaign.terms.texts.title, "until": _deadline(kit, reminder, campaign).isoformat()}
    due = Due(
        tenant_id=reminder.tenant_id, id=f"{MANAGER}{reminder.id}", due=kit.now(), kind=DueKind.MANAGER, to=manager,
        code="manager-told", facts=facts, about=reminder.id,
    )  # fmt: skip
    await unit.add_due(due)
    return replace(reminder, told_manager=True)


def _deadline(kit: Kit, reminder: Reminder, campaign: Campaign) -> date:
    """The day that the person is told, too."""
    hours = reminder.hours or usual(kit.house)
    return max(local_day(hours, kit.now()), last_day(hours, reminder.until or campaign.terms.until))
