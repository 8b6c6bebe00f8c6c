"""What all actions that write phones have in common: reading back, writing, and what a done row leaves behind."""

from collections.abc import AsyncIterable, AsyncIterator, Sequence
from datetime import datetime

from actions.phone.facts import never
from actions.phone.origins import is_theirs, registers, turned
from actions.phone.value import METHOD_IDS, Value, present
from actions.phone.writing import write
from actions.spec import Action, Cannot, Change, Outcome, Remember, Row, Seen, TellThem, Then
from tenant.model import Kind, PhoneType, Roles, same_number
from tenant.ports import TenantReader, TenantWriter


class PhoneAction(Action):
    """An action whose rows are the phones of people, written as absolute values."""

    async def look(self, changes: Sequence[Change], tenant: TenantReader) -> AsyncIterator[Seen]:
        """The phones of just these people; one whom Microsoft does not return is gone."""
        missing = {change.subject.id: change for change in changes}
        async for user_id, methods in tenant.methods(tuple(missing)):
            yield Seen(user_id, present(missing.pop(user_id), methods))
        for user_id in missing:
            yield Seen(user_id, None, gone=True)

    def apply(self, changes: Sequence[Change], tenant: TenantWriter) -> AsyncIterator[Outcome]:
        """Add, change and remove, so that ``after`` is there and nothing else."""
        return write(changes, tenant)

    def then(self, change: Change, now: datetime) -> tuple[Then, ...]:
        """The person is told; a number that was written is remembered as set for them, unless it is their own, and one
        that is gone is forgotten.
        """
        before, after = Value.parse(change.before).phones, Value.parse(change.after).phones
        left = tuple(
            _left(change, kind, after.get(kind))
            for kind in PhoneType
            if not same_number(before.get(kind), after.get(kind))
        )
        return (TellThem(person=change.subject), *left) if left else ()

    def turned(self, change: Change) -> Change:
        """Knows whose the number is that comes back."""
        return turned(change)

    async def vet(self, changes: AsyncIterable[Change], tenant: TenantReader) -> AsyncIterator[Row]:
        """Numbers are never written for role holders and members or owners of role-assignable groups."""
        ruled: tuple[Roles, frozenset[str]] | None = None
        async for change in changes:
            if registers(change):
                ruled = ruled or (await tenant.roles(), await tenant.role_assignable())
                why = never(change.subject.id, *ruled)
                yield change if why is None else Cannot(change.subject, why)
            else:
                yield change


def _left(change: Change, kind: PhoneType, number: str | None) -> Remember:
    ours = number is not None and not is_theirs(change, kind)
    return Remember(
        kind=Kind.SET_FOR_THEM,
        subject=change.subject,
        key=METHOD_IDS[kind],
        value=f"{kind.value} {number}" if ours else "",
        forget=not ours,
    )
