"""`methods report` and the two facts beside it, at the wire. Hard cases:

* one app, one telephone, two telephones, a telephone that the policy does not let ring: four different verdicts
* a phone that was set for somebody is no method of theirs, and no second one either
* one good method beside a telephone is enough; two apps are two methods
* guests, rooms, service accounts and blocked accounts are nobody's work, and are counted apart
* each count is the number of the lines under it, and names the reminder that asks for just what is missing
* many people: from Microsoft's report; who is not in it yet is read by hand; without P1, or without the permission, all
* no permission for methods: named, and nobody is called without a method
"""

from collections import Counter

import pytest

from actions.args import People, Selector
from actions.methods import report
from actions.methods.goals import SecondMethod, StrongerMethod
from actions.methods.report import EVERYONE, MethodsReport
from actions.methods.standing import reported, standing
from actions.spec import Fact, Finding, FindingState, Refusal
from demo.portal import register_named
from demo.seed import cast
from demo.world import World
from tenant.graph.reader import GraphReader
from tenant.model import Method, MethodKind, MethodPolicy, Registration
from tenant.ports import TenantReader

PHONE = Method("p", MethodKind.PHONE, phone_type="mobile")
APP = Method("a", MethodKind.AUTHENTICATOR)
PASS = Method("t", MethodKind.TEMPORARY_PASS)
OURS = Method("o", MethodKind.PHONE, phone_type="mobile", set_for_them=True)
OPEN = MethodPolicy((), complete=True)


@pytest.fixture
def scenario() -> str:
    return "catalogue"


def person(*ids: str) -> People:
    return People(tuple(Selector("person", id_, id_) for id_ in ids))


async def found(tenant: TenantReader, who: People = EVERYONE) -> tuple[dict[str, Finding], dict[str, Finding]]:
    """The sums by code, and the lines by person."""
    every = [each async for each in MethodsReport(who=who).findings(tenant)]
    lines = {each.subject.id: each for each in every if each.subject is not None}
    return {each.title.code: each for each in every if each.subject is None}, lines


@pytest.mark.parametrize(
    ("methods", "code"),
    [
        ((), "methods-none"),
        ((PASS,), "methods-none"),
        ((PHONE,), "methods-weak-only"),
        ((PHONE, PHONE), "methods-weak-only"),
        ((APP,), "methods-one-only"),
        ((APP, OURS), "methods-one-only"),
        ((OURS,), "methods-set-only"),
        ((APP, PHONE), "methods-enough"),
        ((APP, APP), "methods-enough"),
    ],
)
def test_the_gravest_that_is_true(methods: tuple[Method, ...], code: str) -> None:
    assert standing("u", methods, OPEN) == code


def test_the_report_is_read_alike() -> None:
    def row(*methods: str, capable: bool = True) -> Registration:
        return Registration(user_id="u", registered=True, capable=capable, methods=methods)

    said = [
        reported(row("email"), set_for_them=False),
        reported(row("mobilePhone", capable=False), set_for_them=False),
        reported(row("mobilePhone"), set_for_them=True),
        reported(row("mobilePhone", "officePhone"), set_for_them=False),
        reported(row("microsoftAuthenticatorPush", "microsoftAuthenticatorPasswordless"), set_for_them=False),
        reported(row("mobilePhone", "fido2"), set_for_them=True),
    ]
    assert [each.removeprefix("methods-") for each in said] == [
        "none", "not-capable", "set-only", "weak-only", "one-only", "enough",
    ]  # fmt: skip


async def test_each_situation(reader: GraphReader) -> None:
    _, lines = await found(reader)
    assert {id_: lines[id_].title.code for id_ in (cast.IRIS, cast.WIM, cast.UNA, cast.ZACK, cast.NORA)} == {
        cast.IRIS: "methods-one-only",
        cast.WIM: "methods-weak-only",
        cast.UNA: "methods-not-capable",
        cast.ZACK: "methods-none",
        cast.NORA: "methods-enough",
    }
    assert lines[cast.WIM].remedy == "remind wim@contoso.com for:stronger"
    assert lines[cast.IRIS].remedy == "remind iris@contoso.com for:second"
    for nobodys_work in (cast.GUS, cast.ROOM_BERLIN, cast.SVC_BACKUP, cast.LEA):
        assert lines[nobodys_work].state is FindingState.NOT_APPLICABLE
        assert lines[nobodys_work].remedy is None


async def test_the_counts_are_those_of_the_lines(reader: GraphReader) -> None:
    sums, lines = await found(reader)
    codes = Counter(each.title.code for each in lines.values())
    for code in report.REMEDIES:
        assert sums.get(f"{code}-sum") is None or sums[f"{code}-sum"].title.facts["count"] == str(codes[code])
    assert sums["methods-sum"].title.facts["enough"] == str(codes["methods-enough"])
    assert sums["methods-weak-only-sum"].remedy == "remind everyone for:stronger"
    assert sums["report-apart"].state is FindingState.NOT_APPLICABLE


async def test_many_come_from_the_report(reader: GraphReader, monkeypatch: pytest.MonkeyPatch) -> None:
    _, own = await found(reader)
    monkeypatch.setattr(report, "FEW", 10)
    sums, lines = await found(reader)
    differing = {id_ for id_, each in own.items() if each.title != lines[id_].title}
    assert not differing
    assert [each.code for each in sums["methods-sum"].evidence] == ["report-is-old", "report-tells-kinds"]


@pytest.mark.parametrize("scope", ["AuditLog.Read.All"])
async def test_without_the_report_the_lists_are_read(
    reader: GraphReader, world: World, scope: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.revoke(cast.READER_ID, scope)
    monkeypatch.setattr(report, "FEW", 10)
    sums, lines = await found(reader)
    assert not sums["methods-sum"].evidence
    assert lines[cast.WIM].title.code == "methods-weak-only"


async def test_methods_that_may_not_be_read(reader: GraphReader, world: World) -> None:
    world.revoke(cast.READER_ID, "UserAuthenticationMethod.Read.All")
    sums, lines = await found(reader, person(cast.WIM, cast.ZACK))
    assert sums["methods-sum"].state is lines[cast.ZACK].state is FindingState.COULD_NOT_READ
    assert lines["methods"].evidence[0].facts["scope"] == "UserAuthenticationMethod.Read.All"


async def test_nobody_is_refused(reader: GraphReader) -> None:
    with pytest.raises(Refusal):
        await found(reader, People((Selector("group", "Empty", cast.EMPTY_GROUP),)))


async def true(fact: Fact, tenant: TenantReader, *people: str) -> dict[str, bool]:
    return {id_: so async for id_, so in fact.true_of(people, tenant)}


async def test_what_is_missing_comes_true(reader: GraphReader, world: World) -> None:
    people = (cast.IRIS, cast.WIM, cast.ZACK, cast.NORA)
    assert await true(SecondMethod(), reader, *people) == dict(zip(people, (False, False, False, True), strict=True))
    assert await true(StrongerMethod(), reader, *people) == dict(zip(people, (True, False, False, True), strict=True))
    register_named(world, world.directory.people[cast.IRIS], "microsoftAuthenticator", "Tablet")
    assert await true(SecondMethod(), reader, cast.IRIS) == {cast.IRIS: True}
