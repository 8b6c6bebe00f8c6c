"""What is said about secrets that are shown once, and about methods that appear on people."""

from types import MappingProxyType

REFUSED = {
    "one-at-a-time": "One person at a time: a pass is handed over by somebody who knows that it goes to the right one.",
    "hand-over-to-another": "Name somebody else to hand it over: neither whoever asks for it nor whoever it is for "
    "may see it here.",
    "own-hand-over": "Nobody asks for this for themselves: your chat may be in other hands. Another operator asks, who "
    "has made sure that it is you.",
    "not-handed": "Request {number} has nothing to hand over.",
    "secret-gone": "There is nothing to show (any more) for request {number}: it is shown once and kept nowhere. "
    "If it was not handed over, tell whoever asked for it: `undo {number}` takes it back, then a new one can "
    "be asked for.",
    "hand-over-failed": "Nothing was made, and nothing is shown{why_text}. `request show {number}` says more; "
    "then ask for a new one.",
    "method-answered": "That question is not open any more. If something looks wrong to you, tell your administrators.",
}

TOLD = {
    "pass-disowned": "{name} did not ask for what request {number} did: a pass was made that opens their account. "
    "{reversed_text}Talk to {name} and to whoever asked for it, and look at the latest sign-ins.",
    "pass-not-reversed": "{name} did not ask for a pass that opens their account, and I could not take it back"
    "{why_text}. `request show {number}` says more; delete it in Entra now, and end their sign-ins.",
    "hand-over-not-reached": "Whoever is to hand over what request {number} makes cannot be reached by me: no message "
    "arrives. `cancel {number}`, then ask again with somebody else in hand-to:.",
    "method-not-mine": "{name} says that a new sign-in method is not theirs: {method}. A stolen password may have "
    "planted it. {revoked_text}Talk to {name}, and take the method away.",
    "method-on-break-glass": "A new sign-in method appeared on the emergency account {name}: {method}. "
    "Nobody can be asked there: find out who added it.",
    "not-revoked": "{name} says that a new sign-in method is not theirs, and I could not end their sign-ins"
    "{why_text}. `request show {number}` says more; do it by hand in Entra now.",
}

SENTENCES = MappingProxyType({**REFUSED, **TOLD})
