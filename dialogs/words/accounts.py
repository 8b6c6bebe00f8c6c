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
}

SENTENCES = MappingProxyType({**KINDS, **ADVICE})
