"""``legacy block``: no more sign-ins with a password alone, by a Conditional Access policy.

https://learn.microsoft.com/entra/identity/conditional-access/policy-block-legacy-authentication
"""

from collections.abc import Sequence

from actions.legacy.clients import LEGACY_CLIENTS as IN_THE_LOG
from actions.legacy.clients import LOG_REACHES
from actions.legacy.tally import Tally
from actions.modern_auth.blocking import judged
from actions.policies.own import PREFIX, SCOPES, OwnPolicyAction
from actions.policies.value import Forms
from actions.spec import Direction, FindingState, Reason, Risk
from tenant.model import BLOCK, LEGACY_CLIENTS, AccessPolicy, Apps, Audience, Grant, PolicyDraft, Rules
from tenant.ports import Area, TenantReader
from tenant.trouble import Trouble

NAME = f"{PREFIX}block legacy authentication"
FORM = "for everybody"
NAMED = 5


class LegacyBlock(
    OwnPolicyAction,
    name="legacy block",
    area=Area.POLICIES,
    direction=Direction.STRENGTHEN,
    risk=Risk.CRITICAL,
    repeatable=False,
    about="policy",
    scopes=(*SCOPES, "AuditLog.Read.All"),
):
    """Block old mail clients and protocols for everybody, report-only first.

    The first time it creates the Conditional Access policy "Muster: block legacy authentication", which only reports.
    Asked for again, it switches that policy on; the plan names who got in with an old client in the last 30 days and
    would be stopped. The break-glass accounts are left out. Undo goes one step back: to report-only, or it deletes the
    policy, where nobody has edited it. Needs Entra ID P1.
    """

    def forms(self, rules: Rules) -> Forms:
        """One: everybody, all applications, both kinds of old client."""
        draft = PolicyDraft(
            name=NAME,
            include=Audience(everybody=True),
            exclude=Audience(users=rules.break_glass),
            apps=Apps(everything=True),
            clients=LEGACY_CLIENTS,
            grant=Grant(controls=frozenset({BLOCK})),
        )
        return {FORM: draft}

    async def done_by(self, policies: Sequence[AccessPolicy], tenant: TenantReader) -> Reason | None:
        """Other policies that block both kinds of old client for everybody but the break-glass accounts."""
        names = {policy.name for policy in policies}
        blocks = [each for each in await tenant.legacy_blocks() if each.name in names]
        verdict = judged(blocks, break_glass=tenant.rules.break_glass)
        return verdict.title if verdict.state is FindingState.PASS else None

    async def warnings(self, after: str, tenant: TenantReader) -> tuple[Reason, ...]:
        """Who would be stopped, from the log; that it could not be read is said, and stops nothing."""
        try:
            tally = await Tally.read(tenant, tenant.now() - LOG_REACHES, IN_THE_LOG)
        except Trouble:
            return (Reason("legacy-block-unseen"),)
        spared = [who for who in tally.used if who not in tenant.rules.break_glass]
        if not spared:
            return (Reason("legacy-block-nobody"),)
        names = ", ".join(tally.upns[who] for who in spared[:NAMED])
        more = f" and {len(spared) - NAMED:,} more" if len(spared) > NAMED else ""
        return (Reason("legacy-block-stops", {"count": f"{len(spared):,}", "names": f"{names}{more}"}),)
