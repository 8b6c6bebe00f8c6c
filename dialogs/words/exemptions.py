"""What is said about exemptions from MFA, and where Microsoft knows none."""

from types import MappingProxyType

NOTES = {
    "exempt-ends": "It begins when it is approved and ends by itself {for} later: each gets back exactly the state "
    "they had. Whoever approves this approves its end. `exemptions` lists what is open; `undo` of this request ends it "
    "sooner.",
    "exempt-portals": "Microsoft allows no exemption at its admin portals (Azure, Entra, Intune, Microsoft 365 admin "
    "center): they ask everybody for MFA.",
}

ROWS = {
    "exempt-role-holder": "holds an admin role{role_text}, or could: never exempted",
    "exempt-under-policy": 'the Conditional Access policy "{policy}" asks them, whatever per-user MFA says: '
    "`tap {upn}` helps instead",
}

REFUSED = {
    "exempt-by-name": "An exemption is for somebody: name them one by one, {most} at most, never a group or everyone.",
    "exempt-security-defaults": "Security defaults are on, and they know no exemption: everybody is asked, and the "
    "admin portals ask in any case. For somebody who cannot answer the prompt: `tap <person>`.",
    "exempt-conditional-access": 'The Conditional Access policy "{policy}" asks them for MFA, so switching per-user '
    "MFA off would change nothing. What helps: a Temporary Access Pass, which answers the prompt for an hour (`tap "
    "{upn} hand-to:desk verified:callback`); or a group that the policy excludes, with a membership that ends (Entra, "
    "Identity Governance: an access package, or PIM for Groups). I do not change such groups. Microsoft's admin "
    "portals allow no exemption at all.",
    "not-a-span": 'I cannot take "{said}" as a length of time here. Say something from {least} to {most}, for instance '
    "for:2h.",
}

LABELS = MappingProxyType(
    {"exempt-role-holder": "role holder, never exempted", "exempt-under-policy": "asked by Conditional Access"}
)
SENTENCES = MappingProxyType({**NOTES, **ROWS, **REFUSED})
