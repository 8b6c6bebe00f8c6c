"""``modern-auth``: where a password alone still opens the door, what matters today first."""

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass

from actions.modern_auth import blocking, online, servers, smtp
from actions.modern_auth.parts import ALL, Parts
from actions.modern_auth.unread import unread
from actions.spec import Check, Finding, Subject, ask
from tenant.ports import TenantReader
from tenant.trouble import Trouble


@dataclass(frozen=True, slots=True)
class Piece:
    """One thing to look at, and the services whose question it answers."""

    subject: Subject
    look: Callable[[TenantReader], Awaitable[Finding]]
    parts: tuple[str, ...]

    async def found(self, tenant: TenantReader) -> Finding:
        """What is there. What Microsoft does not let us read is said of this piece alone."""
        try:
            return await self.look(tenant)
        except Trouble as trouble:
            return unread(self.subject, trouble)


#: In the order of what matters today.
PIECES = (
    Piece(smtp.SENDERS, smtp.senders, ("exchange",)),
    Piece(smtp.SWITCH, smtp.switch, ("exchange",)),
    Piece(smtp.MAILBOXES, smtp.mailboxes, ("exchange",)),
    Piece(blocking.SUBJECT, blocking.blocked, ("exchange", "sharepoint", "teams")),
    Piece(online.EXCHANGE, online.exchange, ("exchange",)),
    Piece(online.POLICIES, online.policies, ("exchange",)),
    Piece(servers.EXCHANGE.subject, servers.exchange, ("exchange",)),
    Piece(servers.SKYPE.subject, servers.skype, ("skype",)),
    Piece(online.SHAREPOINT, online.sharepoint, ("sharepoint",)),
    Piece(online.SKYPE, online.skype, ("skype",)),
    Piece(online.TEAMS, online.teams, ("teams",)),
)

EVERYTHING = Parts((ALL,))


class ModernAuthCheck(
    Check,
    name="modern-auth check",
    aliases=("modern-auth",),
    scopes=(
        "Exchange.ManageAsApp",
        "AuditLog.Read.All",
        "Directory.Read.All",
        "Policy.Read.All",
        "SharePointTenantSettings.Read.All",
    ),
):
    """Show who and what still signs in with a password alone, and where modern authentication is off.

    Looks at basic SMTP AUTH (its switches, and who used it in the last 30 days), whether legacy authentication is
    blocked for everybody, Exchange Online's own switch and its authentication policies, SharePoint's legacy switch, and
    what was attested about servers of your own. What cannot be read is said; the rest is answered nevertheless.
    `Exchange.ManageAsApp` is a permission of Office 365 Exchange Online, and the app needs the role Global Reader too.
    """

    what: Parts = ask(
        "Which service: exchange, sharepoint, skype, teams or all?", like="exchange", default=Parts((ALL,))
    )

    async def findings(self, tenant: TenantReader) -> AsyncIterator[Finding]:
        """One finding for each thing looked at."""
        for piece in PIECES:
            if any(self.what.covers(part) for part in piece.parts):
                yield await piece.found(tenant)
