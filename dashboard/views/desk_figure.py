"""The figure of reports over time for plotly.js: lines by class, labelled at their right end, no decoration."""

from collections.abc import Sequence
from typing import Any

from dashboard.views.desk_findings import Finding, Line, Trend
from dashboard.views.theme import DASHES, NUMERALS, Tokens
from dashboard.wording.desk import CHARTS, say
from dashboard.wording.kpi import CLASSES
from dashboard.wording.words import Language, find
from pipelines.domain.event import CaseClass

HEIGHT = 208
MARGIN = {"l": 34, "r": 66, "t": 10, "b": 26}
LABEL_PIXELS = 17


def line_name(class_: CaseClass, language: Language) -> str:
    """What a line is called."""
    return say(CHARTS, "all_cases", language) if class_ is CaseClass.NONE else find(CLASSES, class_, language)


def trend_figure(trend: Trend, tokens: Tokens, language: Language, found: Finding | None) -> dict[str, Any]:
    """A figure for plotly.js; every look is a token of the theme."""
    data = [_trace(trend, line, tokens, language, found) for line in trend.lines]
    top = max((max(line.values[: trend.shown], default=0) for line in trend.lines), default=0)
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
        "xaxis": _x_axis(trend, tokens),
        "yaxis": y_axis(top, tokens),
        "annotations": [*_labels(trend, tokens, language, top), *_mark_labels(trend, tokens, language)],
        "shapes": _mark_lines(trend, tokens),
    }
    return {"data": data, "layout": layout}


def _colour(class_: CaseClass, tokens: Tokens) -> str:
    return tokens.data if class_ is CaseClass.NONE else tokens.of_class(class_)


def _trace(trend: Trend, line: Line, tokens: Tokens, language: Language, found: Finding | None) -> dict[str, Any]:
    width = 3 if found is not None and found.class_ is line.class_ else 2
    look = {"color": _colour(line.class_, tokens), "width": width, "dash": DASHES.get(line.class_, "solid")}
    return {
        "type": "scatter",
        "mode": "lines" if trend.shown > 1 else "markers",
        "x": list(trend.at[: trend.shown]),
        "y": list(line.values[: trend.shown]),
        "name": line_name(line.class_, language),
        "line": look,
        "marker": {"color": look["color"], "size": 8},
        "hovertemplate": "%{fullData.name} %{y}<extra></extra>",
    }


def _x_axis(trend: Trend, tokens: Tokens) -> dict[str, Any]:
    last = trend.shown - 1
    marks = sorted({0, last // 3, 2 * last // 3, last})
    return {
        "type": "category",
        "tickvals": [trend.at[n] for n in marks],
        "ticktext": [mark_of(trend.at[n]) for n in marks],
        "showgrid": False,
        "showline": True,
        "linecolor": tokens.line_strong,
        "fixedrange": True,
        "range": [-0.2, max(last, 1) + 0.2],
        "hoverformat": "",
    }


def mark_of(at: str) -> str:
    """11/21 for a day, 2026/11 for a month."""
    parts = [int(part) for part in at.split("-")]
    return "/".join(str(part) for part in (parts[1:] if len(parts) == 3 else parts))


def y_axis(top: float, tokens: Tokens) -> dict[str, Any]:
    """From zero to a little above the highest, with at most four marks."""
    step = _step(top)
    return {
        "range": [0, max(top * 1.06, 1)],
        "tick0": 0,
        "dtick": step,
        "tickformat": ",d",
        "gridcolor": tokens.line,
        "zeroline": False,
        "fixedrange": True,
    }


def _step(top: float) -> int:
    """The round distance of at most four marks."""
    for size in range(9):
        for lead in (1, 2, 5):
            if lead * 10**size * 4 > top:
                return int(lead * 10**size)
    return int(top)


def _labels(trend: Trend, tokens: Tokens, language: Language, top: int) -> list[dict[str, Any]]:
    """Names and last values at the right end, moved apart so that none covers another."""
    height = HEIGHT - MARGIN["t"] - MARGIN["b"]
    scale = height / max(top * 1.06, 1)
    wanted = [(line.values[trend.shown - 1] * scale, line) for line in trend.lines]
    return [
        {
            "xref": "paper",
            "x": 1,
            "xanchor": "left",
            "xshift": 6,
            "yref": "paper",
            "y": place / height,
            "yanchor": "middle",
            "showarrow": False,
            "text": _label(line, line.values[trend.shown - 1], tokens, language),
            "font": {"color": _colour(line.class_, tokens), "size": 13},
        }
        for place, line in _apart(wanted)
    ]


def _mark_lines(trend: Trend, tokens: Tokens) -> list[dict[str, Any]]:
    """A dotted line where the place's boundary changed."""
    look = {"color": tokens.text_2, "width": 1, "dash": "dot"}
    return [
        {"type": "line", "x0": at, "x1": at, "yref": "paper", "y0": 0, "y1": 1, "line": look} for at in _marked(trend)
    ]


def _mark_labels(trend: Trend, tokens: Tokens, language: Language) -> list[dict[str, Any]]:
    word, font = say(CHARTS, "boundary", language), {"color": tokens.text_2, "size": 12}
    place = {"yref": "paper", "y": 1, "yanchor": "top", "xanchor": "right", "xshift": -3, "showarrow": False}
    return [{"x": at, "text": word, "font": font, **place} for at in _marked(trend)]


def _marked(trend: Trend) -> list[str]:
    """The drawn days or months on which there is a mark."""
    points = {trend.point_of(mark) for mark in trend.marks}
    return [at for at in trend.at[: trend.shown] if at in points]


def _label(line: Line, last: int, tokens: Tokens, language: Language) -> str:
    return f'<b>{line_name(line.class_, language)}</b> <span style="color:{tokens.text_2}">{last}</span>'


def _apart(wanted: Sequence[tuple[float, Line]]) -> list[tuple[float, Line]]:
    """Heights in pixels at least one line of text apart, from the bottom up."""
    placed: list[tuple[float, Line]] = []
    for height, line in sorted(wanted, key=lambda one: one[0]):
        lowest = placed[-1][0] + LABEL_PIXELS if placed else 0.0
        placed.append((max(height, lowest), line))
    return placed
