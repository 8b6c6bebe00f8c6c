"""A campaign's terms as people say them: one text for each setting, and a sentence for each."""

from collections.abc import Iterator, Mapping, Sequence

from actions.args import Waves
from actions.spec import CampaignTerms, Reason, Refusal, Subject, Target, subject_id, terms_of
from tenant.model import Kind
from tenant.ports import TenantReader

TARGETS = {
    Target.ANY: "a sign-in method of their own",
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
    """As short as a row: the rest stands in `told`."""
    waves = f"{len(terms.waves)} waves" if len(terms.waves) > 1 else "one wave"
    return f"{waves}, until {terms.until:%Y-%m-%d}, then {terms.onward.value}"


def told(terms: CampaignTerms) -> Iterator[Reason]:
    """All of them, a sentence each, for whoever approves."""
    said = settings(terms)
    yield Reason("campaign-goal", {"target": TARGETS[terms.target], "until": said["until"]})
    yield Reason("campaign-asks", {"every": _often(terms), "snoozes": said["snoozes"]})
    way = {"waves": said["waves"].replace(",", ", "), "advance": said["advance"]}
    yield Reason("campaign-waves-share" if terms.advance else "campaign-waves-evenly", way)
    limits = ("-guard" if terms.guard else "") + ("-trouble" if terms.hold else "")
    yield Reason(f"campaign-holds{limits or '-never'}", {"guard": said["guard"], "hold": said["hold"]})
    if terms.joiners:
        yield Reason("campaign-joiners", {"grace": said["grace"]})
    if terms.manager_after:
        yield Reason("campaign-tells-manager", {"count": said["manager-after"]})
    yield Reason(f"campaign-then-{terms.onward.value}{'-group' if terms.route else ''}")


def texts(terms: CampaignTerms) -> Iterator[Reason]:
    """What people will read of it."""
    yield Reason("campaign-says", {"title": terms.texts.title or terms.name})
    if terms.texts.why:
        yield Reason("campaign-says-why", {"why": terms.texts.why})
    if terms.texts.desk_phone:
        yield Reason("campaign-says-desk", {"desk": terms.texts.desk_phone})


def _often(terms: CampaignTerms) -> str:
    said = terms.cadence.said()
    return f"every {said}" if terms.cadence.every else f"after {said.replace(',', ', ')} days"


def subject(name: str) -> Subject:
    """The campaign itself, which is no person."""
    return Subject(subject_id(name), name)


async def running(tenant: TenantReader) -> Mapping[str, CampaignTerms]:
    """The campaigns that are not over, by `subject_id`."""
    return {each.subject: terms_of(each.value) for each in await tenant.statements(Kind.CAMPAIGN)}


async def running_one(name: str, tenant: TenantReader) -> CampaignTerms:
    """The one of this name; without a name, the only one. Raises Refusal with those that there are."""
    known = await running(tenant)
    if not name:
        return _only(list(known.values()))
    terms = known.get(subject_id(name))
    if terms is None:
        raise Refusal("no-such-campaign", said=name, near=", ".join(each.name for each in known.values()))
    return terms


def _only(known: Sequence[CampaignTerms]) -> CampaignTerms:
    if not known:
        raise Refusal("no-campaign")
    if len(known) > 1:
        raise Refusal("which-campaign", names=", ".join(each.name for each in known))
    return known[0]
