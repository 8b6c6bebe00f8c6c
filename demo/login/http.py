"""The login service as aiohttp routes, at the paths that MSAL and the Bot Framework call.

``/login/{tenant}/...`` stands for ``https://login.microsoftonline.com/{tenant}/...``, and the metadata names that host,
as the real one does: a client that is pointed here by rewriting the host follows it by the same rewriting.
"""

from collections.abc import Awaitable, Callable

from aiohttp import web

from demo.keys import CHANNEL_ISSUER, LIFETIME, now
from demo.login.tokens import RESOURCES, Denied, grant, issue, known_tenant
from demo.striking import refused, suffer
from demo.wire import JsonObject
from demo.world import World

HOST = "https://login.microsoftonline.com"
Handler = Callable[[web.Request], Awaitable[web.Response]]
Page = Callable[[World, web.Request], Awaitable[web.Response]]


def add_routes(app: web.Application, world: World) -> None:
    """Mount the login service."""
    pages: list[tuple[str, str, Page]] = [
        ("GET", "/login/botframework/v1/.well-known/openidconfiguration", _with_faults(_channel_metadata)),
        ("GET", "/login/botframework/v1/keys", _with_faults(_channel_keys)),
        ("GET", "/login/metadata/identity/oauth2/token", _managed_identity),
        ("GET", "/login/{tenant}/v2.0/.well-known/openid-configuration", _metadata),
        ("GET", "/login/{tenant}/discovery/v2.0/keys", _keys),
        ("POST", "/login/{tenant}/oauth2/v2.0/token", _token),
    ]
    for method, path, page in pages:
        app.router.add_route(method, path, _bound(world, page))


def _bound(world: World, page: Page) -> Handler:
    async def handler(request: web.Request) -> web.Response:
        try:
            return await page(world, request)
        except Denied as denied:
            return web.json_response(denied.as_json(world), status=denied.status)

    return handler


def _with_faults(page: Page) -> Page:
    async def page_or_trouble(world: World, request: web.Request) -> web.Response:
        fault = refused(await suffer(world, request))
        return web.Response(status=fault.status) if fault else await page(world, request)

    return page_or_trouble


async def _metadata(world: World, request: web.Request) -> web.Response:
    tenant = request.match_info["tenant"]
    known_tenant(world, tenant)
    base = f"{HOST}/{tenant}"
    body: JsonObject = {
        "issuer": f"{HOST}/{world.tenant_id}/v2.0",
        "authorization_endpoint": f"{base}/oauth2/v2.0/authorize",
        "token_endpoint": f"{base}/oauth2/v2.0/token",
        "device_authorization_endpoint": f"{base}/oauth2/v2.0/devicecode",
        "jwks_uri": f"{base}/discovery/v2.0/keys",
        "token_endpoint_auth_methods_supported": ["client_secret_post", "private_key_jwt", "client_secret_basic"],
        "response_types_supported": ["code", "id_token", "token"],
        "subject_types_supported": ["pairwise"],
        "id_token_signing_alg_values_supported": ["RS256"],
        "tenant_region_scope": "EU",
    }
    return web.json_response(body)


async def _keys(world: World, request: web.Request) -> web.Response:
    return web.json_response(world.keys.login_keys())


async def _token(world: World, request: web.Request) -> web.Response:
    form = {name: str(value) for name, value in (await request.post()).items()}
    return web.json_response(grant(world, request.match_info["tenant"], form))


async def _managed_identity(world: World, request: web.Request) -> web.Response:
    """The metadata service of a virtual machine: https://learn.microsoft.com/entra/identity/managed-identities-azure-resources/how-to-use-vm-token"""
    resource = request.query.get("resource", "").rstrip("/")
    if request.headers.get("Metadata") != "true" or resource not in RESOURCES:
        return web.json_response({"error": "invalid_request", "error_description": "Bad request"}, status=400)
    app = world.apps[world.client_id]
    body: JsonObject = {
        "access_token": issue(world, app, resource),
        "client_id": app.client_id,
        "expires_in": str(LIFETIME),
        "expires_on": str(now() + LIFETIME),
        "resource": resource,
        "token_type": "Bearer",
    }
    return web.json_response(body)


async def _channel_metadata(world: World, request: web.Request) -> web.Response:
    body: JsonObject = {
        "issuer": CHANNEL_ISSUER,
        "authorization_endpoint": "https://invalid.botframework.com",
        "jwks_uri": f"http://{request.host}/login/botframework/v1/keys",
        "id_token_signing_alg_values_supported": ["RS256"],
        "token_endpoint_auth_methods_supported": ["private_key_jwt"],
    }
    return web.json_response(body)


async def _channel_keys(world: World, request: web.Request) -> web.Response:
    return web.json_response(world.keys.channel_keys())
