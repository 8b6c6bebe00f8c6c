"""What is said about the tenant-wide settings around MFA."""

from types import MappingProxyType

FOUND = {
    "methods-on": "allowed: {names}",
    "allowed-weak-only": "allowed: {names}; nothing better than a phone",
    "migration-untold": "Microsoft does not say whether the old policies still count",
    "migration-complete": "out of the way: the methods policy alone decides",
    "migration-before": "still count beside the methods policy, and no API shows them",
    "migration-under-way": "still count while the migration is under way, and no API shows them",
    "campaign-untold": "Microsoft tells of no registration campaign",
    "campaign-always": "{value}; whoever says not now is asked again every time",
    "campaign-daily": "{value}; whoever says not now is asked again the next day",
    "campaign-is": "{value}; whoever says not now is asked again after {days} days",
    "reports-untold": "Microsoft does not say",
    "reports-on": "on: people can report a prompt that is not theirs",
    "reports-off": "off: nobody can report a prompt that is not theirs",
    "reports-default": "left to Microsoft: switch it on yourself, to be sure that people can",
    "preferred-untold": "Microsoft does not say",
    "preferred-on": "on",
    "preferred-off": "off: people are asked for what they chose, be it a text message",
    "preferred-default": "left to Microsoft, who has it on",
    "places-open": "from some places no MFA is asked for",
    "places-closed": "no policy spares a place from MFA",
    "places-nowhere": "there are none",
    "remember-unsaid": "no policy says: a device that stays in use is remembered for 90 days, over and over",
    "remember-for-good": "a policy keeps browsers signed in for good",
    "remember-bounded": "bounded by policy",
    "service-settings-unseen": "no API shows app passwords, trusted IPs and remembered devices",
    "lockout-settings-unseen": "no API shows account lockout, and who is blocked after a fraud report",
}

EVIDENCE = {
    "methods-weak": "{names} can be talked or tricked out of people: plan their end",
    "migration-place": "Entra admin center, Authentication methods, Policies, Manage migration",
    "reports-place": "Entra admin center, Authentication methods, Settings",
    "preferred-place": "Entra admin center, Authentication methods, Settings",
    "places-exempt": '"{policy}" asks for none from: {names}',
    "places-only": '"{policy}" asks for it only from: {names}; not from anywhere else',
    "places-are-trusted": "trusted: {names}",
    "places-others": "not trusted: {names}",
    "remember-hours": '"{policy}" asks for {what} again after {hours} hours',
    "remember-never": '"{policy}" asks for {what} every time',
    "remember-browser": '"{policy}" keeps the browser signed in',
    "remember-no-browser": '"{policy}" ends it with the browser',
    "service-settings-place": "Entra admin center, Users, Per-user MFA, Service settings: allow no app passwords, "
    "empty the trusted IPs, remember nobody's device",
    "lockout-settings-place": "Entra admin center, Multifactor authentication: Account lockout, Block/unblock users",
}

ROWS = {
    "campaign-so": "the campaign is {value} already",
    "nudge-upgrades": "Microsoft asks only people who have just signed in with MFA: nobody without a method is made to "
    "register.",
}

SENTENCES = MappingProxyType({**FOUND, **EVIDENCE, **ROWS})
