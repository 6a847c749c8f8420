"""Series -> the sparklines of the strip and today's rhythm beside its usual range."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from dashboard.live.board import SLOT_MINUTES, SLOTS_A_DAY, Kpi
from dashboard.live.draw_figures import value_of
from dashboard.live.facts import Facts
from dashboard.live.snapshot import Chart, Snapshot
from dashboard.wording.numbers import count
from dashboard.wording.wall import wall_word
from dashboard.wording.words import Language
from pipelines.domain.kpi import Basis
from pipelines.domain.period import day_start, local_day

FEWEST_WEEKS = 4
_SLOTS_AN_HOUR = 60 // SLOT_MINUTES
_STEPS = (1, 2, 3, 5)


def draw_sparks(strip: Sequence[Kpi], facts: Facts) -> Snapshot:
    """The last closed days; with the present where an unfinished day can stand beside whole ones."""
    charts = {}
    for kpi in strip:
        days = [None if day is None else value_of(kpi, day) for day in facts.past.trend]
        is_young = kpi.basis in {Basis.FLOW, Basis.COHORT}
        values = days if is_young else [*days, value_of(kpi, facts.place)]
        charts[f"kpi-{kpi.name}"] = Chart(values, has_end=not is_young)
    return Snapshot(charts=charts)


def draw_rhythm(facts: Facts, zone: ZoneInfo, language: Language) -> Snapshot:
    """Reports in each full quarter of an hour of today, and 10 to 90 % of the same weekdays before."""
    values = [facts.rhythm.get(slot, 0) for slot in range(full_slots(facts.now, zone))]
    low, middle, high = usual_range(facts.past.usual)
    top = _round_top(max([*values, *high, 1]))
    label = count(values[-1], language) if values else ""
    unit = wall_word("rhythm_unit_band" if high else "rhythm_unit", language)
    chart = Chart(values, low, middle, high, top, label)
    return Snapshot(
        cells={"rhythm-unit": unit, **{f"rhythm-tick-{n}": f"{top * n // 2:,}" for n in range(3)}},
        charts={"rhythm": chart},
    )


def full_slots(now: datetime, zone: ZoneInfo) -> int:
    """How many slots of the local day are over."""
    seconds = (now - day_start(local_day(now, zone), zone)).total_seconds()
    return min(int(seconds // (SLOT_MINUTES * 60)), SLOTS_A_DAY)


def usual_range(weeks: Sequence[Mapping[int, int]]) -> tuple[list[float], list[float], list[float]]:
    """10 %, median and 90 % of each slot, averaged over its neighbours; empty with fewer than four weeks."""
    if len(weeks) < FEWEST_WEEKS:
        return [], [], []
    by_slot = [sorted(week.get(slot, 0) for week in weeks) for slot in range(SLOTS_A_DAY)]
    low, middle, high = ([_quantile(sizes, share) for sizes in by_slot] for share in (0.1, 0.5, 0.9))
    return _calmed(low), _calmed(middle), _calmed(high)


def _quantile(sizes: Sequence[int], share: float) -> float:
    position = share * (len(sizes) - 1)
    below = int(position)
    above = min(below + 1, len(sizes) - 1)
    return sizes[below] + (sizes[above] - sizes[below]) * (position - below)


def _calmed(values: Sequence[float]) -> list[float]:
    """The mean of each value with its neighbours within half an hour: eight weeks alone are ragged."""
    reach = _SLOTS_AN_HOUR // 2
    windows = (values[max(0, n - reach) : n + reach + 1] for n in range(len(values)))
    return [round(sum(window) / len(window), 1) for window in windows]


def _round_top(largest: float) -> int:
    """The next even round number, so that its half is one too."""
    size = 2
    while True:
        for step in _STEPS:
            if size * step >= largest:
                return size * step
        size *= 10
