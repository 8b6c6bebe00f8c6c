"""The message of the day, and what is said to its buttons. Hard cases:

- one reminder, several, one of the house beside one about the person, only one of the house
- nothing read yet of the person's hours; a language that is none of ours
- the last snooze is used up; the end is tomorrow, today, past
- a name with braces and markup in it
- a day that nobody picked, one that is no date
- the campaign's own texts, and none
"""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from actions.spec import CampaignTexts, Reason, Refusal
from bot.cards import draw
from bot.cards.deck import LARGEST, size
from dialogs.reply import ReminderShown
from dialogs.views import personal
from dialogs.views.reminder import ANSWERS, DAY, LATER, TOMORROW, Told, answered, message, refused
from dialogs.words.people import LANGUAGES, translated
from dialogs.words.people import reminders as words
from engine import Answer, Hours, Person, Reminder, ReminderSeen

NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)
ANA, DAN = Person("id-ana", "Ana Holm"), Person("id-dan", "Dan Frost")
REMINDER = Reminder(tenant_id="t", id="r1", person=DAN, fact="registered", began=NOW, due=NOW, asked_by=ANA, sent=1)
TOLD = Told(reminder=REMINDER, now=NOW)
TEXTS = CampaignTexts(title="Safe sign-in", why="Auditors ask for it.", desk_phone="+31 20 1234567")
PHONE = (Reason("method", {"kind": "phone", "label": "+1 XXXXXX12"}),)
facts = pytest.mark.parametrize("fact", [*words.OF_PEOPLE, *words.OF_THE_HOUSE])
languages = pytest.mark.parametrize("language", LANGUAGES)


def of(told: Told = TOLD, **changes: object) -> Told:
    return replace(told, reminder=replace(told.reminder, **changes))  # type: ignore[arg-type]


def in_(language: str, zone: str = "Europe/Amsterdam") -> Hours:
    return Hours(zone=zone, language=language)


def titles(shown: ReminderShown) -> list[str]:
    return [each.title for each in shown.buttons]


def test_it_says_what_muster_never_asks_for_and_a_way_without_a_link() -> None:
    shown = message([TOLD])
    assert shown.title == "A second way to prove that it is you"
    assert any("never asks for a password or a code" in line for line in shown.lines)
    assert any("myaccount.microsoft.com" in line for line in shown.lines)
    assert titles(shown) == [
        "Set up now", "I've done it", "Later today", "Tomorrow", "Pick a day", "I need help", "I have no smartphone",
    ]  # fmt: skip
    assert shown.buttons[0].url.startswith("https://")
    assert [each.verb for each in shown.buttons if each.aside] == [LATER]  # Teams shows six in a row


@languages
@facts
def test_every_reminder_is_said_in_every_language(fact: str, language: str) -> None:
    about = "sso.contoso.com|2027-01-31" if fact == "certificate-renewed" else "7"
    shown = message([of(fact=fact, about=about, hours=in_(language), until=NOW + timedelta(days=20))])
    said = " ".join((shown.title, *shown.lines))
    assert "Dan Frost" in said
    assert "{" not in said
    assert size(draw(shown).card) <= LARGEST
    if language != "en":
        assert shown.title != message([of(fact=fact, about=about)]).title
        assert shown.onward != "Next"


def test_a_language_that_is_none_of_ours_is_english() -> None:
    assert translated("da-DK").language == translated("").language == "en"
    assert translated("nl_BE").language == translated("NL").language == "nl"


def test_a_name_is_text_and_never_a_template() -> None:
    shown = message([of(person=Person("id", "{campaign} **Dan** {0}"))])
    assert shown.lines[0].startswith("Hi {campaign} **Dan** {0}, ")


def test_the_campaigns_own_texts_are_said() -> None:
    told = replace(of(until=datetime(2027, 2, 1, tzinfo=UTC), hours=in_("de")), campaign="Finance", texts=TEXTS)
    shown = message([told])
    assert "Das gehört zu: Safe sign-in." in shown.lines
    assert "Auditors ask for it." in shown.lines
    assert "Fragen? Rufen Sie Ihren Helpdesk an: +31 20 1234567." in shown.lines
    assert "Bitte erledigen Sie es bis Freitag, 29. Januar." in shown.lines


def test_the_last_one_and_the_warning_say_so() -> None:
    assert words.LAST in message([of(last_sent=True)]).lines
    assert words.LAST not in message([TOLD]).lines
    assert words.WARNED in message([of(warned=True)]).lines
    assert words.WARNED not in message([of(warned=True, told_manager=True)]).lines


def test_a_mail_speaks_of_no_buttons() -> None:
    warned = message([of(warned=True)])
    assert words.PRESS in warned.lines
    assert words.PRESS not in warned.by_mail and words.WRITE in warned.by_mail
    called = message([replace(of(warned=True), texts=TEXTS)])
    assert not {words.PRESS, words.WRITE} & set(called.by_mail)
    assert "Questions? Call your help desk: +31 20 1234567." in called.by_mail


def test_several_reminders_are_one_message() -> None:
    house, second = of(id="r2", fact="decided", about="7"), of(id="r3", fact="second-method")
    shown = message([house, TOLD, second])
    assert shown.title == "3 things for you"
    assert shown.lines[0].startswith("Hi Dan Frost, your work account has no sign-in method")
    assert {"Request 7 waits for your yes or no.", "Besides: A spare key for your account."} <= set(shown.lines)
    assert {each.data["reminder"] for each in shown.buttons} == {"r1"}
    assert shown.next == ("my mfa", "help", "request show 7")


@languages
def test_it_leads_to_what_is_said_in_the_persons_language(language: str) -> None:
    first, _ = message([of(hours=in_(language))]).next
    assert first == ("my mfa" if language == "en" else "guide methods")


def test_what_two_campaigns_wait_for_is_one_thing_and_its_warning_is_said() -> None:
    late = replace(of(until=NOW + timedelta(days=60)), campaign="One")
    soon = replace(of(id="r2", until=NOW + timedelta(days=20), last_sent=True), campaign="Two")
    shown = message([late, soon])
    assert shown.title == message([TOLD]).title
    assert {"This is part of: One.", "This is part of: Two.", "Please do it by Fri 11 Dec."} <= set(shown.lines)
    assert not any(line.startswith("Besides") for line in shown.lines)
    assert words.LAST not in shown.lines
    assert {each.data["reminder"] for each in shown.buttons} == {"r2"}
    warned = of(late, warned=True)
    assert words.WARNED in message([warned, soon]).lines


def test_of_several_things_the_most_urgent_is_said_in_full_and_no_warning_is_lost() -> None:
    late = of(until=NOW + timedelta(days=60), warned=True)
    soon = of(id="r2", fact="second-method", until=NOW + timedelta(days=20), warned=True)
    house = of(id="r3", fact="decided", about="7", until=NOW + timedelta(days=1))
    lines = message([house, late, soon]).lines
    assert lines[0] == "Hi Dan Frost, your work account has one sign-in method at most."
    assert lines.count(words.WARNED) == 2
    assert lines[lines.index("Besides: A second way to prove that it is you.") + 1] == words.WARNED
    lines = message([late, of(soon, warned=False)]).lines
    assert lines[0] == "Hi Dan Frost, your work account has no sign-in method besides its password yet."
    assert lines.count(words.WARNED) == 1


def test_what_the_house_waits_for_has_no_buttons_of_enrolment() -> None:
    shown = message([of(fact="decided", about="7")])
    assert shown.buttons == () and shown.inputs == ()
    assert shown.lines[0] == "Hi Dan Frost, request 7 still waits for your yes or no."
    assert shown.next == ("request show 7",)


def test_others_are_promised_only_where_there_are_any() -> None:
    waits = of(fact="decided", about="7")
    assert message([waits]).lines[1] == "If nobody decides in time, it expires."
    assert message([replace(waits, others=True)]).lines[1].startswith("If nobody decides in time, others are asked")


def test_a_certificate_is_named_with_its_day() -> None:
    shown = message([of(fact="certificate-renewed", about="sso.contoso.com|2027-01-31", hours=in_("fr"))])
    assert "sso.contoso.com expire le 31 janvier 2027" in shown.lines[0]


@pytest.mark.parametrize(
    "system, named, typed",
    [
        ("exchange-server", "Exchange Server", "modern-auth attest exchange"),
        ("mfa-server", "Azure MFA Server", "mfa-server attest"),
        (
            "certificate:a.contoso.com",
            "the certificate of a.contoso.com",
            "domains attest a.contoso.com until:<yyyy-mm-dd>",
        ),
        ("service-account:0f", "a service account", "service-accounts"),
    ],
)
def test_what_somebody_vouched_for_has_its_name_and_its_command(system: str, named: str, typed: str) -> None:
    shown = message([of(fact="attested", about=system)])
    assert f"attested about {named} was" in shown.lines[0]
    assert shown.next == (typed,)


def test_a_day_can_be_picked_from_tomorrow_to_the_end() -> None:
    (field,) = message([of(until=datetime(2026, 12, 1, 8, tzinfo=UTC), hours=in_("en"))]).inputs
    assert field.days == (date(2026, 11, 24), date(2026, 11, 30))  # at nine of the first it is over
    assert message([TOLD]).inputs[0].days == (date(2026, 11, 24), date(2026, 12, 23))
    drawn = draw(message([TOLD])).card
    assert "Input.Date" in drawn and "2026-11-24" in drawn


def test_the_day_is_that_of_the_persons_zone() -> None:
    late = Told(reminder=replace(REMINDER, hours=in_("en", "Asia/Tokyo")), now=datetime(2026, 11, 23, 20, tzinfo=UTC))
    days = message([late]).inputs[0].days
    assert days is not None and days[0] == date(2026, 11, 25)


def test_on_the_last_day_it_can_be_put_off_until_later_that_day_only() -> None:
    shown = message([of(until=NOW + timedelta(days=1), hours=in_("en"))])
    assert "Please do it by Mon 23 Nov." in shown.lines
    assert {each.verb for each in shown.buttons} & {LATER, TOMORROW, DAY} == {LATER}
    assert shown.inputs == ()
    assert "Please do it by Mon 23 Nov." in message([of(until=NOW + timedelta(hours=2))]).lines


@pytest.mark.parametrize(
    "changes", [{"most_snoozes": 2, "snoozed": 2}, {"until": NOW + timedelta(hours=2)}, {"until": NOW}]
)
def test_what_can_be_put_off_no_more_offers_no_way_to(changes: dict[str, object]) -> None:
    shown = message([of(TOLD, **changes)])
    assert not {each.verb for each in shown.buttons} & {LATER, TOMORROW, DAY}
    assert shown.inputs == ()
    assert len(shown.buttons) == 4


@pytest.mark.parametrize(
    "seen, title",
    [
        (ReminderSeen(reminder=REMINDER, answer=Answer.DONE, true=True), "Thank you, all done"),
        (ReminderSeen(reminder=REMINDER, answer=Answer.DONE, true=False), "Not yet"),
        (ReminderSeen(reminder=REMINDER, answer=Answer.DONE, true=None), "I could not look"),
        (ReminderSeen(reminder=REMINDER, answer=Answer.LATER, until=NOW), "Fine, later"),
        (ReminderSeen(reminder=REMINDER, answer=Answer.TOMORROW, until=NOW + timedelta(days=1)), "Fine, tomorrow"),
        (ReminderSeen(reminder=REMINDER, answer=Answer.TOMORROW, until=NOW + timedelta(days=3)), "Fine, later"),
        (ReminderSeen(reminder=REMINDER, answer=Answer.DAY, until=NOW), "Fine, later"),
        (ReminderSeen(reminder=REMINDER, answer=Answer.HELP, help_number=3), "Help is on its way"),
        (ReminderSeen(reminder=REMINDER, answer=Answer.NO_SMARTPHONE), "No smartphone? No problem"),
    ],
)
def test_answers(seen: ReminderSeen, title: str) -> None:
    shown = answered(seen, TOLD)
    assert shown.title == title
    assert any("never asks" in line for line in shown.lines)
    assert "{" not in " ".join(shown.lines)
    for language in LANGUAGES:
        other = answered(seen, of(hours=in_(language)))
        assert (other.title == title) is (language == "en")


def test_without_a_help_desk_it_is_said_who_heard_of_it() -> None:
    seen = ReminderSeen(reminder=REMINDER, answer=Answer.HELP, help_number=3)
    assert answered(seen, TOLD).lines[0] == "Ana Holm knows now that you would like help, and will come to you."
    assert answered(replace(seen, desk=True), TOLD).lines[0].startswith("Your help desk has your question (number 3)")


def test_done_names_the_methods_that_were_seen() -> None:
    seen = ReminderSeen(reminder=REMINDER, answer=Answer.DONE, true=True, methods=PHONE)
    assert answered(seen, TOLD).lines[0] == "I looked and found: phone (+1 XXXXXX12)."
    assert answered(seen, of(hours=in_("es"))).lines[0] == "He mirado y he encontrado: teléfono (+1 XXXXXX12)."


@pytest.mark.parametrize("code", list(words.MISSING))
def test_what_is_missing_is_said(code: str) -> None:
    missing = Reason(code, {"kind": "phone", "label": "+1 XXXXXX12"})
    seen = ReminderSeen(reminder=REMINDER, answer=Answer.DONE, true=False, methods=PHONE, missing=missing)
    said = answered(seen, TOLD).lines[0]
    assert ("XXXXXX12" in said) is (code != "nothing-registered")


def test_the_moment_is_the_persons_own() -> None:
    seen = ReminderSeen(reminder=REMINDER, answer=Answer.TOMORROW, until=datetime(2026, 11, 24, 8, tzinfo=UTC))
    assert answered(seen, of(hours=in_("en"))).lines[0] == "I will be back on Tue 24 Nov 09:00."
    assert answered(seen, of(hours=in_("nl"))).lines[0] == "Ik kom terug op dinsdag 24 november om 09:00."


def test_without_a_smartphone_the_ways_are_named_or_help_is() -> None:
    seen = ReminderSeen(reminder=REMINDER, answer=Answer.NO_SMARTPHONE, alternatives=("fido2", "hardwareOath"))
    assert answered(seen, TOLD).lines[0].startswith("Without one you can use: a security key and a hardware token.")
    assert "I need help" in answered(replace(seen, alternatives=()), TOLD).lines[0]


@pytest.mark.parametrize("code", list(words.CANNOT))
def test_what_cannot_be_done_is_said_in_the_persons_language(code: str) -> None:
    until = {"until": "2026-12-01"} if code == "day-too-late" else {"day": "2026-12-01"}
    said = refused(Reason(code, until), of(hours=in_("nl")))
    assert said != words.CANNOT[code] and "{" not in said
    assert ("dinsdag 1 december" in said) is (code in ("day-too-late", "no-workday"))


def test_a_refusal_without_a_sentence_for_people_stays_what_it_is() -> None:
    with pytest.raises(Refusal):
        refused(Reason("halted"), TOLD)


@languages
def test_stop_is_answered_honestly(language: str) -> None:
    said = " ".join(personal.cannot_stop(translated(language), ("Finance",), ANA).lines)
    assert "Finance" in said and "Ana Holm" in said and "{" not in said
    assert "{" not in " ".join(personal.cannot_stop(translated(language), (), None).lines)


@languages
def test_what_the_help_desk_answers_is_plain_text_with_a_name(language: str) -> None:
    facts = {"by": "Bea Holm", "text": "Open the page again.\nThen {press} **Add**.", "number": "3"}
    lines = personal.said(translated(language), "help-answered", facts, DAN).lines
    assert "Bea Holm" in lines[0] and "3" in lines[0]
    assert lines[1:3] == ("Open the page again.", "Then {press} **Add**.")


@languages
def test_a_manager_is_told_politely(language: str) -> None:
    facts = {"name": "Dan Frost", "campaign": "Finance", "title": "", "until": "2027-02-01T08:00:00+00:00"}
    said = " ".join(personal.said(translated(language), "manager-told", facts, ANA).lines)
    assert "Dan Frost" in said and "Ana Holm" in said and "Finance" in said and "{" not in said


def test_every_answer_has_a_button() -> None:
    assert set(ANSWERS.values()) == set(Answer)
