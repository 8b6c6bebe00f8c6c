"""For admins: the whole rollout, somebody who is locked out, AD FS, MFA Server."""

from dialogs.words.guides.guide import Guide

ROLLOUT = Guide(
    topic="rollout",
    aliases=("start", "plan", "how-to-start"),
    title="Bring a tenant to MFA, in this order",
    staff=True,
    steps=(
        "See where a password alone still opens the door: `modern-auth check`; who uses old clients: `legacy report`.",
        "Administrators first: `mfa admins` names those without protection, with the command that plans them.",
        'See what would go wrong for whom: `preflight group:"MFA Users"`; how domains sign in: `domains check`.',
        'Have people set up a method before it is demanded: `remind group:"MFA Users"`.',
        'Demand it in waves: `mfa enable group:"MFA Users"`, sparing those without a method; then `legacy block`.',
        'Look whether it is really used: `mfa verify group:"MFA Users"`, `mfa report`, `score`. '
        "Somebody cannot get in: `why eve@contoso.com`.",
    ),
    notes=(
        "Two break-glass accounts with passkeys come before all of it, left out of every policy.",
        "With Entra ID P1 use Conditional Access; without it, security defaults. Per-user MFA is for what is left.",
    ),
    links=(("https://learn.microsoft.com/entra/identity/authentication/howto-mfa-getstarted", "Microsoft's own plan"),),
    source="https://learn.microsoft.com/entra/identity/authentication/howto-mfa-getstarted",
    next=("modern-auth check", "mfa admins", "mfa report"),
)
LOCKED_OUT = Guide(
    topic="locked-out",
    aliases=("help-desk", "unblock", "fraud-block"),
    title="Somebody cannot sign in",
    staff=True,
    steps=(
        "`why eve@contoso.com` tells the last failures in words. A code from a screen: `explain AADSTS50076`.",
        "Be sure who it is: call back on a known number, see them on video, or see their badge. Never by chat alone.",
        "No method left: a Temporary Access Pass, handed over by somebody else than who asked for it.",
        "Reported a prompt as not theirs: Entra admin center, Multifactor authentication, Block/unblock users. "
        "Change the "
        "password first.",
        "Afterwards: `mfa verify eve@contoso.com`.",
    ),
    notes=("A block after a report lasts up to 90 days, stops a pass too, and no API shows it.",),
    links=(("https://entra.microsoft.com", "Entra admin center"),),
    source="https://learn.microsoft.com/entra/identity/authentication/howto-mfa-userdevicesettings",
    next=("why me", "guide pass"),
)
FEDERATION = Guide(
    topic="adfs-certificates",
    aliases=("adfs", "ad-fs", "certificates", "federation"),
    title="Renew AD FS certificates in time",
    staff=True,
    steps=(
        "See what ends when: `domains check`. Two different certificates count: the one that signs tokens, and the "
        "service (SSL) certificate that the sign-in page serves.",
        "Token signing: with AutoCertificateRollover AD FS makes the next one, and Entra fetches it in the last 30 "
        "days "
        "if it can reach the metadata. By hand: `Update-AdfsCertificate -CertificateType Token-Signing`, then send "
        "it to "
        "Entra with `Update-MgDomainFederationConfiguration`.",
        "Service certificate: install the new one with its private key on every AD FS server, then on the primary one "
        "`Set-AdfsSslCertificate -Thumbprint <thumbprint>`.",
        "On every proxy: `Set-WebApplicationProxySslCertificate -Thumbprint <thumbprint>`.",
        "Look again: `domains check`. Nobody from outside may reach it? Say it yourself: "
        "`domains attest sts.contoso.com until:2027-11-30`.",
    ),
    notes=(
        "When the signing certificate ends, nobody of a federated domain signs in, break-glass accounts of "
        "onmicrosoft.com excepted.",
        "Who does MFA: set federatedIdpMfaBehavior to rejectMfaByFederatedIdp once people have registered in Entra, so "
        "that no forged token goes round it.",
        "Better still: move the domain to managed sign-in with staged rollout, and AD FS is not needed for it any "
        "more.",
    ),
    links=(
        ("https://learn.microsoft.com/entra/identity/hybrid/connect/how-to-connect-fed-o365-certs", "certificates"),
    ),
    source="https://learn.microsoft.com/windows-server/identity/ad-fs/operations/manage-ssl-certificates-ad-fs-wap",
    next=("domains check",),
)
MFA_SERVER = Guide(
    topic="mfa-server",
    aliases=("azure-mfa-server", "radius", "nps", "leave-mfa-server"),
    title="Leave Azure MFA Server",
    staff=True,
    steps=(
        "It stopped answering on 30 September 2024. What still calls it lets everybody in or nobody: AD FS, the user "
        "portal, RADIUS (VPN, remote desktop), IIS and LDAP.",
        "AD FS: use the built-in Entra MFA adapter instead (`New-AdfsAzureMfaTenantCertificate`, "
        "`Set-AdfsAzureMfaTenant`), then `Unregister-AdfsAuthenticationProvider`; or better, move the domain to "
        "managed.",
        "RADIUS: the NPS extension for Entra MFA. It shows no number to match, so people need a method with a code, "
        "and Microsoft would rather see SAML or Entra Private Access.",
        "Phone numbers: export the users on the server, then `phone import` and `phone prepopulate`. Only people "
        "who then "
        "confirm or use their number count.",
        "Uninstall the server, its portal and its mobile app service, and say so: `mfa-server attest gone`.",
    ),
    notes=(
        "PINs and hardware tokens of the server cannot be taken along; people set up a method anew.",
        "Text messages and calls end on 1 February 2027, so imported numbers are a bridge of weeks: `guide sms`.",
    ),
    links=(
        (
            "https://learn.microsoft.com/entra/identity/authentication/how-to-migrate-mfa-server-to-azure-mfa",
            "Microsoft",
        ),
    ),
    source="https://learn.microsoft.com/entra/identity/authentication/how-to-migrate-mfa-server-to-azure-mfa",
    next=("mfa-server check", "domains check"),
)

GUIDES = (ROLLOUT, LOCKED_OUT, FEDERATION, MFA_SERVER)
