"""A figure over time at up to five places: lines named at their right end, the page's own place in front."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from dash import dcc, html

from dashboard.address import Address
from dashboard.views.desk_explore import value_text
from dashboard.views.desk_figure import mark_of, y_axis
from dashboard.views.desk_panel import late_table, marks, panel
from dashboard.views.theme import NUMERALS, TOKENS, Tokens
from dashboard.wording.definitions import entry_label
from dashboard.wording.desk import CHARTS, say
from dashboard.wording.desk_explore import EXPLORE
from dashboard.wording.words import Language
from pipelines.domain.kpi.catalogue import Entry
from pipelines.domain.kpi.rates import Kind

HEIGHT = 320
LABEL_PIXELS = 17
_AT_THE_END = {
    "xref": "paper", "x": 1, "xanchor": "left", "xshift": 6,
    "yref": "paper", "yanchor": "middle", "showarrow": False,
}  # fmt: skip
MARGIN = {"l": 44, "r": 150, "t": 10, "b": 28}
DASHES = ("solid", "8px,4px", "2px,4px", "10px,4px,2px,4px", "4px,2px")


@dataclass(frozen=True, slots=True)
class PlaceLine:
    """The values of one place at each day or month; None where there is none."""

    name: str
    values: tuple[float | None, ...]

    @property
    def last(self) -> float | None:
        """The last value that there is."""
        return next((one for one in reversed(self.values) if one is not None), None)


@dataclass(frozen=True, slots=True)
class Compared:
    """Lines over the same days or months."""

    entry: Entry
    at: tuple[str, ...]
    lines: tuple[PlaceLine, ...]


def lines_panel(address: Address, compared: Compared) -> html.Section:
    """The chart, its text alternative and its table."""
    language, entry = address.language, compared.entry
    title = say(EXPLORE, "over_time", language, entry_label(entry, language))
    hint = f"{compared.at[0]} – {compared.at[-1]}" if compared.at else ""
    if not any(line.last is not None for line in compared.lines):
        return panel(title, hint, html.Div(html.P(say(EXPLORE, "none", language)), className="desk-empty"))
    graph = dcc.Graph(
        figure=lines_figure(compared, TOKENS[address.theme], language),
        config={"displayModeBar": False},
        style={"height": f"{HEIGHT}px"},
        responsive=True,
    )
    said = "; ".join(f"{line.name} {value_text(entry, line.last, language)}" for line in compared.lines)
    box = html.Div(graph, role="img", className="desk-chart", **marks(aria_label=f"{title}. {hint}: {said}"))
    head = [say(CHARTS, "day", language), *(line.name for line in compared.lines)]
    rows = [
        [at, *(value_text(entry, line.values[n], language) for line in compared.lines)]
        for n, at in enumerate(compared.at)
    ]
    told = html.Details([html.Summary(say(CHARTS, "table", language)), late_table(head, rows, title)])
    return panel(title, hint, box, told, name="desk-trend")


def lines_figure(compared: Compared, tokens: Tokens, language: Language) -> dict[str, Any]:
    """A figure for plotly.js; gaps stay gaps."""
    top = max((one for line in compared.lines for one in line.values if one is not None), default=0)
    axis = y_axis(top, tokens) if compared.entry.kind is Kind.COUNT else _rate_axis(compared, top, tokens)
    layout = {
        "height": HEIGHT,
        "margin": MARGIN,
        "paper_bgcolor": tokens.surface,
        "plot_bgcolor": tokens.surface,
        "font": {"family": NUMERALS, "size": 13, "color": tokens.text_2, "weight": 500},
        "showlegend": False,
        "dragmode": False,
        "hovermode": "x",
        "hoverlabel": {"bgcolor": tokens.surface, "bordercolor": tokens.line_strong, "font": {"color": tokens.text_1}},
        "xaxis": _x_axis(compared.at, tokens),
        "yaxis": axis,
        "annotations": _labels(compared, axis["range"], tokens, language),
    }
    return {"data": [_trace(compared, n, tokens) for n in range(len(compared.lines))], "layout": layout}


def _trace(compared: Compared, number: int, tokens: Tokens) -> dict[str, Any]:
    line, is_share = compared.lines[number], compared.entry.kind is Kind.SHARE
    colour = tokens.text_2 if number else tokens.data
    return {
        "type": "scatter",
        "mode": "lines+markers" if len(compared.at) < 3 else "lines",
        "x": list(compared.at),
        "y": list(line.values),
        "name": line.name,
        "connectgaps": False,
        "line": {"color": colour, "width": 2 if number else 3, "dash": DASHES[number % len(DASHES)]},
        "hovertemplate": "%{fullData.name} %{y" + (":.1%" if is_share else ":,.4~g") + "}<extra></extra>",
    }


def _x_axis(at: Sequence[str], tokens: Tokens) -> dict[str, Any]:
    last = len(at) - 1
    shown = sorted({0, last // 3, 2 * last // 3, last})
    return {
        "type": "category",
        "tickvals": [at[n] for n in shown],
        "ticktext": [mark_of(at[n]) for n in shown],
        "showgrid": False,
        "showline": True,
        "linecolor": tokens.line_strong,
        "fixedrange": True,
        "range": [-0.2, max(last, 1) + 0.2],
        "hoverformat": "",
    }


def _rate_axis(compared: Compared, top: float, tokens: Tokens) -> dict[str, Any]:
    is_share = compared.entry.kind is Kind.SHARE
    low = min(one for line in compared.lines for one in line.values if one is not None) if is_share else 0.0
    first = max(0.0, math.floor(low * 20 - 0.5) / 20)
    form = {"tickformat": ".0%" if is_share else ",.3~g", "nticks": 4}
    return {
        "range": [first, top + (top - first) * 0.06 + 1e-9],
        **form,
        "gridcolor": tokens.line,
        "zeroline": False,
        "fixedrange": True,
    }


def _labels(compared: Compared, range_: Sequence[float], tokens: Tokens, language: Language) -> list[dict[str, Any]]:
    """Names and last values at the right end, moved apart so that none covers another."""
    height, placed = HEIGHT - MARGIN["t"] - MARGIN["b"], list[dict[str, Any]]()
    low, top = range_
    lowest = 0.0
    wanted = sorted(
        ((line.last - low) / (top - low) * height, n, line)
        for n, line in enumerate(compared.lines)
        if line.last is not None
    )
    for at, number, line in wanted:
        lowest = max(at, lowest)
        color = tokens.text_1 if number else tokens.data
        value = value_text(compared.entry, line.last, language)
        text = f'<b>{line.name}</b> <span style="color:{tokens.text_2}">{value}</span>'
        placed.append(_AT_THE_END | {"y": lowest / height, "text": text, "font": {"color": color, "size": 13}})
        lowest += LABEL_PIXELS
    return placed
