"""``why``: why somebody cannot sign in, in words, and what helps."""

from collections.abc import AsyncIterator, Iterator

from actions.accounts.kinds import advice, kind_of, sign
from actions.args import People
from actions.args.meanings import BLOCKED, UNKNOWN
from actions.mfa.facts import Protection
from actions.modern_auth.unread import unread, why
from actions.sign_in.story import Failures, Story, stories
from actions.sign_in.verify import moment
from actions.sign_in.whom import few
from actions.spec import Check, Finding, FindingState, Reason, Subject, ask
from tenant.model import Method, MethodPolicy, PerUserState, SignIn, User, usable, without_numbers
from tenant.ports import TenantReader
from tenant.trouble import Trouble

MOST = 20  # people: each has several findings
KINDS = 5  # of failures a person
SPECIAL = ("room", "device", "sync", "service")  # sign in by themselves, so that nobody answers a prompt
LOG = Subject("sign-in-log", "Sign-in log")
UNSEEN = Subject("not-in-the-log", "What no log shows")


class Why(
    Check,
    name="why",
    scopes=(
        "AuditLog.Read.All",
        "Directory.Read.All",
        "Policy.Read.All",
        "Policy.Read.AuthenticationMethod",
        "UserAuthenticationMethod.Read.All",
        "User.Read.All",
        "GroupMember.Read.All",
        "RoleManagement.Read.Directory",
    ),
):
    """Show why people cannot sign in, and what to do about it.

    Tells failures apart from steps on the way in: a prompt that was answered a moment later is none. Also looks at what
    needs no log (a blocked account, MFA demanded of somebody without a method), and says what cannot be seen at all.
    """

    who: People = ask("Who cannot sign in?", like="eve@contoso.com")

    async def findings(self, tenant: TenantReader) -> AsyncIterator[Finding]:
        """The last failures of each person by kind, newest first; pass is one that was overcome since, or none."""
        people = await few(self.who, tenant, most=MOST, code="too-many-to-ask-why")
        async for each in _standing(people, tenant):
            yield each
        try:
            told = await stories(people.keys(), tenant)
        except Trouble as trouble:
            yield unread(LOG, trouble, besides=(Reason("explain-instead"),))
        else:
            for user in people.values():
                for each in explained(user, told[user.id]):
                    yield each
        yield _unseen()


def explained(user: User, story: Story) -> Iterator[Finding]:
    """What this person's log comes to. Pure."""
    found = story.told()
    for each in found[:KINDS]:
        yield _failed(user, each, story.since(each))
    if not any(each.meaning.theirs for each in found):
        code = "no-sign-ins" if story.empty else "no-failures"
        evidence = (Reason("steps-passed", {"count": str(story.passed)}),) if story.passed else ()
        last = (Reason("signed-in-on", {"on": moment(story.success)}),) if story.success else ()
        state = FindingState.NOT_APPLICABLE if story.empty else FindingState.PASS
        yield Finding(title=Reason(code), state=state, subject=Subject.of(user), evidence=(*last, *evidence))


def _failed(user: User, found: Failures, since: SignIn | None) -> Finding:
    what = found.meaning
    failed = FindingState.FAIL if what.theirs else FindingState.NOT_APPLICABLE
    return Finding(
        title=Reason(what.code),
        state=failed if since is None else FindingState.PASS,
        subject=Subject.of(user),
        evidence=tuple(_evidence(found, since)),
        remedy=(what.remedy.format(upn=user.upn) or _guide(what.guide)) if since is None else None,
    )


def _evidence(found: Failures, since: SignIn | None) -> Iterator[Reason]:
    """When, what helps, and what else there is to know: in this order, for a card may cut the end."""
    row, what = found.last, found.meaning
    facts = {"times": str(found.times), "on": moment(row), "app": row.app or row.client, "code": str(row.error)}
    yield Reason("failed-when", facts)
    if since is not None:
        yield Reason("signed-in-since", {"on": moment(since)})
    yield Reason(what.do)
    if found.policies:
        code = "refused-by-policies" if what is BLOCKED else "demanded-by-policies"
        yield Reason(code, {"policies": ", ".join(f'"{each}"' for each in sorted(found.policies))})
    if what is UNKNOWN:
        yield Reason("microsoft-says", {"text": without_numbers(row.detail or row.failure)})
    if what.guide and what.remedy:
        yield Reason("guide", {"topic": what.guide})


def _guide(topic: str) -> str | None:
    """The guide as the next command, where there is no other."""
    return f"guide {topic}" if topic else None


async def _standing(people: dict[str, User], tenant: TenantReader) -> AsyncIterator[Finding]:
    """What needs no log: a part that cannot be read says so, and the rest goes on."""
    for user in people.values():
        if not user.enabled:
            evidence = (Reason("account-disabled-do"),)
            yield Finding(
                title=Reason("account-disabled"), state=FindingState.FAIL, subject=Subject.of(user), evidence=evidence
            )
    try:
        unable = [user async for user in _unable(people, tenant)]
    except Trouble as trouble:
        yield Finding(
            title=Reason("methods-unknown"), state=FindingState.COULD_NOT_READ, evidence=(why(trouble),),
            subject=Subject("methods", "Methods and policies"),
        )  # fmt: skip
        return
    for user in unable:
        yield _not_able(user)


def _not_able(user: User) -> Finding:
    """Only a person can be told to register: a room or a program is left out of the demand instead."""
    subject, kind = Subject.of(user), kind_of(user)
    if kind in SPECIAL:
        evidence = (sign(kind), advice(kind))
        return Finding(title=Reason("special-under-mfa"), state=FindingState.FAIL, subject=subject, evidence=evidence)
    helps, remedy = (Reason("must-register-do"), Reason("guide", {"topic": "authenticator"})), f"remind {user.upn}"
    return Finding(title=Reason("not-able"), state=FindingState.FAIL, subject=subject, evidence=helps, remedy=remedy)


async def _unable(people: dict[str, User], tenant: TenantReader) -> AsyncIterator[User]:
    """Those of whom MFA is demanded and who have nothing to answer with."""
    protection, policy = await Protection.read(tenant), await tenant.method_policy()
    states = {user_id: state async for user_id, state in tenant.states(people.keys())}
    async for user_id, methods in tenant.methods(people.keys()):
        demanded = protection.of(user_id, states.get(user_id, PerUserState.UNKNOWN)) is not None
        if demanded and not _able(user_id, methods, policy):
            yield people[user_id]


def _able(user_id: str, methods: tuple[Method, ...], policy: MethodPolicy) -> bool:
    return bool(usable(user_id, methods, policy))


def _unseen() -> Finding:
    evidence = (Reason("fraud-block-unseen"), Reason("log-is-late"))
    return Finding(title=Reason("unseen"), state=FindingState.NOT_APPLICABLE, subject=UNSEEN, evidence=evidence)
