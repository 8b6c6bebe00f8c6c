"""What is said about domains, federation and certificates."""

from types import MappingProxyType

FOUND = {
    "domain-managed": "managed: Entra checks the password and does MFA",
    "domain-unverified": "not verified: nobody signs in with it",
    "domain-default": "the default for new people",
    "domain-initial": "Microsoft's own, which always works: for break-glass accounts",
    "federation-not-read": "federated, and how could not be read",
    "federation-untold": "federated, and Microsoft does not say how",
    "mfa-by-either": "federated: MFA of the sign-in service counts, and Entra does it where that did not",
    "mfa-by-provider": "federated: MFA is left to the sign-in service alone",
    "mfa-by-entra": "federated: Entra always does MFA itself",
    "mfa-by-default": "federated: nobody has set who does MFA",
    "signing-unreadable": "the certificate that signs tokens cannot be read",
    "signing-good": "the certificate that signs tokens ends on {on}",
    "signing-rolls": "the certificate that signs tokens ends on {on}, and the next one is there, until {next}",
    "signing-ends-soon": "the certificate that signs tokens ends on {on}: {days} days are left",
    "signing-ended": "the certificate that signs tokens ended on {on}: nobody of this domain signs in",
    "sign-in-host-unknown": "the sign-in host is not known, so its certificate cannot be read",
    "service-good": "the certificate of the sign-in page ends on {on}",
    "service-ends-soon": "the certificate of the sign-in page ends on {on}: {days} days are left",
    "service-ended": "the certificate of the sign-in page ended on {on}: browsers warn or refuse",
    "service-not-read": "the certificate of the sign-in page could not be read from here",
}

EVIDENCE = {
    "mfa-by-either-means": "a forged token of the sign-in service goes round MFA: rejectMfaByFederatedIdp is safer",
    "mfa-by-provider-means": "methods registered in Entra are of no use to these people, and reminders "
    "neither; set rejectMfaByFederatedIdp when they have registered",
    "mfa-by-entra-means": "safe against forged claims; people need a method in Entra",
    "mfa-by-default-means": "an older switch (SupportsMfa) decides, which Graph does not show: set "
    "rejectMfaByFederatedIdp",
    "staged-rollout-unseen": "who is in staged rollout is not read: Entra Connect, Staged rollout",
    "no-next-certificate": "no next one is known to Entra",
    "certificate-looked-for": "Entra last looked for a new one on {on}: {result}",
    "looked-at-again": "reported from {on} on, and by itself in a chat where `next daily here` was said",
    "signing-renew": "renew it on the AD FS server, and let Entra fetch it",
    "service-renew": "install a new one on every AD FS server and proxy",
    "signs-in-for": "for {domains}",
    "read-there": "read from the host itself",
    "attest-service-certificate": "look there yourself, then `domains attest {host} until:<yyyy-mm-dd>`",
}

INPUT = {
    "not-a-host": '"{said}" is no host name. It looks like sts.contoso.com.',
}

SENTENCES = MappingProxyType({**FOUND, **EVIDENCE, **INPUT})
