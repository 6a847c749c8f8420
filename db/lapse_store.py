"""How long things took: distributions of durations, summed from every one that has ended."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Engine, exists, func, select

from db.case_predicates import Selection, of_lapses, part_columns, part_of
from db.codec import to_millis
from db.day_blocks import BlockCache, Days, Side, block_of, read_touched, spans
from db.derived_tables import cases, change, lapse
from db.engine import reading
from db.history_sums import MOST_BLOCKS, read_extent
from pipelines.domain.kpi.durations import DURATIONS, NONE_AT_ALL, WORKING, Distribution, Distributions, merged
from pipelines.domain.unit import OrgUnit

MOST_KEPT = 1_000
Found = Mapping[int, Distributions]
"""Durations by the number of a unit."""


class LapseStore:
    """Reads what the worker's CaseStore writes; what a block of days gave is kept until the worker touches it."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._kept: BlockCache[tuple[Selection, int], Distributions] = BlockCache(MOST_KEPT)

    def read(
        self, chosen: Selection, units: Collection[OrgUnit], shards: Collection[str], until: datetime | None = None
    ) -> Found:
        """Durations of each unit, the selection's place or below it, that ended on the days and by an instant.

        The shards are those of the selection's place.
        """
        with reading(self._engine) as connection:
            if until is not None or chosen.item is not None or chosen.channel is not None:
                return _read(connection, chosen, units, shards, until)
            begun, end = read_extent(connection, change.c.day)
            parts = spans(max(chosen.first.toordinal(), begun), min(chosen.last.toordinal(), end))
            if len(parts) > MOST_BLOCKS:
                return _read(connection, chosen, units, shards)
            found = [self._kept_or_read(connection, _on(chosen, part), units, shards) for part in parts]
        return {unit.id: _merged(part[unit.id] for part in found) for unit in units}

    def _kept_or_read(
        self, connection: Connection, chosen: Selection, units: Collection[OrgUnit], shards: Collection[str]
    ) -> Found:
        """Durations on days within one block."""
        touched, block = read_touched(connection, Side.COUNTED), block_of((chosen.first.toordinal(), 0))
        keys = {unit.id: ((chosen, unit.id), block) for unit in units}
        kept = self._kept.find(touched, keys.values())
        if len(kept) == len(keys):
            return {number: kept[key] for number, key in keys.items()}
        found = _read(connection, chosen, units, shards)
        self._kept.keep(touched, {keys[number]: own for number, own in found.items()})
        return found


def _on(chosen: Selection, days: Days) -> Selection:
    return replace(chosen, first=date.fromordinal(days[0]), last=date.fromordinal(days[1]))


def _read(
    connection: Connection,
    chosen: Selection,
    units: Collection[OrgUnit],
    shards: Collection[str],
    until: datetime | None = None,
) -> Found:
    columns, below = part_columns(chosen, units), {unit.id for unit in units if unit != chosen.unit}
    keys = [*(cases.c[name] for name in columns), lapse.c.number, lapse.c.bin, lapse.c.working_bin]
    sums = [func.sum(lapse.c.n * one) for one in (1, lapse.c.seconds, lapse.c.working)]
    chosen_lapses, held = of_lapses(chosen, shards)
    query = select(*keys, *sums).where(chosen_lapses)
    query = query.join(cases, held) if columns else query.where(exists().where(held))
    if until is not None:
        query = query.where(lapse.c.at <= to_millis(until))
    found = defaultdict[int | None, list[tuple[Any, ...]]](list)
    for row in connection.execute(query.group_by(*keys)):
        found[chosen.unit.id].append(row[len(columns) :])
        found[part_of(row[: len(columns)], below)].append(row[len(columns) :])
    return {unit.id: _distributions(found[unit.id]) for unit in units}


def _distributions(rows: Sequence[tuple[Any, ...]]) -> Distributions:
    """Of rows number, bin, working bin, n, seconds, working seconds; the working ones may be None."""
    bins: dict[str, dict[int, int]] = {name: {} for name in NONE_AT_ALL}
    totals = dict.fromkeys(NONE_AT_ALL, 0)
    for number, natural, working, n, seconds, worked in rows:
        name = DURATIONS[number].name
        for key, place, total in ((name, natural, seconds), (name + WORKING, working, worked)):
            if place is not None:
                bins[key][place] = bins[key].get(place, 0) + int(n)
                totals[key] += int(total or 0)
    return {name: Distribution({at: n for at, n in bins[name].items() if n}, totals[name]) for name in NONE_AT_ALL}


def _merged(parts: Iterable[Distributions]) -> Distributions:
    found = list(parts)
    return {name: merged(part[name] for part in found) for name in NONE_AT_ALL}
