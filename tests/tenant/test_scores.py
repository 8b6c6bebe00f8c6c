"""Secure Score: a trend of days, newest first, and what each control asks for."""

import pytest
from aiohttp import web

from demo.seed import cast
from demo.world import World
from tenant.graph import scores
from tenant.graph.reader import GraphReader
from tenant.model import MFA_CONTROLS
from tenant.trouble import Forbidden
from tests.tenant.clocks import JumpingClock
from tests.tenant.scripted import scripted


async def test_the_trend(reader: GraphReader) -> None:
    found = await reader.scores()
    assert len(found) == 90 and [one.at for one in found] == sorted((one.at for one in found), reverse=True)
    assert all(0 < one.current < one.maximum for one in found) and found[0].current > found[-1].current
    assert found[0].at < reader.now(), "today's comes tonight"
    for control in MFA_CONTROLS:
        assert found[0].of(control) == found[0].of(control.swapcase()) is not None
    assert found[0].of("Unheard") is None


@pytest.mark.parametrize(("days", "rows"), [(7, 7), (1, 1), (0, 1), (500, 90)])
async def test_so_many_days(reader: GraphReader, days: int, rows: int) -> None:
    assert len(await reader.scores(days)) == rows


async def test_what_a_control_asks_for(reader: GraphReader) -> None:
    found = {one.name.casefold(): one for one in await reader.score_controls()}
    for name in MFA_CONTROLS:
        control = found[name.casefold()]
        assert control.title and control.remediation and control.maximum > 0 and control.url.startswith("https://")


async def test_a_missing_permission_names_itself(reader: GraphReader, world: World) -> None:
    world.revoke(cast.READER_ID, "SecurityEvents.Read.All")
    with pytest.raises(Forbidden) as caught:
        await reader.scores()
    assert caught.value.scope == "SecurityEvents.Read.All"


async def test_half_an_answer_is_told(clock: JumpingClock) -> None:
    """206: one of Microsoft's products could not say its part."""
    row = {"createdDateTime": "2026-11-20T00:00:00Z", "currentScore": 12, "maxScore": 40.5, "controlScores": [{}]}
    async with scripted(clock, lambda request: web.json_response({"value": [row]}, status=206)) as session:
        [found] = await scores.scores(session, 90)
    assert (found.current, found.maximum, found.of("OneAdmin")) == (12.0, 40.5, None)


async def test_what_no_longer_counts_is_left_out(clock: JumpingClock) -> None:
    rows = [{"id": "Old", "deprecated": True}, {"id": "New"}]
    async with scripted(clock, lambda request: web.json_response({"value": rows})) as session:
        assert [one.name for one in await scores.controls(session)] == ["New"]
