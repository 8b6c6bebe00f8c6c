"""The sign-in log: newest first, at most 1,000 a page, 30 days back, only with Entra ID P1.

v1.0 knows interactive sign-ins only; beta shows others where ``signInEventTypes`` asks for them, and how each
authenticated. https://learn.microsoft.com/graph/api/signin-list, https://learn.microsoft.com/graph/known-issues (both
permissions are needed)
"""

import base64
from collections.abc import Iterator
from datetime import timedelta
from ipaddress import ip_address, ip_network
from itertools import islice
from urllib.parse import quote, urlencode

from demo import applied, sign_in
from demo.graph import sign_in_filter
from demo.graph.call import Call
from demo.graph.licences import demand_premium
from demo.graph.routes import BOTH, Route, roles
from demo.graph.shape import context
from demo.keys import stable_id
from demo.limits import Cost
from demo.sign_in import SignIn
from demo.wire import Answer, Json, JsonObject, Problem, stamp

READ = roles("AuditLog.Read.All")
ALSO = roles("Directory.Read.All", "Directory.ReadWrite.All")
PAGE = 1_000
EXCHANGE_ONLINE = ("Office 365 Exchange Online", "00000002-0000-0ff1-ce00-000000000000")
PORTAL = ("Office 365", "72782ba9-4490-4f03-8d82-562370ea3566")
FACTOR_PAUSE = timedelta(seconds=9)
"""Between the password and the second factor."""


def _list(call: Call) -> Answer:
    demand_premium(call)
    size = _size(call)
    window = list(islice(_after(call, _chosen(call)), size + 1))
    body: JsonObject = {"@odata.context": context(call, "auditLogs/signIns")}
    if len(window) > size:
        body["@odata.nextLink"] = _next_link(call, window[size - 1])
    body["value"] = [_shown(call, row) for row in window[:size]]
    return Answer(body=body)


def _chosen(call: Call) -> Iterator[SignIn]:
    world, beta = call.world, call.version == "beta"
    wanted = sign_in_filter.parse(call.query.get("$filter", ""), world.directory, beta=beta)
    rows = world.sign_ins.newest_first(world.now() - sign_in.RETENTION, wanted.people)
    return (row for row in rows if wanted.test(row) and (wanted.kinds or row.interactive))


def _after(call: Call, rows: Iterator[SignIn]) -> Iterator[SignIn]:
    """What follows the last row of the page before; rows that came meanwhile do not shift the pages."""
    token = call.query.get("$skiptoken")
    if token is None:
        return rows
    try:
        last = base64.urlsafe_b64decode(token + "==").decode()
    except ValueError as error:
        raise Problem(400, "BadRequest", "The specified page token value is invalid.") from error
    return (row for row in rows if row.key < last)


def _next_link(call: Call, last: SignIn) -> str:
    token = base64.urlsafe_b64encode(last.key.encode()).decode().rstrip("=")
    query = {**call.query, "$skiptoken": token}
    return f"{call.url(call.path)}?{urlencode(query, safe='$,', quote_via=quote)}"


def _size(call: Call) -> int:
    top = call.query.get("$top", str(PAGE))
    if not top.isdecimal() or not 1 <= int(top) <= PAGE:
        raise Problem(400, "BadRequest", f"The limit of '{PAGE}' for Top query has been exceeded or is no number.")
    return int(top)


def _shown(call: Call, row: SignIn) -> JsonObject:
    person = call.world.directory.people.get(row.person)
    app, app_id = EXCHANGE_ONLINE if row.client not in sign_in.MODERN else PORTAL
    identity = stable_id("sign-in", str(row.number), row.person)
    shown: JsonObject = {
        "id": identity,
        "createdDateTime": stamp(row.at),
        "userDisplayName": person.name if person else "",
        "userPrincipalName": person.upn.casefold() if person else "",
        "userId": row.person,
        "appId": app_id,
        "appDisplayName": row.app or app,
        "ipAddress": row.address,
        "clientAppUsed": row.client,
        "correlationId": stable_id("correlation", identity),
        "conditionalAccessStatus": _conditional(row),
        "isInteractive": row.interactive,
        "resourceDisplayName": EXCHANGE_ONLINE[0],
        "resourceId": EXCHANGE_ONLINE[1],
        "status": {
            "errorCode": row.error,
            "failureReason": sign_in.REASONS.get(row.error, "Sign-in failed."),
            "additionalDetails": sign_in.DETAILS.get(row.error),
        },
        "appliedConditionalAccessPolicies": _applied(call, row),
        **_surroundings(row),
    }
    return shown | (_beta(call, row, person.user_type if person else "Member") if call.version == "beta" else {})


def _applied(call: Call, row: SignIn) -> Json:
    """The policies by today's id and controls; one that is gone keeps the id of its name."""
    known = {str(policy["displayName"]): policy for policy in call.world.directory.policies} if row.applied else {}
    return [
        {
            "id": known[name]["id"] if name in known else stable_id("policy", name),
            "displayName": name,
            "enforcedGrantControls": [*applied.controls(known[name])] if name in known else [],
            "enforcedSessionControls": [],
            "result": result,
        }
        for name, result in row.applied
    ]


def _surroundings(row: SignIn) -> JsonObject:
    """Device, place and risk: the demo does not tell stories about them."""
    modern = row.client in sign_in.MODERN
    device: JsonObject = {
        "deviceId": "",
        "displayName": row.device,
        "operatingSystem": "Windows10" if modern else "",
        "browser": "Edge 142.0.0" if row.client == sign_in.BROWSER else "",
        "isCompliant": False,
        "isManaged": False,
        "trustType": "",
    }
    return {
        "riskDetail": "none",
        "riskLevelAggregated": "none",
        "riskLevelDuringSignIn": "none",
        "riskState": "none",
        "riskEventTypes_v2": [],
        "deviceDetail": device,
        "location": {"city": "", "state": "", "countryOrRegion": row.country, "geoCoordinates": {}},
    }


def _conditional(row: SignIn) -> str:
    if row.error == sign_in.BLOCKED or any(result == "failure" for _, result in row.applied):
        return "failure"
    return "success" if row.method and not row.error else "notApplied"


def _beta(call: Call, row: SignIn, user_type: str) -> JsonObject:
    many = bool(row.method) or row.error in sign_in.ASKED
    steps = _steps(row)
    return {
        "userType": user_type.lower(),
        "signInEventTypes": ["interactiveUser" if row.interactive else "nonInteractiveUser"],
        "authenticationRequirement": "multiFactorAuthentication" if many else "singleFactorAuthentication",
        "authenticationDetails": steps,
        "authenticationRequirementPolicies": [],
        "networkLocationDetails": _networks(call, row.address),
        "mfaDetail": {"authMethod": row.method, "authDetail": row.detail} if row.method else None,
    }


def _networks(call: Call, address: str) -> list[Json]:
    """The named locations that this address is in, where the location is trusted."""
    return [
        {"networkType": "trustedNamedLocation", "networkNames": [place["displayName"]]}
        for place in call.world.directory.locations
        if place.get("isTrusted") and _is_in(address, place["ipRanges"])
    ]


def _is_in(address: str, ranges: Json) -> bool:
    rows = ranges if isinstance(ranges, list) else []
    networks = [ip_network(str(row["cidrAddress"])) for row in rows if isinstance(row, dict)]
    return any(ip_address(address) in network for network in networks)


def _steps(row: SignIn) -> list[Json]:
    """How it authenticated, step by step. A second factor that was asked for and not given is no step."""
    if row.method == sign_in.PREVIOUSLY:
        return [_step(row, row.method, ok=True, said="MFA requirement satisfied by claim in the token")]
    if row.method in sign_in.PASSWORDLESS:
        return [_step(row, row.method, ok=row.error == 0, said="")]
    right = row.error != sign_in.WRONG_PASSWORD
    steps = [_step(row, sign_in.PASSWORD, ok=right, said="Correct password" if right else "Incorrect password")]
    if row.method:
        done = row.error == 0
        said = "MFA successfully completed" if done else "MFA denied; user declined the authentication"
        steps.append(_step(row, row.method, ok=done, said=said))
    return steps


def _step(row: SignIn, method: str, *, ok: bool, said: str) -> Json:
    first = method == sign_in.PASSWORD or method in sign_in.PASSWORDLESS
    return {
        "authenticationStepDateTime": stamp(row.at if first else row.at + FACTOR_PAUSE),
        "authenticationMethod": method,
        "authenticationMethodDetail": "Password in the cloud" if method == sign_in.PASSWORD else row.detail,
        "succeeded": ok,
        "authenticationStepResultDetail": said,
        "authenticationStepRequirement": "Primary authentication" if first else "Multifactor authentication",
    }


ROUTES = (
    Route(
        method="GET",
        path="/auditLogs/signIns",
        answer=_list,
        roles=READ,
        also=ALSO,
        versions=BOTH,
        options=frozenset({"$filter", "$top"}),
        cost=Cost(report=True),
    ),
)
