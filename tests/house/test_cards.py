"""Everything that can be shown is drawn in a file of its name, and nothing else is drawn."""

from tests.house.cards import mismatches, shown, snake
from tests.house.source import ROOT, modules, parse
from tests.house.waivers import refuse

REPLY = "class PlanShown: ...\nclass Fact: ...\nReply = PlanShown | Text\n"


def test_replies_and_cards_match() -> None:
    reply = parse("dialogs/reply.py", (ROOT / "dialogs/reply.py").read_text("utf-8"))
    cards = [module for module in modules("bot") if module.within("bot/cards")]
    assert shown(reply), "dialogs/reply.py has no union called Reply"
    refuse(mismatches(reply, cards))


def test_a_missing_card_and_a_card_too_many_are_found() -> None:
    reply = parse("dialogs/reply.py", REPLY)
    cards = [
        parse("bot/cards/plan_shown.py", "def draw(reply: PlanShown) -> Message: ..."),
        parse("bot/cards/old.py", "def draw(reply: Old) -> Message: ..."),
        parse("bot/cards/deck.py", "def draw(reply: Reply) -> Message: ..."),
    ]
    texts = [each.text for each in mismatches(reply, cards)]
    assert texts == [
        "nothing draws Text: it wants a draw() in bot/cards/text.py",
        "old.py draws Old, which dialogs/reply.py does not show",
    ]


def test_a_card_that_draws_something_else_does_not_count() -> None:
    reply = parse("dialogs/reply.py", "Reply = Text")
    wrong = parse("bot/cards/text.py", "def draw(reply: str) -> Message: ...")
    assert [each.rule for each in mismatches(reply, [wrong])] == ["card", "card"]


def test_names_become_files() -> None:
    assert [snake(name) for name in ("PlanShown", "Text", "ReminderShown")] == ["plan_shown", "text", "reminder_shown"]
