"""`mfa-server attest`: what was said of NPS stays until somebody says something else."""

import json

from demo.seed import cast
from tenant.model import Kind
from tests.dialogs.talk import Talk
from tests.engine.bench import ANA

VPN = 'group:"MFA Users"'


async def nps(talk: Talk) -> str:
    said = await talk.bench.store.statements(cast.TENANT_ID, Kind.ATTESTED, ["mfa-server"])
    return str(json.loads(said[-1].value)["nps"])


async def test_who_signs_in_through_nps_stays_when_the_server_is_gone(talk: Talk) -> None:
    await talk.say(ANA, "mfa-server attest gone")
    assert await nps(talk) == ""
    await talk.say(ANA, f"mfa-server attest called by:radius nps:{VPN}")
    kept = await nps(talk)
    assert "MFA Users" in kept
    assert "MFA Users" in repr(await talk.say(ANA, "mfa-server attest gone"))
    assert await nps(talk) == kept
    await talk.say(ANA, "mfa-server attest gone nps:eve@contoso.com")
    assert cast.EVE in await nps(talk)
    assert "MFA Users" not in await nps(talk)


async def test_a_record_that_does_not_tell_is_no_list(talk: Talk) -> None:
    for values in ({}, {"nps": "[["}, {"nps": "[1]"}):
        await talk.bench.engine.attest(ANA, "mfa-server", values)
        await talk.say(ANA, "mfa-server attest gone")
        assert await nps(talk) == ""
