"""What is said about accounts behind which nobody sits, and by what they are told."""

from types import MappingProxyType

KINDS = {
    "kind-sync": "the account of directory synchronisation, by its name",
    "kind-room": "a room or meeting-room device: it has a Teams Rooms licence",
    "kind-device": "a shared telephone or panel: it may call, and has no mailbox",
    "kind-service": "a service account, by its name",
    "kind-guest": "guest: their own organisation signs them in",
    "kind-mailbox": "a shared mailbox, a room without a licence, or somebody who has left: sign-in is blocked, and "
    "there is no licence",
    "kind-off": "sign-in is blocked",
}
ADVICE = {
    "kind-sync-do": "leave it out of every MFA policy; newer versions of Entra Connect use an application instead",
    "kind-room-do": "nobody answers a prompt there: leave it out, and let it sign in from known places or devices only",
    "kind-device-do": "nobody answers a prompt there: leave it out, and let it sign in from known places only",
    "kind-service-do": "nobody answers a prompt there: see `service-accounts`",
    "kind-guest-do": "to ask for MFA, use a policy for guests and trust the MFA of their own organisation",
    "kind-mailbox-do": "keep sign-in blocked: people open it with their own account",
    "kind-off-do": "nothing to do while it stays so",
    "special-under-mfa": "must use MFA, and nobody can answer there: it is locked out",
    "special-sum": "rooms and meeting-room devices {room}, shared telephones and panels {device}, mailboxes without a "
    "person {mailbox}, directory synchronisation {sync}, service accounts by name {service}; besides, guests {guest}",
    "special-guarded": "spared in every plan unless it is named one by one",
}

SERVICE = {
    "service-sum": "accounts that programs seem to use, and nobody answers for: {likely}; marked with an owner: "
    "{marked}, of which need a look: {due}",
    "service-likely": "likely a service account, and nobody answers for it",
    "service-answered": "service account: {owner} answers for it until {until}",
    "mark-ends-soon": "service account of {owner}: its end comes soon, on {until}",
    "mark-ended": "service account of {owner}: it should have ended on {until}",
    "service-owner-gone": "service account: its owner {owner} is gone, or cannot sign in any more",
    "service-habits-not-read": "more than {most} accounts: those that only their habits betray are not found",
    "service-role": "holds the admin role {role}: whoever has the password has that too",
    "service-advice": "better: a managed identity, or an application with a certificate (workload identity); mail by "
    "OAuth or High Volume Email",
    "sign-name": "its name says so",
    "sign-word": 'its name has the word "{word}"',
    "sign-program-only": "only programs come in, last {last}",
    "sign-old-client": "comes in over {protocols}",
    "sign-no-licence": "no licence",
    "sign-password-old": "its password is of {since}",
    "sign-password-forever": "its password never expires",
    "sign-nobody": "neither job nor department",
}

# `service-account mark`
INPUT = {
    "own-owner": "A service account cannot answer for itself: name a person as its owner.",
    "glass-no-service": "{name} is a break-glass account, for people on the worst day: no program may use it. "
    "`break-glass check` looks after it.",
    "one-account": "Name one account, and one owner.",
    "owner-off": "{name} cannot sign in, so cannot answer for it: name somebody else.",
}

SENTENCES = MappingProxyType({**KINDS, **ADVICE, **SERVICE, **INPUT})
