"""What Teams sends becomes what was said; every field may be anything."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import heard
from bot.heard import Mention, spoken
from demo.wire import JsonObject

US = "28:b0700000-0000-4000-8000-000000000001"
DAN = "d0000000-0000-4000-8000-000000000005"
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)
FIELDS = (
    "type",
    "id",
    "name",
    "text",
    "from",
    "recipient",
    "conversation",
    "entities",
    "value",
    "action",
    "channelData",
)


def ours(text: str = "<at>Ops</at>") -> Mention:
    return Mention(US, "Ops", text)


def test_only_our_mention_is_cut_out_and_only_where_it_stands() -> None:
    assert spoken("<at>Ops</at> Ops restart Ops-db", (ours(),), us=US, known={}) == ("Ops restart Ops-db", {})


def test_a_tag_with_attributes_goes_as_a_whole() -> None:
    assert spoken('<at id="0">Ops</at>&nbsp;help', (ours('<at id="0">Ops</at>'),), us=US, known={})[0] == "help"


def test_others_become_names_with_their_object_ids() -> None:
    dan = Mention("29:dan", "Dan Moor", "<at>Dan Moor</at>")
    said = spoken("<at>Ops</at> remind <at>Dan Moor</at> now", (ours(), dan), us=US, known={"29:dan": DAN.upper()})
    assert said == ("remind @Dan Moor now", {"Dan Moor": DAN})


def test_two_of_the_same_name_stay_two_people() -> None:
    first, second = Mention("29:a", "Kim", "<at>Kim</at>", "id-a"), Mention("29:b", "Kim", "<at>Kim</at>", "id-b")
    said = spoken("<at>Kim</at> and <at>Kim</at>", (first, second), us=US, known={})
    assert said == ("@Kim and @Kim (2)", {"Kim": "id-a", "Kim (2)": "id-b"})


def test_one_mentioned_twice_is_one_person() -> None:
    kim = Mention("29:a", "Kim", "<at>Kim</at>", "id-a")
    assert spoken("<at>Kim</at> <at>Kim</at>", (kim, kim), us=US, known={}) == ("@Kim @Kim", {"Kim": "id-a"})


def test_entities_are_read_once() -> None:
    assert spoken("say &lt;b&gt; &amp;lt;", (), us=US, known={})[0] == "say <b> &lt;"


def test_somebody_whom_nobody_knows_stays_a_name() -> None:
    gone = Mention("29:x", "Gone", "<at>Gone</at>")
    assert spoken("remind <at>Gone</at>", (gone,), us=US, known={"29:x": ""}) == ("remind @Gone", {})


def test_the_name_of_somebody_unknown_adds_no_words_to_a_command() -> None:
    sly = Mention("29:x", 'Gone "include:not-ready --who=everyone', "<at>Gone</at>")
    said, people = spoken("mfa enable <at>Gone</at>", (sly,), us=US, known={"29:x": ""})
    assert said == "mfa enable @Gone-include-not-ready-who-everyone"
    assert people == {}


@given(st.text(max_size=200))
def test_text_without_mentions_is_only_trimmed(typed: str) -> None:
    plain = typed.replace("&", "").replace("\xa0", " ")
    assert spoken(plain, (), us=US, known={}) == (plain.strip(), {})


@given(st.fixed_dictionaries({}, optional=dict.fromkeys(FIELDS, JSON)))
def test_no_activity_however_strange_breaks_the_reading(raw: dict[str, object]) -> None:
    kind = heard.kind_of(raw)
    assert kind in ("message", "press", "submit", "installed", "other")
    heard.addressed(raw)
    heard.said(raw, "tenant", {})
    pressed = heard.pressed(raw, "tenant").pressed
    assert pressed is not None
    assert all(isinstance(each, str) for each in [*pressed.data.values(), *pressed.inputs.values()])


def test_who_speaks_is_never_read_from_a_card() -> None:
    data = {"muster": {"verb": "approve", "request": "1", "aadObjectId": "evil", "from": "evil"}, "reason": "ok"}
    raw = {
        "type": "message", "id": "1", "from": {"aadObjectId": DAN.upper(), "name": "Dan"}, "value": data,
        "conversation": {"id": "a:1", "conversationType": "personal"},
    }  # fmt: skip
    said = heard.pressed(raw, "tenant")
    assert said.person.id == DAN
    assert said.pressed is not None
    assert (said.pressed.verb, dict(said.pressed.inputs)) == ("approve", {"reason": "ok"})
    assert said.pressed.data["request"] == "1"


def test_an_input_named_like_our_data_cannot_take_its_place() -> None:
    raw = {
        "type": "invoke",
        "value": {"action": {"verb": "approve", "data": {"muster": {"request": "1"}, "request": "2"}}},
    }
    pressed = heard.pressed(json.loads(json.dumps(raw)), "tenant").pressed
    assert pressed is not None
    assert pressed.data == {"request": "1"}


def test_the_same_number_in_two_chats_is_two_turns() -> None:
    first, second = ({"id": "1", "conversation": {"id": chat}} for chat in ("a", "b"))
    assert heard.turn_id(first) != heard.turn_id(second)
    assert heard.turn_id(first) == heard.turn_id(dict(first))


def test_two_activities_without_a_number_are_two_turns() -> None:
    first, second = ({"text": said, "conversation": {"id": "a"}} for said in ("halt", "help"))
    assert heard.turn_id(first) != heard.turn_id(second)
    long = ({"id": "1" * 100 + end, "conversation": {"id": "a"}} for end in "ab")
    assert len({heard.turn_id(each) for each in long}) == 2


def test_a_conversation_of_many_is_never_taken_for_a_personal_chat() -> None:
    for conversation in ({"id": "19:x@thread"}, {"id": "a:1", "isGroup": True}, {"id": "a", "conversationType": "x"}):
        assert not heard.place_of({"conversation": conversation}).personal
    assert heard.place_of({"conversation": {"id": "a:1"}}).personal


def test_in_a_group_only_what_mentions_us_is_for_us() -> None:
    group = {"recipient": {"id": US}, "conversation": {"id": "19:x", "conversationType": "groupChat"}}
    mention = {"type": "mention", "text": "<at>Muster</at>", "mentioned": {"id": US}}
    assert not heard.addressed(group)
    assert heard.addressed(group | {"entities": [mention]})


@pytest.mark.parametrize(
    "typed, meant",
    [
        ("phone list\r\nA,B\r\na,b", "phone list\nA,B\na,b"),
        ("phone list<br>A,B<br/>a,b", "phone list\nA,B\na,b"),
        ("<p>phone list</p><p>A,B</p>", "phone list\nA,B"),
        ("phone list\n```csv\nA,B\na,b\n```", "phone list\nA,B\na,b"),
        ("phone list\n```\nA : b\n```\n", "phone list\nA : b"),
        ("phone list<pre><code>A,B\na,b</code></pre>", "phone list\nA,B\na,b"),
        ("phone list\n<pre>A,B\na,b</pre>", "phone list\nA,B\na,b"),
        ("<div>phone list</div>\n<codeblock class='x'><code>A,B<br>a,b</code></codeblock>", "phone list\nA,B\na,b"),
        ("say &lt;p&gt; and &lt;br&gt;", "say <p> and <br>"),
    ],
)
def test_line_breaks_and_code_blocks_as_clients_send_them(typed: str, meant: str) -> None:
    raw: JsonObject = {"type": "message", "text": typed, "conversation": {"id": "a:1", "conversationType": "personal"}}
    assert heard.said(raw, "tenant", {}).text == meant


def test_a_mention_that_touches_a_word_stays_apart_from_it() -> None:
    dan = Mention("29:dan", "Dan Moor", "<at>Dan Moor</at>")
    assert spoken("remind<at>Dan Moor</at>", (dan,), us=US, known={"29:dan": DAN})[0] == "remind @Dan Moor"
