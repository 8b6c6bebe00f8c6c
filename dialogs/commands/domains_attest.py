"""``domains attest``: say when the certificate of a sign-in page ends that cannot be reached from here."""

from re import compile as pattern

from actions.args import BadArgument, Until
from actions.spec import ask
from dialogs.arguments import Line
from dialogs.command import ASKERS, Command, Turn
from dialogs.reply import Listing, Reply, Section
from dialogs.words import day, moment, name

HOST = pattern(r"(?=.{4,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}")


class DomainsAttest(Command, name="domains attest", needs=ASKERS, slow=True):
    """Vouch for the end of a sign-in page's certificate, where Muster cannot reach the page itself.

    Look at it in a browser inside your network, or with Get-AdfsSslCertificate on the server. Who attested it and when
    is kept and shown in `domains check`; after 90 days you are asked again.
    """

    host: Line = ask("Which sign-in host?", like="sts.contoso.com")
    until: Until = ask("When does its certificate end?", like="2027-11-30")

    async def answer(self, turn: Turn) -> Reply:
        """What is kept."""
        host = self.host.text.casefold().removeprefix("https://").partition("/")[0].rstrip(".")
        if not HOST.fullmatch(host):
            raise BadArgument("not-a-host", said=host[:60])
        end = self.until.end(turn.clock.now())
        said = await turn.engine.attest(turn.person, f"certificate:{host}", {"until": f"{end:%Y-%m-%d}"})
        rows = (
            ("Ends on", day(end, turn.zone)),
            ("Attested by", name(turn.person.name)),
            ("When", moment(said.at, turn.zone)),
        )
        return Listing(
            title=f"Attested: the certificate of {host}",
            sections=(Section("Kept", ("", ""), rows),),
            next=("domains check", "guide adfs-certificates"),
        )
