"""What is said about Conditional Access policies of Muster's own: one for old clients, one for registering."""

from types import MappingProxyType

from dialogs.words import break_glass, registration, settings

ROWS = {
    "policy-edited": "a policy of this name says something else than Muster would write: edited by hand, or the "
    "break-glass accounts are others now. It is left alone; delete or rename it in the portal, then ask again",
    "policy-twice": "there are several policies of this name; delete all but one in the portal, then ask again",
    "policy-on": "switched on already",
    "break-glass-changed": "the break-glass accounts are not those that were approved; ask again for a new plan",
}

WARNINGS = {
    "policy-leaves-out": "Left out of the policy, always: {names}.",
    "legacy-block-stops": "Got in with an old client in the last 30 days and would be stopped: {count} ({names}). "
    "`legacy report` lists them.",
    "legacy-block-nobody": "Nobody got in with an old client in the last 30 days, so nobody would be stopped.",
    "legacy-block-unseen": "The sign-in log could not be read, so nobody can say who would be stopped.",
}

REFUSED = {
    "policy-beside-defaults": "Security defaults are on, and Microsoft allows no Conditional Access beside them. They "
    "block old clients, and ask for MFA, by themselves.",
    "break-glass-gone": "{count} of the break-glass accounts in the settings (MUSTER_BREAK_GLASS) cannot be found, so "
    "no policy is made: it might lock everybody out.",
}

SENTENCES = MappingProxyType(
    {**ROWS, **WARNINGS, **REFUSED, **registration.SENTENCES, **break_glass.SENTENCES, **settings.SENTENCES}
)
LABELS = MappingProxyType(
    {
        "campaign-so": "so already",
        "policy-on": "on already",
        "policy-edited": "edited by hand",
        "policy-twice": "there twice",
        "registration-guarded-by": "protected by another policy",
        "registration-other-way": "made with another demand",
    }
)
