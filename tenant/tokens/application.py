"""One long-lived MSAL application for one credential in one tenant. Everything here blocks: call it from a thread."""

import os
from collections.abc import Callable, Mapping
from typing import Protocol

import msal
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from msal.exceptions import MsalServiceError

from tenant.cloud import Cloud
from tenant.credentials import Certificate, Credential, ManagedIdentity, Secret
from tenant.tokens.http_client import LoginHttp
from tenant.trouble import SignInFailed, Unavailable

# Where a virtual machine asks for its identity; MSAL lets a host move it.
_IMDS = "http://169.254.169.254"

Ask = Callable[[str], Mapping[str, object]]
"""Scope in, MSAL's result out: ``access_token`` and ``expires_in``, or ``error`` and ``error_description``."""


class _Application(Protocol):
    def acquire_token_for_client(self, scopes: list[str]) -> Mapping[str, object]: ...


class _Identity(Protocol):
    def acquire_token_for_client(self, *, resource: str) -> Mapping[str, object]: ...


def open_application(credential: Credential, tenant_id: str, cloud: Cloud) -> Ask:
    """Build the application (asks the login service for its addresses) and hand back how to ask for a token.

    Raises SignInFailed where the tenant or the key is not accepted, Unavailable where nobody answers.
    """
    try:
        match credential:
            case ManagedIdentity(client_id):
                return _ask_identity(_identity(client_id, cloud))
            case Secret() | Certificate():
                return _ask_application(_application(credential, tenant_id, cloud))
    except (ValueError, TypeError) as error:  # an unknown tenant; a key that is no key
        raise SignInFailed(f"the sign-in library refused: {type(error).__name__}", detail="setup") from error


def _ask_application(application: _Application) -> Ask:
    return lambda scope: _guarded(lambda: application.acquire_token_for_client([scope]))


def _ask_identity(identity: _Identity) -> Ask:
    return lambda scope: _guarded(lambda: identity.acquire_token_for_client(resource=scope.removesuffix("/.default")))


def _guarded(ask: Callable[[], Mapping[str, object]]) -> Mapping[str, object]:
    try:
        return ask()
    except (ValueError, MsalServiceError, msal.ManagedIdentityError) as error:
        raise Unavailable(f"the login service answered nonsense: {type(error).__name__}") from error


def _application(credential: Secret | Certificate, tenant_id: str, cloud: Cloud) -> _Application:
    application: _Application = msal.ConfidentialClientApplication(
        credential.client_id,
        client_credential=_proof(credential),
        authority=f"{cloud.authority}/{tenant_id}",
        instance_discovery=False if cloud.is_custom else None,
        http_client=LoginHttp({cloud.authority: cloud.login} if cloud.is_custom else {}),
    )
    return application


def _proof(credential: Secret | Certificate) -> str | dict[str, str]:
    """What MSAL wants. A key is tried here, because MSAL would find out only when it signs."""
    if isinstance(credential, Secret):
        return credential.secret
    passphrase = credential.passphrase
    load_pem_private_key(credential.private_key.encode(), passphrase.encode() if passphrase else None)
    proof = {"private_key": credential.private_key, "thumbprint": credential.thumbprint}
    return proof | ({"passphrase": passphrase} if passphrase else {})


def _identity(client_id: str, cloud: Cloud) -> _Identity:
    who = msal.UserAssignedManagedIdentity(client_id=client_id) if client_id else msal.SystemAssignedManagedIdentity()
    imds = os.getenv("AZURE_POD_IDENTITY_AUTHORITY_HOST", _IMDS).rstrip("/")
    aliases = {imds: cloud.login} if cloud.is_custom else {}
    identity: _Identity = msal.ManagedIdentityClient(who, http_client=LoginHttp(aliases))
    return identity
