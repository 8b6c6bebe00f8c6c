"""`mfa default`, at the wire. Its hard cases:

* only what is registered; a phone that may be called and not texted, and the other way round
* system-preferred MFA: it is written, and the plan says that it has no effect
* somebody with codes and without Microsoft Authenticator: "app" means the codes
* a telephone first although there is something stronger is warned about
* nothing was chosen before: it is written, and its undo says that there is no way back
* somebody who is gone is seen as gone
"""

import pytest

from actions.args import BadArgument, People, Selector
from actions.mfa.choice import First, choosable
from actions.mfa.default import MfaDefault
from actions.spec import Already, Cannot, Change, Row
from demo.allowed import change as change_policy
from demo.seed import cast
from demo.world import World
from dialogs.bind import bind
from dialogs.grammar import parse
from tenant.graph.reader import GraphReader
from tenant.graph.writer import GraphWriter
from tenant.model import Method, MethodKind, MethodPolicy, MethodRule, PhoneType
from tenant.ports import TenantReader


@pytest.fixture
def scenario() -> str:
    return "catalogue"


def default(method: str, *ids: str) -> MfaDefault:
    return MfaDefault(who=People(tuple(Selector("person", id_, id_) for id_ in ids)), method=First.parse(method))


async def row(action: MfaDefault, tenant: TenantReader) -> Row:
    (found,) = [each async for each in action.plan(tenant)]
    return found


def codes(found: Row) -> list[str]:
    return [each.code for each in found.warnings] if isinstance(found, Change) else [found.why.code]


async def test_it_is_written_read_back_and_undone(reader: GraphReader, phones: GraphWriter, world: World) -> None:
    action = default("text", cast.YARA)
    found = await row(action, reader)
    assert isinstance(found, Change)
    assert (found.before, found.after) == ("push", "sms")
    assert codes(found) == ["default-without-effect", "stronger-first"]
    back = Change(subject=found.subject, before=found.after, after=found.before)
    for each in (found, back):
        assert [outcome.failed async for outcome in action.apply([each], phones)] == [None]
        assert [seen.value async for seen in action.look([each], reader)] == [each.after]
    assert world.person("yara").preferred == "push"


async def test_what_is_so_already_is_said_with_its_effect(reader: GraphReader, world: World) -> None:
    found = await row(default("app", cast.YARA), reader)
    assert isinstance(found, Already)
    assert codes(found) == ["default-without-effect-already"]
    change_policy(world.directory, "system_preferred", {"state": "disabled"})
    assert codes(await row(default("app", cast.YARA), reader)) == ["default-already"]


@pytest.mark.parametrize(
    ("method", "who", "code"),
    [
        ("text", cast.IRIS, "no-text-registered"),
        ("call", cast.IRIS, "no-call-registered"),
        ("app", cast.WIM, "no-app-registered"),
        ("call", cast.WIM, "choice-not-allowed"),  # calls are off in Contoso
        ("text", cast.ZACK, "no-text-registered"),
    ],
)
async def test_only_registered_and_allowed_methods(reader: GraphReader, method: str, who: str, code: str) -> None:
    found = await row(default(method, who), reader)
    assert isinstance(found, Cannot)
    assert codes(found) == [code]


async def test_codes_are_an_app_too(reader: GraphReader) -> None:
    found = await row(default("app", cast.BOB), reader)
    assert isinstance(found, Change)
    assert found.after == "oath"


async def test_there_is_no_way_back_to_nothing(reader: GraphReader, phones: GraphWriter) -> None:
    action = default("app", cast.IRIS)
    found = await row(action, reader)
    assert isinstance(found, Change)
    assert found.before is None
    back = Change(subject=found.subject, before=found.after, after=None)
    (outcome,) = [each async for each in action.apply([back], phones)]
    assert outcome.failed is not None
    assert outcome.failed.code == "no-choice-cannot-be-set"


async def test_who_is_gone_is_gone(reader: GraphReader, world: World) -> None:
    action = default("app", cast.IRIS)
    found = await row(action, reader)
    assert isinstance(found, Change)
    del world.directory.people[cast.IRIS]
    assert [(seen.value, seen.gone) async for seen in action.look([found], reader)] == [(None, True)]


@pytest.mark.parametrize(
    ("sms", "voice", "open_"),
    [
        (True, True, {"sms", "voiceMobile"}),
        (True, False, {"sms"}),
        (False, True, {"voiceMobile"}),
        (False, False, set()),
    ],
)
def test_a_phone_may_be_called_and_not_texted(*, sms: bool, voice: bool, open_: set[str]) -> None:
    rules = (MethodRule("Sms", sms, frozenset({"all_users"})), MethodRule("Voice", voice, frozenset({"all_users"})))
    phone = Method("p", MethodKind.PHONE, phone_type=PhoneType.MOBILE)
    assert choosable("u", [phone], MethodPolicy(rules, complete=True)) == open_


@pytest.mark.parametrize(("said", "means"), [("SMS", "text"), ("Authenticator", "app"), ("voice", "call")])
def test_other_words_for_it(said: str, means: str) -> None:
    assert First.parse(said).word == means


@pytest.mark.parametrize("said", ["", "app text", "fax"])
def test_one_of_three(said: str) -> None:
    with pytest.raises(BadArgument):
        First.parse(said)


@pytest.mark.parametrize(
    ("said", "who", "method"),
    [
        ("yara@contoso.com app", "yara@contoso.com", "app"),
        ("Yara Silva sms", '"Yara Silva"', "sms"),
        ("who:yara@contoso.com call", "yara@contoso.com", "call"),
        ("yara@contoso.com method:app", "yara@contoso.com", "app"),
    ],
)
def test_the_method_needs_no_name_behind_people(said: str, who: str, method: str) -> None:
    assert bind(MfaDefault, parse(f"mfa default {said}").words[2:]) == {"who": who, "method": method}
