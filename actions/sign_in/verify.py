"""``mfa verify``: whether MFA was really used, and with what, as the sign-in log has it."""

from collections.abc import AsyncIterator, Iterator, Mapping

from actions.args import People
from actions.modern_auth.unread import why
from actions.phone.facts import NAMES
from actions.sign_in.story import Story, stories
from actions.sign_in.whom import few
from actions.spec import Check, Finding, FindingState, Reason, Subject, ask
from tenant.model import MethodKind, SignIn, User
from tenant.ports import TenantReader
from tenant.trouble import Trouble

MOST = 300  # people; the log is read for 15 at a time, and Microsoft allows five questions in ten seconds
CALLED = {**NAMES, MethodKind.PHONE: "a phone", MethodKind.EXTERNAL: "an external method"}


class MfaVerify(
    Check,
    name="mfa verify",
    scopes=(
        "AuditLog.Read.All",
        "Directory.Read.All",
        "User.Read.All",
        "GroupMember.Read.All",
        "UserAuthenticationMethod.Read.All",
    ),
):
    """Show when people last used MFA to sign in, and with which method.

    Reads the sign-in log of the last 30 days (Entra ID P1). A method that is only registered proves nothing; neither
    does a sign-in for which an earlier MFA was remembered.
    """

    who: People = ask("Whose MFA should be verified?", like="eve@contoso.com")

    async def findings(self, tenant: TenantReader) -> AsyncIterator[Finding]:
        """One finding a person: pass is a successful sign-in in which a second factor was used."""
        people = await few(self.who, tenant, most=MOST, code="too-many-to-verify")
        try:
            told = await stories(people.keys(), tenant)
        except Trouble as trouble:
            async for each in _unread(people, tenant, trouble):
                yield each
            return
        for user in people.values():
            yield verified(user, told[user.id])


def verified(user: User, story: Story) -> Finding:
    """What the log proves about this person. Pure."""
    subject = Subject.of(user)
    if story.used is not None:
        title = Reason("mfa-verified", {"on": moment(story.used), "methods": _methods(story.used)})
        return Finding(title=title, state=FindingState.PASS, subject=subject, evidence=tuple(_where(story.used)))
    code, evidence, remedy = _not(story)
    evidence = (*evidence, Reason("verify-how")) if code != "mfa-only-failures" else evidence
    return Finding(
        title=Reason(code), state=FindingState.FAIL, subject=subject, evidence=evidence, remedy=f"{remedy} {user.upn}"
    )


def moment(row: SignIn) -> str:
    """When it was, as facts carry times."""
    return f"{row.at:%Y-%m-%d %H:%M} UTC"


def _not(story: Story) -> tuple[str, tuple[Reason, ...], str]:
    """Why nothing is proved, by what, and the command that comes next."""
    if story.remembered is not None:
        return "mfa-only-remembered", tuple(_where(story.remembered, when=True)), "mfa status"
    if story.success is not None:
        return "mfa-never-asked", tuple(_where(story.success, when=True)), "mfa status"
    if story.empty:
        return "no-sign-ins", (), "mfa status"
    newest = story.told()[:2]
    return "mfa-only-failures", tuple(Reason(each.meaning.code) for each in newest), "why"


def _methods(row: SignIn) -> str:
    return ", ".join(sorted(CALLED.get(kind, kind.value) for kind in row.methods))


def _where(row: SignIn, *, when: bool = False) -> Iterator[Reason]:
    if when:
        yield Reason("signed-in-on", {"on": moment(row)})
    yield Reason("signed-in-with", {"app": row.app or row.client})
    if row.device:
        yield Reason("signed-in-from", {"device": row.device})


async def _unread(people: Mapping[str, User], tenant: TenantReader, trouble: Trouble) -> AsyncIterator[Finding]:
    """Without the log only what is registered can be said, and that it proves nothing."""
    registered: dict[str, tuple[Reason, ...]] = {}
    try:
        async for user_id, methods in tenant.methods(people.keys()):
            second = [each for each in methods if each.is_second_factor]
            named = tuple(Reason("method", {"kind": each.kind.value, "label": each.label}) for each in second)
            registered[user_id] = named or (Reason("no-methods"),)
    except Trouble as besides:
        registered = dict.fromkeys(people, (why(besides),))
    for user in people.values():
        evidence = (why(trouble), *registered.get(user.id, (Reason("methods-unknown"),)), Reason("verify-by-hand"))
        title = Reason("log-not-read")
        yield Finding(
            title=title, state=FindingState.COULD_NOT_READ, subject=Subject.of(user), evidence=evidence,
        )  # fmt: skip
