"""What others read along: no number in full, and nothing to type that cannot be typed."""

from actions.spec import Reason
from dialogs import Question, Text
from dialogs.masking import for_others
from dialogs.words import sentence

NUMBER = "+49 15123456742"


def test_an_example_that_others_read_is_a_place_to_fill_in_and_no_dots() -> None:
    asked = for_others(Question(text="Which number?", example="+31 612345678", next=("cancel",)))
    assert isinstance(asked, Question) and asked.example == "+31 …"
    wrong = Text(lines=(sentence(Reason("not-a-number", {"said": "x"})), NUMBER), next=("+31 612345678", "cancel"))
    shown = for_others(wrong)
    assert isinstance(shown, Text) and shown.next == ("+31 …", "cancel")
    assert shown.lines[0].endswith("like +31 ….") and shown.lines[1] == "+49 ••• 42"
    typed = Text(lines=(), next=('phone set x number:"0151 23456742"', f"phone set x {NUMBER}", "help"))
    assert for_others(typed) == Text(lines=(), next=('phone set x number:"…"', "phone set x +49 …", "help"))
