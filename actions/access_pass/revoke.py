"""``sessions revoke``: sign somebody out everywhere."""

from collections.abc import AsyncIterator, Sequence
from datetime import datetime

from actions.access_pass import sessions
from actions.args import People
from actions.mfa.per_user import outcome
from actions.phone.parts import parts
from actions.spec import Action, Cannot, Change, Direction, Outcome, Reason, Refusal, Risk, Row, Seen, Subject, ask
from tenant.ports import Area, TenantReader, TenantWriter


class RevokeSessions(
    Action,
    name="sessions revoke",
    aliases=("revoke sessions",),
    area=Area.METHODS,
    direction=Direction.STRENGTHEN,
    risk=Risk.HIGH,
    scopes=("User.RevokeSessions.All", "User.Read.All"),
    irreversible="whoever was signed out signs in again; the old sign-ins do not come back.",
):
    """Sign people out everywhere: on every device, in every app, they sign in again.

    For somebody whose password or telephone is in other hands; change the password first, else whoever knows it signs
    in again. Programs notice within minutes, some after an hour.
    """

    who: People = ask("Who should be signed out everywhere?", like="eve@contoso.com")

    def notes(self, planned: datetime) -> tuple[Reason, ...]:
        """What it does not do."""
        return (Reason("revoke-password-first"),)

    async def plan(self, tenant: TenantReader) -> AsyncIterator[Row]:
        """One row a person."""
        if self.who.everyone:
            raise Refusal("never-everyone")
        nobody = True
        async for part in parts(self.who.expand(tenant)):
            nobody = False
            known = await sessions.now([user.id for user in part], tenant)
            for user in part:
                if user.id in known:
                    yield Change(subject=Subject.of(user), before=known[user.id], after=sessions.ENDED)
                else:
                    yield Cannot(Subject.of(user), Reason("gone"))
        if nobody:
            raise Refusal("nobody-there", said=self.who.said())

    async def look(self, changes: Sequence[Change], tenant: TenantReader) -> AsyncIterator[Seen]:
        """Whether sign-ins count from another moment now than when the plan was made, whoever ended them."""
        known = await sessions.now([change.subject.id for change in changes], tenant)
        for change in changes:
            present = known.get(change.subject.id)
            value = None if present is None else sessions.seen(change.before, present)
            yield Seen(change.subject.id, value, gone=present is None)

    async def apply(self, changes: Sequence[Change], tenant: TenantWriter) -> AsyncIterator[Outcome]:
        """End them; asked twice it does no more than once."""
        async for written in tenant.revoke_sessions([change.subject.id for change in changes]):
            yield outcome(written)
