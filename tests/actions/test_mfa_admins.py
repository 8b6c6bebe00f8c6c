"""`mfa admins` and the word ``admins``, at the wire. Their hard cases:

* eligible only (Ada), through a group (Rita, Pia), active (Max); each once, however many roles
* protected by a policy for roles, which does not reach a role that is only eligible
* owning or being in a group without a role makes nobody an administrator
* no Entra ID P2: eligible ones are unreadable, and the rest is answered
* a break-glass account is no work of this list
* an administrator whose account is blocked needs nothing
* the remedy parses, expands to the same people, and releases no guard
"""

import pytest

from actions.args import People, named_in
from actions.mfa.admins import MfaAdmins
from actions.mfa.enable import EnableMfa
from actions.spec import Finding, FindingState
from demo.seed import cast
from demo.world import World
from tenant.graph.reader import GraphReader
from tenant.model import Rules
from tenant.ports import TenantReader


@pytest.fixture
def scenario() -> str:
    return "catalogue"


async def found(tenant: TenantReader) -> tuple[list[Finding], dict[str, Finding]]:
    """In order, and by person."""
    every = [each async for each in MfaAdmins().findings(tenant)]
    people = [each for each in every if each.subject is not None and each.subject.is_person]
    by_id = {each.subject.id: each for each in people if each.subject is not None}
    assert len(by_id) == len(people)
    return every, by_id


async def test_active_eligible_and_through_groups(reader: GraphReader) -> None:
    every, admins = await found(reader)
    verdicts = {id_: (each.state.value, each.title.code) for id_, each in admins.items()}
    assert verdicts[cast.RITA] == ("pass", "covered-and-able")
    assert verdicts[cast.MAX] == ("fail", "not-protected")
    assert verdicts[cast.ADA] == ("fail", "not-protected")
    assert {reason.code for reason in admins[cast.ADA].evidence} >= {"role-eligible", "no-methods"}
    assert cast.PIA in admins
    assert cast.generated(1) not in admins  # in "Key Keepers", which has no role
    assert every[0].subject is None
    assert every[0].title.facts["count"] == str(len(admins))
    assert every[0].state is FindingState.FAIL


@pytest.mark.parametrize("scenario", ["no-p1"])
async def test_without_p2_the_rest_is_answered(reader: GraphReader) -> None:
    every, admins = await found(reader)
    assert admins
    unread = [each for each in every if each.state is FindingState.COULD_NOT_READ]
    assert [(each.subject and each.subject.name, each.evidence[0].facts["needs"]) for each in unread] == [
        ("Eligible roles", "Entra ID P2")
    ]


async def test_a_blocked_administrator_needs_nothing(reader: GraphReader, world: World) -> None:
    world.directory.people[cast.MAX].enabled = False
    _, admins = await found(reader)
    assert (admins[cast.MAX].state, admins[cast.MAX].remedy) == (FindingState.NOT_APPLICABLE, None)


@pytest.mark.parametrize("rules", [Rules(break_glass=frozenset({cast.BREAK_GLASS_1}))])
async def test_break_glass_accounts_are_judged_elsewhere(reader: GraphReader) -> None:
    every, admins = await found(reader)
    spared = admins[cast.BREAK_GLASS_1]
    assert (spared.state, spared.remedy) == (FindingState.NOT_APPLICABLE, "break-glass check")
    assert every[0].title.facts["count"] == str(len(admins) - 1)


async def test_the_remedy_means_the_same_people_and_releases_nobody(reader: GraphReader) -> None:
    _, admins = await found(reader)
    remedy = admins[cast.MAX].remedy
    assert remedy == "mfa enable admins"
    said = await People.parse(remedy.removeprefix("mfa enable ")).resolve(reader)
    assert isinstance(said, People)
    assert {user.id async for user in said.expand(reader)} == set(admins)
    assert People.unpin(said.pinned()) == said == People.parse(said.said())
    assert not named_in(EnableMfa(who=said))


async def test_admins_and_others_together_are_each_there_once(reader: GraphReader) -> None:
    said = await People.parse("admins max@contoso.com iris@contoso.com").resolve(reader)
    assert isinstance(said, People)
    ids = [user.id async for user in said.expand(reader)]
    assert len(ids) == len(set(ids))
    assert {cast.MAX, cast.IRIS, cast.ADA} <= set(ids)
