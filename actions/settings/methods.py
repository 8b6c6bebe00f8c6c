"""Judging the authentication methods policy and what stands beside it. Pure.

https://learn.microsoft.com/entra/identity/authentication/concept-authentication-default-enablement says what Microsoft
makes of a setting that is left to it.
"""

from collections.abc import Iterator

from actions.settings.campaign import SUBJECT as CAMPAIGN
from actions.settings.campaign import value_of
from actions.spec import Finding, FindingState, Reason, Subject
from tenant.model import Campaign, MethodPolicy, MethodSettings, Migration, Setting

METHODS = Subject("method-policy", "Sign-in methods")
MIGRATION = Subject("method-migration", "Old MFA and reset policies")
REPORTS = Subject("report-suspicious", "Report suspicious activity")
PREFERRED = Subject("system-preferred", "Strongest method first")
GOOD = frozenset({"MicrosoftAuthenticator", "Fido2", "X509Certificate"})
WEAK = frozenset({"Sms", "Voice"})
NAMES = {
    "MicrosoftAuthenticator": "Microsoft Authenticator",
    "Fido2": "passkeys",
    "X509Certificate": "certificates",
    "Sms": "text messages",
    "Voice": "calls",
    "TemporaryAccessPass": "Temporary Access Pass",
    "SoftwareOath": "codes of other apps",
    "HardwareOath": "hardware tokens",
    "Email": "mail (password reset only)",
}
PASS, FAIL, UNREAD = FindingState.PASS, FindingState.FAIL, FindingState.COULD_NOT_READ


def allowed(policy: MethodPolicy) -> Finding:
    """Something better than a phone is allowed; text messages and calls are said, for they should end one day."""
    kinds = [rule.kind for rule in policy.rules if rule.enabled]
    facts = {"names": _named(kinds) or "nothing"}
    weak = (Reason("methods-weak", {"names": _named(kind for kind in kinds if kind in WEAK)}),)
    evidence = weak if WEAK & set(kinds) else ()
    code, state = ("methods-on", PASS) if GOOD & set(kinds) else ("allowed-weak-only", FAIL)
    return Finding(title=Reason(code, facts), state=state, subject=METHODS, evidence=evidence)


def around(settings: MethodSettings) -> Iterator[Finding]:
    """One finding a setting."""
    yield _migration(settings.migration)
    yield _campaign(settings.campaign)
    yield _reports(settings.report_suspicious)
    yield _preferred(settings.system_preferred)


def _migration(found: Migration | None) -> Finding:
    """While it is not complete, the old policies allow methods too, and no API shows them."""
    if found is None:
        return Finding(title=Reason("migration-untold"), state=UNREAD, subject=MIGRATION, evidence=_there("migration"))
    if found is Migration.COMPLETE:
        return Finding(title=Reason("migration-complete"), state=PASS, subject=MIGRATION)
    code = "migration-before" if found is Migration.BEFORE else "migration-under-way"
    return Finding(title=Reason(code), state=FAIL, subject=MIGRATION, evidence=_there("migration"))


def _campaign(found: Campaign | None) -> Finding:
    if found is None:
        return Finding(title=Reason("campaign-untold"), state=UNREAD, subject=CAMPAIGN)
    off = found.state is Setting.OFF or (found.state is Setting.ON and not found.include)
    facts = {"value": value_of(found), "days": f"{found.snooze_days}"}
    code = {0: "campaign-always", 1: "campaign-daily"}.get(found.snooze_days, "campaign-is")
    title = Reason(code, facts)
    return Finding(title=title, state=FAIL if off else PASS, subject=CAMPAIGN, remedy="nudge on" if off else None)


def _reports(found: Setting | None) -> Finding:
    """Left to Microsoft it is off."""
    return _switch(found, REPORTS, "reports", good=frozenset({Setting.ON}))


def _preferred(found: Setting | None) -> Finding:
    """Left to Microsoft it is on."""
    return _switch(found, PREFERRED, "preferred", good=frozenset({Setting.ON, Setting.DEFAULT}))


def _switch(found: Setting | None, subject: Subject, what: str, *, good: frozenset[Setting]) -> Finding:
    if found is None:
        return Finding(title=Reason(f"{what}-untold"), state=UNREAD, subject=subject, evidence=_there(what))
    words = {Setting.ON: "on", Setting.OFF: "off", Setting.DEFAULT: "default"}
    title = Reason(f"{what}-{words[found]}")
    if found in good:
        return Finding(title=title, state=PASS, subject=subject)
    return Finding(title=title, state=FAIL, subject=subject, evidence=_there(what))


def _there(what: str) -> tuple[Reason, ...]:
    """The portal place: nothing in Muster switches it."""
    return (Reason(f"{what}-place"),)


def _named(kinds: Iterator[str] | list[str]) -> str:
    return ", ".join(sorted(NAMES.get(kind, kind) for kind in kinds))
