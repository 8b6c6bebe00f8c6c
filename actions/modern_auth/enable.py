"""``modern-auth enable``: switch modern authentication on in Exchange Online."""

from collections.abc import AsyncIterator, Sequence

from actions.modern_auth.parts import Switch
from actions.spec import Action, Already, Change, Direction, Outcome, Reason, Refusal, Risk, Row, Seen, Subject, ask
from tenant.ports import Area, TenantReader, TenantWriter
from tenant.trouble import LostAnswer, Unavailable

NAME = "Exchange Online organisation"


class EnableModernAuth(
    Action,
    name="modern-auth enable",
    area=Area.EXCHANGE,
    direction=Direction.STRENGTHEN,
    risk=Risk.HIGH,
    about="setting",
    scopes=("Exchange.ManageAsApp",),
):
    """Switch modern authentication on in Exchange Online.

    Sets the organisation's `OAuth2ClientProfileEnabled`, by an interface that Microsoft documents for its own module
    only: so nothing is written until the owner has set MUSTER_EXCHANGE_WRITES=yes. The app that writes needs the role
    Exchange Administrator (or a role group with that one cmdlet). Undo switches it off again.
    """

    what: Switch = ask("Where shall it be switched on? Only Exchange Online has such a switch.", like="exchange")

    async def plan(self, tenant: TenantReader) -> AsyncIterator[Row]:
        """One row: the organisation. Raises tenant trouble where the switch cannot be read."""
        subject = Subject(tenant.tenant_id, NAME)
        match (await tenant.exchange_organization()).modern_auth:
            case None:
                raise Refusal("exchange-untold")
            case True:
                yield Already(subject, Reason("exchange-on"))
            case False:
                closed = () if tenant.rules.exchange_writes else (Reason("exchange-writes-off"),)
                yield Change(subject=subject, before=_said(False), after=_said(True), warnings=closed)

    async def look(self, changes: Sequence[Change], tenant: TenantReader) -> AsyncIterator[Seen]:
        """The switch as it stands; a switch that is not told is left out, as one that could not be read."""
        on = (await tenant.exchange_organization()).modern_auth
        for change in changes if on is not None else ():
            yield Seen(change.subject.id, _said(bool(on)))

    async def apply(self, changes: Sequence[Change], tenant: TenantWriter) -> AsyncIterator[Outcome]:
        """Set it, on or (in an undo) off. Raises tenant trouble: what is forbidden holds the run until it is mended."""
        for change in changes:
            try:
                await tenant.set_modern_auth(change.after == _said(True))
            except (LostAnswer, Unavailable):
                yield Outcome(subject_id=change.subject.id, unsure=True)
            else:
                yield Outcome(subject_id=change.subject.id)


def _said(on: bool) -> str:
    """The canonical text of the switch."""
    return "on" if on else "off"
