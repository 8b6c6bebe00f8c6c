"""Charts: as Teams draws them, with a table in their place where it does not, and never too large."""

import json
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.cards import LARGEST, draw, size
from bot.cards.charts import thinned
from bot.wire import Json, objects
from demo.connector import lint
from demo.screen import draw_card
from dialogs import Chart, ChartKind, Findings, Listing, Section, Series

WORDS = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=60)
NUMBERS = st.floats(0, 1e7, allow_nan=False, allow_infinity=False)
POINTS = st.lists(st.tuples(WORDS, NUMBERS), max_size=120).map(tuple)
CHARTS = st.lists(
    st.builds(
        Chart, WORDS, st.sampled_from(ChartKind), st.lists(st.builds(Series, WORDS, POINTS), max_size=4).map(tuple)
    ),
    max_size=3,
).map(tuple)


def trend(days: int, names: tuple[str, ...] = ("Protected", "Ready", "Both")) -> Chart:
    first = date(2026, 11, 23)
    points = tuple(((first + timedelta(days=n)).isoformat(), float(n)) for n in range(days))
    return Chart("From day to day", ChartKind.LINE, tuple(Series(name, points) for name in names))


def card(reply: Findings | Listing) -> Json:
    return json.loads(draw(reply).card)  # type: ignore[no-any-return]


def elements(read: Json, kind: str) -> list[Json]:
    return [each for each in objects(read, "body") if each.get("type") == kind]


@settings(max_examples=60)
@given(CHARTS)
def test_every_card_with_charts_can_be_sent(charts: tuple[Chart, ...]) -> None:
    for reply in (Findings(title="x", charts=charts), Listing(title="x", sections=(), charts=charts)):
        message = draw(reply)
        assert size(message.card) <= LARGEST
        assert lint.card_problems(json.loads(message.card)) == []


def test_a_line_over_time() -> None:
    [line] = elements(card(Findings(title="x", charts=(trend(5),))), "Chart.Line")
    data = list(objects(line, "data"))
    assert [each["legend"] for each in data] == ["Protected", "Ready", "Both"]
    assert next(objects(data[0], "values")) == {"x": "2026-11-23", "y": 0.0}
    assert isinstance(line["fallback"], dict) and line["fallback"]["type"] == "Table"


def test_ninety_days_fit_and_the_last_is_there() -> None:
    section = Section(
        "By department", ("a", "b"), tuple(("Department of many words", f"{n} of 100") for n in range(20))
    )
    read = card(Findings(title="Coverage", charts=(trend(90),), sections=(section,)))
    [line] = elements(read, "Chart.Line")
    shown = list(objects(next(objects(line, "data")), "values"))
    assert 8 <= len(shown) < 90
    assert [shown[0]["x"], shown[-1]["x"]] == ["2026-11-23", "2027-02-20"]


def test_a_donut_and_bars() -> None:
    parts = Series("People", (("Ready", 12.0), ("Not ready", 3.0)))
    read = card(
        Findings(title="x", charts=(Chart("d", ChartKind.DONUT, (parts,)), Chart("b", ChartKind.BAR, (parts,))))
    )
    [donut], [bar] = elements(read, "Chart.Donut"), elements(read, "Chart.VerticalBar")
    assert donut["data"] == [{"legend": "Ready", "value": 12.0}, {"legend": "Not ready", "value": 3.0}]
    assert bar["data"] == [{"x": "Ready", "y": 12.0}, {"x": "Not ready", "y": 3.0}]


def test_whoever_draws_no_charts_reads_a_table() -> None:
    read = card(Findings(title="x", charts=(trend(90, ("Protected",)),)))
    assert isinstance(read, dict)
    lines = [line.text for line in draw_card(read)]
    assert any("2027-02-20  89" in line for line in lines)
    assert sum("202" in line for line in lines) == 8


@given(st.lists(st.tuples(WORDS, NUMBERS)), st.integers(2, 50))
def test_thinned_keeps_order_and_both_ends(points: list[tuple[str, float]], most: int) -> None:
    kept = thinned(points, most)
    assert len(kept) == min(len(points), most)
    assert kept[:1] == points[:1] and kept[-1:] == points[-1:]
    rest = iter(points)
    assert all(each in rest for each in kept)
