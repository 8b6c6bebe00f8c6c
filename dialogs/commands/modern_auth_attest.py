"""``modern-auth attest skype``: vouch for a server that Microsoft's cloud cannot see."""

from dataclasses import dataclass
from datetime import timedelta

from actions.args import Output
from actions.spec import Refusal, ask
from dialogs.arguments import OneSystem, System
from dialogs.command import ASKERS, Command, Turn
from dialogs.reply import Listing, Reply, Section
from dialogs.words import day, listed, moment, name, plain

GOOD_FOR = timedelta(days=90)


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """What is attested about one kind of server: its name in records, how it is read there, what must be in that."""

    subject: str
    called: str
    cmdlet: str
    needed: str


SERVERS = {
    System.SKYPE: Server(
        subject="skype-server",
        called="Skype for Business Server",
        cmdlet="Get-CsOAuthConfiguration | select *client* | Format-List",
        needed="ClientAuthorizationOAuthServerIdentity",
    ),
    System.EXCHANGE: Server(
        subject="exchange-server",
        called="Exchange Server",
        cmdlet="Get-OrganizationConfig | Format-List name,*OAuth*",
        needed="OAuth2ClientProfileEnabled",
    ),
}


class ModernAuthAttest(Command, name="modern-auth attest", needs=ASKERS, slow=True):
    """Vouch for a Skype for Business or Exchange server of your own: paste what its management shell prints.

    In the server's own shell run `Get-CsOAuthConfiguration | select *client*` for skype, or
    `Get-OrganizationConfig | Format-Table name,*OAuth*` for exchange, and paste the output below the command. Who
    attested what and when is kept and shown in `modern-auth check`; after 90 days you are asked again.
    """

    system: OneSystem = ask("Which server: skype or exchange?", like="skype")
    output: Output = ask(
        "What does its management shell print? Paste all of it.",
        like="ClientAuthorizationOAuthServerIdentity : evoSTS\nClientAdalAuthOverride                 : Allowed",
    )

    async def answer(self, turn: Turn) -> Reply:
        """What was read, and until when it counts."""
        server, values = SERVERS[self.system.system], self.output.values
        if server.needed.casefold() not in {each.casefold() for each in values}:
            found = listed([plain(each) for each in list(values)[:5]])
            raise Refusal("other-output", needed=server.needed, found=found, cmdlet=server.cmdlet)
        statement = await turn.engine.attest(turn.person, server.subject, values)
        about = (
            ("Attested by", name(turn.person.name)),
            ("When", moment(statement.at, turn.zone)),
            ("Asked again on", day(statement.at + GOOD_FOR, turn.zone)),
        )
        read = tuple((plain(key), plain(value, most=200) or "(empty)") for key, value in values.items())
        return Listing(
            title=f"Attested: {server.called}",
            sections=(Section("Kept", ("", ""), about), Section("What was read", ("Property", "Value"), read)),
            next=(f"modern-auth check {self.system.system.value}", "help modern-auth"),
        )
