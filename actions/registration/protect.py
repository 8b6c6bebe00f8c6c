"""``registration protect``: a password alone no longer registers a sign-in method."""

from collections.abc import Sequence

from actions.policies.own import SCOPES, OwnPolicyAction
from actions.policies.value import Forms, form_of, state_of
from actions.registration.guarding import guards, trusted
from actions.registration.ways import PASS, PASSES, PLACE, WORDS, Way, forms
from actions.spec import Direction, Reason, Refusal, Risk, ask
from tenant.model import AccessPolicy, PolicyState, Rules
from tenant.ports import Area, TenantReader
from tenant.trouble import Trouble

ANY = Way()


class ProtectRegistration(
    OwnPolicyAction,
    name="registration protect",
    area=Area.POLICIES,
    direction=Direction.STRENGTHEN,
    risk=Risk.CRITICAL,
    repeatable=False,
    about="policy",
    scopes=(*SCOPES, "Policy.Read.AuthenticationMethod"),
):
    """Protect the registering of sign-in methods by a policy, report-only first.

    The first time it creates the Conditional Access policy "Muster: protect registration of security info", which only
    reports. Asked for again, it switches that policy on. `by:place` asks for MFA or a Temporary Access Pass outside
    the trusted named locations, `by:pass` everywhere, `by:device` where the device is not a managed one. Without it:
    by place where there is a trusted one, else by pass. Guests and the break-glass accounts are left out. Undo goes
    one step back: to report-only, or it deletes the policy, where nobody has edited it. Needs Entra ID P1.
    """

    by: Way = ask("By what: place, device or pass?", like="place", default=ANY)

    def forms(self, rules: Rules) -> Forms:
        """One for each way."""
        return forms(rules)

    async def form(self, tenant: TenantReader) -> str:
        """As was said. Raises Refusal where registering would be free nowhere: no place is trusted."""
        trusted = any(place.trusted for place in await tenant.locations())
        if PLACE in self.by and not trusted:
            raise Refusal("no-trusted-place")
        return self.by.form or WORDS[PLACE if trusted else PASS]

    def clash(self, form: str) -> Reason | None:
        """Another way than the policy has: undo that one first."""
        return Reason("registration-other-way", {"form": form}) if self.by.form not in ("", form) else None

    async def done_by(self, policies: Sequence[AccessPolicy], tenant: TenantReader) -> Reason | None:
        """An enforced policy of somebody else's."""
        found = guards(policies, await trusted(policies, tenant))
        return Reason("registration-guarded-by", {"policy": found[0].name}) if found else None

    async def warnings(self, after: str, tenant: TenantReader) -> tuple[Reason, ...]:
        """Whoever has no method yet needs a way in."""
        trusted = sorted(place.name for place in await tenant.locations() if place.trusted)
        free = Reason("registration-free-at", {"places": ", ".join(trusted)})
        places = (free,) if form_of(after) == WORDS[PLACE] else ()
        now = (Reason("registration-needs-pass"),) if state_of(after) is PolicyState.ON else ()
        return (*places, *now, *await _passes(tenant))


async def _passes(tenant: TenantReader) -> tuple[Reason, ...]:
    """Where passes are off, newcomers may be left without a way in; not known is said too."""
    try:
        rule = (await tenant.method_policy()).rule(PASSES)
    except Trouble:
        return (Reason("registration-passes-unknown"),)
    return () if rule is not None and rule.enabled else (Reason("registration-passes-off"),)
