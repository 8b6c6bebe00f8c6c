"""``mfa-server check``: is Azure MFA Server gone, and can the people behind RADIUS answer?

It stopped answering on 2024-09-30 (https://learn.microsoft.com/entra/identity/authentication/how-to-migrate-mfa-server-
to-azure-mfa). Graph knows nothing of it: what counts is what somebody vouches for.
"""

from collections.abc import AsyncIterator
from datetime import timedelta

from actions.modern_auth.unread import unread, why
from actions.servers.attested import Attested
from actions.servers.codes import code_capable
from actions.spec import Check, Finding, FindingState, Reason, Subject
from tenant.model import User
from tenant.ports import TenantReader
from tenant.trouble import Trouble

SERVER = Subject("mfa-server", "Azure MFA Server")
NPS = Subject("nps", "RADIUS through NPS")
GOOD_FOR = timedelta(days=90)
GUIDE = "guide mfa-server"
TOGETHER = 500


class MfaServerCheck(
    Check,
    name="mfa-server check",
    aliases=("mfa-server",),
    scopes=(
        "Domain.Read.All",
        "User.Read.All",
        "GroupMember.Read.All",
        "UserAuthenticationMethod.Read.All",
        "Policy.Read.AuthenticationMethod",
    ),
):
    """Show whether Azure MFA Server is gone or still called, and who behind RADIUS could not answer.

    As attested with `mfa-server attest`. Of the people who sign in through NPS (VPN, remote desktop) those without a
    method with a code are named.
    """

    async def findings(self, tenant: TenantReader) -> AsyncIterator[Finding]:
        """The server, or one finding for what still calls it; then NPS and the people behind it."""
        try:
            attested = await Attested.read(tenant)
        except Trouble as trouble:
            yield unread(SERVER, trouble)
            return
        if attested is None:
            yield await _not_attested(tenant)
            return
        for each in server(attested, age=tenant.now() - attested.at):
            yield each
        if attested.nps.selectors:
            async for found in _behind_nps(attested, tenant):
                yield found


def server(said: Attested, *, age: timedelta) -> tuple[Finding, ...]:
    """The server itself, as somebody vouched for it. Pure."""
    shown = Reason("attested", {"by": said.by, "on": f"{said.at:%Y-%m-%d}"})
    if said.gone:
        return (Finding(title=Reason("mfa-server-gone"), state=FindingState.PASS, subject=SERVER, evidence=(shown,)),)
    again = (Reason("mfa-server-attest-again"),) if age > GOOD_FOR else ()
    if not said.callers:
        title = Reason("mfa-server-called")
        return (_failing(SERVER, title, (shown, *again)),)
    return tuple(
        _failing(
            Subject(f"mfa-server:{each}", f"Azure MFA Server, {each}"),
            Reason("mfa-server-called-by", {"caller": each}),
            (Reason(f"mfa-server-leave-{each}"), shown, *again),
        )
        for each in said.callers
    )


async def _not_attested(tenant: TenantReader) -> Finding:
    """Nobody said anything. A federated domain is a hint that there may be one, for AD FS called it often."""
    how = Reason("mfa-server-attest-how")
    hint: tuple[Reason, ...] = ()
    try:
        if names := [each.name for each in await tenant.domains() if each.federated]:
            hint = (Reason("mfa-server-hint", {"domains": ", ".join(names)}),)
    except Trouble as trouble:
        hint = (why(trouble),)
    title, state = Reason("mfa-server-not-attested"), FindingState.NOT_APPLICABLE
    return Finding(title=title, state=state, subject=SERVER, evidence=(*hint, how), remedy="mfa-server attest")


async def _behind_nps(said: Attested, tenant: TenantReader) -> AsyncIterator[Finding]:
    """Whoever could not answer, or could not be read, is named; the rest are counted."""
    met = named = 0
    try:
        async for some in _some(said.nps.expand(tenant)):
            met += len(some)
            async for each in _lacking(some, tenant):
                named += 1
                yield each
    except Trouble as trouble:
        yield unread(NPS, trouble)
        return
    facts = {"who": said.nps.said(), "able": f"{met - named:,}", "met": f"{met:,}"}
    state = FindingState.FAIL if named else FindingState.PASS
    yield Finding(title=Reason("nps-counted", facts), state=state, subject=NPS, evidence=(Reason("nps-means"),))


async def _some(people: AsyncIterator[User]) -> AsyncIterator[list[User]]:
    """A few hundred at a time: nobody holds a large group."""
    some: list[User] = []
    async for user in people:
        if user.enabled:
            some.append(user)
        if len(some) == TOGETHER:
            yield some
            some = []
    if some:
        yield some


async def _lacking(people: list[User], tenant: TenantReader) -> AsyncIterator[Finding]:
    policy, users = await tenant.method_policy(), {each.id: each for each in people}
    read: set[str] = set()
    async for user_id, methods in tenant.methods(users.keys()):
        read.add(user_id)
        if not code_capable(user_id, methods, policy):
            evidence = (Reason("nps-set-up"),)
            yield _failing(Subject.of(users[user_id]), Reason("no-code-method"), evidence, "guide authenticator")
    for user_id in users.keys() - read:
        title, state = Reason("methods-unknown"), FindingState.COULD_NOT_READ
        yield Finding(title=title, state=state, subject=Subject.of(users[user_id]))


def _failing(subject: Subject, title: Reason, evidence: tuple[Reason, ...], remedy: str = GUIDE) -> Finding:
    return Finding(title=title, state=FindingState.FAIL, subject=subject, evidence=evidence, remedy=remedy)
