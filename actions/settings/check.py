"""``settings check``: the switches that hold for everybody, and where those are that no API shows."""

from collections.abc import AsyncIterator

from actions.modern_auth.unread import unread
from actions.settings import access, methods
from actions.spec import Check, Finding, FindingState, Reason, Subject
from tenant.ports import TenantReader
from tenant.trouble import Trouble

AROUND = Subject("method-settings", "Settings of methods")
SERVICE = Subject("service-settings", "Per-user MFA, service settings")
LOCKOUT = Subject("mfa-settings", "Lockout and fraud reports")
#: What is kept on pages that Graph does not reach.
PORTAL_ONLY = ((SERVICE, "service-settings"), (LOCKOUT, "lockout-settings"))


class SettingsCheck(
    Check,
    name="settings check",
    aliases=("settings",),
    scopes=("Policy.Read.AuthenticationMethod", "Policy.Read.All"),
):
    """Show the tenant-wide settings around MFA: methods, campaign, reports, trusted places, remembered sign-ins.

    Looks at which methods are allowed, whether the old policies still count, Microsoft's registration campaign, whether
    people can report a prompt that is not theirs, whether the strongest method comes first, which places are trusted or
    asked for no MFA, and how long a sign-in is remembered. App passwords, trusted IPs and remembered devices of
    per-user MFA have no API: the portal place is said.
    """

    async def findings(self, tenant: TenantReader) -> AsyncIterator[Finding]:
        """One finding a setting. What cannot be read is said of that part alone."""
        for part in (_methods, _around, _places, _remembered):
            async for finding in part(tenant):
                yield finding
        for subject, code in PORTAL_ONLY:
            place = (Reason(f"{code}-place"),)
            state = FindingState.COULD_NOT_READ
            yield Finding(title=Reason(f"{code}-unseen"), state=state, subject=subject, evidence=place)


async def _methods(tenant: TenantReader) -> AsyncIterator[Finding]:
    try:
        yield methods.allowed(await tenant.method_policy())
    except Trouble as trouble:
        yield unread(methods.METHODS, trouble)


async def _around(tenant: TenantReader) -> AsyncIterator[Finding]:
    try:
        settings = await tenant.method_settings()
    except Trouble as trouble:
        yield unread(AROUND, trouble)
        return
    for finding in methods.around(settings):
        yield finding


async def _places(tenant: TenantReader) -> AsyncIterator[Finding]:
    try:
        yield access.places(await tenant.locations(), await tenant.access_policies())
    except Trouble as trouble:
        yield unread(access.PLACES, trouble)


async def _remembered(tenant: TenantReader) -> AsyncIterator[Finding]:
    try:
        yield access.remembered(await tenant.access_policies())
    except Trouble as trouble:
        yield unread(access.REMEMBERED, trouble)
