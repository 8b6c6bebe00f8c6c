"""`my mfa`, whose facts are read at the wire. Its hard cases:

* each of Microsoft's ways is told by itself: a policy for all apps, one for some apps, per-user MFA, security defaults
* no Entra ID P1: no policies, and no trouble; no permission: trouble that is told
* a method that may not be used, and one that was set for the person, say so
"""

from dataclasses import replace
from datetime import UTC

import pytest

from demo.seed import cast
from demo.world import World
from dialogs.commands.my_mfa import _asking, _Mine
from tenant.graph.reader import GraphReader
from tenant.model import Method, MethodKind, MethodPolicy, MethodRule, PhoneType
from tenant.trouble import Forbidden

MOBILE = Method("m", MethodKind.PHONE, "+31 ••• 78", PhoneType.MOBILE)


@pytest.fixture
def scenario() -> str:
    return "catalogue"


async def asked(who: str, reader: GraphReader) -> list[str]:
    return [each.code async for each in _asking(who, reader)]


async def test_a_policy_and_per_user_mfa_are_told_apart(reader: GraphReader, world: World) -> None:
    assert await asked(cast.NORA, reader) == ["mine-policy"]
    assert await asked(cast.CLEO, reader) == ["mine-per-user"]
    assert await asked(cast.OMAR, reader) == []  # left out, and a policy on trial asks nobody
    world.set_state(cast.NORA, "enforced")
    assert await asked(cast.NORA, reader) == ["mine-policy", "mine-per-user"]


async def test_a_policy_for_some_apps_asks_sometimes(reader: GraphReader, world: World) -> None:
    policy = next(each for each in world.directory.policies if each["displayName"] == "Require MFA for MFA Rollout")
    policy["conditions"]["applications"]["includeApplications"] = ["Office365"]  # type: ignore[index,call-overload]
    assert await asked(cast.NORA, reader) == ["mine-policy-sometimes"]


@pytest.mark.parametrize(("scenario", "codes"), [("no-p1", []), ("security-defaults", ["mine-defaults"])])
async def test_without_policies(reader: GraphReader, codes: list[str]) -> None:
    assert await asked(cast.GRACE, reader) == codes


async def test_a_missing_permission_is_trouble(reader: GraphReader, world: World) -> None:
    world.revoke(cast.READER_ID, "Policy.Read.All")
    with pytest.raises(Forbidden):
        await asked(cast.NORA, reader)


def test_what_is_special_about_a_method() -> None:
    rules = (MethodRule("Sms", enabled=False), MethodRule("Voice", enabled=False))
    mine = _Mine("u", MethodPolicy(rules, complete=True), UTC)
    what, since, notes = mine.row(replace(MOBILE, set_for_them=True))
    assert (what, since) == ("Phone (+31 ••• 78)", "")
    assert "does not let you use it" in notes
    assert "use it once" in notes
    open_ = _Mine("u", MethodPolicy((), complete=True), UTC)
    assert open_.row(MOBILE) == ("Phone (+31 ••• 78)", "", "")
