"""Domains, and where the people of a federated one sign in.

https://learn.microsoft.com/graph/api/domain-list-federationconfiguration: a collection of exactly one, and 404 for a
domain that is managed.
"""

import base64
from datetime import datetime, timedelta

from demo import certificates
from demo.federation import Federation
from demo.graph.call import Call, missing
from demo.graph.routes import Route, roles
from demo.graph.shape import context
from demo.wire import Answer, Json, JsonObject, Problem, stamp

READ = roles("Domain.Read.All", "Directory.Read.All")


def _list(call: Call) -> Answer:
    rows: list[Json] = [*call.world.directory.domains]
    return Answer(body={"@odata.context": context(call, "domains"), "value": rows})


def _one(call: Call) -> Answer:
    return Answer(body={"@odata.context": context(call, "domains/$entity"), **_found(call)})


def _found(call: Call) -> JsonObject:
    for row in call.world.directory.domains:
        if row["id"] == call.ids[0].casefold():
            return row
    raise missing(call.ids[0])


def _federation(call: Call) -> Answer:
    domain = _found(call)
    found = call.world.federations.get(str(domain["id"]))
    if found is None or domain["authenticationType"] != "Federated":
        raise Problem(404, "Request_ResourceNotFound", f"Domain '{domain['id']}' has no federation settings.")
    where = context(call, f"domains('{domain['id']}')/federationConfiguration")
    return Answer(body={"@odata.context": where, "value": [_shown(call, found)]})


def _shown(call: Call, found: Federation) -> JsonObject:
    service, sign_in = f"https://{found.name}/adfs", f"https://{found.host}/adfs"
    return {
        "id": found.id,
        "displayName": found.domain,
        "issuerUri": f"http://{found.name}/adfs/services/trust",
        "metadataExchangeUri": f"{service}/services/trust/mex",
        "passiveSignInUri": f"{sign_in}/ls/",
        "activeSignInUri": f"{service}/services/trust/2005/usernamemixed",
        "signOutUri": f"{sign_in}/ls/",
        "preferredAuthenticationProtocol": "wsFed",
        "promptLoginBehavior": "nativeSupport",
        "isSignedAuthenticationRequestRequired": False,
        "signingCertificate": _certificate(found.name, found.signing_ends),
        "nextSigningCertificate": _certificate(found.name, found.next_ends),
        "signingCertificateUpdateStatus": {
            "certificateUpdateResult": "Success" if found.next_ends else "NoNewCertificate",
            "lastRunDateTime": stamp(call.world.now() - timedelta(hours=6)),
        },
        "federatedIdpMfaBehavior": found.behaviour,
        "passwordResetUri": None,
    }


def _certificate(name: str, ends: datetime | None) -> str | None:
    return None if ends is None else base64.b64encode(certificates.signing(name, ends)).decode()


ROUTES = (
    Route(method="GET", path="/domains", answer=_list, roles=READ),
    Route(method="GET", path="/domains/{}", answer=_one, roles=READ),
    Route(method="GET", path="/domains/{}/federationConfiguration", answer=_federation, roles=READ),
)
