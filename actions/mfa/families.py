"""Methods in the words of people, whether the person's own list names them or the registration report.

https://learn.microsoft.com/graph/api/resources/userregistrationdetails (``methodsRegistered``)
"""

from collections.abc import Iterable

from tenant.model import Method, MethodKind

PHONE = "phone"
APP = "Microsoft Authenticator"
CODE = "authenticator app code"
TOKEN = "hardware token"  # noqa: S105 - the name of a method, not a secret
PASSKEY = "passkey"
HELLO = "Windows Hello"
PLATFORM = "platform credential"
CERTIFICATE = "certificate"
OTHER = "other"

OF_KIND = {
    MethodKind.PHONE: PHONE,
    MethodKind.AUTHENTICATOR: APP,
    MethodKind.SOFTWARE_OATH: CODE,
    MethodKind.HARDWARE_OATH: TOKEN,
    MethodKind.FIDO2: PASSKEY,
    MethodKind.WINDOWS_HELLO: HELLO,
    MethodKind.PLATFORM: PLATFORM,
    MethodKind.EXTERNAL: OTHER,
}
IN_REPORT = {
    "mobilePhone": PHONE,
    "alternateMobilePhone": PHONE,
    "officePhone": PHONE,
    "microsoftAuthenticatorPush": APP,
    "microsoftAuthenticatorPasswordless": APP,
    "softwareOneTimePasscode": CODE,
    "hardwareOneTimePasscode": TOKEN,
    "fido2": PASSKEY,
    "fido2SecurityKey": PASSKEY,
    "passKeyDeviceBound": PASSKEY,
    "passKeyDeviceBoundAuthenticator": PASSKEY,
    "passKeyDeviceBoundWindowsHello": PASSKEY,
    "windowsHelloForBusiness": HELLO,
    "macOsSecureEnclaveKey": PLATFORM,
    "certificateBasedAuthentication": CERTIFICATE,
}
NO_SECOND_FACTOR = frozenset({"email", "securityQuestion", "temporaryAccessPass", "password"})


def of_methods(methods: Iterable[Method]) -> tuple[str, ...]:
    """Second factors by family, each once, sorted."""
    return tuple(sorted({OF_KIND[each.kind] for each in methods if each.kind in OF_KIND}))


def of_report(names: Iterable[str]) -> tuple[str, ...]:
    """The same, from the report; a name that we do not know is another method."""
    return tuple(sorted({IN_REPORT.get(name, OTHER) for name in names if name not in NO_SECOND_FACTOR}))
