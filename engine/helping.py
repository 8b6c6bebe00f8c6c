"""Help for somebody who is reminded: asked with a button, answered by name by the help desk, as plain text."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace

from actions.spec import Refusal
from engine.help_request import HelpAnswer, HelpRequest, HelpState
from engine.journal import record
from engine.kit import Kit
from engine.notice import Notice, NoticeKind
from engine.people import Standings
from engine.ports import LostRace, Unit
from engine.reminder import Reminder
from engine.request import Person, Place
from engine.screening import asks_for_consent, asks_for_secret, has_link

NOT_OVER = (HelpState.OPEN, HelpState.ANSWERED)
LONGEST = 1_000  # characters of an answer
Change = Callable[[Unit, HelpRequest], Awaitable[HelpRequest]]


class Helping:
    """Keeps help requests. Open and answered go to and fro; closed is closed."""

    def __init__(self, kit: Kit, standings: Standings) -> None:
        self._kit = kit
        self._standings = standings

    async def ask(self, unit: Unit, reminder: Reminder) -> HelpRequest:
        """The person's help request: a new one, or the one that is open. One that was answered is open again."""
        tenant_id, now = reminder.tenant_id, self._kit.now()
        known = await unit.help_requests(tenant_id, states=NOT_OVER, person_id=reminder.person.id, limit=1)
        if known and known[0].state is HelpState.OPEN:
            return known[0]
        if known:
            asked = await unit.save_help_request(replace(known[0], state=HelpState.OPEN))
        else:
            new = HelpRequest(
                tenant_id=tenant_id, number=0, person=reminder.person, reminder=reminder.id, fact=reminder.fact,
                campaign=reminder.campaign, language=reminder.hours.language if reminder.hours else "en", at=now,
            )  # fmt: skip
            asked = await unit.add_help_request(new)
        await self._count(unit, reminder)
        await unit.notify(self._to_desk(asked, reminder))
        await record(
            unit, "help-asked", tenant_id=tenant_id, at=now, subject_id=reminder.person.id, request=reminder.request,
            facts={"fact": reminder.fact, "help": str(asked.number)},
        )  # fmt: skip
        return asked

    async def _count(self, unit: Unit, reminder: Reminder) -> None:
        """A campaign holds itself when too many of a wave want help."""
        member = await unit.member(reminder.tenant_id, reminder.campaign or 0, reminder.person.id)
        if member is not None and not member.help:
            await unit.save_member(replace(member, help=True))

    def _to_desk(self, asked: HelpRequest, reminder: Reminder) -> Notice:
        """Where the house has no channel for it, whoever asked for the reminder hears that help is wanted."""
        desk, about = self._kit.house.help_place, f"help:{asked.number}"
        if desk is not None:
            return Notice(tenant_id=asked.tenant_id, kind=NoticeKind.HELP, about=about, to=desk, fresh=True)
        return Notice(
            tenant_id=asked.tenant_id, kind=NoticeKind.TOLD, about=about, to=reminder.asked_by, code="help-asked",
            facts={"name": asked.person.name, "number": str(asked.number)}, fresh=True,
        )  # fmt: skip

    async def answer(self, who: Person, place: Place, number: int, text: str) -> HelpRequest:
        """Say it to the person, by name; not twice where the same words come again. Raises Refusal."""
        await self._need_desk(who, place)
        said = _fit(text)

        async def tell(unit: Unit, asked: HelpRequest) -> HelpRequest:
            last = asked.answers[-1] if asked.state is HelpState.ANSWERED else None
            if last is not None and (last.by.id, last.text) == (who.id, said):
                return asked
            given = HelpAnswer(who, said, self._kit.now())
            saved = replace(asked, state=HelpState.ANSWERED, answers=(*asked.answers, given))
            facts = {"by": who.name, "text": said, "number": str(number)}
            told = Notice(
                tenant_id=asked.tenant_id, kind=NoticeKind.TOLD, about=f"help:{number}:{len(saved.answers)}",
                to=asked.person, code="help-answered", facts=facts, fresh=True,
            )  # fmt: skip
            await unit.notify(told)
            return saved

        answered = await self._move(who, number, "help-answered", change=tell)
        self._kit.announce()
        return answered

    async def close(self, who: Person, place: Place, number: int) -> HelpRequest:
        """Nothing more is to be said. Raises Refusal."""
        await self._need_desk(who, place)

        async def end(_unit: Unit, asked: HelpRequest) -> HelpRequest:
            return replace(asked, state=HelpState.CLOSED)

        return await self._move(who, number, "help-closed", change=end)

    async def open_ones(self) -> Sequence[HelpRequest]:
        """Those that are open or answered, newest first."""
        return await self._kit.store.help_requests(self._kit.tenant_id, states=NOT_OVER)

    async def _need_desk(self, who: Person, place: Place) -> None:
        """In the help desk's channel anybody; elsewhere an operator. Raises Refusal."""
        desk = self._kit.house.help_place
        if desk is not None and place.key == desk.key:
            return
        standing = await self._standings.of(who, deciding=True)
        if not standing.readable:
            raise Refusal("standing-unreadable", scope=standing.lacking)
        if not standing.operator:
            raise Refusal("not-the-desk")

    async def _move(self, who: Person, number: int, kind: str, *, change: Change) -> HelpRequest:
        """Compare and swap, on the newest version; whoever closed it first wins."""
        while True:
            try:
                async with self._kit.store.change() as unit:
                    asked = await unit.help_request(self._kit.tenant_id, number)
                    if asked is None:
                        raise Refusal("no-such-help", number=str(number))
                    if asked.state is HelpState.CLOSED:
                        raise Refusal("help-over", number=str(number))
                    changed = await change(unit, asked)
                    if changed == asked:
                        return asked
                    saved = await unit.save_help_request(changed)
                    await self._show(unit, who, saved, kind=kind)
                    return saved
            except LostRace:
                continue

    async def _show(self, unit: Unit, who: Person, asked: HelpRequest, *, kind: str) -> None:
        desk = self._kit.house.help_place
        if desk is not None:
            about = f"help:{asked.number}"
            await unit.notify(Notice(tenant_id=asked.tenant_id, kind=NoticeKind.HELP, about=about, to=desk))
        await record(
            unit, kind, tenant_id=asked.tenant_id, at=self._kit.now(), by=who, subject_id=asked.person.id,
            facts={"help": str(asked.number)},
        )  # fmt: skip


def _fit(text: str) -> str:
    """The answer as it is passed on. Raises Refusal."""
    said = text.strip()
    if not said:
        raise Refusal("answer-empty")
    if len(said) > LONGEST:
        raise Refusal("answer-too-long", most=str(LONGEST))
    if has_link(said):
        raise Refusal("has-link")
    if asks_for_secret(said):
        raise Refusal("asks-for-secret")
    if asks_for_consent(said):
        raise Refusal("asks-for-consent")
    return said
