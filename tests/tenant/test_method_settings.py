"""Settings of all methods: what only beta tells may be missing, and the campaign is replaced whole."""

import pytest
from aiohttp import web
from hypothesis import given
from hypothesis import strategies as st

from demo.seed import cast
from demo.world import World
from tenant.graph import method_settings
from tenant.graph.reader import GraphReader
from tenant.graph.writer import GraphWriter
from tenant.model import ALL_USERS, Campaign, CampaignTarget, MethodSettings, Migration, Setting
from tenant.trouble import Forbidden
from tests.tenant.clocks import JumpingClock
from tests.tenant.scripted import scripted

EVERYBODY = CampaignTarget(id=ALL_USERS, method="microsoftAuthenticator")
ON = Campaign(
    state=Setting.ON, snooze_days=0, include=(EVERYBODY,), exclude=(CampaignTarget(id=cast.BREAK_GLASS_1, person=True),)
)


@pytest.fixture
def scenario() -> str:
    return "conditional-access"


async def test_as_the_tenant_has_them(reader: GraphReader) -> None:
    found = await reader.method_settings()
    assert isinstance(found.migration, Migration) and found.campaign is not None
    assert isinstance(found.report_suspicious, Setting) and isinstance(found.system_preferred, Setting)
    assert found.passes is not None and found.passes.shortest <= found.passes.default_minutes <= found.passes.longest


async def test_what_beta_does_not_tell_is_unknown(clock: JumpingClock) -> None:
    def answer(request: web.Request) -> web.Response:
        if request.path.startswith("/beta"):
            return web.json_response({"error": {"code": "BadRequest"}}, status=400)
        return web.json_response({"policyMigrationState": None})

    async with scripted(clock, answer) as session:
        assert await method_settings.method_settings(session) == MethodSettings(migration=None, campaign=None)


async def test_the_campaign_is_set_and_read_back(reader: GraphReader, policies: GraphWriter) -> None:
    before = (await reader.method_settings()).campaign
    assert before is not None and before != ON
    await policies.set_campaign(ON)
    found = (await reader.method_settings()).campaign
    assert found == ON
    await policies.set_campaign(before)
    assert (await reader.method_settings()).campaign == before


async def test_only_beta_can_force(policies: GraphWriter, reader: GraphReader, world: World) -> None:
    await policies.set_campaign(Campaign(state=Setting.ON, include=(EVERYBODY,), forced=True))
    found = (await reader.method_settings()).campaign
    assert found is not None and found.forced is True
    assert [each.path for each in world.recorder.requests if each.method == "PATCH"] == [
        "/graph/beta/policies/authenticationMethodsPolicy"
    ]


async def test_a_missing_permission_names_itself(policies: GraphWriter, world: World) -> None:
    world.revoke(cast.POLICIES_WRITER_ID, "Policy.ReadWrite.AuthenticationMethod")
    with pytest.raises(Forbidden) as caught:
        await policies.set_campaign(ON)
    assert caught.value.scope == "Policy.ReadWrite.AuthenticationMethod"


async def test_only_for_the_area_that_was_opened(methods: GraphWriter) -> None:
    with pytest.raises(Forbidden):
        await methods.set_campaign(ON)


TARGETS = st.builds(CampaignTarget, id=st.text(min_size=1), person=st.booleans(), method=st.sampled_from(["", "fido2"]))
CAMPAIGNS = st.builds(
    Campaign,
    state=st.sampled_from(Setting),
    snooze_days=st.integers(0, 14),
    include=st.lists(TARGETS, max_size=3).map(tuple),
    exclude=st.lists(TARGETS, max_size=3).map(tuple),
    forced=st.one_of(st.none(), st.booleans()),
)


@given(CAMPAIGNS)
def test_what_is_written_reads_back_the_same(campaign: Campaign) -> None:
    body = {"registrationEnforcement": {method_settings._CAMPAIGN: method_settings._written(campaign)}}
    assert method_settings._campaign(body, body) == campaign
