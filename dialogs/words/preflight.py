"""What is said before MFA is switched on: what would go wrong for whom, and what to do first."""

from types import MappingProxyType

FOUND = {
    "pre-sum": "of {people}: ready {ready}, something to do {todo}, no person who could answer {special}, not known "
    "{unread}",
    "pre-ready": "ready: MFA can be asked for",
    "pre-no-method": "has no sign-in method that could answer a prompt",
    "pre-not-capable": "has registered what the method policy does not allow: {methods}",
    "pre-no-number": "no phone number is known, and nothing else is registered",
    "pre-nps": "signs in through NPS, and has no method that gives a code to type",
    "pre-legacy": "signs in with an old client that stops once MFA is on: {protocols}",
    "pre-legacy-stopped": "an old client of theirs is stopped already, with the right password: {protocols}",
    "pre-federated": "{domain} is federated: its identity provider may do the MFA, else Entra asks",
    "pre-federated-enforce": "{domain} is federated and does all MFA itself: methods in Entra are of no use",
    "pre-names-differ": "signs in as {upn}, but is known as: {others}",
    "pre-no-licence": "has no Entra ID P1, which Conditional Access needs for everybody it protects",
}
MEND = {
    "pre-register-first": "let them register first: an attacker with the password could do it in their place",
    "pre-allow-or-register": "allow it in Entra under Authentication methods, or let them register another",
    "pre-let-them-use-it": "let them sign in with it once",
    "pre-find-number": "not needed with an app or a passkey; else name a list with `phone list`",
    "pre-register-code": "let them register an authenticator app or a token that shows codes",
    "pre-federated-mend": "decide who does MFA for that domain (federatedIdpMfaBehavior) before anybody registers",
    "pre-names-mend": "make the sign-in name the same as the mail address, or tell them which one to type: old clients "
    "fail with any other",
    "pre-assign-licence": "assign it, or a product with it: Microsoft 365 Business Premium, F1, F3, E3, E5",
}

SENTENCES = MappingProxyType({**FOUND, **MEND})
