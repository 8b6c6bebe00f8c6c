"""Which phones are too old for a passkey.

Passkeys in Microsoft Authenticator need iOS 17 or Android 14:
https://learn.microsoft.com/entra/identity/authentication/how-to-enable-authenticator-passkey
"""

from collections.abc import Iterable
from re import compile as pattern

from tenant.model import Device

IOS, ANDROID = "ios", "android"
#: How Entra writes the systems of phones and tablets (``operatingSystem``), in small letters.
PHONES = {
    "ios": IOS,
    "iphone": IOS,
    "ipad": IOS,
    "ipados": IOS,
    "android": ANDROID,
    "androidforwork": ANDROID,
    "androidenterprise": ANDROID,
}
LEAST = {IOS: 17, ANDROID: 14}
VERSION = pattern(r"\d{1,3}")


def must_update(devices: Iterable[Device]) -> bool:
    """Has this person phones, each of them too old? One of which the version is not known proves nothing."""
    phones = [each for each in devices if each.enabled and each.system.casefold() in PHONES]
    return bool(phones) and all(map(_too_old, phones))


def _too_old(phone: Device) -> bool:
    found = VERSION.match(phone.version.strip())
    return found is not None and int(found[0]) < LEAST[PHONES[phone.system.casefold()]]
