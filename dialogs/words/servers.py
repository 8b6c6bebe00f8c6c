"""What is said about Azure MFA Server and RADIUS."""

from types import MappingProxyType

SENTENCES = MappingProxyType(
    {
        "mfa-server-gone": "gone",
        "mfa-server-called": "still there, and still called",
        "mfa-server-called-by": "still called by {caller}: since 30 September 2024 nothing answers there",
        "mfa-server-not-attested": "nobody has said whether you run one",
        "mfa-server-attest-how": "say so: `mfa-server attest gone`, or `mfa-server attest called by:adfs,radius`",
        "mfa-server-attest-again": "that was long ago: look again, then `mfa-server attest`",
        "mfa-server-hint": "domains with AD FS or the like, which often called one: {domains}",
        "mfa-server-leave-adfs": "use AD FS's built-in Entra MFA adapter, or make the domain managed",
        "mfa-server-leave-portal": "people set up methods at aka.ms/mfasetup instead",
        "mfa-server-leave-radius": "use the NPS extension for Entra MFA, or better SAML",
        "mfa-server-leave-iis": "publish the site through Entra application proxy",
        "mfa-server-leave-ldap": "move the program to modern authentication; LDAP has no second factor in Entra",
        "nps-counted": "of {met} people in {who}, able to answer with a code: {able}",
        "nps-means": "RADIUS shows no number to match: a code or a call must do",
        "no-code-method": "no method with a code: cannot answer through RADIUS (VPN, remote desktop)",
        "nps-set-up": "Microsoft Authenticator, a code-showing token or a phone would do",
        "mfa-server-callers": "Say what calls it: by:adfs, portal, radius, iis or ldap, several with commas.",
        "import-no-number": "The export has no column of numbers that I know: {headers}. Say them: "
        'columns:"who=…,number=…".',
    }
)
