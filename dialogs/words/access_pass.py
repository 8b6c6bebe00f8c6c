"""What is said about passes, resets, and sign-ins that were ended."""

from types import MappingProxyType

REVOKE = {
    "revoke-password-first": "Whoever knows the password signs in again: change it first where it may be known.",
}

NOTES = {
    "verified-callback": "Whoever asks says that they called the person back, under a number that was known before.",
    "verified-video": "Whoever asks says that they saw the person in a video call.",
    "verified-badge": "Whoever asks says that they saw the person with their badge.",
    "pass-shown-once": "The pass is made and shown once, in a dialog, to whoever hands it over, and to nobody else. It "
    "works once, within 60 minutes. The person hears of it.",
    "pass-handed-by": "{name} ({upn}) hands the pass over.",
    "pass-ends-older": "A pass that is there already ends with it.",
}

ROWS = {
    "pass-role-holder": "holds an admin role{role_text}, or could: another administrator helps in person, in Entra",
    "pass-not-allowed": "the method policy does not let them use a Temporary Access Pass (Entra, Authentication "
    "methods, Policies)",
    "no-manager": "the directory names no manager for them: say hand-to:desk",
    "no-desk-left": "nobody of the help desk could hand it over to them",
    "cannot-hand-over": "{name} cannot hand it over: a guest, a blocked account, or the person themself",
}

RESET = {
    "reset-signs-out": "They are signed out everywhere, and register anew with their next sign-in.",
    "reset-at-hand-over": "Nothing happens until whoever hands the pass over opens it: then the pass is made, the "
    "methods are deleted, and the sign-ins are ended.",
    "reset-guarded": 'Registering anew is protected by the policy "{policy}": away from what it allows they need a '
    "pass (`tap`).",
    "reset-nothing": "no method that could be taken away: `tap` is what helps",
    "reset-open-door": "Whoever knows the password of {upn} could register first: registering is not protected here. "
    "Say then:tap hand-to:manager verified:callback, so that a pass comes with it; or protect it (`registration "
    "protect`).",
    "reset-pass-how": "With then:tap say who hands the pass over and how was made sure that it is them: "
    "hand-to:manager verified:callback.",
}

REFUSED = {
    "no-help-desk": "Nobody is named as help desk. Whoever runs Muster names them in MUSTER_HELP_DESK; or say "
    "hand-to:manager.",
    "pass-minutes": "The policy lets passes last from {least} to {most} minutes, and this one lasts 60. Change the "
    "policy in Entra (Authentication methods, Temporary Access Pass).",
}

LABELS = MappingProxyType(
    {
        "reset-nothing": "nothing registered",
        "pass-role-holder": "role holder, never",
        "pass-not-allowed": "no passes allowed",
        "no-manager": "no manager known",
        "no-desk-left": "no help desk",
        "cannot-hand-over": "nobody to hand it over",
    }
)
SENTENCES = MappingProxyType({**REVOKE, **NOTES, **ROWS, **RESET, **REFUSED})
