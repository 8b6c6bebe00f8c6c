"""Which second factors a sign-in was answered with: Microsoft's words for them in the log, as kinds of method.

https://learn.microsoft.com/entra/identity/authentication/howto-mfa-reporting and
https://learn.microsoft.com/graph/api/resources/authenticationdetail. The words are free text and Microsoft changes
them; one that is not known here counts as nothing, so nobody is called protected by a guess.
"""

from collections.abc import Mapping

from tenant.graph.wire import Thing, flag, text, things
from tenant.model import MethodKind

#: A code proves that somebody has the seed, not that the app's push would reach them; and the log says the same of
#: Microsoft Authenticator's codes and of any other app's. So it is the weaker of the two that the log vouches for.
_CODE = MethodKind.SOFTWARE_OATH

_WORDS: Mapping[str, MethodKind] = {
    "text message": MethodKind.PHONE,
    "mobile app notification": MethodKind.AUTHENTICATOR,
    "passwordless phone sign-in": MethodKind.AUTHENTICATOR,
    "mobile app verification code": _CODE,
    "oath verification code": _CODE,
    "software oath token": _CODE,
    "oath hardware token": MethodKind.HARDWARE_OATH,
    "fido2 security key": MethodKind.FIDO2,
    "windows hello for business": MethodKind.WINDOWS_HELLO,
}
#: Those that go on in many ways: "Phone call approval (Authentication phone)", "Passkey (device-bound)".
_BEGINNINGS: Mapping[str, MethodKind] = {
    "phone call": MethodKind.PHONE,
    "voice call": MethodKind.PHONE,
    "passkey": MethodKind.FIDO2,
}


def second_factors(sign_in: Thing) -> frozenset[MethodKind]:
    """What succeeded in this sign-in. Passwords, passes and what was satisfied earlier count as nothing."""
    steps = [step for step in things(sign_in, "authenticationDetails") if flag(step, "succeeded")]
    found = (kind_of(text(step, "authenticationMethod")) for step in steps)
    return frozenset(kind for kind in found if kind is not None)


def kind_of(words: str) -> MethodKind | None:
    """The method that these words of the log mean, or None."""
    said = " ".join(words.casefold().split())
    exact = _WORDS.get(said)
    return exact or next((kind for word, kind in _BEGINNINGS.items() if said.startswith(word)), None)
