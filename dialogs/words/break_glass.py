"""What is said about the accounts for the worst day."""

from types import MappingProxyType

FOUND = {
    "glass-counted": "{able} are named in the settings, and enabled",
    "glass-too-few": "only {able}: have two, kept in different places",
    "glass-some-gone": "of {named} that the settings name only {able} can be found and are enabled: correct "
    "MUSTER_BREAK_GLASS, or the accounts",
    "glass-none-named": "none is named in the settings (MUSTER_BREAK_GLASS): writes stay off until then",
    "glass-good": "would work on the worst day",
    "glass-to-mend": "to mend: {count}",
    "glass-alert": "Muster cannot see whether an alert is set",
    "glass-drill-now": "due now: not each of them is known to have signed in",
    "glass-drill-over": "due since {on}",
    "glass-drill-soon": "due by {on}",
    "glass-drill-later": "next one by {on}",
}

EVIDENCE = {
    "glass-synced": "comes from the local directory: make one that exists in the cloud only",
    "glass-cloud-only": "cloud-only",
    "glass-other-domain": "cloud-only, under a domain of your own: one under onmicrosoft.com is safer, should that "
    "domain be federated or lost",
    "glass-no-role": "is not Global Administrator",
    "glass-eligible": "is only eligible for Global Administrator: nobody may be there to activate it",
    "glass-activated": "is eligible for Global Administrator, and perhaps only activated just now: assign it for good",
    "glass-permanent": "Global Administrator for good, as far as is shown",
    "glass-passkey": "has a passkey",
    "glass-passkey-forbidden": "has a passkey, and the method policy does not let this account use it",
    "glass-no-passkey": "no passkey or certificate, and the admin portals ask these accounts for MFA too",
    "glass-certificate-perhaps": "no passkey; may use a certificate, which Microsoft does not list: try it",
    "glass-reached": "not left out of {names}",
    "glass-left-out": "no policy reaches it",
    "glass-unit-untold": "whether it is in a restricted unit is not told: Entra, Roles and admins, Admin units",
    "glass-restricted": "in a restricted unit",
    "glass-not-restricted": "in no restricted unit",
    "glass-never-tried": "no successful sign-in is known: try it",
    "glass-tried": "last signed in on {on}",
    "glass-unread-origin": "so where it comes from is not known",
    "glass-unread-roles": "so its roles are not known",
    "glass-unread-methods": "so its methods are not known",
    "glass-unread-policies": "so whether a policy reaches it is not known",
    "glass-unread-unit": "so whether it is in a restricted unit is not known",
    "glass-unread-use": "so when it was last used is not known",
    "glass-alert-place": "send the sign-in log to Azure Monitor or Sentinel and alert on these accounts (Azure portal, "
    "Monitor, Alerts); then sign in with one and see it come",
    "glass-drill-how": "sign in with each, see the alert come, look for keys and sealed passwords where they belong, "
    "and write down who did it",
}

SENTENCES = MappingProxyType({**FOUND, **EVIDENCE})
