"""Why something is worth doing, and what it takes."""

from types import MappingProxyType

WHY = {
    "why-glass": "On the worst day these accounts are the only way in, and a mistake locks everybody out.",
    "why-drill": "An account that nobody has tried for long may not work on the worst day.",
    "why-admins": "The password of one administrator opens the whole tenant.",
    "why-registration": "Whoever has a password could register the second factor before its owner does.",
    "why-legacy": "Old protocols ask for no second factor: they are the way around it.",
    "why-legacy-used": "These people's old clients stop when old protocols are blocked: move them first.",
    "why-legacy-stopped": "The password was right: an old program of theirs, or somebody else who knows it.",
    "why-special": "Nobody answers a prompt there: what must use MFA all the same is locked out.",
    "why-none": "They cannot answer a prompt: MFA would lock them out, and without it a password is enough.",
    "why-methods": "How they sign in does not hold.",
    "why-weak": "Text messages and calls can be intercepted.",
    "why-one": "With one method only, a lost telephone locks them out.",
    "why-report": "A stolen password is enough to sign in as them.",
    "why-smtp": "Devices and programs that send with a password only: nobody answers a prompt there.",
    "why-modern": "A service that still takes a password alone undoes MFA for everybody in it.",
    "why-domains": "If trust in a domain ends or is wrong, its people cannot sign in, or MFA is skipped.",
    "why-certificate": "On the day it ends nobody signs in there any more, and a new one takes time.",
    "why-server": "What Azure MFA Server did for a sign-in nobody does any more.",
    "why-service": "A program cannot answer a prompt: it stops when MFA reaches its account.",
    "why-settings": "A setting that could help, or that lets others in.",
}
WHAT = MappingProxyType(
    {
        "break-glass check": "break-glass accounts",
        "break-glass check/glass-drill-soon": "the drill of the break-glass accounts is due soon",
        "break-glass check/glass-drill-over": "the drill of the break-glass accounts is overdue",
        "legacy report": "sign-ins by old clients",
        "legacy report/legacy-blocked-but": "old protocols are blocked for all but some",
        "legacy report/legacy-stopped": "old sign-ins stopped after the right password",
        "special accounts": "rooms, devices or the synchronisation under MFA",
        "smtp-auth who": "mail sent with a password alone",
        "service-accounts": "accounts that look like programs",
        "mfa admins/not-protected": "administrators without MFA",
        "mfa report/not-protected": "people without MFA",
        "methods report/methods-none": "people without a method",
        "methods report/methods-not-capable": "people whose methods the policy does not accept",
        "methods report/methods-weak-only": "people with text messages or calls only",
        "methods report/methods-one-only": "people with one method only",
        "legacy report/legacy-not-blocked": "old protocols are not blocked",
        "registration check/registration-open": "registering a method needs a password only",
    }
)
DANGERS = MappingProxyType({1: "low risk", 2: "medium risk", 3: "high risk", 4: "very high risk"})
EFFORTS = MappingProxyType({1: "one command", 2: "one plan and its approval", 3: "somebody looks and decides"})

SENTENCES = MappingProxyType(
    {
        **WHY,
    }
)
