"""Help for who is reminded: asked with a button, answered by name, as plain text that asks for nothing."""

from collections.abc import Awaitable
from dataclasses import replace

import pytest

from actions.spec import Refusal
from demo.seed import cast
from engine import Answer, HelpState, Notice, NoticeKind, Person, Place
from engine.screening import asks_for_consent, asks_for_secret, has_link
from tests.engine.bench import ANA, DAN, EVE, Bench
from tests.engine.waiting import heard, of, remind, until

DESK = Place("help-desk", personal=False)
KIM = Person("kim", "Kim Desk")


@pytest.fixture
def bench(bench: Bench) -> Bench:
    """With a help desk's channel."""
    bench.engine = bench.another("one", help_place=DESK)
    return bench


async def asked(bench: Bench) -> int:
    """Dan wants help: the number."""
    await remind(bench, "dan")
    await heard(bench)
    seen = await bench.engine.answer_reminder(DAN, (await of(bench, cast.DAN)).id, Answer.HELP)
    return seen.help_number


async def code(word: Awaitable[object]) -> str:
    with pytest.raises(Refusal) as refused:
        await word
    return refused.value.reason.code


async def queued(bench: Bench) -> list[Notice]:
    return await heard(bench, NoticeKind.HELP, NoticeKind.TOLD)


async def test_asked_twice_the_desk_hears_once(bench: Bench) -> None:
    number = await asked(bench)
    reminder = await of(bench, cast.DAN)
    again = await bench.engine.answer_reminder(DAN, reminder.id, Answer.HELP)
    assert (again.help_number, reminder.help_asked) == (number, True)
    (card,) = await queued(bench)
    assert (card.kind, card.to, card.about) == (NoticeKind.HELP, DESK, f"help:{number}")
    assert [each.number for each in await bench.engine.help_requests()] == [number]
    assert await bench.events("help-asked") == ["help-asked"]


async def test_without_a_desk_whoever_asked_for_the_reminder_hears_of_it_and_the_person_is_told_so(
    bench: Bench,
) -> None:
    await asked(bench)
    reminder, without = await of(bench, cast.DAN), bench.another("two")
    assert (await bench.engine.answer_reminder(DAN, reminder.id, Answer.HELP)).desk
    assert not (await without.answer_reminder(DAN, reminder.id, Answer.HELP)).desk


async def test_an_answer_reaches_the_person_by_name(bench: Bench) -> None:
    number = await asked(bench)
    await queued(bench)
    answered = await bench.engine.answer_help(KIM, DESK, number, "  Come to room 12 at three. ")
    assert answered.state is HelpState.ANSWERED
    await bench.engine.answer_help(KIM, DESK, number, "Or tomorrow at nine.")
    card, *told = sorted(await queued(bench), key=lambda each: each.about)
    assert (card.kind, card.fresh) == (NoticeKind.HELP, False)
    assert [(each.to, each.code, each.facts["text"]) for each in told] == [
        (DAN, "help-answered", "Come to room 12 at three."),
        (DAN, "help-answered", "Or tomorrow at nine."),
    ]
    assert {each.facts["by"] for each in told} == {"Kim Desk"}


async def test_an_answer_that_is_said_again_after_a_crash_reaches_the_person_once(bench: Bench) -> None:
    number = await asked(bench)
    await queued(bench)
    once = await bench.engine.answer_help(KIM, DESK, number, "Come by.")
    assert await bench.engine.answer_help(KIM, DESK, number, "Come by. ") == once
    assert [each.facts["text"] for each in await queued(bench) if each.kind is NoticeKind.TOLD] == ["Come by."]
    assert await bench.events("help-answered") == ["help-answered"]
    await bench.engine.answer_reminder(DAN, (await of(bench, cast.DAN)).id, Answer.HELP)
    await bench.engine.answer_help(KIM, DESK, number, "Come by.")  # they asked again, so it is said again
    assert len([each for each in await queued(bench) if each.kind is NoticeKind.TOLD]) == 1


async def test_help_wanted_again_opens_the_same_request_and_closed_is_closed(bench: Bench) -> None:
    number = await asked(bench)
    await bench.engine.answer_help(KIM, DESK, number, "Come by.")
    await queued(bench)
    reminder = await of(bench, cast.DAN)
    assert (await bench.engine.answer_reminder(DAN, reminder.id, Answer.HELP)).help_number == number
    assert [each.fresh for each in await queued(bench)] == [True]
    await bench.engine.close_help(KIM, DESK, number)
    assert await code(bench.engine.close_help(KIM, DESK, number)) == "help-over"
    assert await code(bench.engine.answer_help(KIM, DESK, number, "Still there?")) == "help-over"
    assert await bench.engine.help_requests() == []
    assert (await bench.engine.answer_reminder(DAN, reminder.id, Answer.HELP)).help_number == number + 1


async def test_elsewhere_only_an_operator_answers(bench: Bench) -> None:
    number = await asked(bench)
    elsewhere = Place("somewhere", personal=True)
    assert await code(bench.engine.answer_help(EVE, elsewhere, number, "Hello.")) == "not-the-desk"
    assert await code(bench.engine.close_help(EVE, elsewhere, number)) == "not-the-desk"
    assert (await bench.engine.answer_help(ANA, elsewhere, number, "Hello.")).answers[0].by == ANA
    assert await code(bench.engine.answer_help(ANA, elsewhere, 99, "Hello.")) == "no-such-help"


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "answer-empty"),
        ("x" * 1_001, "answer-too-long"),
        ("Look at https://contoso.com/x", "has-link"),
        ("Reply with the code that you see.", "asks-for-secret"),
        ("Please accept the prompt on your phone now, that is me.", "asks-for-consent"),
    ],
)
async def test_what_an_answer_may_not_hold(bench: Bench, text: str, why: str) -> None:
    number = await asked(bench)
    await queued(bench)
    assert await code(bench.engine.answer_help(KIM, DESK, number, text)) == why
    assert await queued(bench) == []
    assert await bench.events("refused") == ["refused"]


async def test_without_a_channel_whoever_asked_for_the_reminder_hears(bench: Bench) -> None:
    bench.engine = bench.another("two")
    number = await asked(bench)
    (told,) = await queued(bench)
    assert (told.to, told.code, dict(told.facts)) == (ANA, "help-asked", {"name": "Dan Moor", "number": str(number)})


async def test_who_is_done_needs_no_help_and_the_desk_sees_it(bench: Bench) -> None:
    await asked(bench)
    await queued(bench)
    bench.world.register("dan", "microsoftAuthenticator")
    until(bench, (await of(bench, cast.DAN)).due)
    assert [(each.to, each.fresh) for each in await queued(bench)] == [(DESK, False)]
    assert await bench.engine.help_requests() == []


async def test_without_a_smartphone_there_is_another_way(bench: Bench) -> None:
    await remind(bench, "dan")
    await heard(bench)
    reminder = await of(bench, cast.DAN)
    seen = await bench.engine.answer_reminder(DAN, reminder.id, Answer.NO_SMARTPHONE)
    assert "fido2" in seen.alternatives
    assert await bench.engine.answer_reminder(DAN, reminder.id, Answer.NO_SMARTPHONE) == seen
    async with bench.store.change() as unit:
        passkey = replace(reminder, id="other", fact="phishing-resistant", version=0)
        await unit.save_reminder(passkey)
    seen = await bench.engine.answer_reminder(DAN, "other", Answer.NO_SMARTPHONE)
    assert seen.alternatives == ("fido2",)


async def test_without_a_smartphone_and_without_a_policy_to_read_the_help_desk_is_the_way(bench: Bench) -> None:
    await remind(bench, "dan")
    await heard(bench)
    reminder = await of(bench, cast.DAN)
    bench.world.faults.declare([{"path": "authenticationMethodsPolicy", "status": 403}])
    seen = await bench.engine.answer_reminder(DAN, reminder.id, Answer.NO_SMARTPHONE)
    assert (seen.alternatives, seen.until) == ((), reminder.due)


async def test_what_is_missing_is_said(bench: Bench) -> None:
    await remind(bench, "dan")
    await heard(bench)
    reminder = await of(bench, cast.DAN)
    seen = await bench.engine.answer_reminder(DAN, reminder.id, Answer.DONE)
    assert seen.missing is not None
    assert (seen.true, seen.missing.code) == (False, "nothing-registered")
    bench.world.register("dan", "microsoftAuthenticator")
    seen = await bench.engine.answer_reminder(DAN, reminder.id, Answer.DONE)
    assert (seen.true, seen.missing) == (True, None)


@pytest.mark.parametrize(
    "text",
    [
        "Please send me the code on your phone", "What is your password?", "Reply with the number you see",
        "I need your one-time code", "c\u200bo\u200bde please", "You get a code. Send it to me.", "can I have the pin?",
        "Ik heb je code nodig", "Stuur het wachtwoord even", "Wat is je telefoonnummer?", "App me de cijfers",
        "Bitte nennen Sie mir den Code.", "Wie lautet dein Passwort", "Schick mir die Nummer", "Sagen Sie uns die Zahl",
        "Envoyez-moi le code", "Quel est votre mot de passe ?", "Donne-moi ton num\u00e9ro",
        "Veuillez indiquer les chiffres",
        "Env\u00edame el c\u00f3digo", "\u00bfCu\u00e1l es tu contrase\u00f1a?", "Dime el n\u00famero",
        "Necesito tu clave",
        "What does the app show?", "Send me what you got by SMS", "Read me the six figures please",
        "Send a screenshot please", "Wat staat er in de app?", "Was zeigt die App an?", "Dis-moi ce que tu vois",
        "Dime lo que ves", "Please send me the c0de", "c o d e please", "p.a.s.s.w.o.r.d please",
        "p\u0430ssword please", "Enter 42 in the app", "Tippe 42 ein", "Saisissez 42 dans l'application",
    ],
)  # fmt: skip
def test_a_wish_for_a_secret_is_seen_in_five_languages(text: str) -> None:
    assert asks_for_secret(text)
    assert asks_for_secret(text.upper())


@pytest.mark.parametrize(
    "text",
    [
        "Please accept the prompt on your phone now, that is me.", "Approve the sign-in that you get now",
        "Press Approve on the notification", "You will get a request in the app. Confirm it.", "Tap yes when it asks",
        "Accept whatever comes up", "Confirm in the app that it is you", "Allow the login please", "Appr\u200bove it",
        "Keur de melding goed", "Bevestig het verzoek op je telefoon", "Druk op Ja", "Sta de aanmelding toe",
        "Bitte best\u00e4tigen Sie die Anfrage in der App", "Genehmige es", "Nehmen Sie die Anfrage an",
        "Geben Sie die Anmeldung frei", "Tippen Sie auf Ja", "Lass die Anmeldeanforderung zu",
        "Acceptez la notification dans Authenticator", "Approuvez la demande", "Validez la connexion",
        "Appuyez sur Oui",
        "Aprueba la notificaci\u00f3n", "Acepte la solicitud", "Autorice el inicio de sesi\u00f3n", "Pulse S\u00ed",
    ],
)  # fmt: skip
def test_a_wish_for_a_yes_to_a_prompt_is_seen_in_five_languages(text: str) -> None:
    assert asks_for_consent(text)
    assert asks_for_consent(text.upper())


@pytest.mark.parametrize(
    "text",
    [
        "Open the Microsoft Authenticator app and follow the steps.", "Come to room 12 tomorrow.",
        "Enter the code that your screen shows in the app.", "Your security key is at the desk.",
        "Kom langs bij de balie.", "Ruf uns morgen an.", "Nous venons demain \u00e0 10 h.", "Pase por la ventanilla.",
        "El n\u00famero aparece en la pantalla", "Version 2.0 works, e.g. on a laptop.",
        "I will call you at ten", "Set it up in the app and come by", "Confirm to me when you are done",
        "Confirm to me when you can sign in.", "Turn on notifications for the app.", "Your request is with me.",
        "Bevestig even als je klaar bent", "Best\u00e4tigen Sie mir kurz, wenn Sie fertig sind.",
        "Nehmen Sie Ihr Telefon und rufen Sie uns an.", "Confirmez-moi quand c'est fait.", "Confirme cuando termine.",
        "Come at 9.30 to room 2.14, a.u.b.", "z.B. morgen um 9.30 Uhr", "p.ej. ma\u00f1ana a las 10.",
    ],
)  # fmt: skip
def test_ordinary_help_passes(text: str) -> None:
    assert not asks_for_secret(text)
    assert not asks_for_consent(text)
    assert not has_link(text)


@pytest.mark.parametrize(
    "text",
    [
        "see https://x", "aka.ms/mfasetup", "WWW.a", "[x](y)", "go to contoso.com now", "a@contoso.com", "<a href=x>",
        "contoso.page", "x.ai", "contoso.anything", "contoso\u3002com",
        "\u043f\u0440\u0438\u043c\u0435\u0440.\u0440\u0444",
        "10.1.2.3", r"\\server\share", "msteams:/l/chat", "javascript:x",
    ],
)  # fmt: skip
def test_a_link_is_seen(text: str) -> None:
    assert has_link(text)
