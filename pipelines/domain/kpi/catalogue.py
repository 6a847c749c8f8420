"""The catalogue: every figure with its formula, time basis, kind, direction, target, owner and version."""

from collections.abc import Iterator
from dataclasses import dataclass

from pipelines.domain.event import Center
from pipelines.domain.kpi.counts import AMOUNTS, ASIDE, BASES, COUNTS_VERSION, DERIVED, STORED, Basis
from pipelines.domain.kpi.durations import DURATIONS, WORKING
from pipelines.domain.kpi.rates import RATES, Kind
from pipelines.domain.load import LOAD
from pipelines.domain.record_counts import RECORD_COUNTS

_OWNERS = {
    Center.EMERGENCY: ("hazard",),
    Center.GOVERNANCE: ("dispute", "petition", "satisfaction"),
    Center.GRID: ("grids",),
}


@dataclass(frozen=True, slots=True)
class Entry:
    """One figure: a count is named with its basis; `name` is what it is called within its kind.

    The formula is empty for what is counted straight from the cases. A duration has the flow's days. Direction is None
    where more is neither better nor worse; an owner NONE stands for all three centers.
    """

    identifier: str
    name: str
    kind: Kind
    basis: Basis
    formula: str = ""
    is_higher_better: bool | None = None
    target: float | None = None
    owner: Center = Center.NONE
    version: int = COUNTS_VERSION


def _rates() -> Iterator[Entry]:
    for one in RATES:
        judged = (one.is_higher_better, one.target, one.owner, one.version)
        yield Entry(one.name, one.name, one.kind, one.basis, one.formula, *judged)


def _counts() -> Iterator[Entry]:
    for basis in BASES:
        grids = ("grids",) if basis is Basis.STOCK else ()
        formulas = dict.fromkeys((*STORED[basis], *ASIDE.get(basis, ()), *grids), "")
        for name, (plus, minus) in DERIVED[basis].items():
            formulas[name] = " + ".join(plus) + "".join(f" - {one}" for one in minus)
        for name, parts in AMOUNTS.get(basis, {}).items():
            formulas[name] = " + ".join(f"{worth} × {one}" for one, worth in parts.items())
        for name, formula in formulas.items():
            yield Entry(f"{basis}.{name}", name, Kind.COUNT, basis, formula, owner=_owner(name))
        for name in RECORD_COUNTS[basis]:
            yield Entry(f"{basis}.{name}", name, Kind.COUNT, basis, owner=Center.GRID)


def _owner(name: str) -> Center:
    return next((center for center, starts in _OWNERS.items() if name.startswith(starts)), Center.NONE)


def _durations() -> Iterator[Entry]:
    for one in DURATIONS:
        for more in ("", WORKING):
            name, formula = one.name + more, f"{one.end} - {one.start}"
            yield Entry(name, name, Kind.DURATION, Basis.FLOW, formula, False, None, one.owner, one.version)


_LOAD = Entry(LOAD, LOAD, Kind.INDEX, Basis.STOCK, "open_weighted / workers_on_duty", owner=Center.GRID)
CATALOGUE = (*_rates(), _LOAD, *_counts(), *_durations())
CATALOGUE_BY_ID = {entry.identifier: entry for entry in CATALOGUE}
