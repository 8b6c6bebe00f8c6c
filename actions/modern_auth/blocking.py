"""Whether legacy authentication is blocked for everybody: by security defaults, or by Conditional Access.

https://learn.microsoft.com/entra/identity/conditional-access/policy-block-legacy-authentication. Both kinds of legacy
client must be covered, be it by two policies; a policy in report-only mode blocks nobody. Microsoft wants the
break-glass accounts left out, so leaving out those whom the owner named is no failure; anybody else, any group and any
role is a door left open, and how many there are is said.
"""

from collections.abc import Iterable, Sequence

from actions.modern_auth.unread import unread
from actions.spec import Finding, FindingState, Reason, Subject
from tenant.model import LegacyBlock
from tenant.ports import TenantReader
from tenant.trouble import Trouble

SUBJECT = Subject("legacy-authentication", "Legacy authentication")
CLIENTS = {"exchangeActiveSync": "Exchange ActiveSync", "other": "IMAP, POP, SMTP and the like"}
KINDS = frozenset(CLIENTS)


async def blocked(tenant: TenantReader) -> Finding:
    """PASS where one of the two ways is proved; a way that could not be read proves nothing and disproves nothing."""
    troubles: list[Trouble] = []
    try:
        if await tenant.security_defaults():
            return Finding(title=Reason("legacy-blocked-by-defaults"), state=FindingState.PASS, subject=SUBJECT)
    except Trouble as trouble:
        troubles.append(trouble)
    blocks: Sequence[LegacyBlock] = ()
    try:
        blocks = await tenant.legacy_blocks()
    except Trouble as trouble:
        troubles.append(trouble)
    return judged(blocks, troubles, break_glass=tenant.rules.break_glass)


def judged(
    blocks: Sequence[LegacyBlock], troubles: Sequence[Trouble] = (), *, break_glass: frozenset[str] = frozenset()
) -> Finding:
    """What these policies come to, where security defaults are off or could not be read. Pure."""
    counting = [each for each in blocks if each.enforced and each.everybody]
    whole = [each for each in counting if not each.besides(break_glass)]
    if _both(whole):
        title, spared = Reason("legacy-blocked-by-policy", {"policies": _names(whole)}), tuple(_exclusions(whole))
        return Finding(title=title, state=FindingState.PASS, subject=SUBJECT, evidence=spared)
    shown = tuple(_left_out(counting, break_glass) if _both(counting) else _why_not(blocks))
    if troubles:
        return unread(SUBJECT, *troubles, besides=shown)
    if _both(counting):
        title = Reason("legacy-blocked-but", {"policies": _names(counting)})
        return Finding(title=title, state=FindingState.FAIL, subject=SUBJECT, evidence=shown)
    how = Reason("legacy-block-it")
    return Finding(title=Reason("legacy-not-blocked"), state=FindingState.FAIL, subject=SUBJECT, evidence=(*shown, how))


def _both(blocks: Iterable[LegacyBlock]) -> bool:
    """Do they stop both kinds of legacy client between them?"""
    return frozenset().union(*(each.clients for each in blocks)) >= KINDS


def _why_not(blocks: Sequence[LegacyBlock]) -> Iterable[Reason]:
    """What is there, and why it does not do."""
    if reporting := [each for each in blocks if not each.enforced]:
        yield Reason("legacy-report-only", {"policies": _names(reporting)})
    if some := [each for each in blocks if each.enforced and not each.everybody]:
        yield Reason("legacy-some-people", {"policies": _names(some)})
    for each in blocks:
        if each.enforced and each.everybody:
            missing = (
                "Exchange ActiveSync" if "exchangeActiveSync" not in each.clients else "all but Exchange ActiveSync"
            )
            yield Reason("legacy-some-clients", {"policy": each.name, "missing": missing})


def _exclusions(blocks: Iterable[LegacyBlock]) -> Iterable[Reason]:
    """Those whom it should leave out."""
    for each in blocks:
        if each.excluded:
            yield Reason("legacy-excluded", {"policy": each.name, "count": f"{each.excluded:,}"})


def _left_out(blocks: Iterable[LegacyBlock], break_glass: frozenset[str]) -> Iterable[Reason]:
    """Those whom it should not."""
    for each in blocks:
        if count := each.besides(break_glass):
            yield Reason("legacy-left-out", {"policy": each.name, "count": f"{count:,}"})


def _names(blocks: Iterable[LegacyBlock]) -> str:
    return ", ".join(f'"{each.name}"' for each in blocks)
