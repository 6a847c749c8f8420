"""The JSON of figures, cases and places, as the contract names its fields."""

from typing import Any

from dashboard.queries.case_row import CaseDetail, CaseRow, CaseRows
from dashboard.queries.question import Figures, SeriesPoint
from pipelines.domain.boundary import Mark
from pipelines.domain.case import Case, Movement
from pipelines.domain.catalogue import Catalogue, Item
from pipelines.domain.kpi import RATES_BY_NAME, Counts, Ratio, ratios
from pipelines.domain.kpi.durations import Distributions
from pipelines.domain.responsible import Responsible
from pipelines.domain.standing import open_part
from pipelines.domain.unit import OrgUnit


def figures_json(figures: Figures) -> dict[str, Any]:
    """One place's counts and rates, and its durations where they were asked for."""
    fresh = figures.freshness
    durations = {} if figures.durations is None else {"durations": durations_json(figures.durations)}
    return {
        "place": figures.unit.code,
        "period": figures.period.text,
        "as_of": fresh.as_of,
        "watermark": fresh.watermark,
        "lag_seconds": round(fresh.lag_seconds, 3),
        "simulated": fresh.is_simulated,
        "counts": counts_json(figures.counts),
        "rates": rates_json(figures.rates),
        **durations,
    }


def child_json(figures: Figures) -> dict[str, Any]:
    """A child's figures; the last row may be what was reported at the place itself."""
    direct = {"direct": True} if figures.is_direct else {}
    return figures_json(figures) | {"name": figures.unit.name, "level": figures.unit.level} | direct


def counts_json(counts: Counts) -> dict[str, dict[str, int]]:
    """Counts by basis and name."""
    return {basis.value: dict(own) for basis, own in counts.items()}


def rates_json(found: dict[str, Ratio]) -> dict[str, dict[str, Any]]:
    """Value, numerator, denominator and basis of each rate."""
    return {
        name: {"value": one.value, "n": one.n, "d": one.d, "basis": RATES_BY_NAME[name].basis}
        for name, one in found.items()
    }


def durations_json(found: Distributions) -> dict[str, dict[str, float | None]]:
    """How many there are of each duration, their mean, and what half and nine tenths of them do not exceed."""
    return {
        name: {"count": one.count, "mean": one.mean, "p50": one.quantile(0.5), "p90": one.quantile(0.9)}
        for name, one in found.items()
    }


def point_json(point: SeriesPoint) -> dict[str, Any]:
    """One point of a series."""
    return {"at": point.at, "counts": counts_json(point.counts), "rates": rates_json(ratios(point.counts))}


def mark_json(mark: Mark) -> dict[str, Any]:
    """A boundary change of the place that a series is about."""
    gained, lost = ([unit.code for unit in units] for units in (mark.gained, mark.lost))
    return {"at": mark.day, "gained": gained, "lost": lost}


def case_row_json(row: CaseRow) -> dict[str, Any]:
    """One row of a list."""
    return {
        "case_id": row.case_id,
        "place": row.path[-1].code,
        "path": [unit.code for unit in row.path],
        "item": row.item,
        "class": row.class_,
        "center": row.center,
        "channel": row.channel,
        "stage": row.stage.name if row.stage else None,
        "open_part": row.open_part,
        "reported_at": row.reported_at,
        "disposed_at": row.disposed_at,
        "closed_at": row.closed_at,
        "due_at": row.due_at,
        "simulated": row.is_simulated,
    }


def case_rows_json(rows: CaseRows) -> dict[str, Any]:
    """A page of a list."""
    items = [case_row_json(row) for row in rows.rows]
    return {"total": rows.total, "items": items, "next": rows.next, "watermark": rows.watermark}


def case_json(detail: CaseDetail) -> dict[str, Any]:
    """A case with its changes."""
    case = detail.file.case
    return {
        "case_id": case.case_id,
        "place": case.path[-1],
        "path": [unit.code for unit in detail.path],
        "shard": detail.shard,
        **_state_json(case),
        "parent": None if detail.parent is None else _parent_json(detail.parent),
        "changes": [_movement_json(movement) for movement in detail.movements],
        "parked": [{"event_id": one.event.event_id, "reason": one.reason} for one in case.parked],
    }


def _state_json(case: Case) -> dict[str, Any]:
    return {
        "item": case.item,
        "condition": case.condition,
        "hazard": case.is_hazard,
        "class": case.class_,
        "center": case.center,
        "channel": case.channel,
        "workflow": case.workflow.name,
        "unit": case.unit,
        "receipt": case.receipt,
        "stage": case.stage.name if case.stage else None,
        "timing": case.timing,
        **_times_json(case),
        "merged_into": case.merged_into,
        "extensions": case.extensions,
        "rung": case.rung,
        "reply_by": case.reply_by,
        "first_asked": case.first_asked,
        "door_service": case.door_service,
        "level": case.level,
        "simulated": case.simulated,
    }


def _times_json(case: Case) -> dict[str, Any]:
    return {
        "reached": {stage.name: at for stage, at in case.reached.items()},
        "reported_at": case.reported_at,
        "disposed_at": case.disposed_at,
        "closed_at": case.closed_at,
        "voided_at": case.voided_at,
        "merged_at": case.merged_at,
        "suspended_at": case.suspended_at,
        "exempted_at": case.exempted_at,
        "due_at": case.due_at,
        "stage_due": {stage.name: at for stage, at in case.stage_due.items()},
    }


def _parent_json(case: Case) -> dict[str, Any]:
    stage = case.stage.name if case.stage else None
    return {"case_id": case.case_id, "stage": stage, "open_part": open_part(case), "closed_at": case.closed_at}


def _movement_json(movement: Movement) -> dict[str, Any]:
    event = movement.event
    return {
        "at": movement.at,
        "step": movement.step,
        "stage": movement.after.stage.name if movement.after.stage else None,
        "parked": movement.is_parked,
        "actor": event.actor if event else None,
        "unit": event.unit if event else None,
        "note": event.note if event else None,
        "source": event.source if event else None,
        "event_id": event.event_id if event else None,
    }


def place_json(unit: OrgUnit, parent: str | None) -> dict[str, Any]:
    """One place."""
    return {"code": unit.code, "name": unit.name, "level": unit.level, "kind": unit.kind, "parent": parent}


def responsible_json(one: Responsible) -> dict[str, Any]:
    """Somebody who answers for a place."""
    days = {"valid_from": one.valid_from, "valid_to": one.valid_to}
    return {"role": one.duty, "name": one.name, "phone": one.phone} | days


def items_json(catalogue: Catalogue) -> dict[str, Any]:
    """The items, and whether any of them is a sample's."""
    items = [item_json(item) for item in catalogue.items.values()]
    return {"sample": any(item["sample"] for item in items), "items": items}


def item_json(item: Item) -> dict[str, Any]:
    """One item of the catalogue."""
    shown = {"code": item.code, "name": item.name, "center": item.center, "class": item.class_}
    more = {"hazard": item.is_hazard, "weight": item.weight, "owner_level": item.owner_level}
    return shown | {"workflow": item.workflow} | more | {"sample": item.is_sample}
