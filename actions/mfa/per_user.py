"""Reading back and writing per-user MFA: what the actions that change it have in common."""

from collections.abc import AsyncIterator, Sequence

from actions.spec import Action, Change, Outcome, Reason, Seen
from tenant.model import PerUserState, StateWish
from tenant.ports import TenantReader, TenantWriter, Written
from tenant.trouble import LostAnswer, Unavailable


class PerUserAction(Action):
    """An action whose rows are per-user MFA states, written as absolute values."""

    async def look(self, changes: Sequence[Change], tenant: TenantReader) -> AsyncIterator[Seen]:
        """The states of just these people; one whom Microsoft does not return is gone.

        A state that Microsoft does not tell is no value: such a row is left out, as one that could not be read.
        """
        missing = dict.fromkeys(change.subject.id for change in changes)
        async for user_id, state in tenant.states(tuple(missing)):
            missing.pop(user_id, None)
            if state is not PerUserState.UNKNOWN:
                yield Seen(user_id, state.value)
        for user_id in missing:
            yield Seen(user_id, None, gone=True)

    async def apply(self, changes: Sequence[Change], tenant: TenantWriter) -> AsyncIterator[Outcome]:
        """Write ``after`` for each."""
        wishes = [StateWish(change.subject.id, PerUserState(change.after or "")) for change in changes]
        async for written in tenant.set_states(wishes):
            yield outcome(written)


def outcome(written: Written) -> Outcome:
    """A lost answer is neither success nor failure: only a look can tell."""
    match written.trouble:
        case None:
            return Outcome(subject_id=written.user_id)
        case LostAnswer() | Unavailable():
            return Outcome(subject_id=written.user_id, unsure=True)
        case trouble:
            return Outcome(subject_id=written.user_id, failed=Reason(trouble.code, trouble.facts))
