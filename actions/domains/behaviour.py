"""Who does MFA for the people of a federated domain, in words."""

from actions.domains.certificates import GUIDE
from actions.spec import Finding, FindingState, Reason, Subject
from tenant.model import FederatedMfa, Federation

SAID = {
    FederatedMfa.ACCEPT: ("mfa-by-either", FindingState.PASS, "mfa-by-either-means"),
    FederatedMfa.ENFORCE: ("mfa-by-provider", FindingState.FAIL, "mfa-by-provider-means"),
    FederatedMfa.REJECT: ("mfa-by-entra", FindingState.PASS, "mfa-by-entra-means"),
    None: ("mfa-by-default", FindingState.FAIL, "mfa-by-default-means"),
}


def who_does_mfa(subject: Subject, federation: Federation) -> Finding:
    """``federatedIdpMfaBehavior`` in words. Where the provider does it, methods in Entra are of no use to people there,
    and whoever can forge its tokens goes round MFA.
    """
    code, state, means = SAID[federation.mfa]
    evidence = (Reason(means), Reason("staged-rollout-unseen"))
    remedy = GUIDE if state is FindingState.FAIL else None
    return Finding(title=Reason(code), state=state, subject=subject, evidence=evidence, remedy=remedy)
