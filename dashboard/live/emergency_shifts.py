"""Who is on duty today: each place below, by category; a place without anybody comes first and says so."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from dashboard.address import Address
from dashboard.live.board import MOST_SHIFTS, State
from dashboard.live.facts import Facts
from dashboard.live.snapshot import Snapshot
from dashboard.queries.question import Figures
from dashboard.wording.emergency import emergency_word
from dashboard.wording.numbers import count
from dashboard.wording.places import short_name
from dashboard.wording.words import Language
from pipelines.domain.kpi import Basis
from pipelines.domain.record_counts import WORKERS

ON_DUTY = "workers_on_duty"
COLUMNS = (ON_DUTY, *WORKERS.values())


def draw_shifts(facts: Facts, language: Language) -> Iterable[Snapshot]:
    """A row for each place, or as many as there is room for."""
    here = Address(key=facts.place.unit.code, language=language)
    places = sorted(facts.counted.children, key=lambda one: (not is_empty(one), one.unit.code))
    shown = len(places) if len(places) <= MOST_SHIFTS else MOST_SHIFTS - 1
    for n in range(MOST_SHIFTS):
        yield _row(f"shift-{n}", places[n] if n < shown else None, here)
    yield _told(facts.place, places, len(places) - shown, here)


def is_empty(figures: Figures) -> bool:
    """Whether it is known that nobody is on duty there."""
    return figures.counts[Basis.STOCK].get(ON_DUTY) == 0


def _behind(place: str, count: str, here: Address) -> str:
    """The rosters of today that a count is made of."""
    return replace(here, key=place, period="today").behind(Basis.STOCK, count).href


def _row(key: str, figures: Figures | None, here: Address) -> Snapshot:
    language = here.language
    stock = figures.counts[Basis.STOCK] if figures else {}
    cells = {f"{key}-{name}": count(stock.get(name), language) if figures else "" for name in COLUMNS}
    state = State.WARNING if figures and is_empty(figures) else State.ON
    return Snapshot(
        cells={f"{key}-name": short_name(figures.unit, language) if figures else "", **cells},
        states={key: state if figures else State.OFF},
        links={key: here.at_place(figures.unit.code).href if figures else ""}
        | {f"{key}-{name}": _behind(figures.unit.code, name, here) if figures else "" for name in COLUMNS},
    )


def _told(place: Figures, places: Sequence[Figures], rest: int, here: Address) -> Snapshot:
    language = here.language
    empty = sum(is_empty(one) for one in places)
    more = "more_places" if empty <= len(places) - rest else "more_places_empty"
    total = count(place.counts[Basis.STOCK].get(ON_DUTY), language)
    return Snapshot(
        cells={
            "shifts-total": emergency_word("people", language).format(total),
            "shifts-empty": emergency_word("nobody", language).format(empty) if empty else "",
            "shifts-more": emergency_word(more, language).format(rest) if rest > 0 else "",
        },
        states={
            "shifts-empty": State.WARNING if empty else State.OFF,
            "shifts-more": State.ON if rest > 0 else State.OFF,
        },
        links={"shifts-total": _behind(here.key, ON_DUTY, here)},
    )
