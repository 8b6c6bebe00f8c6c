"""Charts, each with a table for clients that draw none.

https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/charts-in-adaptive-cards
"""

from collections.abc import Sequence

from microsoft_teams.cards.core import (
    CardElement,
    DonutChart,
    DonutChartData,
    LineChart,
    LineChartData,
    LineChartValue,
    VerticalBarChart,
    VerticalBarChartDataValue,
)

from bot.cards.literal import clipped
from bot.cards.parts import Pen
from dialogs import Chart, ChartKind, Series

NAME = 60  # characters
ROWS = 8  # of the table in a chart's place


def charts(pen: Pen, shown: Sequence[Chart]) -> list[CardElement]:
    """Each under its heading; without room, only the table."""
    return [piece for each in shown[: pen.limits.pieces] if each.series for piece in _chart(pen, each)]


def _chart(pen: Pen, chart: Chart) -> list[CardElement]:
    table = pen.table(*_table(chart))
    if not pen.limits.points:
        return [pen.heading(chart.title), table]
    element = _element(chart, pen.limits.points)
    element.fallback = table
    return [pen.heading(chart.title), element]


def _element(chart: Chart, most: int) -> LineChart | DonutChart | VerticalBarChart:
    title = _name(chart.title)
    points = thinned(chart.series[0].points, most)
    match chart.kind:
        case ChartKind.LINE:
            data = [LineChartData(legend=_name(each.name), values=_values(each, most)) for each in chart.series]
            return LineChart(title=title, color_set="categorical", show_legend=True, data=data, spacing="Small")
        case ChartKind.DONUT:
            parts = [DonutChartData(legend=_name(name), value=value) for name, value in points]
            return DonutChart(title=title, color_set="categorical", show_legend=True, data=parts, spacing="Small")
        case ChartKind.BAR:
            bars = [VerticalBarChartDataValue(x=_name(name), y=value) for name, value in points]
            return VerticalBarChart(title=title, color_set="categorical", data=bars, spacing="Small")


def thinned(points: Sequence[tuple[str, float]], most: int) -> list[tuple[str, float]]:
    """At most so many, evenly picked; the first and the last are always among them."""
    if len(points) <= most or most < 2:
        return list(points[-most:])
    last = len(points) - 1
    return [points[round(at * last / (most - 1))] for at in range(most)]


def _values(series: Series, most: int) -> list[LineChartValue]:
    return [LineChartValue(x=x, y=y) for x, y in thinned(series.points, most)]


def _table(chart: Chart) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    """A line for each point that is shown, a column for each series."""
    names = [name for name, _ in thinned(chart.series[0].points, ROWS)]
    values = [dict(each.points) for each in chart.series]
    rows = [(name, *(_number(found.get(name)) for found in values)) for name in names]
    return ("", *(each.name for each in chart.series)), rows


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:,.0f}" if value == round(value) else f"{value:,.1f}"


def _name(text: str) -> str:
    return clipped(text, NAME)
