"""What is said about modern authentication: findings, their evidence, and what to do about them."""

from types import MappingProxyType

# What a check found: the heading of a row.
FOUND = {
    "could-not-read": "could not be read",
    "smtp-untold": "Microsoft does not say whether SMTP AUTH is off for the organisation",
    "smtp-on": "basic SMTP AUTH is on for the whole organisation; Microsoft turns it off by default at the end of "
    "December 2026, and an admin can turn it on again (MC786329)",
    "smtp-off": "basic SMTP AUTH is off for the organisation",
    "smtp-mailboxes-on": "mailboxes that have it on, whatever the organisation's switch says: {count}",
    "smtp-mailboxes-inherit": "no mailbox has it on against the organisation's switch",
    "smtp-used": "used in the last 30 days: accounts {people}, sign-ins {times}; Microsoft turns it off by default at "
    "the end of December 2026, and an admin can turn it on again (MC786329)",
    "smtp-unused": "nobody sent with it in the last 30 days",
    "legacy-blocked-by-defaults": "blocked for everybody by security defaults",
    "legacy-blocked-by-policy": "blocked by Conditional Access: {policies}",
    "legacy-blocked-but": "blocked by Conditional Access for all but those it leaves out: {policies}",
    "legacy-not-blocked": "not blocked for everybody: a password alone may still do",
    "exchange-on": "modern authentication is on",
    "exchange-off": "modern authentication is off: Outlook is not asked for a second factor, or cannot sign in",
    "exchange-untold": "Microsoft does not say whether modern authentication is on",
    "auth-policy-none": "no default policy: the SMTP AUTH switches decide alone",
    "auth-policy-blocks": 'the default "{policy}" lets no password alone through',
    "auth-policy-allows-by-default": 'the default "{policy}" lets a password alone through: {protocols}',
    "auth-policy-unknown": 'the default is "{policy}", and no such policy can be read',
    "sharepoint-cosmetic": "its legacy switch is {state}, which means nothing any more",
    "sharepoint-untold": "Microsoft does not say how the legacy switch stands",
    "skype-retired": "retired by Microsoft on 31 July 2021",
    "teams-modern-only": "Teams knows modern authentication only",
    "not-attested": "nobody has said that you run one",
    "attested-long-ago": "attested {days} days ago, too long ago to count",
    "attested-without": "the property that decides was not pasted",
    "attested-unclear": "what was pasted says two things, or nothing that can be judged",
    "server-on": "modern authentication is on, says {by}",
    "server-off": "modern authentication is off, says {by}",
}

# What it is found by, and what to do: beside the heading, several to a row.
EVIDENCE = {
    "remedy": "mend it with `{command}`",
    "permission-missing": "Muster's app lacks the permission {scope}",
    "role-missing": "Muster's app lacks the role {role}: assign it in Entra, under Roles and administrators.",
    "smtp-turn-off": "move the senders, then run Set-TransportConfig -SmtpClientAuthenticationDisabled $true",
    "smtp-named": "{names}",
    "smtp-mailboxes-counted": "of {met} mailboxes, on by themselves: {on}, off by themselves: {off}",
    "smtp-move-mailboxes": "when their senders are moved: Set-CASMailbox -SmtpClientAuthenticationDisabled $null",
    "smtp-sender": "{times}× {who} ({app})",
    "smtp-more-senders": "and {count} more",
    "smtp-guessed": "failed besides: {count} (guessed passwords, nobody's use)",
    "smtp-move-senders": "move them to OAuth, High Volume Email or a relay",
    "smtp-report-instead": "without it: Exchange admin centre, Reports, Mail flow, SMTP AUTH clients",
    "legacy-report-only": "report-only blocks nobody: {policies}",
    "legacy-some-people": "not for all people and all apps: {policies}",
    "legacy-some-clients": '"{policy}" leaves open {missing}',
    "legacy-excluded": 'break-glass accounts left out by "{policy}": {count}, as it should be',
    "legacy-left-out": 'users, groups or roles left out by "{policy}" besides named break-glass accounts: {count}; '
    "look at who that is, or close it: `legacy block`",
    "legacy-block-it": "turn on security defaults, or with Entra ID P1 a policy that blocks both kinds of legacy "
    "client, first report-only and without the break-glass accounts",
    "auth-policy-allows": '"{policy}" lets a password alone through for those who have it: {protocols}',
    "auth-policy-mend": "Set-AuthenticationPolicy turns each off, or name another default",
    "sharepoint-blocked-for-good": "Microsoft has blocked legacy sign-in there for good since May 2026 (MC1184649)",
    "skype-nothing-to-read": "there is nothing left to read: its settings exist on servers of your own only",
    "teams-look-instead": "what counts is whether legacy authentication is blocked, and who must use MFA: `mfa status`",
    "attest-how": "if you do: `{command}`, then paste what {cmdlet} prints there",
    "attested": "attested by {by} on {on}",
    "attested-value": "{name}: {value}",
    "attest-again": "read it there again, then `{command}`",
    "skype-server-mend": "on the server: Set-CsOAuthConfiguration -ClientAuthorizationOAuthServerIdentity evoSTS",
    "skype-client-mend": "on the server: Set-CsOAuthConfiguration -ClientAdalAuthOverride NoOverride",
    "exchange-server-mend": "on the server: Set-OrganizationConfig -OAuth2ClientProfileEnabled $true",
    "exchange-writes-off": "Muster may not write to Exchange: whoever runs it sets MUSTER_EXCHANGE_WRITES=yes first.",
}

# The line or the paste could not be used.
INPUT = {
    "no-switch-sharepoint": "There is nothing to switch on in SharePoint: Microsoft has blocked legacy sign-in there "
    "for good since May 2026.",
    "no-switch-skype": "Skype for Business Online was retired on 31 July 2021, so there is nothing to switch on. "
    "About a server of your own: `modern-auth check skype`.",
    "no-switch-teams": "Teams knows modern authentication only: there is nothing to switch on.",
    "no-switch-all": "Only Exchange Online has such a switch. Type `modern-auth enable exchange`.",
    "not-powershell": "I find no property in that. Paste what PowerShell prints, with its property names; "
    "`| Format-List` at the end of the command prints it best.",
    "cut-short": 'PowerShell has cut "{said}" short. Add `| Format-List` at the end of the command and paste that.',
    "spaces-lost": "The columns of that table have moved, so I cannot tell which value belongs where. "
    "Add `| Format-List` at the end of the command and paste that.",
}

LABELS = {
    "exchange-on": "on already",
    "exchange-writes-off": "MUSTER_EXCHANGE_WRITES is not set",
}

SENTENCES = MappingProxyType({**FOUND, **EVIDENCE, **INPUT})
