"""``why``: failures told apart from steps on the way in. Hard cases:

- a prompt (50074, 50076, 50072 …) that was answered a moment later is none, one that was not is one
- a prompt at a keyboard is not answered by a success in the background
- 500121 means three things, and only Microsoft's detail tells which: no answer, No pressed, reported as fraud
- an old program (IMAP, an old Outlook) that meets MFA needs an app password, whatever the browser does meanwhile
- wrong passwords by an old program are somebody's guesses
- the policy that blocked is named, one that only reports is not
- a code that Muster does not know is shown with Microsoft's words, and two of them are not thrown together
- a failure that was overcome since is no failure any more, but for a prompt that was denied: somebody has the password
- no licence for the log: named, and what needs no log is said nevertheless
- no permission for policies: named, and the log still speaks
- a blocked account, and MFA demanded of somebody without a method, need no log
- a room or a program is not told to register: it is left out of the demand
- what nobody can see (a reported prompt) is always said
"""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actions.args import ErrorCode, People, Selector
from actions.args.meanings import OF_NUMBER, OF_OTHERS, Meaning
from actions.sign_in.meanings import meaning
from actions.sign_in.story import ON_THE_WAY
from actions.sign_in.why import KINDS, Why, explained
from actions.spec import Finding, FindingState, Reason, Refusal
from dialogs.words import has_sentence, sentence
from tenant.model import SignIn, User
from tenant.trouble import Forbidden, Unlicensed
from tests.actions.sign_in.rows import EVE, Log, refused, row, told

MEANINGS: list[Meaning] = sorted({*OF_NUMBER.values(), *OF_OTHERS.values()}, key=lambda each: each.code)
WHO = People((Selector("person", EVE.upn, EVE.id),))
FAIL, PASS = FindingState.FAIL, FindingState.PASS


def verdicts(*rows: SignIn) -> list[tuple[FindingState, str]]:
    return [(each.state, each.title.code) for each in explained(EVE, told(*rows))]


def said(finding: Finding) -> str:
    return "; ".join(map(sentence, (finding.title, *finding.evidence)))


async def answers(log: Log) -> list[Finding]:
    return [each async for each in Why(who=WHO).findings(log.reader)]


@pytest.mark.parametrize("code", [50072, 50074, 50076, 50079, 50140])
def test_a_step_on_the_way_in_is_no_failure(code: int) -> None:
    assert verdicts(row(10, error=code), row(9)) == [(PASS, "no-failures")]
    assert verdicts(row(90, error=code), row(9))[0][0] is PASS  # later, and not on the same way in
    assert verdicts(row(9, error=code))[0][0] is FAIL


def test_a_background_success_answers_no_prompt() -> None:
    assert verdicts(row(10, error=50074), row(9, interactive=False)) == [(FAIL, "mfa-prompted")]


@pytest.mark.parametrize(
    ("detail", "code"),
    [
        ("MFA denied; user declined the authentication", "mfa-denied"),
        ("MFA denied; user did not respond to mobile app notification", "mfa-not-passed"),
        ("MFA denied; phone call timed out", "mfa-not-passed"),
        ("MFA denied; Phone App Reported Fraud", "mfa-reported-fraud"),
        ("", "mfa-not-passed"),
    ],
)
def test_what_500121_means_the_detail_tells(detail: str, code: str) -> None:
    assert verdicts(row(9, error=500121, detail=detail)) == [(FAIL, code)]


def test_an_old_program_needs_an_app_password_although_the_browser_gets_in() -> None:
    found = list(explained(EVE, told(row(20, error=50076, client="Exchange ActiveSync"), row(10))))
    assert [(each.state, each.title.code) for each in found] == [(FAIL, "app-password-required")]
    assert found[0].remedy == "guide old-programs"


def test_getting_in_does_not_settle_who_knows_the_password() -> None:
    denied = row(60, error=500121, detail="MFA denied; user declined the authentication")
    assert verdicts(denied, row(10)) == [(FAIL, "mfa-denied")]


def test_guesses_are_not_the_persons() -> None:
    assert verdicts(row(20, error=50126, client="IMAP4"), row(15, error=50126), row(10)) == [
        (PASS, "wrong-password"),
        (FindingState.NOT_APPLICABLE, "password-guessed"),
    ]
    assert verdicts(row(20, error=50126, client="IMAP4")) == [
        (FindingState.NOT_APPLICABLE, "password-guessed"),
        (PASS, "no-failures"),
    ]


def test_a_policy_that_demands_mfa_refuses_nobody() -> None:
    (found,) = explained(EVE, told(row(5, error=50079, policies=(refused("MFA for all"),))))
    assert 'demanded by "MFA for all"' in said(found)


def test_the_policy_that_blocked_is_named_and_one_that_reports_is_not() -> None:
    blocked = row(5, error=53003, policies=(refused("Only from the office"), refused("Trial", "reportOnlyFailure")))
    (found,) = explained(EVE, told(blocked))
    assert 'refused by "Only from the office"' in said(found)
    assert "Trial" not in said(found)


def test_unknown_codes_speak_for_themselves() -> None:
    found = list(
        explained(
            EVE, told(row(5, error=90033, failure="A transient error."), row(6, error=81010, failure="Kerberos."))
        )
    )
    assert [each.title.code for each in found] == ["unknown-error", "unknown-error"]
    assert 'Microsoft says: "A transient error."' in said(found[0])
    assert "(81010)" in said(found[1])


def test_numbers_in_microsofts_words_are_masked() -> None:
    (found,) = explained(EVE, told(row(5, error=90033, failure="Call to +49 171 5550123 failed.")))
    assert "5550123" not in said(found)


def test_what_was_overcome_is_told_and_is_done() -> None:
    (found,) = explained(EVE, told(row(60, error=50055), row(58, error=50055), row(10)))
    assert (found.state, found.remedy) == (PASS, None)
    assert "2×, last 2026-11-23 07:02 UTC, for Office 365 (50055)" in said(found)
    assert "signed in since, on 2026-11-23 07:50 UTC" in said(found)


def test_a_few_kinds_are_enough() -> None:
    codes = (50126, 50055, 50053, 50057, 65001, 50105, 53003)
    assert len(verdicts(*(row(n, error=code) for n, code in enumerate(codes)))) == KINDS


async def test_without_a_licence_the_rest_is_said() -> None:
    found = await answers(Log(sign_ins=Unlicensed()))
    assert [(each.state, each.title.code) for each in found] == [
        (FAIL, "not-able"),  # MFA is demanded of Eve, and she has no method
        (FindingState.COULD_NOT_READ, "could-not-read"),
        (FindingState.NOT_APPLICABLE, "unseen"),
    ]
    assert "Entra ID P1" in said(found[1])
    assert "explain <code>" in said(found[1])
    assert found[0].remedy == f"remind {EVE.upn}"


async def test_a_program_is_not_told_to_register() -> None:
    program = replace(EVE, name="SVC Backup", upn="svc-backup@contoso.com")
    (found, *_) = await answers(Log(users=[program], sign_ins=Unlicensed()))
    assert (found.state, found.title.code, found.remedy) == (FAIL, "special-under-mfa", None)


async def test_without_a_permission_for_policies_the_log_still_speaks() -> None:
    found = await answers(Log(row(5, error=50053), coverage=Forbidden(scope="Policy.Read.All")))
    assert [each.title.code for each in found] == ["methods-unknown", "locked-out", "unseen"]
    assert "lacks the permission Policy.Read.All" in said(found[0])


async def test_a_blocked_account_needs_no_log() -> None:
    found = await answers(Log(users=[replace(EVE, enabled=False)], sign_ins=Unlicensed()))
    assert (found[0].state, found[0].title.code) == (FAIL, "account-disabled")


async def test_what_nobody_can_see_is_always_said() -> None:
    assert "Block/unblock users" in said((await answers(Log()))[-1])


async def test_too_many_are_refused() -> None:
    many = [User(id=str(n), upn=f"u{n}@contoso.com", name=str(n)) for n in range(21)]
    who = People(tuple(Selector("person", each.upn, each.id) for each in many))
    with pytest.raises(Refusal) as crowd:
        [each async for each in Why(who=who).findings(Log(users=many).reader)]
    assert crowd.value.reason.code == "too-many-to-ask-why"


@given(
    st.lists(
        st.tuples(st.integers(0, 40_000), st.sampled_from([0, 50074, 50126, 500121, 53003, 90033]), st.booleans()),
        max_size=30,
    )
)
def test_every_failure_is_told_or_was_passed(made: list[tuple[int, int, bool]]) -> None:
    rows = [row(ago, error=code, interactive=typed) for ago, code, typed in made]
    story = told(*rows)
    counted = sum(each.times for each in story.failures.values()) + story.passed
    assert counted == sum(not each.succeeded for each in rows)
    assert all(each.last.at <= (story.success.at if story.since(each) and story.success else each.last.at)
               for each in story.failures.values())  # fmt: skip


def test_the_way_in_is_short() -> None:
    minutes = ON_THE_WAY.total_seconds() / 60
    assert verdicts(row(minutes + 1, error=50074), row(0.5))[0] == (PASS, "mfa-prompted")  # told, as overcome since


# --- explain ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("AADSTS50076", "AADSTS50076"),
        ("aadsts50076: Due to a configuration change made by your administrator", "AADSTS50076"),
        ("error_description=AADSTS53003: Access has been blocked. Trace ID: 0x12ab", "AADSTS53003"),
        ("50076", "AADSTS50076"),
        ("Error code: 500121", "AADSTS500121"),
        ("456", "HTTP 456"),
        ("HTTP/1.1 456 Unauthorized", "HTTP 456"),
        ("X-AutoDiscovery-Error: LiveIdBasicAuth:AppPasswordRequired:", "HTTP 456"),
        ("0x52e", "0x52e"),
        ("0x0000052E", "0x52e"),
        ("System error 1326 has occurred.", "0x52e"),
        ("0xC000006D", "0xc000006d"),
        ("535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled", "SMTP 535"),
    ],
)
def test_a_code_is_found_wherever_it_stands(text: str, code: str) -> None:
    assert ErrorCode.parse(text).text == code


@pytest.mark.parametrize("text", ["", "it does not work", "Anna has 3 phones since 2019-02-03", "403", "0x"])
def test_what_holds_no_code_is_refused(text: str) -> None:
    with pytest.raises(Refusal):
        ErrorCode.parse(text)


@given(st.text(max_size=200))
def test_any_text_is_a_code_that_can_be_said_again_or_none(text: str) -> None:
    try:
        code = ErrorCode.parse(text)
    except Refusal:
        return
    assert ErrorCode.parse(code.said()) == code == ErrorCode.unpin(code.pinned())
    assert has_sentence(code.meaning.code)


@pytest.mark.parametrize("known", MEANINGS)
def test_every_meaning_has_its_sentences(known: Meaning) -> None:
    assert has_sentence(known.code)
    assert has_sentence(known.do)
    assert "{" not in sentence(Reason(known.code)) + sentence(Reason(known.do))


def test_a_row_without_a_code_is_unknown() -> None:
    assert meaning(row(1, error=None, succeeded=False)).code == "unknown-error"
