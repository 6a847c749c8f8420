"""The JSON of a comparison: the earlier figures, and by how much each figure has changed."""

from typing import Any

from dashboard.api.shapes import figures_json
from dashboard.queries.question import Figures
from pipelines.domain.comparison import Change, change_of_count, change_of_mean, change_of_rate
from pipelines.domain.kpi import RATES_BY_NAME, Basis, has_cases


def comparison_json(now: Figures, base: Figures) -> dict[str, Any]:
    """The earlier answer with `change` by name; counts are named with their basis, a change without base is null."""
    told = figures_json(base)
    kept = {name: told[name] for name in ("period", "as_of", "watermark")}
    kept |= {name: told[name] for name in ("counts", "rates", "durations")}
    return kept | {"change": _count_changes(now, base) | _rate_changes(now, base) | _duration_changes(now, base)}


def _count_changes(now: Figures, base: Figures) -> dict[str, Any]:
    is_known = has_cases(base.counts)
    return {
        f"{basis}.{name}": _change(change_of_count(n, base.counts[basis][name] if is_known else None))
        for basis, own in now.counts.items()
        for name, n in own.items()
        if (basis, name) != (Basis.STOCK, "grids")
    }


def _rate_changes(now: Figures, base: Figures) -> dict[str, Any]:
    before = base.rates
    return {name: _change(change_of_rate(RATES_BY_NAME[name], one, before[name])) for name, one in now.rates.items()}


def _duration_changes(now: Figures, base: Figures) -> dict[str, Any]:
    before = base.durations or {}
    return {name: _change(change_of_mean(one, before[name])) for name, one in (now.durations or {}).items()}


def _change(change: Change | None) -> dict[str, Any]:
    if change is None:
        return {"value": None, "unit": None, "small": False}
    return {"value": change.value, "unit": change.unit, "small": change.is_small}
