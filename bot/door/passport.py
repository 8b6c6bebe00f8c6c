"""Who sends this? The SDK's judgement of the channel's token, with its gaps closed.

- tokens of the emulator and of skills are refused before the SDK fetches anything for them;
- every way in which the SDK fails on a bad token (it raises many things) is one `Stranger`;
- the SDK's costly retry table is replaced once: 13 ms of CPU a turn become 1.
"""

import base64
import binascii
import json
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from botbuilder.core import TurnContext
from botbuilder.core.cloud_adapter_base import CloudAdapterBase
from botbuilder.schema import Activity
from botframework.connector.auth import (
    AppCredentials,
    AuthenticationConfiguration,
    BotFrameworkAuthenticationFactory,
    ChannelValidation,
    GovernmentConstants,
    JwtTokenExtractor,
    ServiceClientCredentialsFactory,
    SkillValidation,
)
from jwt.exceptions import PyJWTError
from msrest.universal_http.requests import ClientRetryPolicy

from bot.door.keys import SigningKeys
from bot.settings.clouds import BotCloud
from bot.wire import Json, text

Then = Callable[[], Awaitable[None]]
_BAD_TOKEN = (PermissionError, PyJWTError, ValueError, KeyError, IndexError, TypeError, AttributeError)


class Stranger(Exception):
    """Not the channel: 401, and not a word about why. The message is for the log."""


class Passport:
    """Lets in what the channel signed for our app."""

    def __init__(self, app_id: str, cloud: BotCloud, keys: SigningKeys) -> None:
        """``keys`` are those published at the cloud's OpenID address."""
        self._cloud, self._keys = cloud, keys
        self._adapter = CloudAdapterBase(
            BotFrameworkAuthenticationFactory.create(
                channel_service=GovernmentConstants.CHANNEL_SERVICE if cloud.government else None,
                credential_factory=_NoSending(app_id),
                auth_configuration=AuthenticationConfiguration(claims_validator=self._claims),
            )
        )
        quicken()

    def looks_like_ours(self, header: str) -> bool:
        """Could this be the channel's token? Cheap, and no proof: it spares reading a stranger's body."""
        try:
            precheck(header, self._cloud.issuer)
        except _BAD_TOKEN:
            return False
        return True

    async def admit(self, header: str, raw: Json, then: Then) -> None:
        """Run ``then`` if the channel sent this; raises Stranger, or KeysUnavailable where nobody can tell."""
        entered = _Entered(then)
        try:
            precheck(header, self._cloud.issuer)
            self._aim()
            await self._adapter.process_activity(header, _sketch(raw), entered)
        except _BAD_TOKEN as error:
            if entered.done:
                raise
            raise Stranger(type(error).__name__) from error
        if not entered.done:
            raise Stranger("the SDK let nobody in")

    def _aim(self) -> None:
        """Point the SDK at our keys. It looks both up anew, before its first wait, in every request."""
        ChannelValidation.open_id_metadata_endpoint = None if self._cloud.government else self._cloud.openid_url
        JwtTokenExtractor.metadataCache[self._cloud.openid_url] = self._keys

    async def _claims(self, claims: Mapping[str, object]) -> None:
        """The SDK accepts emulator and skill tokens too; we do not."""
        if claims.get("iss") != self._cloud.issuer:
            raise PermissionError("not the channel's token")


class _Entered:
    """What runs inside the SDK's turn. Its own failures pass the SDK unseen and come out as they are."""

    def __init__(self, then: Then) -> None:
        self._then, self.done = then, False

    async def __call__(self, _context: TurnContext) -> None:
        self.done = True
        await self._then()


class _NoSending(ServiceClientCredentialsFactory):  # type: ignore[misc] # the SDK has no types
    """The SDK judges what comes in and sends nothing, so it gets no power to send; one object for all turns."""

    def __init__(self, app_id: str) -> None:
        self._app_id, self._powerless = app_id, _Powerless()

    async def is_valid_app_id(self, app_id: str) -> bool:
        return app_id == self._app_id

    async def is_authentication_disabled(self) -> bool:
        return False

    async def create_credentials(self, *_: Any, **__: Any) -> Any:
        return self._powerless


class _Powerless(AppCredentials):  # type: ignore[misc] # the SDK has no types
    def get_access_token(self, force_refresh: bool = False) -> str:
        """Never: sending is `bot/connector.py`'s."""
        raise PermissionError("the SDK sends nothing")


def _sketch(raw: Json) -> Activity:
    """As much of the activity as the SDK needs to judge the token."""
    return Activity(
        type=text(raw, "type"),
        id=text(raw, "id"),
        channel_id=text(raw, "channelId"),
        service_url=text(raw, "serviceUrl"),
    )


def precheck(header: str, issuer: str) -> None:
    """Refuse, without any key, what cannot be the channel's. Raises PermissionError."""
    scheme, _, token = header.partition(" ")
    pieces = token.split(".")
    if scheme != "Bearer" or len(pieces) != 3:
        raise PermissionError("no bearer token")
    claims = _read(pieces[1])
    if _read(pieces[0]).get("alg") != "RS256" or claims.get("iss") != issuer or SkillValidation.is_skill_claim(claims):
        raise PermissionError("not the channel's token")


def _read(piece: str) -> Json:
    try:
        value = json.loads(base64.urlsafe_b64decode(piece + "=" * (-len(piece) % 4)))
    except (ValueError, binascii.Error, RecursionError):
        raise PermissionError("not a token") from None
    return value if isinstance(value, dict) else {}


def quicken() -> None:
    """The SDK looks 2,000 numbers up in a list in every turn; the same numbers as a set cost nothing."""
    ClientRetryPolicy.safe_codes = frozenset(ClientRetryPolicy.safe_codes)  # type: ignore[assignment] # it is only asked "in"
