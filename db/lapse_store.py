"""How long things took: distributions of durations, straight from what every step has ended."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Engine, Row, func, select

from db.case_predicates import Selection, of_lapses
from db.codec import to_millis
from db.engine import reading
from db.tables import cases, lapse
from pipelines.domain.kpi.durations import DURATIONS, WORKING, Distribution, Distributions
from pipelines.domain.org import OrgUnit

_Bins = dict[int, int]


class LapseStore:
    """Reads what the worker's CaseStore writes."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def read(
        self, chosen: Selection, units: Collection[OrgUnit], shards: Collection[str], until: datetime | None = None
    ) -> Mapping[int, Distributions]:
        """By the number of each unit, the selection's place or below it: all durations that ended by an instant."""
        levels = sorted({unit.level.value for unit in units} - {chosen.unit.level.value})
        keys = [*(cases.c[level] for level in levels), lapse.c.number, lapse.c.bin, lapse.c.working_bin]
        sums = [func.sum(lapse.c.n * one) for one in (1, lapse.c.seconds, lapse.c.working)]
        query = select(*keys, *sums).join(cases, cases.c.case_id == lapse.c.case_id).where(of_lapses(chosen, shards))
        if until is not None:
            query = query.where(lapse.c.at <= to_millis(until))
        with reading(self._engine) as connection:
            rows = connection.execute(query.group_by(*keys)).all()
        return {unit.id: _distributions(_of_unit(rows, chosen, unit, len(levels))) for unit in units}


def _of_unit(rows: Sequence[Row[*tuple[Any, ...]]], chosen: Selection, unit: OrgUnit, width: int) -> list[Any]:
    return [row[width:] for row in rows if unit == chosen.unit or unit.id in row[:width]]


def _distributions(rows: Sequence[tuple[int, int, int | None, int, int, int | None]]) -> Distributions:
    names = [one.name + more for one in DURATIONS for more in ("", WORKING)]
    bins: dict[str, _Bins] = {name: {} for name in names}
    totals = dict.fromkeys(names, 0)
    for number, natural, working, n, seconds, worked in rows:
        name = DURATIONS[number].name
        for key, place, total in ((name, natural, seconds), (name + WORKING, working, worked)):
            if place is not None:
                bins[key][place] = bins[key].get(place, 0) + int(n)
                totals[key] += int(total or 0)
    return {name: Distribution({at: n for at, n in bins[name].items() if n}, totals[name]) for name in names}
