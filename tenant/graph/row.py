"""One row of the sign-in log (https://learn.microsoft.com/graph/api/resources/signin, beta).

A report over months of them holds many: what repeats itself from row to row is kept once.
"""

from collections.abc import Iterator, Mapping
from functools import lru_cache
from sys import intern

from tenant.graph.factors import second_factors
from tenant.graph.wire import Thing, flag, moment, number, part, text, things
from tenant.model import AppliedPolicy, SignIn

_REQUIRED: Mapping[str, bool] = {"multiFactorAuthentication": True, "singleFactorAuthentication": False}
_TRUSTED = frozenset({"trusted", "trustedNamedLocation"})


def sign_in(thing: Thing) -> SignIn | None:
    """One row; None where it does not say when."""
    at = moment(thing, "createdDateTime")
    if at is None:
        return None
    status = part(thing, "status")
    error = number(status, "errorCode") if "errorCode" in status else None
    return SignIn(
        id=text(thing, "id"),
        user_id=intern(text(thing, "userId")),
        upn=intern(text(thing, "userPrincipalName")),
        at=at,
        client=intern(text(thing, "clientAppUsed")),
        app=intern(text(thing, "appDisplayName")),
        succeeded=error == 0,
        interactive=flag(thing, "isInteractive"),
        methods=second_factors(thing),
        error=error,
        failure=intern(text(status, "failureReason")) if error else "",
        detail=intern(text(status, "additionalDetails")),
        multi_factor=_REQUIRED.get(text(thing, "authenticationRequirement")),
        trusted=_trusted(thing),
        device=intern(_device(thing)),
        policies=tuple(_policies(thing)),
        risk=intern(text(thing, "riskLevelDuringSignIn")),
    )


def _trusted(thing: Thing) -> bool | None:
    """None where the row says nothing of networks."""
    kinds = [text(each, "networkType") for each in things(thing, "networkLocationDetails")]
    return any(kind in _TRUSTED for kind in kinds) if kinds else None


def _device(thing: Thing) -> str:
    device = part(thing, "deviceDetail")
    agent = text(thing, "userAgent").split("/")[0].split(" ")[0]
    return text(device, "displayName") or text(device, "operatingSystem") or agent


def _policies(thing: Thing) -> Iterator[AppliedPolicy]:
    """Those that stood in the way, and those that only report."""
    for each in things(thing, "appliedConditionalAccessPolicies"):
        result = text(each, "result")
        if result == "failure" or result.startswith("reportOnly"):
            yield _applied(text(each, "id"), text(each, "displayName"), result)


@lru_cache(maxsize=1024)
def _applied(policy_id: str, name: str, result: str) -> AppliedPolicy:
    return AppliedPolicy(policy_id, name, result)
