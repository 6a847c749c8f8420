"""Charts that the spreadsheet draws from the cells of the workbook."""

from collections.abc import Sequence
from datetime import date
from itertools import pairwise
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.chart import Chart as DrawnChart

from dashboard.exports.book import FIRST_ROW, Chart, ChartKind, Line
from dashboard.exports.text import one_line
from dashboard.views.theme import TOKENS

WIDTH, HEIGHT, BAR_PIXELS, TITLE_PIXELS = 620, 340, 22, 80
NEAR = 0.08
_TOKENS = TOKENS["light"]
_FONT = {"size": 9, "color": _TOKENS.text_2}
_GRID = {"visible": True, "line": {"color": _TOKENS.line, "width": 0.75}}
_LABELS: dict[str, Any] = {"num_font": _FONT, "line": {"color": _TOKENS.line_strong}, "major_tick_mark": "none"}
_VALUES: dict[str, Any] = {"num_font": _FONT, "line": {"none": True}, "min": 0, "major_tick_mark": "none"}
_EPOCH = date(1899, 12, 30)


def draw(workbook: Workbook, chart: Chart) -> DrawnChart:
    """The chart with its title, without a legend: every line and bar has its own label."""
    drawn = (_lines if chart.kind is ChartKind.LINE else _bars)(workbook, chart)
    drawn.set_title({"name": chart.title, "name_font": {"size": 12, "color": _TOKENS.text_1}, "overlay": False})
    drawn.set_legend({"none": True})
    return drawn


def _lines(workbook: Workbook, chart: Chart) -> DrawnChart:
    """Lines with their name and last value at the right end."""
    drawn = workbook.add_chart({"type": "line"})
    others: list[dict[str, bool] | None] = [{"delete": True}] * (len(chart.labels) - 1)
    for line, position in zip(chart.lines, _label_positions(chart.lines), strict=True):
        font = {"size": 9, "color": line.colour, "bold": True}
        shown = {"series_name": True, "value": True, "separator": " ", "position": position, "font": font}
        look = {"line": {"color": line.colour, "width": 1.75, "dash_type": line.dash}}
        drawn.add_series(_range(chart, line) | look | {"data_labels": shown | {"custom": [*others, None]}})
    drawn.set_x_axis(_LABELS | {"text_axis": True, "num_format": "m/d"})
    drawn.set_y_axis(_VALUES | {"num_format": "0", "major_gridlines": _GRID})
    drawn.set_plotarea({"layout": {"x": 0.07, "y": 0.14, "width": 0.79, "height": 0.72}})
    drawn.set_size({"width": WIDTH, "height": HEIGHT})
    return drawn


def _bars(workbook: Workbook, chart: Chart) -> DrawnChart:
    """Bars from zero with their values, the first row on top."""
    drawn = workbook.add_chart({"type": "bar"})
    for line in chart.lines:
        look = {"fill": {"color": line.colour}, "gap": 45, "data_labels": {"value": True, "font": _FONT}}
        drawn.add_series(_range(chart, line) | look)
    drawn.set_y_axis(_LABELS | {"reverse": True})
    drawn.set_x_axis(_VALUES | {"visible": False, "major_gridlines": {"visible": False}})
    drawn.set_size({"width": WIDTH, "height": max(HEIGHT, TITLE_PIXELS + len(chart.labels) * BAR_PIXELS)})
    return drawn


def _range(chart: Chart, line: Line) -> dict[str, Any]:
    """The cells of a line, with their values: a reader that does not calculate can draw it too."""
    last = FIRST_ROW + len(chart.labels) - 1
    return {
        "name": line.name,
        "categories": [chart.sheet, FIRST_ROW, chart.label_column, last, chart.label_column],
        "categories_data": [_cached(label) for label in chart.labels],
        "values": [chart.sheet, FIRST_ROW, line.column, last, line.column],
        "values_data": list(line.values),
    }


def _cached(label: str | date) -> str | int:
    return one_line(label) if isinstance(label, str) else (label - _EPOCH).days


def _label_positions(lines: Sequence[Line]) -> list[str]:
    """Where each name stands at the end of its line: apart from one that ends close above or below."""
    top = max((max(line.values) for line in lines), default=0) or 1
    ends = sorted((line.values[-1] / top, n) for n, line in enumerate(lines))
    found = ["right"] * len(lines)
    for (low, below), (high, above) in pairwise(ends):
        if high - low < NEAR:
            found[below] = "below" if found[below] == "right" else found[below]
            found[above] = "above"
    return found
