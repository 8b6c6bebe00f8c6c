"""What each status means."""

import pytest

from tenant.graph.call import Answer, Call
from tenant.graph.judge import judge
from tenant.trouble import Trouble

READ = Call(path="/users/1/authentication/requirements", version="beta")
WRITE = Call(path="/users/1/authentication/requirements", version="beta", method="PATCH", body={})
ASK = Call(path="/users/1/checkMemberGroups", method="POST", safe=True)
PREMIUM = "Neither tenant is B2C or tenant doesn't have premium license"
P2 = "The tenant needs to have Microsoft Entra ID P2 or Microsoft Entra ID Governance license."
RESTRICTED = "Target object is a member of a restricted management administrative unit and can only be modified by..."


def answer(status: int, code: str = "", message: str = "", **headers: str) -> Answer:
    return Answer(
        status=status,
        headers={name.replace("_", "-"): value for name, value in headers.items()},
        body={"error": {"code": code, "message": message, "innerError": {"request-id": "r-1"}}},
    )


@pytest.mark.parametrize(
    "call, given, code, facts",
    [
        (READ, answer(429, retry_after="7"), "throttled", {"seconds": "7"}),
        (READ, answer(429), "throttled", {}),
        (READ, answer(429, retry_after="soon"), "throttled", {}),
        (READ, answer(503, retry_after="3"), "unavailable", {}),
        (READ, answer(500), "unavailable", {}),
        (WRITE, answer(504), "lost-answer", {}),
        (ASK, answer(502), "unavailable", {}),
        (READ, answer(403, "Authorization_RequestDenied"), "forbidden", {"scope": "Policy.Read.All"}),
        (WRITE, answer(403), "forbidden", {"scope": "Policy.ReadWrite.AuthenticationMethod"}),
        (ASK, answer(403), "forbidden", {"scope": "GroupMember.Read.All and User.Read.All"}),
        (WRITE, answer(403, "Authorization_RequestDenied", RESTRICTED), "protected", {}),
        (READ, answer(403, "", PREMIUM), "unlicensed", {"needs": "Entra ID P1"}),
        (READ, answer(400, "AadPremiumLicenseRequired", P2), "unlicensed", {"needs": "Entra ID P2"}),
        (READ, answer(400, "", "Request not applicable to target tenant."), "unlicensed", {"needs": "Entra ID P1"}),
        (READ, answer(404, "Request_ResourceNotFound"), "not-found", {}),
        (WRITE, answer(409), "conflict", {}),
        (READ, answer(400, "Request_BadRequest"), "refused", {"detail": "Request_BadRequest"}),
        (READ, answer(501), "refused", {"detail": "501"}),
        (READ, answer(302), "refused", {"detail": "302"}),  # nobody carries our token elsewhere
        (READ, answer(401, "InvalidAuthenticationToken"), "sign-in-failed", {"detail": "InvalidAuthenticationToken"}),
        (WRITE, Answer(status=204), None, {}),
    ],
)
def test_status_becomes_trouble(call: Call, given: Answer, code: str | None, facts: dict[str, str]) -> None:
    trouble = judge(call, given)
    assert (trouble.code if trouble else None) == code
    assert (trouble.facts if trouble else {}) == facts


@pytest.mark.parametrize("given", [answer(404), answer(404, request_id="r-1")])
def test_trouble_carries_microsofts_request_id(given: Answer) -> None:
    trouble = judge(READ, given)
    assert isinstance(trouble, Trouble) and trouble.request_id == "r-1"


def test_an_error_body_of_any_shape_is_survived() -> None:
    assert judge(READ, Answer(status=500, body={"error": "no object"})) is not None
