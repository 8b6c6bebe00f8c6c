"""Federated domains, their certificates and the server that shows one; Secure Score; the registration campaign."""

import base64
import ssl
from asyncio import open_connection
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest
from cryptography import x509

from demo import server
from demo.clock import SteppedClock
from demo.world import World
from tests.demo.plain import Plain, plain

FACTORY = "factory.contoso.com"
POLICY = "policies/authenticationMethodsPolicy"
CAMPAIGN: dict[str, Any] = {
    "state": "enabled",
    "snoozeDurationInDays": 0,
    "includeTargets": [
        {"id": "all_users", "targetType": "group", "targetedAuthenticationMethod": "microsoftAuthenticator"}
    ],
    "excludeTargets": [],
}


@pytest.fixture
def world() -> World:
    return World(scenario="catalogue", users=60, clock=SteppedClock())


@pytest.fixture
async def client(world: World) -> AsyncIterator[Plain]:
    async with plain(world) as found:
        yield found


def campaign(**more: object) -> dict[str, Any]:
    return {"registrationEnforcement": {"authenticationMethodsRegistrationCampaign": {**CAMPAIGN, **more}}}


# --- domains ----------------------------------------------------------------------------------------------------------


async def test_a_managed_domain_has_no_federation(client: Plain) -> None:
    assert (await client.get("/v1.0/domains/contoso.com/federationConfiguration")).status == 404
    assert (await client.get("/v1.0/domains/nowhere.com/federationConfiguration")).status == 404


async def test_the_signing_certificate_ends_in_twenty_days(client: Plain, world: World) -> None:
    found = (await client.get(f"/v1.0/domains/{FACTORY}/federationConfiguration")).value
    assert len(found) == 1
    certificate = x509.load_der_x509_certificate(base64.b64decode(found[0]["signingCertificate"]))
    assert (certificate.not_valid_after_utc - world.now()).days == 20
    assert found[0]["nextSigningCertificate"] is None
    assert found[0]["federatedIdpMfaBehavior"] == "acceptIfMfaDoneByFederatedIdp"


async def test_the_same_certificate_each_time(client: Plain) -> None:
    path = f"/v1.0/domains/{FACTORY}/federationConfiguration"
    first, second = [(await client.get(path)).value[0]["signingCertificate"] for _ in range(2)]
    assert first == second


async def _served(port: int) -> x509.Certificate:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    _, writer = await open_connection("127.0.0.1", port, ssl=context)
    shown: ssl.SSLObject = writer.get_extra_info("ssl_object")
    der = shown.getpeercert(binary_form=True)
    writer.close()
    await writer.wait_closed()
    assert der is not None
    return x509.load_der_x509_certificate(der)


async def test_the_server_shows_a_certificate_of_its_own(world: World) -> None:
    running = await server.start(world)
    federation = world.federations[FACTORY]
    assert ((await _served(federation.port)).not_valid_after_utc - world.now()).days == 45
    federation.service_ends = world.now() + timedelta(days=3)
    assert (await _served(federation.port)).not_valid_after_utc == federation.service_ends
    before = federation.port
    world.reset()
    assert world.federations[FACTORY].port == before
    await running.close()


# --- Secure Score -----------------------------------------------------------------------------------------------------


async def test_the_score_of_ninety_days(client: Plain, world: World) -> None:
    scores = (await client.get("/v1.0/security/secureScores?$top=999")).value
    assert len(scores) == 90
    days = [row["createdDateTime"][:10] for row in scores]
    assert days == sorted(days, reverse=True)
    assert days[0] < world.now().date().isoformat()
    assert scores[0]["currentScore"] > scores[-1]["currentScore"]
    assert all(
        sum(part["score"] for part in row["controlScores"]) == pytest.approx(row["currentScore"]) for row in scores
    )
    assert len((await client.get("/v1.0/security/secureScores?$top=1")).value) == 1


async def test_every_control_has_a_profile(client: Plain) -> None:
    score = (await client.get("/v1.0/security/secureScores?$top=1")).value[0]
    profiles = {row["id"]: row for row in (await client.get("/v1.0/security/secureScoreControlProfiles")).value}
    assert {part["controlName"] for part in score["controlScores"]} == set(profiles)
    assert all(part["score"] <= profiles[part["controlName"]]["maxScore"] for part in score["controlScores"])
    assert {"AdminMFAV2", "MFARegistrationV2", "BlockLegacyAuthentication"} < set(profiles)


async def test_the_score_has_a_permission_of_its_own(client: Plain, world: World) -> None:
    world.revoke(world.client_id, "SecurityEvents.Read.All")
    assert (await client.get("/v1.0/security/secureScores")).status == 403


# --- the registration campaign ----------------------------------------------------------------------------------------


async def test_the_campaign_is_switched_and_the_policy_comes_back(client: Plain) -> None:
    reply = await client.patch(f"/v1.0/{POLICY}", campaign())
    assert reply.status == 200
    assert reply.body["registrationEnforcement"] == campaign()["registrationEnforcement"]
    assert (await client.get(f"/v1.0/{POLICY}")).body["registrationEnforcement"] == reply.body[
        "registrationEnforcement"
    ]


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"registrationEnforcement": {}},
        {"displayName": "Mine"},
        campaign(state="on"),
        campaign(snoozeDurationInDays=15),
        campaign(snoozeDurationInDays=-1),
        campaign(includeTargets=None),
        campaign(enforceRegistrationAfterAllowedSnoozes=True),
    ],
)
async def test_a_campaign_that_breaks_a_rule_is_refused(client: Plain, world: World, body: object) -> None:
    assert (await client.patch(f"/v1.0/{POLICY}", body)).status == 400
    assert not world.recorder.writes


async def test_words_of_beta(client: Plain) -> None:
    beta, plain_ = [(await client.get(f"/{version}/{POLICY}")).body for version in ("beta", "v1.0")]
    assert set(beta) - set(plain_) == {"reportSuspiciousActivitySettings", "systemCredentialPreferences"}
