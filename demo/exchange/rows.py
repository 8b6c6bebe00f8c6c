"""Exchange's objects as ``adminapi`` shows them: the properties that matter, some beside them, and their type marks."""

from demo.directory import Person
from demo.exchange.organisation import MODERN_AUTH, PROTOCOLS, SMTP_OFF, Organisation, Policy, alias, mailbox_guid
from demo.keys import stable_id
from demo.seed import cast
from demo.wire import JsonObject

MORE_RESULTS = (
    "There are more results available than are currently displayed. To view them, increase the value for the "
    "ResultSize parameter."
)
ORGANIZATION = cast.INITIAL_DOMAIN
CHANGED = "2025-06-02T08:11:42.0000000+00:00"


def nothing_modified(target: str) -> str:
    """PowerShell's warning where a value is set that is there already."""
    return f"The command completed successfully but no settings of '{target}' have been modified."


def organization(organisation: Organisation, elapsed: float) -> JsonObject:
    """``Get-OrganizationConfig``."""
    return {
        "Name": ORGANIZATION,
        "Identity": ORGANIZATION,
        "DisplayName": "Contoso",
        **_guid(stable_id("exchange", cast.TENANT_ID)),
        MODERN_AUTH: organisation.modern_auth.seen(elapsed),
        "DefaultAuthenticationPolicy": organisation.default_policy,
        "AuditDisabled": False,
        "IsDehydrated": False,
        "MailTipsAllTipsEnabled": True,
        "AdminDisplayVersion": "0.20 (15.20.9320.0)",
        **_changed(),
    }


def transport(organisation: Organisation, elapsed: float) -> JsonObject:
    """``Get-TransportConfig``."""
    return {
        "Name": "Transport Settings",
        "Identity": "Transport Settings",
        **_guid(stable_id("transport", cast.TENANT_ID)),
        SMTP_OFF: organisation.smtp_off.seen(elapsed),
        "AllowLegacyTLSClients": False,
        "ExternalDsnReportingAuthority": None,
        "MaxRecipientEnvelopeLimit": "Unlimited",
        **_changed(),
    }


def mailbox(organisation: Organisation, person: Person, elapsed: float) -> JsonObject:
    """``Get-CASMailbox``: one mailbox's protocols."""
    override = organisation.overrides.get(person.id)
    return {
        "Name": alias(person),
        "Identity": alias(person),
        "DisplayName": person.name,
        "PrimarySmtpAddress": person.mail,
        "EmailAddresses@odata.type": "#Collection(String)",
        "EmailAddresses": [f"SMTP:{person.mail}"],
        "ExternalDirectoryObjectId": person.id,
        **_guid(mailbox_guid(person)),
        SMTP_OFF: None if override is None else override.seen(elapsed),
        "ImapEnabled": True,
        "PopEnabled": True,
        "ActiveSyncEnabled": True,
        "EwsEnabled": True,
        "MAPIEnabled": True,
        "OWAEnabled": True,
        **_changed(),
    }


def policy(found: Policy) -> JsonObject:
    """``Get-AuthenticationPolicy``."""
    return {
        "Name": found.name,
        "Identity": found.name,
        **_guid(stable_id("authentication policy", found.name)),
        **{f"AllowBasicAuth{protocol}": protocol in found.allows for protocol in PROTOCOLS},
        **_changed(),
    }


def selected(row: JsonObject, names: list[str]) -> JsonObject:
    """The properties that ``$select`` names, with their type marks (all where it names none). Unknown ones are none."""
    wanted = {name.casefold() for name in names}
    if not wanted:
        return row
    return {name: value for name, value in row.items() if name.partition("@")[0].casefold() in wanted}


def _guid(value: str) -> JsonObject:
    return {"Guid@data.type": "System.Guid", "Guid@odata.type": "#Guid", "Guid": value}


def _changed() -> JsonObject:
    return {"WhenChanged@data.type": "System.DateTime", "WhenChanged": CHANGED}
