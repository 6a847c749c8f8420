"""The load of places beside each other, as JSON."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from dashboard.api.shapes import child_json, figures_json
from dashboard.queries.bundle import Queries
from dashboard.queries.question import Figures, Question
from pipelines.domain.access import Viewer
from pipelines.domain.kpi import Basis, Ratio
from pipelines.domain.load import LOAD, load_index, load_spread

Json = dict[str, Any]


def kpi_json(queries: Queries, viewer: Viewer, question: Question, now: datetime) -> tuple[Figures, Json]:
    """The figures of a place, with its load among the places beside it."""
    figures, siblings = queries.wide.among(viewer, question, now)
    return figures, _with_load(figures_json(figures), figures, siblings)


def children_json(found: Sequence[Figures]) -> Json:
    """The figures of children, each with its load among them, and how far their loads lie apart."""
    siblings = [one for one in found if not one.is_direct]
    items = [_with_load(child_json(one), one, [] if one.is_direct else siblings) for one in found]
    return {"items": items, "spread": {LOAD: load_spread([_load(one) for one in siblings])}}


def _with_load(shown: Json, own: Figures, siblings: Sequence[Figures]) -> Json:
    load = _load(own)
    value = load_index(load, [_load(one) for one in siblings])
    shown["rates"][LOAD] = {"value": value, "n": load.n, "d": load.d, "basis": Basis.STOCK}
    return shown


def _load(figures: Figures) -> Ratio:
    stock = figures.counts[Basis.STOCK]
    return Ratio(stock.get("open_weighted", 0), stock.get("workers_on_duty", 0))
