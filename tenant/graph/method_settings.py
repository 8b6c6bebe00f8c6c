"""What holds for all sign-in methods of a tenant: migration, registration campaign, reporting, bounds of passes.

https://learn.microsoft.com/graph/api/resources/authenticationmethodspolicy. Reporting of suspicious prompts, the
system's preference and forced registration stand in the beta version only.
"""

from collections.abc import Iterator, Mapping

from tenant.graph.call import Call, Version
from tenant.graph.session import Session
from tenant.graph.wire import NOTHING, Json, Thing, flag, number, part, text, things
from tenant.model import Campaign, CampaignTarget, MethodSettings, Migration, PassSettings, Setting
from tenant.trouble import Forbidden, NotFound, Refused

_PATH = "/policies/authenticationMethodsPolicy"
_CAMPAIGN = "authenticationMethodsRegistrationCampaign"
_FORCED = "enforceRegistrationAfterAllowedSnoozes"
_MIGRATIONS = {each.value: each for each in Migration}
_SETTINGS = {each.value: each for each in Setting}


async def method_settings(session: Session) -> MethodSettings:
    """Two requests; what only beta tells is None where beta refuses."""
    answer = await session.send(Call(path=_PATH))
    finer = await _finer(session)
    return MethodSettings(
        migration=_MIGRATIONS.get(text(answer.body, "policyMigrationState")),
        campaign=_campaign(answer.body, finer),
        report_suspicious=_setting(part(finer, "reportSuspiciousActivitySettings")),
        system_preferred=_setting(part(finer, "systemCredentialPreferences")),
        passes=_passes(answer.body),
    )


async def set_campaign(session: Session, campaign: Campaign) -> None:
    """The whole campaign is replaced, as Microsoft wants it. Only beta knows ``forced``."""
    version: Version = "v1.0" if campaign.forced is None else "beta"
    body = {"registrationEnforcement": {_CAMPAIGN: _written(campaign)}}
    await session.send(Call(method="PATCH", path=_PATH, version=version, body=body))


async def _finer(session: Session) -> Thing:
    try:
        return (await session.send(Call(path=_PATH, version="beta"))).body
    except (Refused, Forbidden, NotFound):
        return NOTHING


def _setting(thing: Thing) -> Setting | None:
    return _SETTINGS.get(text(thing, "state"))


def _campaign(policy: Thing, finer: Thing) -> Campaign | None:
    """None where there is none, or its state is new to us."""
    found = part(part(policy, "registrationEnforcement"), _CAMPAIGN)
    forced = part(part(finer, "registrationEnforcement"), _CAMPAIGN).get(_FORCED)
    state = _setting(found)
    if state is None:
        return None
    return Campaign(
        state=state,
        snooze_days=number(found, "snoozeDurationInDays"),
        include=tuple(_targets(found, "includeTargets")),
        exclude=tuple(_targets(found, "excludeTargets")),
        forced=forced if isinstance(forced, bool) else None,
    )


def _targets(campaign: Thing, name: str) -> Iterator[CampaignTarget]:
    for target in things(campaign, name):
        yield CampaignTarget(
            id=text(target, "id"),
            person=text(target, "targetType") == "user",
            method=text(target, "targetedAuthenticationMethod"),
        )


def _passes(policy: Thing) -> PassSettings | None:
    """None where the policy does not speak of passes."""
    configurations = things(policy, "authenticationMethodConfigurations")
    found = next((each for each in configurations if text(each, "id").casefold() == "temporaryaccesspass"), None)
    if found is None:
        return None
    usual = PassSettings()
    return PassSettings(
        default_minutes=number(found, "defaultLifetimeInMinutes") or usual.default_minutes,
        shortest=number(found, "minimumLifetimeInMinutes") or usual.shortest,
        longest=number(found, "maximumLifetimeInMinutes") or usual.longest,
        once=flag(found, "isUsableOnce"),
    )


def _written(campaign: Campaign) -> Thing:
    forced: Mapping[str, Json] = {} if campaign.forced is None else {_FORCED: campaign.forced}
    return {
        "state": campaign.state.value,
        "snoozeDurationInDays": campaign.snooze_days,
        "includeTargets": [_target(one) for one in campaign.include],
        "excludeTargets": [_target(one) for one in campaign.exclude],
        **forced,
    }


def _target(target: CampaignTarget) -> Thing:
    method: Mapping[str, Json] = {"targetedAuthenticationMethod": target.method} if target.method else {}
    return {"id": target.id, "targetType": "user" if target.person else "group", **method}
