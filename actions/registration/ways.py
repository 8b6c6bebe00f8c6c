"""What may be demanded of somebody who registers a sign-in method, and the policy that demands it.

https://learn.microsoft.com/entra/identity/conditional-access/policy-all-users-security-info-registration: a Temporary
Access Pass counts as MFA, so a newcomer without any method has a way in. Guests register at home.
"""

from dataclasses import dataclass

from actions.args import OneOf
from actions.policies.own import PREFIX
from actions.policies.value import Forms
from tenant.model import ALL_LOCATIONS, ALL_TRUSTED, MFA, REGISTER_SECURITY_INFO, Audience, Grant, PolicyDraft, Rules

NAME = f"{PREFIX}protect registration of security info"
PLACE, DEVICE, PASS = "place", "device", "pass"
PASSES = "TemporaryAccessPass"  # as the methods policy calls them
DEVICES = frozenset({"compliantDevice", "domainJoinedDevice"})
#: What a plan says for each.
WORDS = {
    PLACE: "MFA or a pass, outside trusted places",
    DEVICE: "a managed device, MFA or a pass",
    PASS: "MFA or a pass, everywhere",
}


class Way(OneOf):
    """How registering is protected; nothing said: as it is, or by place where there is a trusted one, else by pass."""

    @classmethod
    def allowed(cls) -> tuple[str, ...]:
        """Registering is free at a trusted place; or on a managed device; or nowhere without a pass."""
        return (PLACE, DEVICE, PASS)

    @property
    def form(self) -> str:
        """The words for it; empty where nothing was said."""
        return WORDS[self.words[0]] if self.words else ""


@dataclass(frozen=True, slots=True)
class _Demand:
    outside: frozenset[str] = frozenset()
    controls: frozenset[str] = frozenset({MFA})


_DEMANDS = {
    PLACE: _Demand(outside=frozenset({ALL_TRUSTED})),
    DEVICE: _Demand(controls=DEVICES | {MFA}),
    PASS: _Demand(),
}


def forms(rules: Rules) -> Forms:
    """The policy in each way, by the words for it."""
    return {WORDS[way]: _draft(demand, rules) for way, demand in _DEMANDS.items()}


def _draft(demand: _Demand, rules: Rules) -> PolicyDraft:
    return PolicyDraft(
        name=NAME,
        include=Audience(everybody=True),
        exclude=Audience(users=rules.break_glass, guests=True),
        user_actions=frozenset({REGISTER_SECURITY_INFO}),
        locations=frozenset({ALL_LOCATIONS}),
        outside=demand.outside,
        grant=Grant(controls=demand.controls),
    )
