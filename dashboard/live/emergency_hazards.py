"""Hazards by class: what the month has found and fixed, what stands open, each open case of class A, the main items."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from dashboard.address import Address
from dashboard.live.board import HAZARD_COUNTS, HAZARD_LINES, MOST_GRAVE, MOST_ITEMS, State
from dashboard.live.draw_cases import item_name, last_name
from dashboard.live.emergency_facts import CLASSES, Hazards
from dashboard.live.facts import Facts
from dashboard.live.snapshot import Snapshot
from dashboard.queries.case_row import CaseRow
from dashboard.wording.emergency import emergency_word, standing
from dashboard.wording.numbers import MISSING, count
from dashboard.wording.words import Language
from pipelines.domain.catalogue import Catalogue
from pipelines.domain.event import CaseClass, Center
from pipelines.domain.kpi import Basis

_COUNTS = dict(
    zip(
        HAZARD_COUNTS,
        (
            (Basis.COHORT, "hazards_reported"),
            (Basis.COHORT, "hazards_disposed"),
            (Basis.STOCK, "hazards_open"),
        ),
        strict=True,
    )
)
RUNNING = frozenset({"overdue", "due_soon", "on_schedule"})
"""The parts of open whose clock runs."""


def draw_hazards(facts: Facts, hazards: Hazards | None, catalogue: Catalogue, language: Language) -> Iterable[Snapshot]:
    """Four classes, always all of them; class A with its cases, the others with their largest items."""
    here = Address(key=facts.place.unit.code, period="today", center=Center.EMERGENCY, language=language)
    grave = hazards.grave if hazards else ()
    lines = lines_of_items(min(len(grave), MOST_GRAVE))
    for class_ in CLASSES:
        yield _class(class_, hazards, replace(here, class_=class_), language)
    for class_, most in zip(CLASSES[1:], lines, strict=True):
        found = hazards.items[class_] if hazards else ()
        for n in range(MOST_ITEMS):
            item = found[n] if n < min(most, len(found)) else None
            yield _item(f"hazard-{class_}-{n}", item, replace(here, class_=class_), catalogue, language)
    for n in range(MOST_GRAVE):
        yield _grave(f"grave-{n}", grave[n] if n < len(grave) else None, facts, catalogue, language)
    yield _more((hazards.n_grave if hazards else 0) - MOST_GRAVE, replace(here, class_=CaseClass.A), language)


def lines_of_items(n_grave: int) -> Sequence[int]:
    """How many items classes B, C and D may show below so many cases of class A."""
    rest = HAZARD_LINES - n_grave
    return [min((rest + 2 - n) // 3, MOST_ITEMS) for n in range(3)]


def _class(class_: CaseClass, hazards: Hazards | None, here: Address, language: Language) -> Snapshot:
    cells, links = dict[str, str](), dict[str, str]()
    for name, (basis, counted) in _COUNTS.items():
        key = f"hazard-{class_}-{name}"
        cells[key] = count(hazards.by_class[class_].counts[basis][counted], language) if hazards else MISSING
        period = hazards.period.text if hazards and basis is Basis.COHORT else here.period
        links[key] = replace(here, period=period).listing(basis, counted).href
    return Snapshot(cells, states=dict.fromkeys(cells, State.ON), links=links)


def _item(
    key: str, found: tuple[str | None, int] | None, here: Address, catalogue: Catalogue, language: Language
) -> Snapshot:
    code, n = found or (None, 0)
    link = replace(here, item=code).listing(Basis.STOCK, "hazards_open").href if found else ""
    return Snapshot(
        cells={
            f"{key}-name": item_name(code, catalogue, language) if found else "",
            f"{key}-open": count(n, language) if found else "",
        },
        states={key: State.ON if found else State.OFF},
        links={key: link},
    )


def _grave(key: str, row: CaseRow | None, facts: Facts, catalogue: Catalogue, language: Language) -> Snapshot:
    return Snapshot(
        cells={
            f"{key}-name": item_name(row.item, catalogue, language) if row else "",
            f"{key}-place": last_name(row.path, language) if row else "",
            f"{key}-fact": standing(row.open_part, row.due_at, facts.now, language) if row else "",
        },
        states={key: state_of(row, facts) if row else State.OFF},
        links={key: f"/cases/{row.case_id}" if row else ""},
    )


def state_of(row: CaseRow, facts: Facts) -> State:
    """Critical past its deadline in class A, warning in another; on while its clock runs, or stands."""
    is_over = row.open_part in RUNNING and row.due_at is not None and row.due_at < facts.now
    late = State.CRITICAL if row.class_ is CaseClass.A else State.WARNING
    return late if is_over else State.ON


def _more(rest: int, here: Address, language: Language) -> Snapshot:
    """The cases of class A that have no line; the link leads to all of them."""
    return Snapshot(
        cells={"grave-more": emergency_word("more_cases", language).format(rest) if rest > 0 else ""},
        states={"grave-more": State.ON if rest > 0 else State.OFF},
        links={"grave-more": here.listing(Basis.STOCK, "open").href if rest > 0 else ""},
    )
