"""PowerShell's output, as admins paste it: never a wrong value, whatever the way through the chat did to it."""

import re
from collections.abc import Callable, Mapping

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from actions.args import BadArgument
from actions.args.powershell import Output

SKYPE_LIST = """
PS C:\\Users\\ana> Get-CsOAuthConfiguration | select *client*


ClientAuthorizationOAuthServerIdentity : evoSTS
ClientAdalAuthOverride                 : Allowed


PS C:\\Users\\ana>
"""
SKYPE_TABLE = """
ClientAuthorizationOAuthServerIdentity ClientAdalAuthOverride
-------------------------------------- ----------------------
evoSTS                                 NoOverride
"""
EXCHANGE_TABLE = """
[PS] C:\\Windows\\system32>Get-OrganizationConfig | Format-Table name,*OAuth*

Name                       OAuth2ClientProfileEnabled OAuthUseBasicAuth
----                       -------------------------- -----------------
Contoso Exchange Org Ltd                         True             False
"""
SKYPE = {"ClientAuthorizationOAuthServerIdentity": "evoSTS", "ClientAdalAuthOverride": "Allowed"}


def refusal(text: str) -> str:
    with pytest.raises(BadArgument) as caught:
        Output.parse(text)
    return caught.value.reason.code


# --- as it stands in the console --------------------------------------------------------------------------------------


def test_a_list_with_prompts_around_it() -> None:
    assert Output.parse(SKYPE_LIST).values == SKYPE


def test_a_table_whose_text_stands_left_and_whose_truths_stand_right() -> None:
    assert Output.parse(SKYPE_TABLE).values == {**SKYPE, "ClientAdalAuthOverride": "NoOverride"}
    assert Output.parse(EXCHANGE_TABLE).values == {
        "Name": "Contoso Exchange Org Ltd",
        "OAuth2ClientProfileEnabled": "True",
        "OAuthUseBasicAuth": "False",
    }


def test_an_empty_value_is_read_as_empty_not_as_its_neighbour() -> None:
    row = " " * 39 + "NoOverride"
    assert Output.parse(SKYPE_TABLE.replace("evoSTS                                 NoOverride", row)).values == {
        "ClientAuthorizationOAuthServerIdentity": "",
        "ClientAdalAuthOverride": "NoOverride",
    }
    assert Output.parse(SKYPE_LIST.replace("evoSTS", "")).values["ClientAuthorizationOAuthServerIdentity"] == ""


def test_a_wrapped_value_is_one_value() -> None:
    text = (
        "Audience : {00000002-0000-0ff1-ce00-000000000000,\n           00000003 : x,\n           y}\nName     : Global"
    )
    found = Output.parse(text).values
    assert found == {"Audience": "{00000002-0000-0ff1-ce00-000000000000, 00000003 : x, y}", "Name": "Global"}


def test_several_objects_that_agree_are_one_and_that_differ_say_both() -> None:
    text = "Name : one\nOn : True\n\nName : two\nOn : True\n"
    assert Output.parse(text).values == {"Name": "one, two", "On": "True"}
    table = "Name OAuth2ClientProfileEnabled\n---- --------------------------\none                        True\n"
    assert (
        Output.parse(table + "two                       False\n").values["OAuth2ClientProfileEnabled"] == "True, False"
    )


# --- on its way through a chat ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "harm",
    [
        lambda text: text.replace("\n", "\r\n"),
        lambda text: text.replace(" ", "\u00a0"),
        lambda text: text.replace("\n", "\n\n"),
        lambda text: "".join(f"<p>{line.replace(' ', '&nbsp;')}</p>" for line in text.splitlines()),
        lambda text: f"<pre><code>{text}</code></pre>",
        lambda text: f"```powershell\n{text}\n```",
        lambda text: "\n".join(f"    {line}" for line in text.splitlines()),
        lambda text: text.replace("\n", "\u200b\n"),
        lambda text: "\ufeffHere it is:\n" + text + "\nThanks!",
    ],
)
@pytest.mark.parametrize("text", [SKYPE_LIST, EXCHANGE_TABLE])
def test_what_a_chat_does_to_it_does_not_matter(harm: Callable[[str], str], text: str) -> None:
    assert Output.parse(harm(text)).values == Output.parse(text).values


def test_tabs_separate_too() -> None:
    assert Output.parse("Name\t:\tGlobal\nOn\t: True").values == {"Name": "Global", "On": "True"}
    assert Output.parse("Name\tOn\n----\t--\n\tTrue").values == {"Name": "", "On": "True"}


@pytest.mark.parametrize("row", ["evoSTS Allowed", "NoOverride", "Contoso Ltd Allowed", "Contoso Exchange Ltd"])
def test_lost_spaces_are_refused_not_guessed(row: str) -> None:
    head = "\n".join(SKYPE_TABLE.strip().splitlines()[:2])
    assert refusal(f"{head}\n{row}") == "spaces-lost"


def test_a_table_whose_text_may_have_been_wrapped_is_refused() -> None:
    head = "Name         OAuth2ClientProfileEnabled\n----         --------------------------\n"
    assert refusal(f"{head}contoso.onmi                       True\ncrosoft.com   \n") == "spaces-lost"


@pytest.mark.parametrize(
    "text",
    [
        SKYPE_TABLE.replace("evoSTS     ", "evoSTS-wit…"),
        SKYPE_LIST.replace("Allowed", "Allo..."),
        SKYPE_TABLE.replace("ClientAdalAuthOverride", "ClientAdalAuthOverrid…"),
    ],
)
def test_what_was_cut_short_is_refused(text: str) -> None:
    assert refusal(text) == "cut-short"


@pytest.mark.parametrize("text", ["it is on, I looked", "PS C:\\> Get-CsOAuthConfiguration", "---- ----", "A B\n---"])
def test_what_is_no_output_is_refused(text: str) -> None:
    assert refusal(text) == "not-powershell"


def test_nothing_is_nothing() -> None:
    assert refusal(" \n ") == "nothing-said"


# --- every layout -----------------------------------------------------------------------------------------------------

NAMES = st.from_regex(r"[A-Z][A-Za-z0-9]{1,20}", fullmatch=True)
WORDS = st.from_regex(r"[A-Za-z0-9@./{}_-]{1,12}", fullmatch=True).filter(lambda word: not word.endswith("..."))
VALUES = st.one_of(
    st.just(""), st.sampled_from(["True", "False"]), st.lists(WORDS, min_size=1, max_size=3).map(" ".join)
)
OBJECTS = st.dictionaries(NAMES, VALUES, min_size=1, max_size=5)


def as_list(values: dict[str, str]) -> str:
    wide = max(map(len, values))
    return "\n".join(f"{name:{wide}} : {value}".rstrip() for name, value in values.items())


def as_table(values: dict[str, str]) -> str:
    wide = {name: max(len(name), len(value)) for name, value in values.items()}

    def line(texts: dict[str, str]) -> str:
        put = (f"{texts[n]:>{w}}" if values[n] in ("True", "False") else f"{texts[n]:{w}}" for n, w in wide.items())
        return " ".join(put).rstrip()

    return "\n".join((line({n: n for n in values}), line({n: "-" * len(n) for n in values}), line(values)))


@given(values=OBJECTS, newline=st.sampled_from(["\n", "\r\n", "\n\n"]), space=st.sampled_from([" ", "\u00a0"]))
def test_a_list_is_always_read(values: dict[str, str], newline: str, space: str) -> None:
    text = as_list(values).replace(" ", space).replace("\n", newline)
    assert Output.parse(f"PS C:\\> Get-It | Format-List{newline}{newline}{text}").values == values


@given(values=OBJECTS, collapsed=st.booleans(), stripped=st.booleans())
@example(values={"Aa": "", "Bb": "x"}, collapsed=False, stripped=True)
def test_a_table_is_read_or_refused_and_never_read_wrongly(
    values: dict[str, str], collapsed: bool, stripped: bool
) -> None:
    """Moved text is held to values of one word: those with spaces can look, letter by letter, like other values."""
    if collapsed or stripped:
        values = {name: value.partition(" ")[0] for name, value in values.items()}
    text = as_table(values)
    text = re.sub(" +", " ", text) if collapsed else text
    text = "\n".join(map(str.strip, text.splitlines())) if stripped else text
    found = read(text)
    if found is None:
        assert collapsed or stripped or not all(values.values())
    else:
        assert found == values


def read(text: str) -> Mapping[str, str] | None:
    """None: refused."""
    try:
        return Output.parse(text).values
    except BadArgument:
        return None
