"""Stock at an instant of the past, case by case: the sum of each case's shifts up to it."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import Connection, and_, or_, select

from db.case_predicates import Selection, around, place_of
from db.codec import decode_shifts, to_millis
from db.derived_tables import PLACE_COLUMNS, cases, change
from pipelines.domain.kpi import DERIVED, STORED, Basis, buckets, count_number
from pipelines.domain.tally import entries

_NUMBERS = {name: count_number(Basis.STOCK, name) for name in STORED[Basis.STOCK]}


@dataclass(frozen=True, slots=True)
class StockThen:
    """One case that was in stock then: its key in lists, its places, and the stored counts it was part of."""

    key: tuple[int, str, int]
    places: tuple[int | None, ...]
    numbers: frozenset[int]

    def is_part_of(self, name: str) -> bool:
        """Whether it counts for a stored or derived count."""
        parts = (name,) if name in _NUMBERS else DERIVED[Basis.STOCK][name][0]
        return any(_NUMBERS[part] in self.numbers for part in parts)


def stock_then(connection: Connection, chosen: Selection) -> Iterator[StockThen]:
    """The cases of a selection that were in stock at its `until`."""
    pairs = set(buckets(chosen.center, chosen.class_))
    for (key, places), sums in _sums(connection, chosen).items():
        numbers = frozenset(number for (number, pair), n in sums.items() if n > 0 and pair in pairs)
        if numbers:
            yield StockThen(key, places, numbers)


def _sums(
    connection: Connection, chosen: Selection
) -> dict[tuple[tuple[int, str, int], tuple[int | None, ...]], Counter[tuple[int, int]]]:
    until = to_millis(chosen.until) if chosen.until else 0
    is_kept = or_(cases.c.closed_at.is_(None), cases.c.closed_at >= until, cases.c.stock.is_not(None))
    lived = and_(cases.c.reported_at < until, is_kept)
    columns = (change.c.shifts, cases.c.reported_at, cases.c.case_id, cases.c.moves)
    query = select(*columns, *(cases.c[name] for name in PLACE_COLUMNS))
    query = query.join(change, change.c.case_id == cases.c.case_id).where(
        place_of(chosen) == chosen.unit.id, *around(chosen), lived, change.c.at < until
    )
    for column, value in ((cases.c.item, chosen.item), (cases.c.channel, chosen.channel)):
        query = query if value is None else query.where(column == value)
    found: dict[tuple[tuple[int, str, int], tuple[int | None, ...]], Counter[tuple[int, int]]] = {}
    for body, reported_at, case_id, moves, *places in connection.execute(query):
        own = found.setdefault(((reported_at, case_id, moves), tuple(places)), Counter())
        for pair, number, day, delta in (one for shift in decode_shifts(body, ()) for one in entries(shift)):
            if day == 0:
                own[number, pair] += delta
    return found
