"""``mfa-server attest``: say whether Azure MFA Server is gone, and who signs in through RADIUS."""

import json

from actions.args import BadArgument, People, Words, nobody
from actions.spec import ask
from dialogs.command import ASKERS, Command, Turn
from dialogs.reply import Listing, Reply, Section
from dialogs.words import moment, name, plain
from tenant.model import Kind

SYSTEM = "mfa-server"


class Standing(Words):
    """Gone, or still called."""

    @classmethod
    def allowed(cls) -> tuple[str, ...]:
        """One of the two."""
        return ("gone", "called")


class Callers(Words):
    """What can call an MFA Server."""

    @classmethod
    def allowed(cls) -> tuple[str, ...]:
        """Its five front ends."""
        return ("adfs", "portal", "radius", "iis", "ldap")


class MfaServerAttest(Command, name="mfa-server attest", needs=ASKERS, slow=True):
    """Vouch for Azure MFA Server: gone, or still called, and by what. And name who signs in through NPS.

    Microsoft's cloud cannot see it. Who attested what and when is kept and shown in `mfa-server check`; after 90 days
    you are asked again. Without nps:, what was said of NPS before stays.
    """

    state: Standing = ask("Is it gone, or still called?", like="gone")
    by: Callers = ask("What still calls it?", like="adfs,radius", default=Callers())
    nps: People = ask("Who signs in through NPS (VPN, remote desktop)?", like='group:"VPN"', default=nobody)

    async def answer(self, turn: Turn) -> Reply:
        """What is kept."""
        if len(self.state.words) != 1:
            raise BadArgument("not-one-of", said=self.state.said()[:40], allowed=", ".join(Standing.allowed()))
        if "called" in self.state and not self.by.words:
            raise BadArgument("mfa-server-callers")
        nps = self.nps if self.nps.selectors else await _kept(turn)
        callers = self.by.said() if "called" in self.state else ""
        values = {
            "state": self.state.said(),
            "callers": callers,
            "nps": nps.pinned() if nps.selectors else "",
        }
        said = await turn.engine.attest(turn.person, SYSTEM, values)
        rows = [("Azure MFA Server", self.state.said())]
        rows += [("Called by", ", ".join(self.by.words))] if callers else []
        rows += [("Through NPS", plain(nps.said()))] if nps.selectors else []
        rows += [("Attested by", name(turn.person.name)), ("When", moment(said.at, turn.zone))]
        return Listing(
            title="Attested: Azure MFA Server",
            sections=(Section("Kept", ("", ""), tuple(rows)),),
            next=("mfa-server check", "guide mfa-server"),
        )


async def _kept(turn: Turn) -> People:
    """Who was said before to sign in through NPS; nobody where the record does not tell."""
    said = await turn.records.statements(turn.tenant_id, Kind.ATTESTED, (SYSTEM,))
    try:
        return People.unpin(json.loads(said[-1].value)["nps"])
    except (IndexError, KeyError, TypeError, ValueError):  # nobody said anything, or no list
        return nobody
