"""A campaign's terms as people say them: one text for each setting, and the most of them in one line."""

from collections.abc import Mapping

from actions.args import Waves
from actions.spec import CampaignTerms, Refusal, Subject, Target, subject_id, terms_of
from tenant.model import Kind
from tenant.ports import TenantReader

TARGETS = {
    Target.ANY: "any method that the policy allows",
    Target.APP: "Microsoft Authenticator",
    Target.PHISHING_RESISTANT: "a passkey, security key or Windows Hello",
}


def settings(terms: CampaignTerms) -> Mapping[str, str]:
    """The text of each setting that can be changed, by its word; empty where there is none."""
    return {
        "waves": Waves(terms.waves).said(),
        "advance": f"{terms.advance}%",
        "every": terms.cadence.said(),
        "until": f"{terms.until:%Y-%m-%d %H:%M} UTC",
        "then": terms.onward.value,
        "route": terms.route,
        "guard": f"{terms.guard}%",
        "hold": f"{terms.hold}%",
        "joiners": "yes" if terms.joiners else "no",
        "grace": str(terms.grace),
        "manager-after": str(terms.manager_after),
        "snoozes": str(terms.snoozes),
        "title": terms.texts.title,
        "why": terms.texts.why,
        "desk": terms.texts.desk_phone,
    }


def summary(terms: CampaignTerms) -> str:
    """One line for a plan."""
    said = settings(terms)
    limits = f"holds at {said['guard']} locked out, {said['hold']} in trouble"
    parts = (
        TARGETS[terms.target],
        f"waves {said['waves'].replace(',', ', ')}",
        f"the next at {said['advance']}" if terms.advance else "",
        f"every {said['every']}" if terms.cadence.every else f"after {said['every'].replace(',', ', ')} days",
        f"until {said['until']}",
        f"then {said['then']}{' by group' if terms.route else ''}",
        limits,
        f"newcomers too, {said['grace']} days more" if terms.joiners else "",
        f"manager after {said['manager-after']} reminders" if terms.manager_after else "",
    )
    return "; ".join(filter(None, parts))


def subject(name: str) -> Subject:
    """The campaign itself, which is no person."""
    return Subject(subject_id(name), name)


async def running(tenant: TenantReader) -> Mapping[str, CampaignTerms]:
    """The campaigns that are not over, by `subject_id`."""
    return {each.subject: terms_of(each.value) for each in await tenant.statements(Kind.CAMPAIGN)}


async def running_one(name: str, tenant: TenantReader) -> CampaignTerms:
    """The one of this name. Raises Refusal with those that there are."""
    known = await running(tenant)
    terms = known.get(subject_id(name))
    if terms is None:
        raise Refusal("no-such-campaign", said=name, near=", ".join(each.name for each in known.values()))
    return terms
