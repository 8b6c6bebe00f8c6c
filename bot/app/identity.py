"""From settings to what `tenant` needs: where the cloud is, what Muster proves its identity with, what was declared."""

from bot.settings import Settings
from tenant.cloud import CLOUDS, Cloud, custom
from tenant.credentials import Certificate, Credential, Credentials, ManagedIdentity, Secret
from tenant.model import Rules
from tenant.ports import Area


def cloud_of(settings: Settings) -> Cloud:
    """The addresses of Graph, login and Exchange."""
    if settings.cloud == "custom":
        return custom(graph=settings.graph_url, login=settings.login_url, exchange=settings.exchange_url)
    return CLOUDS[settings.cloud]


def credentials_of(settings: Settings) -> Credentials:
    """One credential per purpose; a purpose without a registration of its own uses the bot's."""
    bot = _bot(settings)
    writers = {area.value: own for area in Area if (own := _own(settings, area.value))}
    read = _own(settings, "read") or bot
    return Credentials(read=read, writers={area.value: bot for area in Area} | writers, bot=bot)


def rules_of(settings: Settings) -> Rules:
    """What the owner declared about this tenant."""
    return Rules(
        trust_directory_phones=settings.trust_directory_phones,
        default_region=settings.default_region,
        exchange_writes=settings.exchange_writes,
        writable_groups=frozenset(settings.writable_groups),
        break_glass=frozenset(settings.break_glass),
        help_desk=settings.help_desk,
        install_app=settings.install_app,
        teams_app=settings.teams_app_id or settings.app_id,
        feed=settings.feed,
        mail_sender=settings.mail_sender,
    )


def _bot(settings: Settings) -> Credential:
    if settings.managed_identity:
        return ManagedIdentity(settings.app_id)
    if settings.app_certificate is not None:
        key = settings.app_certificate.read_text("utf-8")
        return Certificate(client_id=settings.app_id, private_key=key, thumbprint=settings.app_thumbprint)
    return Secret(settings.app_id, settings.app_secret.get_secret_value() if settings.app_secret else "")


def _own(settings: Settings, purpose: str) -> Credential | None:
    name, secret = getattr(settings, f"{purpose}_app_id"), getattr(settings, f"{purpose}_app_secret")
    return Secret(name, secret.get_secret_value()) if name and secret else None
