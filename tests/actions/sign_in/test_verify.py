"""``mfa verify``: what counts as a proof that somebody can sign in with MFA. Hard cases:

- MFA that was remembered by a token, or done by AD FS: counted as MFA by Microsoft, but no method was used here
- a sign-in without MFA after one with: the proof is the older one
- only failures; only a guesser's failures; nothing at all
- never asked for MFA
- no licence for the log, and then no permission for the methods either: each is named, and nothing looks like "never"
- more people than the slow log should be asked about
"""

import pytest

from actions.args import People, Selector
from actions.sign_in.verify import MfaVerify, verified
from actions.spec import Finding, FindingState, Refusal
from dialogs.words import sentence
from tenant.model import Method, MethodKind, SignIn, User
from tenant.trouble import Forbidden, Unlicensed
from tests.actions.sign_in.rows import EVE, Log, row, told

APP, TEXT = frozenset({MethodKind.AUTHENTICATOR}), frozenset({MethodKind.PHONE})
WHO = People((Selector("person", EVE.upn, EVE.id),))


def said(finding: Finding) -> str:
    return "; ".join(map(sentence, (finding.title, *finding.evidence)))


def test_the_last_use_of_a_method_is_the_proof() -> None:
    found = verified(EVE, told(row(5000, methods=TEXT), row(90, methods=APP, device="Windows10"), row(10)))
    assert found.state is FindingState.PASS
    assert said(found) == ("used MFA on 2026-11-23 06:30 UTC: Microsoft Authenticator; for Office 365; from Windows10")


@pytest.mark.parametrize(
    ("rows", "code", "remedy"),
    [
        ((row(10, multi_factor=True), row(20)), "mfa-only-remembered", "mfa status"),
        ((row(10, multi_factor=False), row(20, error=50126)), "mfa-never-asked", "mfa status"),
        ((row(10, error=500121), row(20, error=50074)), "mfa-only-failures", "why"),
        ((row(10, error=50126, client="IMAP4"),), "mfa-only-failures", "why"),
        ((), "no-sign-ins", "mfa status"),
    ],
)
def test_what_proves_nothing(rows: tuple[SignIn, ...], code: str, remedy: str) -> None:
    found = verified(EVE, told(*rows))
    assert (found.state, found.title.code, found.remedy) == (FindingState.FAIL, code, f"{remedy} {EVE.upn}")


async def test_only_the_last_thirty_days_count() -> None:
    log = Log(row(60 * 24 * 31, methods=APP))
    (found,) = [each async for each in MfaVerify(who=WHO).findings(log.reader)]
    assert found.title.code == "no-sign-ins"


async def test_without_a_licence_what_is_registered_proves_nothing() -> None:
    log = Log(has=[Method("1", MethodKind.PHONE, "+49 ••• 71")], sign_ins=Unlicensed())
    (found,) = [each async for each in MfaVerify(who=WHO).findings(log.reader)]
    assert found.state is FindingState.COULD_NOT_READ
    assert "Entra ID P1" in said(found)
    assert "method: phone (+49 ••• 71)" in said(found)
    assert "registered is not used" in said(found)


async def test_without_log_and_methods_both_are_named() -> None:
    scopes = ("AuditLog.Read.All", "UserAuthenticationMethod.Read.All")
    log = Log(sign_ins=Forbidden(scope=scopes[0]), methods=Forbidden(scope=scopes[1]))
    (found,) = [each async for each in MfaVerify(who=WHO).findings(log.reader)]
    assert all(f"lacks the permission {scope}" in said(found) for scope in scopes)


async def test_nobody_and_too_many_are_refused() -> None:
    with pytest.raises(Refusal) as nobody:
        [each async for each in MfaVerify(who=People()).findings(Log().reader)]
    assert nobody.value.reason.code == "nobody-there"
    many = [User(id=str(n), upn=f"u{n}@contoso.com", name=str(n)) for n in range(301)]
    who = People(tuple(Selector("person", each.upn, each.id) for each in many))
    with pytest.raises(Refusal) as crowd:
        [each async for each in MfaVerify(who=who).findings(Log(users=many).reader)]
    assert sentence(crowd.value.reason).startswith("That is more than 300 people")
