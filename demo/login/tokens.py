"""Who gets a token: the client credentials flow, judged as Entra judges it.

Error codes: https://learn.microsoft.com/entra/identity-platform/reference-error-codes
"""

from collections.abc import Mapping
from dataclasses import dataclass

import jwt

from demo.apps import BOT, EXCHANGE, GRAPH, App
from demo.keys import LIFETIME, stable_id
from demo.seed import cast
from demo.wire import Json, JsonObject, stamp
from demo.world import World

RESOURCES = (GRAPH, BOT, EXCHANGE)
ASSERTION = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"


@dataclass(frozen=True, slots=True)
class Denied(Exception):
    """No token. ``number`` is the AADSTS code."""

    status: int
    error: str
    number: int
    message: str

    def as_json(self, world: World) -> JsonObject:
        """The error body of the token endpoint."""
        trace = stable_id("trace", str(world.chance.random()))
        at = stamp(world.now())
        text = f"AADSTS{self.number}: {self.message} Trace ID: {trace} Correlation ID: {trace} Timestamp: {at}"
        return {
            "error": self.error,
            "error_description": text,
            "error_codes": [self.number],
            "timestamp": at,
            "trace_id": trace,
            "correlation_id": trace,
            "error_uri": f"https://login.microsoftonline.com/error?code={self.number}",
        }


def known_tenant(world: World, name: str) -> None:
    """Refuse a tenant that is not ours (the Bot Framework's own serves bots of any tenant)."""
    if name.casefold() not in (world.tenant_id, cast.DOMAIN, cast.INITIAL_DOMAIN, "botframework.com"):
        raise Denied(400, "invalid_request", 90002, f"Tenant '{name}' not found.")


def grant(world: World, tenant: str, form: Mapping[str, str]) -> JsonObject:
    """The answer of the token endpoint; raises `Denied`."""
    known_tenant(world, tenant)
    if form.get("grant_type") != "client_credentials":
        raise Denied(400, "unsupported_grant_type", 70003, "The app requested an unsupported grant type.")
    app = _application(world, form)
    resource = _resource(form.get("scope", ""))
    return {
        "token_type": "Bearer",
        "expires_in": LIFETIME,
        "ext_expires_in": LIFETIME,
        "access_token": issue(world, app, resource),
    }


def issue(world: World, app: App, resource: str, *, lifetime: int = LIFETIME) -> str:
    """A signed token for one resource; ``lifetime`` in seconds may be negative, for tests of expired ones."""
    roles: list[Json] = [*app.roles_for(resource)]
    wids: list[Json] = [*app.wids()] if resource == EXCHANGE else []
    claims: JsonObject = {
        "aud": resource,
        "iss": f"https://sts.windows.net/{world.tenant_id}/",
        "tid": world.tenant_id,
        "appid": app.client_id,
        "app_displayname": app.name,
        "idtyp": "app",
        "oid": app.service_principal,
        "sub": app.service_principal,
        "ver": "1.0",
        "uti": stable_id("token", str(world.chance.random())),
    }
    carried: JsonObject = {name: held for name, held in (("roles", roles), ("wids", wids)) if held}
    return world.keys.access_token(claims | carried, lifetime=lifetime)


def _application(world: World, form: Mapping[str, str]) -> App:
    client_id = form.get("client_id") or _issuer(form.get("client_assertion", ""))
    app = world.apps.get(client_id)
    if app is None:
        text = f"Application with identifier '{client_id}' was not found in the directory 'Contoso'."
        raise Denied(400, "unauthorized_client", 700016, text)
    if "client_assertion" in form:
        _check_assertion(app, form)
    elif form.get("client_secret") not in app.secrets:
        text = f"Invalid client secret provided. Ensure the secret being sent is the value for app '{client_id}'."
        raise Denied(401, "invalid_client", 7000215, text)
    return app


def _issuer(assertion: str) -> str:
    try:
        return str(jwt.decode(assertion, options={"verify_signature": False}).get("iss"))
    except jwt.PyJWTError:
        return ""


def _check_assertion(app: App, form: Mapping[str, str]) -> None:
    bad = Denied(401, "invalid_client", 700027, "The certificate used to sign the client assertion is not registered.")
    if form.get("client_assertion_type") != ASSERTION:
        raise bad
    try:
        header = jwt.get_unverified_header(form["client_assertion"])
        key = app.certificates.get(str(header.get("x5t#S256") or header.get("x5t")).rstrip("="))  # MSAL pads it
        if key is None:
            raise bad
        _read_assertion(app, form["client_assertion"], key)
    except jwt.PyJWTError as error:
        raise bad from error


def _read_assertion(app: App, assertion: str, key: str) -> None:
    options = {"verify_aud": False, "require": ["exp", "iss", "sub", "aud"]}
    claims = jwt.decode(assertion, key, algorithms=["RS256", "PS256"], options=options)  # type: ignore[arg-type]
    if not claims["iss"] == claims["sub"] == app.client_id:
        raise jwt.InvalidIssuerError
    if not str(claims["aud"]).endswith(("/oauth2/v2.0/token", "/oauth2/token")):
        raise jwt.InvalidAudienceError


def _resource(scope: str) -> str:
    if not scope.endswith("/.default"):
        raise Denied(400, "invalid_scope", 1002012, f"The provided value for scope {scope} is not valid.")
    resource = scope.removesuffix("/.default")
    if resource not in RESOURCES:
        text = f"The resource principal named {resource} was not found in the tenant named Contoso."
        raise Denied(400, "invalid_resource", 500011, text)
    return resource
