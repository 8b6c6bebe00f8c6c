"""The settings themselves."""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator, BeforeValidator, Field, SecretStr, ValidationError, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from bot.settings import checks
from bot.settings.clouds import CLOUDS, BotCloud, CloudName

PREFIX = "MUSTER_"
PURPOSES = ("read", "mfa", "phone", "methods", "exchange", "policies", "messages")
"""What may have a registration of its own: MUSTER_READ_APP_ID, MUSTER_MFA_APP_SECRET…"""

Guid = Annotated[str, AfterValidator(checks.guid)]
MaybeGuid = Annotated[str, AfterValidator(lambda value: value and checks.guid(value))]
Guids = Annotated[tuple[str, ...], NoDecode, BeforeValidator(checks.guids)]
Names = Annotated[tuple[str, ...], NoDecode, BeforeValidator(checks.listed)]
MaybeUrl = Annotated[str, AfterValidator(lambda value: value and checks.url(value))]
MaybeFile = Annotated[Path | None, AfterValidator(lambda value: value and checks.readable(value))]


class BadSettings(Exception):
    """Muster does not start; the message is one sentence: which variable, what is wrong, an example."""


class Settings(BaseSettings):
    """Everything that can be set. A secret never shows in a repr, a log or an error."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX,
        env_file=".env",
        extra="ignore",
        frozen=True,
        hide_input_in_errors=True,
        populate_by_name=True,
    )

    tenant_id: Guid = Field(description="Your Entra tenant (directory) id", examples=[checks.GUID])
    app_id: Guid = Field(description="The application (client) id of the bot's registration", examples=[checks.GUID])
    app_secret: SecretStr | None = Field(None, description="A client secret of that registration")
    app_certificate: MaybeFile = Field(
        None, description="Instead of a secret: a PEM file with the private key", examples=["/etc/muster/bot.pem"]
    )
    app_thumbprint: str = Field("", description="The certificate's SHA-1 thumbprint in hex")
    managed_identity: bool = Field(
        False, description="Instead of a secret: the Azure host's user-assigned identity with this app id"
    )

    read_app_id: MaybeGuid = Field("", description="A registration of its own for reading")
    read_app_secret: SecretStr | None = Field(None, description="Its secret")
    mfa_app_id: MaybeGuid = Field("", description="A registration of its own for writing per-user MFA")
    mfa_app_secret: SecretStr | None = Field(None, description="Its secret")
    phone_app_id: MaybeGuid = Field("", description="A registration of its own for writing phone numbers")
    phone_app_secret: SecretStr | None = Field(None, description="Its secret")
    methods_app_id: MaybeGuid = Field("", description="A registration of its own for writing sign-in methods")
    methods_app_secret: SecretStr | None = Field(None, description="Its secret")
    exchange_app_id: MaybeGuid = Field("", description="A registration of its own for Exchange Online")
    exchange_app_secret: SecretStr | None = Field(None, description="Its secret")
    policies_app_id: MaybeGuid = Field("", description="A registration of its own for writing policies")
    policies_app_secret: SecretStr | None = Field(None, description="Its secret")
    messages_app_id: MaybeGuid = Field("", description="A registration of its own for reaching people by other ways")
    messages_app_secret: SecretStr | None = Field(None, description="Its secret")

    cloud: CloudName = Field(
        "public", description="public, gcc, gcch, dod, or custom (takes the five addresses below)", examples=["public"]
    )
    graph_url: MaybeUrl = Field("", description="Custom cloud: where Graph answers")
    login_url: MaybeUrl = Field("", description="Custom cloud: where tokens are fetched")
    exchange_url: MaybeUrl = Field("", description="Custom cloud: where Exchange's admin API answers")
    openid_url: MaybeUrl = Field("", description="Custom cloud: the channel's OpenID configuration")
    service_url_hosts: Names = Field(
        (), description="Custom cloud: hosts that may carry conversations, comma-separated"
    )
    service_url: MaybeUrl = Field(
        "", description="Where new 1:1 chats are opened before Teams has spoken; known for Microsoft's clouds"
    )

    operators: Guids = Field((), description="Entra group ids: who may plan and submit changes")
    approvers: Guids = Field((), description="Entra group ids: who may approve them")
    owners: Guids = Field((), description="Entra group ids: who may turn writes on")
    break_glass: Guids = Field(
        (), description="User ids of the emergency accounts; writes stay off until they are named"
    )
    help_desk: Guids = Field(
        (), description="User ids: who hands a Temporary Access Pass over for `hand-to:desk`, the first one first"
    )
    escalation: Guids = Field(
        (), description="Entra group ids: approvers who are asked when the others have not decided within two days"
    )
    approvals_chat: str = Field("", description="A chat or channel id for approvals; else each approver's own chat")
    time_zone: Annotated[str, AfterValidator(checks.zone)] = Field(
        "UTC", description="The office's time zone", examples=["Europe/Berlin"]
    )

    country: Annotated[str, AfterValidator(checks.region)] = Field(
        "",
        description="The office's country: whose public holidays people without a usage location keep",
        examples=["NL"],
    )
    help_chat: str = Field("", description="The help desk's channel id: where people who ask for help are passed on")
    install_app: bool = Field(
        False,
        description="yes: a campaign may install Muster's app for people, so that it can write to them",
        examples=["yes"],
    )
    teams_app_id: MaybeGuid = Field(
        "", description="The id in the manifest of Muster's app; else the application id of the bot"
    )
    feed: bool = Field(
        False, description="yes: who cannot be written to in a chat gets a note in the activity feed", examples=["yes"]
    )
    mail_sender: Annotated[str, AfterValidator(checks.mailbox)] = Field(
        "", description="The mailbox that writes to people whom Teams does not reach", examples=["muster@contoso.com"]
    )
    tell_managers: Annotated[tuple[str, ...], NoDecode, BeforeValidator(checks.countries)] = Field(
        (),
        description="Countries where a campaign may tell somebody's manager; * for all of them",
        examples=["NL,DE"],
    )

    trust_directory_phones: bool = Field(
        False,
        description="yes: numbers in the directory are believed without asking. Only where people cannot write their "
        "own: else a stolen password can plant a phone",
        examples=["yes"],
    )
    default_region: Annotated[str, AfterValidator(checks.region)] = Field(
        "", description="The country of national numbers of people without a usage location", examples=["NL"]
    )
    exchange_writes: bool = Field(
        False,
        description="yes: `modern-auth enable exchange` and `smtp-auth off` may write, by an interface that Microsoft "
        "documents in part",
        examples=["yes"],
    )

    writable_groups: Guids = Field(
        (),
        description="Entra group ids: the groups that `mfa enable` may let people into, where Conditional Access "
        "targets them",
    )

    database_url: Annotated[str, AfterValidator(checks.database)] = Field(
        "sqlite+aiosqlite:///muster.db", repr=False, description="A SQLite file, or PostgreSQL for several processes"
    )
    host: str = Field("127.0.0.1", description="The address to listen on; put a TLS proxy before it")
    port: int = Field(3978, ge=0, le=65535, description="The port to listen on (0: any)")
    log_level: Annotated[str, AfterValidator(checks.level)] = Field("info", description="debug, info, warning or error")

    @model_validator(mode="after")
    def _whole(self) -> "Settings":
        for check in (_one_proof, _own_registrations, _custom_addresses, _hosts):
            check(self)
        return self

    @property
    def bot_cloud(self) -> BotCloud:
        """How this cloud carries the bot."""
        known = CLOUDS.get(self.cloud)
        if known is not None:
            return known
        return BotCloud(hosts=self.service_url_hosts, openid_url=self.openid_url, service_url=self.service_url)


def load(values: Mapping[str, object] | None = None) -> Settings:
    """From the environment and .env, with ``values`` on top. Raises BadSettings with one sentence."""
    try:
        return Settings(**(values or {}))  # type: ignore[arg-type] # pydantic judges them
    except ValidationError as error:
        raise BadSettings(_sentence(error)) from None


def _sentence(error: ValidationError) -> str:
    first = error.errors(include_input=False, include_url=False, include_context=False)[0]
    name = str(first["loc"][0]) if first["loc"] else ""
    if first["type"] == "missing":
        return f"{PREFIX}{name.upper()} is missing: {_meaning(name)}."
    problem = first["msg"].removeprefix("Value error, ").rstrip(".")
    if not name:
        return f"{problem}."
    if first["type"] != "value_error":
        problem = f"is not right ({problem[:1].lower()}{problem[1:]})"
    return f"{PREFIX}{name.upper()} {problem}."


def _meaning(name: str) -> str:
    field = Settings.model_fields[name]
    told = (field.description or "").rstrip(".")
    example = f", for example {field.examples[0]}" if field.examples else ""
    return f"{told[:1].lower()}{told[1:]}{example}"


def _one_proof(given: Settings) -> None:
    proofs = (given.app_secret is not None, given.app_certificate is not None, given.managed_identity)
    if sum(proofs) != 1:
        raise ValueError(
            "Set exactly one of MUSTER_APP_SECRET, MUSTER_APP_CERTIFICATE and MUSTER_MANAGED_IDENTITY, "
            "for example MUSTER_APP_CERTIFICATE=/etc/muster/bot.pem with MUSTER_APP_THUMBPRINT"
        )
    if given.app_certificate is not None and not given.app_thumbprint:
        raise ValueError(
            "MUSTER_APP_THUMBPRINT is missing: the certificate's SHA-1 thumbprint, for example 0A1B…40 hex digits"
        )


def _own_registrations(given: Settings) -> None:
    for purpose in PURPOSES:
        name, secret = getattr(given, f"{purpose}_app_id"), getattr(given, f"{purpose}_app_secret")
        if bool(name) != (secret is not None):
            both = f"MUSTER_{purpose.upper()}_APP_ID and MUSTER_{purpose.upper()}_APP_SECRET"
            raise ValueError(f"{both} belong together: set both, or neither to use the bot's own registration for it")


def _custom_addresses(given: Settings) -> None:
    addresses = ("graph_url", "login_url", "exchange_url", "openid_url", "service_url_hosts")
    for name in addresses:
        value = getattr(given, name)
        if given.cloud == "custom" and not value and name != "exchange_url":
            raise ValueError(
                f"MUSTER_{name.upper()} is missing: MUSTER_CLOUD=custom needs it, for example {_like(name)}"
            )
        if given.cloud != "custom" and value:
            raise ValueError(
                f"MUSTER_{name.upper()} is only for MUSTER_CLOUD=custom: remove it, or set MUSTER_CLOUD=custom"
            )


def _like(name: str) -> str:
    return "127.0.0.1" if name.endswith("hosts") else "http://127.0.0.1:8080/graph"


def _hosts(given: Settings) -> None:
    for host in given.service_url_hosts:
        if "/" in host or urlsplit(f"//{host}").hostname is None:
            raise ValueError(
                f'MUSTER_SERVICE_URL_HOSTS holds "{host[:60]}", which is not a host name, for example 127.0.0.1'
            )
