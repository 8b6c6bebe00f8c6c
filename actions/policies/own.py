"""Making one Conditional Access policy of Muster's own: report-only first, switched on by a second request.

https://learn.microsoft.com/entra/identity/conditional-access/concept-conditional-access-report-only. The break-glass
accounts are left out, always. Names are not unique at Microsoft, so what is there is looked up before every write.
"""

from collections.abc import AsyncIterator, Sequence
from dataclasses import replace

from actions.policies.licence import lacks_p1
from actions.policies.value import EDITED, NONE, TWICE, Forms, form_of, found, state_of, text_of, value_of
from actions.spec import Action, Already, Cannot, Change, Outcome, Reason, Refusal, Row, Seen, Subject
from tenant.model import AccessPolicy, PolicyState, Rules
from tenant.ports import TenantReader, TenantWriter
from tenant.trouble import Conflict, LostAnswer, Unavailable, Unlicensed

#: What writing a policy takes: https://learn.microsoft.com/graph/api/conditionalaccessroot-post-policies
SCOPES = (
    "Policy.Read.All",
    "Policy.ReadWrite.ConditionalAccess",
    "Application.Read.All",
    "Organization.Read.All",
)
PREFIX = "Muster: "
LEAVES_OUT = "policy-leaves-out"
FOREIGN = Reason("changed-by-someone-else")


class OwnPolicyAction(Action):
    """Plan, look and apply of one policy. A subclass says what the policy is, and what people should know of it."""

    def forms(self, rules: Rules) -> Forms:
        """Every shape of the policy, with the break-glass accounts left out."""
        raise NotImplementedError

    async def form(self, tenant: TenantReader) -> str:
        """The shape to make where there is none yet. Raises Refusal where that cannot be done here."""
        return next(iter(self.forms(tenant.rules)))

    def clash(self, form: str) -> Reason | None:
        """Why the policy that is there, in this form, is not the one that is asked for; None where it is."""
        return None

    async def done_by(self, policies: Sequence[AccessPolicy], tenant: TenantReader) -> Reason | None:
        """What does the same already, other than this policy; None where nothing does."""
        return None

    async def warnings(self, after: str, tenant: TenantReader) -> tuple[Reason, ...]:
        """What approvers must know of this value."""
        return ()

    async def plan(self, tenant: TenantReader) -> AsyncIterator[Row]:
        """One row: the policy. Raises Refusal without break-glass accounts and under security defaults, and tenant
        trouble where the policies cannot be read.
        """
        spared = await _spared(tenant)
        if await tenant.security_defaults():
            raise Refusal("policy-beside-defaults")
        policies, forms = await tenant.access_policies(), self.forms(tenant.rules)
        subject, before = _subject(forms), value_of(policies, forms)
        if (settled := self._settled(subject, before)) is not None:
            yield settled
            return
        others = [policy for policy in policies if policy not in found(policies, forms)]
        if (other := await self.done_by(others, tenant)) is not None:
            yield Already(subject, other)
            return
        await _licensed(tenant)
        after = _next(before, form_of(before) or await self.form(tenant))
        warnings = (spared, *await self.warnings(after, tenant))
        yield Change(subject=subject, before=before, after=after, warnings=warnings)

    def _settled(self, subject: Subject, before: str) -> Row | None:
        """The row of a policy that is there and does not go on; None where there is something to do."""
        if before == TWICE:
            return Cannot(subject, Reason("policy-twice"))
        if form_of(before) == EDITED:
            return Cannot(subject, Reason("policy-edited"))
        if before != NONE and (clash := self.clash(form_of(before))) is not None:
            return Cannot(subject, clash)
        return Already(subject, Reason("policy-on")) if state_of(before) is PolicyState.ON else None

    async def look(self, changes: Sequence[Change], tenant: TenantReader) -> AsyncIterator[Seen]:
        """The policy as it stands."""
        seen = value_of(await tenant.access_policies(), self.forms(tenant.rules))
        for change in changes:
            yield Seen(change.subject.id, seen)

    async def apply(self, changes: Sequence[Change], tenant: TenantWriter) -> AsyncIterator[Outcome]:
        """Create it, switch it, or (in an undo) switch it back or delete it. Raises tenant trouble."""
        for change in changes:
            key = change.subject.id
            try:
                failed = await self._write(change, tenant)
            except Conflict:
                yield Outcome(subject_id=key, failed=Reason("policy-edited"))
            except (LostAnswer, Unavailable):
                yield Outcome(subject_id=key, unsure=True)
            else:
                yield Outcome(subject_id=key, failed=failed)

    async def _write(self, change: Change, tenant: TenantWriter) -> Reason | None:
        """Why it was not done; None where it was. Only what is as the plan saw it is written."""
        if not _as_approved(change, tenant.rules):
            return Reason("break-glass-changed")
        forms = self.forms(tenant.rules)
        policies = await tenant.access_policies()
        if value_of(policies, forms) != change.before:
            return FOREIGN
        await _carry_out(change, forms, found(policies, forms), tenant=tenant)
        return None


async def _carry_out(change: Change, forms: Forms, there: Sequence[AccessPolicy], *, tenant: TenantWriter) -> None:
    wanted = state_of(change.after or "")
    if wanted is None:
        await tenant.delete_policy(there[0].id)
    elif there:
        await tenant.set_policy_state(there[0].id, wanted)
    else:
        await tenant.create_policy(replace(forms[form_of(change.after or "")], state=wanted))


def _subject(forms: Forms) -> Subject:
    name = next(iter(forms.values())).name
    return Subject(f"policy:{name}", name)


def _next(before: str, form: str) -> str:
    """Report-only first, whatever was there; then on."""
    on = state_of(before) is PolicyState.REPORT_ONLY
    return text_of(PolicyState.ON if on else PolicyState.REPORT_ONLY, form)


async def _licensed(tenant: TenantReader) -> None:
    """Raises Unlicensed where Entra ID P1 is certainly missing: reading policies needs none, writing them does."""
    if await lacks_p1(tenant):
        raise Unlicensed


async def _spared(tenant: TenantReader) -> Reason:
    """Who is left out, for the plan. Raises Refusal where the settings name nobody, or somebody who is not there."""
    ids = tenant.rules.break_glass
    names = {user.id: user.name async for user in tenant.users(ids)} if ids else {}
    if not names:
        raise Refusal("no-break-glass")
    if missing := ids - names.keys():
        raise Refusal("break-glass-gone", count=f"{len(missing)}")
    return Reason(LEAVES_OUT, {"names": ", ".join(sorted(names.values())), "ids": ",".join(sorted(ids))})


def _as_approved(change: Change, rules: Rules) -> bool:
    """Are those left out who were when it was approved? A reversal has no such promise."""
    promised = next((each.facts["ids"] for each in change.warnings if each.code == LEAVES_OUT), None)
    return promised is None or frozenset(promised.split(",")) == rules.break_glass
