"""Open cases of class A and B on the clock, below the alarms: their numbers go on where those of the alarms end."""

from collections.abc import Iterable, Sequence

from dashboard.live.alarms import find_alarms
from dashboard.live.board import MOST_ALARMS, MOST_LISTED, State
from dashboard.live.draw_cases import case_title, marked_place, upper_name
from dashboard.live.emergency_hazards import state_of
from dashboard.live.facts import Facts
from dashboard.live.snapshot import Mark, Snapshot
from dashboard.queries.case_row import CaseRow
from dashboard.wording import kpi
from dashboard.wording.emergency import emergency_word, standing
from dashboard.wording.words import Language, find
from pipelines.domain.catalogue import Catalogue
from pipelines.domain.kpi import Basis


def draw_incidents(
    facts: Facts, running: Sequence[CaseRow], catalogue: Catalogue, language: Language
) -> Iterable[Snapshot]:
    """As many rows as the alarms leave; a row's number is that of its marker on the map."""
    found = find_alarms(facts)
    alarms = found.first[:MOST_ALARMS]
    told = {alarm.case.case_id for alarm in alarms if alarm.case}
    rows = [row for row in running if row.case_id not in told]
    shown = rows[: MOST_LISTED - len(found.rows)]
    for n in range(MOST_LISTED):
        row = shown[n] if n < len(shown) else None
        yield _row(n, len(found.rows) + n + 1, row, facts, catalogue, language)
    in_all = _on_the_clock(facts)
    rest = in_all - len(told) - len(shown)
    yield Snapshot(
        cells={"incidents-more": emergency_word("running", language).format(rest) if rest > 0 else ""},
        states={
            "incidents-more": State.ON if rest > 0 else State.OFF,
            "incidents-none": State.OFF if found.rows or in_all else State.ON,
        },
    )


def _on_the_clock(facts: Facts) -> int:
    """Cases of class A and B that are not disposed of."""
    stocks = [own.counts[Basis.STOCK] for own in facts.counted.alarming.values()]
    return sum(stock["open"] - stock["awaiting_close"] for stock in stocks)


def _row(n: int, number: int, row: CaseRow | None, facts: Facts, catalogue: Catalogue, language: Language) -> Snapshot:
    key = f"incident-{n}"
    state = state_of(row, facts) if row else State.OFF
    return Snapshot(
        cells={
            f"{key}-number": str(number) if row else "",
            f"{key}-title": case_title(row, catalogue, language) if row else "",
            f"{key}-class": find(kpi.CLASSES, row.class_, language) if row else "",
            f"{key}-fact": standing(row.open_part, row.due_at, facts.now, language) if row else "",
            f"{key}-where": upper_name(row.path, language) if row else "",
        },
        states={key: state},
        links={key: f"/cases/{row.case_id}" if row else ""},
        marks=(Mark(marked_place(row.path), state, number),) if row else (),
    )
