"""`mfa report`, at the wire. Its hard cases:

* the sums are the sums of the lines, and every person is in exactly one of them
* somebody "disabled" whom a policy covers is protected; a report-only policy protects nobody, and is named
* guests, rooms, service accounts and blocked accounts are counted apart, and are nobody's work
* many people: from the registration report, whose words are other words, and the same comes out
* no P1, or no permission for the report: the people's own lists
* no permission for policies, states or methods: that part names itself, the rest is answered
* a number that was set for somebody is not theirs, in the report either
* an empty group is refused
"""

from collections import Counter
from dataclasses import replace

import pytest

from actions.args import People, Selector
from actions.mfa import families, survey
from actions.mfa.facts import Protection
from actions.mfa.report import EVERYONE, MfaReport, sums
from actions.mfa.survey import Known, Survey
from actions.spec import Finding, FindingState, Refusal
from demo.seed import cast
from demo.world import World
from tenant.graph.reader import GraphReader
from tenant.model import Coverage, PerUserState, Registration
from tenant.ports import TenantReader


@pytest.fixture
def scenario() -> str:
    return "catalogue"


def group(id_: str) -> People:
    return People((Selector("group", "a group", id_),))


async def report(tenant: TenantReader, who: People = EVERYONE) -> tuple[dict[str, Finding], dict[str, Finding]]:
    """The sums by code, and the lines by person."""
    found = [each async for each in MfaReport(who=who).findings(tenant)]
    lines = {each.subject.id: each for each in found if each.subject is not None}
    return {each.title.code: each for each in found if each.subject is None}, lines


async def test_the_sums_are_the_sums_of_the_lines(reader: GraphReader) -> None:
    total, lines = await report(reader)
    codes = Counter(each.title.code for each in lines.values())
    facts = total["report-protection"].title.facts
    assert int(facts["bare"]) == codes["not-protected"]
    assert int(facts["people"]) == sum(n for code, n in codes.items() if code not in survey.KINDS)
    assert len(lines) == len([user async for user in reader.everyone()])
    assert [reason.code for reason in total["report-protection"].evidence] == ["report-only-protects-nobody"]


async def test_each_situation(reader: GraphReader) -> None:
    _, lines = await report(reader)
    found = {id_: (each.state, each.title.code) for id_, each in lines.items()}
    assert found[cast.NORA] == (FindingState.PASS, "covered-and-able")  # disabled, and covered
    assert found[cast.OMAR] == (FindingState.FAIL, "not-protected")  # left out of the policy
    assert found[cast.ZACK] == (FindingState.FAIL, "not-able")
    assert found[cast.GUS] == (FindingState.NOT_APPLICABLE, "guest")
    assert found[cast.ROOM_BERLIN] == (FindingState.NOT_APPLICABLE, "room")
    assert found[cast.SVC_BACKUP] == (FindingState.NOT_APPLICABLE, "service-account")
    assert found[cast.LEA][0] is FindingState.NOT_APPLICABLE


async def test_the_report_of_microsoft_comes_to_the_same(reader: GraphReader, monkeypatch: pytest.MonkeyPatch) -> None:
    one, own = await report(reader)
    monkeypatch.setattr(survey, "FEW", 10)
    other, reported = await report(reader)
    assert {id_: each.title for id_, each in own.items()} == {id_: each.title for id_, each in reported.items()}
    assert one["report-methods"].title == other["report-methods"].title
    assert [reason.code for reason in other["report-ability"].evidence] == ["report-is-old"]


@pytest.mark.parametrize("scenario", ["no-p1"])
async def test_without_p1_everybodys_own_list_is_read(reader: GraphReader, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(survey, "FEW", 10)
    total, lines = await report(reader)
    assert total["report-ability"].title.facts["unread"] == "0"
    assert not total["report-ability"].evidence
    assert lines[cast.KIM].title.code == "covered-and-able"


async def test_methods_that_may_not_be_read_name_themselves(reader: GraphReader, world: World) -> None:
    world.revoke(cast.READER_ID, "UserAuthenticationMethod.Read.All")
    total, lines = await report(reader, group(cast.MFA_ROLLOUT))
    assert lines["methods"].state is lines[cast.NORA].state is FindingState.COULD_NOT_READ
    assert total["report-protection"].title.facts["people"] == "5"
    assert total["report-ability"].state is FindingState.COULD_NOT_READ
    assert total["report-methods"].title.facts["counts"] == "not told 5"


async def test_without_the_policies_nobody_is_called_unprotected(reader: GraphReader, world: World) -> None:
    world.revoke(cast.READER_ID, "Policy.Read.All")
    total, lines = await report(reader, group(cast.MFA_ROLLOUT))
    assert lines["protection"].evidence[0].facts["scope"] == "Policy.Read.All"
    assert lines[cast.NORA].state is FindingState.COULD_NOT_READ
    assert total["report-protection-unread"].state is FindingState.COULD_NOT_READ


async def test_nobody_is_refused(reader: GraphReader) -> None:
    with pytest.raises(Refusal):
        await report(reader, group(cast.EMPTY_GROUP))


def test_what_we_set_for_somebody_is_not_theirs() -> None:
    row = Registration(user_id="u", registered=True, capable=True, methods=("mobilePhone",))
    assert survey._reported(row, ours=True) == ("set-for-them", ("phone",))
    assert survey._reported(row, ours=False) == ("covered-and-able", ("phone",))
    assert survey._reported(replace(row, methods=("mobilePhone", "fido2")), ours=True)[0] == "covered-and-able"


def test_words_of_both_sources_are_one() -> None:
    assert families.of_report(["mobilePhone", "officePhone", "email", "passKeyDeviceBound"]) == ("passkey", "phone")
    assert families.of_report(["something new"]) == ("other",)


def test_all_who_are_alike_are_one_value() -> None:
    taken = Survey(protection=Protection(security_defaults=False, coverage=Coverage(in_use=False)))
    for number in range(5):
        taken._put(str(number), Known(state=PerUserState.ENFORCED, able="not-able", methods=("phone",)))
    assert len({id(known) for known in taken.people.values()}) == 1
    (first, *_) = sums(taken, "everyone")
    assert first.title.facts["state"] == "5"
