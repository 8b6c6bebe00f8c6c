"""``service-account mark``: say who answers for a service account, and until when it may go on."""

from actions.args import BadArgument, People, Until
from actions.spec import Refusal, ask
from dialogs.command import ASKERS, Command, Turn
from dialogs.reply import Listing, Reply, Section
from dialogs.words import day, moment, name, plain
from tenant.model import SERVICE_MARK, User


class ServiceAccountMark(Command, name="service-account mark", needs=ASKERS, slow=True):
    """Say who answers for a service account, and until when it may go on.

    Kept and shown in `service-accounts`, which also says when the end comes near, when it is over, and when the owner
    has left; after 90 days you are asked again. Nothing is changed in the tenant. Marked again, the last word counts.
    Whatever its name, it is spared in every plan from then on unless it is named, like other service accounts.
    """

    who: People = ask("Which account?", like="svc-backup@contoso.com")
    owner: People = ask("Who answers for it?", like="grace@contoso.com")
    until: Until = ask("Until when may it go on?", like="180 days")

    async def answer(self, turn: Turn) -> Reply:
        """What is kept."""
        account, owner = await _one(self.who, turn), await _one(self.owner, turn)
        if account.id == owner.id:
            raise BadArgument("own-owner")
        if account.id in turn.reader.rules.break_glass:
            raise Refusal("glass-no-service", name=account.name)
        if not owner.enabled:
            raise Refusal("owner-off", name=owner.name)
        end = self.until.end(turn.clock.now())
        values = {"owner": owner.upn, "owner_id": owner.id, "until": f"{end:%Y-%m-%d}"}
        said = await turn.engine.attest(turn.person, f"{SERVICE_MARK}{account.id}", values)
        rows = (
            ("Account", f"{name(account.name)} ({plain(account.upn)})"),
            ("Owner", f"{name(owner.name)} ({plain(owner.upn)})"),
            ("Until", day(end, turn.zone)),
            ("Marked by", name(turn.person.name)),
            ("When", moment(said.at, turn.zone)),
        )
        return Listing(
            title=f"Service account: {name(account.name)}",
            sections=(Section("Kept", ("", ""), rows),),
            next=("service-accounts", "help service-accounts"),
        )


async def _one(people: People, turn: Turn) -> User:
    """Just one, said by name."""
    found = [user async for user in turn.reader.users(people.named)]
    if len(found) != 1 or len(people.selectors) != 1:
        raise BadArgument("one-account")
    return found[0]
