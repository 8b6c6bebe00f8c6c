"""``special accounts``: rooms, shared mailboxes, devices and the like, each with what it is told by."""

from collections import Counter
from collections.abc import AsyncIterator, Mapping, Sequence

from actions.accounts.kinds import advice, kind_of, sign
from actions.mfa.facts import Protection
from actions.modern_auth.unread import unread
from actions.spec import Check, Finding, FindingState, Reason, Subject
from tenant.model import PerUserState
from tenant.ports import TenantReader
from tenant.trouble import Trouble

PROTECTION = Subject("protection", "Who must use MFA")
LISTED = ("room", "device", "mailbox", "sync", "service")
SIGNS_IN = frozenset({"room", "device", "sync"})  # by itself, so that a prompt locks it out


class SpecialAccounts(
    Check,
    name="special accounts",
    aliases=("special-accounts",),
    scopes=("User.Read.All", "Policy.Read.All", "GroupMember.Read.All", "RoleManagement.Read.Directory"),
):
    """Show rooms, shared mailboxes, meeting-room devices, sync and service accounts, and by what each is told.

    These are spared in every plan unless they are named one by one. A room, a device or the synchronisation that must
    use MFA all the same is locked out, and is shown first. Guests are counted only.
    """

    async def findings(self, tenant: TenantReader) -> AsyncIterator[Finding]:
        """The sum first, then each account."""
        kinds, special, signing_in = Counter[str](), list[tuple[Subject, str]](), list[str]()
        async for user in tenant.everyone():
            kind = kind_of(user)
            if kind is not None:
                kinds[kind] += 1
            if kind in LISTED:
                special.append((Subject.of(user), kind))
            if kind in SIGNS_IN and user.enabled:
                signing_in.append(user.id)
        must, trouble = await _who_must(signing_in, tenant)
        yield _sum(kinds, failing=bool(must))
        if trouble is not None:
            yield unread(PROTECTION, trouble)
        for subject, kind in special:
            yield _about(subject, kind, must.get(subject.id))


async def _who_must(ids: Sequence[str], tenant: TenantReader) -> tuple[Mapping[str, Reason], Trouble | None]:
    """By id, why it must use MFA although it signs in by itself."""
    try:
        protection = await Protection.read(tenant)
        states = {user_id: state async for user_id, state in tenant.states(ids)}
    except Trouble as trouble:
        return {}, trouble
    whys = {user_id: protection.of(user_id, states.get(user_id, PerUserState.UNKNOWN)) for user_id in ids}
    return {user_id: why for user_id, why in whys.items() if why is not None}, None


def _about(subject: Subject, kind: str, must: Reason | None) -> Finding:
    if must is None:
        title, evidence = sign(kind), (Reason("special-guarded"), advice(kind))
        return Finding(title=title, state=FindingState.NOT_APPLICABLE, subject=subject, evidence=evidence)
    return Finding(
        title=Reason("special-under-mfa"),
        state=FindingState.FAIL,
        subject=subject,
        evidence=(must, sign(kind), advice(kind)),
    )


def _sum(kinds: Counter[str], *, failing: bool) -> Finding:
    facts = {kind: f"{kinds[kind]:,}" for kind in (*LISTED, "guest")}
    state = FindingState.FAIL if failing else FindingState.PASS
    return Finding(title=Reason("special-sum", facts), state=state)
