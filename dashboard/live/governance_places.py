"""Rented homes by type and grade with their inspections, and the places where matters come back."""

from collections.abc import Iterable

from dashboard.live.board import State
from dashboard.live.board_governance import ALL, GRADES, MOST_SPOTS, TYPES
from dashboard.live.governance_facts import Matters
from dashboard.live.governance_setting import TODAY, Setting
from dashboard.live.snapshot import Snapshot
from dashboard.queries.question import Figures
from dashboard.wording.places import listed_name
from pipelines.domain.housing import RentalGrade, RentalType
from pipelines.domain.kpi import Basis
from pipelines.domain.record_counts import RENTALS


def draw_homes(at: Setting, place: Figures, found: Matters | None) -> Snapshot:
    """The register's homes, what is to be inspected, and what of this month's inspections was done on time."""
    stock, rate = place.counts[Basis.STOCK], found.month.figures.rates["inspection_rate"] if found else None
    homes = {(kind, grade): stock[RENTALS[kind, grade]] for kind in RentalType for grade in RentalGrade}
    sums = {
        (kind, grade): sum(n for (a, b), n in homes.items() if kind in {a, ALL} and grade in {b, ALL})
        for kind in TYPES
        for grade in GRADES
    }
    return Snapshot(
        cells={
            **{f"homes-{kind}-{grade}": at.number(n) for (kind, grade), n in sums.items()},
            "inspections_due": at.number(stock["inspections_due"]),
            "inspections_overdue": at.number(stock["inspections_overdue"]),
            "inspection_rate": at.rate(rate),
            "inspection_rate-of": at.parts(rate),
        },
        states={"inspections_overdue": State.WARNING if stock["inspections_overdue"] else State.NORMAL},
        links={
            **{f"homes-{kind}-{grade}": at.records(TODAY, Basis.STOCK, _counted(kind, grade)) for kind, grade in sums},
            **{name: at.records(TODAY, Basis.STOCK, name) for name in ("inspections_due", "inspections_overdue")},
            "inspection_rate": at.records(at.month, Basis.DUE, "inspections_on_time"),
            "inspection_rate-of": at.records(at.month, Basis.DUE, "inspections_falling_due"),
        },
    )


def _counted(kind: str, grade: str) -> str:
    """The count of a field of the table; sums have none of their own and stand for all homes."""
    return "rentals" if ALL in {kind, grade} else RENTALS[RentalType(kind), RentalGrade(grade)]


def draw_recurring(at: Setting, found: Matters | None) -> Iterable[Snapshot]:
    """The recurrence of the last days, and the grids and items with most of it."""
    comeback = found.comeback if found else None
    spots = comeback.found.spots if comeback else ()
    yield Snapshot(
        cells={
            "recurring-rate": at.rate(comeback.rate if comeback else None),
            "recurring-of": at.parts(comeback.rate if comeback else None),
        },
        states={"recurring": State.ON, "no-recurring": State.ON if comeback and not spots else State.OFF},
        links={"recurring": at.listing(comeback.period.text, Basis.COHORT, "recurring") if comeback else ""},
    )
    for n in range(MOST_SPOTS):
        yield _spot(f"spot-{n}", n, at, found)


def _spot(key: str, n: int, at: Setting, found: Matters | None) -> Snapshot:
    spots = found.comeback.found.spots if found else ()
    if found is None or n >= len(spots):
        cells = {f"{key}-{part}": "" for part in ("title", "where", "n")}
        return Snapshot(cells, states={key: State.OFF}, links={key: ""})
    spot, period = spots[n], found.comeback.period.text
    return Snapshot(
        cells={
            f"{key}-title": at.item_name(spot.item),
            f"{key}-where": listed_name(spot.place, at.language),
            f"{key}-n": at.word("recurring_times").format(at.number(spot.n)),
        },
        states={key: State.ON},
        links={key: at.listing(period, Basis.COHORT, "recurring", spot.place.code, spot.item)},
    )
