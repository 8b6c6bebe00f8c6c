"""Every code's sentence. ``{fact}`` stands for a fact of the Reason; a missing fact reads as nothing.

A table for each kind of thing said, and a file for each larger subject; `sentences` looks a code up in all of them.
"""

from types import MappingProxyType

from dialogs.words import (
    access_pass,
    accounts,
    campaign,
    campaigns,
    domains,
    exemptions,
    files,
    handing,
    legacy,
    methods,
    mfa,
    modern_auth,
    phone,
    policies,
    preflight,
    ranking,
    schedules,
    score,
    servers,
    sign_in,
    smtp_auth,
    watches,
)

# Why a row is spared, cannot be done, or needs nothing: a phrase beside a name.
ROWS = {
    "break-glass": "break-glass account: kept out of every group change",
    "role-holder": "holds an admin role{role_text}",
    "role": "admin role: {role}",
    "role-eligible": "may activate the admin role: {role}",
    "own-identity": "Muster's own identity",
    "room": "room, shared mailbox or resource account",
    "sync-account": "directory synchronisation account",
    "service-account": "service account: nobody answers an MFA prompt there",
    "guest": "guest: their own organisation signs them in",
    "disabled": "account is disabled",
    "sign-in-blocked": "sign-in is blocked",
    "not-ready": "not ready: no sign-in method that could answer the MFA prompt",
    "state-unknown": "Microsoft does not say what their per-user MFA state is",
    "methods-unknown": "their sign-in methods could not be read",
    "per-user": "per-user MFA is {state}",
    "covered-by-policy": 'covered by the Conditional Access policy "{policy}"',
    "covered-by-security-defaults": "covered by security defaults",
    "mfa-off": "per-user MFA is off",
    "unprotected-after": "nothing else asks this person for MFA: only the password is left",
    "per-user-state": "per-user MFA: {state}",
    "method": "method: {kind_text}{label_text}",
    "no-methods": "no sign-in method registered that could answer an MFA prompt",
    "covered-and-able": "protected, and able to answer the prompt",
    "not-protected": "not protected: no MFA is asked for at sign-in",
    "not-able": "MFA is asked for, but there is no usable sign-in method",
    "changed-by-someone-else": "changed by somebody else meanwhile; left as it is",
    "changed-meanwhile": "changed since the plan was made; left as it is",
    "already-so": "was so already",
    "gone": "the account does not exist any more",
    "not-verified": "Microsoft confirmed it, but reading it back does not show it yet",
    "stopped": "the run was stopped before this one",
    "not-readable": "could not be read back, so nobody can say whether it is done",
    "not-repeatable": "may or may not be done; it is never sent twice",
    "crashed": "went wrong inside Muster; the details are in its log",
}

# Counts on a card: "85 (60 per-user MFA, 25 covered by a policy)".
_LABELS = {
    "break-glass": "break-glass",
    "role-holder": "role holder",
    "own-identity": "Muster itself",
    "room": "room or shared mailbox",
    "sync-account": "sync account",
    "service-account": "service account",
    "guest": "guest",
    "disabled": "disabled",
    "not-ready": "not ready",
    "state-unknown": "state unknown",
    "per-user": "per-user MFA",
    "covered-by-policy": "covered by Conditional Access",
    "covered-by-security-defaults": "covered by security defaults",
    "mfa-off": "per-user MFA already off",
}

# What Microsoft's side did: a sentence, with what to do about it.
TROUBLE = {
    "trouble": "Microsoft answered in a way that I do not understand. Try again in a few minutes.",
    "throttled": "Microsoft asks me to slow down{wait_text}. Nothing is lost: try again then.",
    "unavailable": "Microsoft does not answer right now. Nothing was changed; try again in a few minutes.",
    "lost-answer": "Microsoft's answer to a write was lost, so it may or may not be done. I look before I say more.",
    "forbidden": "Microsoft does not let me do this: my app registration lacks the permission{scope_text}. "
    "An administrator grants it (application permission, with admin consent); `python -m bot doctor` lists all.",
    "protected": "Microsoft protects this account from apps (an admin role or a restricted unit)",
    "not-found": "Microsoft does not know this object (any more).",
    "conflict": "Microsoft says that it changed in between. Try again.",
    "unlicensed": "This needs a licence that the tenant does not have: {needs}.",
    "refused": "Microsoft did not accept it ({detail}).",
    "sign-in-failed": "I cannot sign in to Microsoft{detail_text}: the secret or certificate may have expired. "
    "Whoever runs Muster sees more with `python -m bot doctor`.",
}

# The line could not be read, or a word in it is none of its kind.
INPUT = {
    "too-long": "That line has {count} characters; I read at most {most}. A group says it shorter.",
    "long-paste": "That has {count} lines; I read at most {most}. Put the people into a group and name the group.",
    "nothing-said": "There is nothing to read in that.",
    "nobody-said": 'Whom? Say an address, a @mention, group:"Name" or everyone.',
    "too-many-named": "That names {count} people; at most {most} can be named one by one. Put them into a group.",
    "not-people": 'I cannot read "{said}" as people. Say an address, a @mention, group:"Name" or everyone.',
    "not-one-of": '"{said}" is none of: {allowed}.',
    "not-a-request": '"{said}" is not a request\'s number. `requests` lists them.',
    "no-such-choice": "There is no choice {said}: type a number from 1 to {most}.",
    "too-wordy": "That is {count} characters; at most {most} fit. Say it shorter.",
    "unknown-argument": 'There is no "{said}" here. What can be said: {allowed}.',
    "too-many-words": 'I do not know what to do with "{said}" here. `help {command}` shows how it is typed.',
    "no-such-person": 'I find nobody called "{said}".{near_text}',
    "no-such-group": 'I find no group called "{said}".{near_text}',
    "nobody-there": "There is nobody in {said}: nothing to do.",
    "no-such-request": "There is no request {number}. `requests` lists them.",
    "no-request": "There is no request that this could mean. `requests` lists them.",
    "which-request": "Several requests could be meant: {numbers}. Say which one.",
    "other-output": "That is the output of something else: {needed} is not in it, but {found}. "
    "Run `{cmdlet}` and paste what it prints.",
    "question-closed": "That question is not open any more. Type the command again.",
    "unknown-button": "That button is from an older version of Muster. `requests` shows where things stand.",
}

# No, and who or what could say yes.
REFUSED = {
    "not-allowed": "{what} needs {who}. `whoami` shows your roles.",
    "not-operator": "That needs an operator. `whoami` shows your roles.",
    "not-approver": "That needs an approver. `whoami` shows your roles.",
    "not-owner": "That needs an owner. `whoami` shows your roles.",
    "only-yourself": "You can look at your own status only: `mfa status me`.",
    "owner-only": "Only an owner can say {argument}:{value}. Ask one to type the command.",
    "roles-unreadable": "I cannot read your roles from Microsoft{roles_text}",
    "standing-unreadable": "I cannot read your roles from Microsoft{roles_text}",
    "writes-off": "Muster only watches for now: writes for {area} are off, so nothing was submitted. "
    "An owner types `writes on {area}`; then submit again.",
    "no-break-glass": "Writes stay off until break-glass accounts are set (MUSTER_BREAK_GLASS): "
    "without one, a mistake could lock everybody out.",
    "halted": "Everything is halted. An owner types `resume all`.",
    "reason-needed": "A reason is needed: approvers read it, and so does whoever asks in a year.",
    "nothing-to-change": "There is nothing to change: everybody in it is so already, or is spared.",
    "own-request": "You asked for this yourself, so somebody else must decide.",
    "own-account": "This would change your own account, so somebody else must decide.",
    "older-plan": "That card shows an older plan. `request show {number}` shows the one that counts now.",
    "you-decided": "You decided this already.",
    "already": "{by} {what} this {ago}.",
    "not-waiting": "Request {number} is {state}, so there is nothing to decide.",
    "not-now": "Request {number} is {state}: that cannot be done now.",
    "irreversible": "This cannot be undone: {why}",
    "nothing-to-undo": "There is nothing left to undo in request {number}.",
    "undo-open": "Request {by} is about to reverse this already.",
    "undone-already": "Request {by} reversed this already.",
    "not-yours": "That is meant for somebody else.",
    "reminder-over": "That reminder is over already. Thank you.",
    "too-few-admins": "Nothing was written: fewer than two Global Administrators outside this plan have a usable "
    "sign-in method, so a mistake could lock everybody out.",
    "admins-unreadable": "Nothing was written: I could not read whether two Global Administrators outside this plan "
    "could still sign in.",
    "stale": "The tenant has changed since the plan was made, so nothing was written. Ask again for a new plan.",
    "too-old": "It rested for too long to go on. `stop {number}`, then ask again for a new plan.",
    "plan-altered": "The stored plan is not the one that was approved, so nothing was written. Tell who runs Muster.",
    "expired": "Nobody decided in time, so it expired. Ask again for a new plan.",
    "too-many-failures": "It paused itself: {failed} of {settled} failed.",
    "too-few-to-approve": "This needs {needed} approvals, and only {found} could approve it: add people to the group.",
    "nobody-to-approve": "Nobody could approve this: there is no approver besides you. "
    "Whoever runs Muster sets the approvers' group (MUSTER_APPROVERS).",
    "nobody-to-remind": "There is nobody to remind in that: guests and disabled accounts are left out.",
    "no-help": 'There is no help about "{said}".{near_text}',
    "unknown-action": "This version of Muster does not know `{action}`.",
    "never-everyone": "That is never done for everyone. Name the people, or a group of up to 25.",
    "too-many-to-weaken": "That would take protection from {count} people at once; at most {most} by a group. "
    "Name a smaller one.",
    "conditional-access-in-use": "This tenant uses Conditional Access, so per-user MFA is the wrong tool: "
    "the two do not know of each other. Add people to a policy instead. An owner can insist with route:per-user.",
    "writes-closed": "Writes for {area} were turned off meanwhile. An owner types `writes on {area}`; then resume.",
}

# Told without being asked.
TOLD = {
    "help-asked": "{name} asks for help with setting up a sign-in method. Sent from a signed-in session: no proof of "
    "identity.{answer_text}",
    "went-wrong": "Something went wrong on my side. It is logged under {correlation}; please tell whoever runs Muster.",
}

LABELS = MappingProxyType(
    {
        **exemptions.LABELS,
        **access_pass.LABELS,
        **campaign.LABELS,
        **mfa.LABELS,
        **modern_auth.LABELS,
        **phone.LABELS,
        **policies.LABELS,
        **smtp_auth.LABELS,
        **watches.LABELS,
        **campaigns.LABELS,
        **schedules.LABELS,
        **_LABELS,
    }
)
SENTENCES = MappingProxyType(
    {
        **handing.SENTENCES,
        **methods.SENTENCES,
        **watches.SENTENCES,
        **schedules.SENTENCES,
        **ranking.SENTENCES,
        **access_pass.SENTENCES,
        **campaign.SENTENCES,
        **campaigns.SENTENCES,
        **campaigns.REFUSED,
        **mfa.SENTENCES,
        **exemptions.SENTENCES,
        **modern_auth.SENTENCES,
        **phone.SENTENCES,
        **servers.SENTENCES,
        **score.SENTENCES,
        **domains.SENTENCES,
        **sign_in.SENTENCES,
        **legacy.SENTENCES,
        **smtp_auth.SENTENCES,
        **accounts.SENTENCES,
        **preflight.SENTENCES,
        **policies.SENTENCES,
        **files.SENTENCES,
        **ROWS,
        **TROUBLE,
        **INPUT,
        **REFUSED,
        **TOLD,
    }
)
