"""What is said about the registering of sign-in methods: whether it is protected, and how."""

from types import MappingProxyType

FOUND = {
    "registration-guarded": 'protected by the policy "{policy}"',
    "registration-open": "open: whoever knows a password can register a sign-in method with it",
    "registration-half-open": "open for some or for all: what there is does not do",
    "registration-all-have": "everybody has registered something",
    "registration-some-lack": "{count} have registered nothing yet",
    "places-none": "no named location is trusted, so `by:place` has nothing to rest on",
    "places-trusted": "{names}",
    "passes-off": "off: once registering is protected, newcomers have no way in",
    "passes-for-all": "allowed for everybody",
    "passes-for-some": "allowed for some: who is not among them needs a trusted place or a managed device",
}

EVIDENCE = {
    "registration-defaults": "security defaults cannot protect it; Conditional Access can (Entra ID P1). Until then "
    "give newcomers a Temporary Access Pass before MFA is asked for",
    "policy-needs-p1": "a policy takes Entra ID P1, which the tenant does not have",
    "registration-demands": '"{policy}" asks for {what}, {where}',
    "registration-reports-only": "it only reports and stops nobody",
    "registration-for-some": "it is not for everybody, from everywhere and on every device",
    "registration-untrusted": "a place that it leaves out is not marked as trusted: anybody may be there",
    "registration-leaves-out": "it leaves out {count}, as it should with break-glass accounts and guests",
}

ROWS = {
    "registration-guarded-by": 'protected by the policy "{policy}" already',
    "registration-other-way": "the policy is there already, with another demand ({form}); undo the request that made "
    "it, or delete it in the portal, then ask again",
}

WARNINGS = {
    "registration-free-at": "Trusted, so registering needs nothing there: {places}.",
    "registration-passes-off": "Temporary Access Passes are off: newcomers without a method would have no way in where "
    "the policy demands MFA. Allow passes first (Entra, Authentication methods, Policies).",
    "registration-passes-unknown": "Whether Temporary Access Passes are allowed could not be read: newcomers without a "
    "method need one.",
    "registration-needs-pass": "Whoever has no method yet then needs a Temporary Access Pass, or a way that the policy "
    "leaves free.",
}

REFUSED = {
    "no-trusted-place": "No named location is marked as trusted, so registering would be free nowhere. Mark one in "
    "Entra (Conditional Access, Named locations), or say by:pass or by:device.",
}

SENTENCES = MappingProxyType({**FOUND, **EVIDENCE, **ROWS, **WARNINGS, **REFUSED})
