"""Patrols of the last weeks -> a calendar with a shade for each day."""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from dashboard.address import Address
from dashboard.live.board import State
from dashboard.live.board_grid import COVERAGE_BREAKS, DAYS, WEEK, WEEKS
from dashboard.live.facts import Facts
from dashboard.live.grid_facts import GridFacts
from dashboard.live.snapshot import Snapshot
from dashboard.queries.question import SeriesPoint
from dashboard.wording.grid import grid_word
from dashboard.wording.numbers import count, share
from pipelines.domain.kpi import Basis, Ratio

MISSED, UNKNOWN, TODAY = "missed", "0", "today"


def draw_patrols(own: GridFacts, facts: Facts, here: Address) -> Iterator[Snapshot]:
    """Coverage of each day in percent; a day without any patrol is told apart from one that nobody had to patrol."""
    walked = [_walked(day) for day in own.days]
    today = facts.place.rates["patrol_coverage"]
    at = facts.place.period.first.isoformat()
    missed = sum(one.d > 0 and one.n == 0 for one, day in zip(walked, own.days, strict=True) if day.at != at)
    yield Snapshot(
        cells={
            "patrol-today": _fraction(today, here),
            "patrol-weeks": share(_whole(walked).value, here.language),
            "patrol-missed": grid_word("missed_days", here.language).format(missed) if missed else "",
        },
        states={"patrol-missed": State.ON if missed else State.OFF},
        links={"patrol-today": _patrolled(at, here), "patrol-weeks": _patrolled(_span(own), here)},
    )
    for n in range(DAYS):
        day = own.days[n] if n < len(walked) else None
        yield _day(n, day, today if day and day.at == at else None, here)
    yield Snapshot(cells={f"week-{n}": _week(own, n) for n in range(WEEKS)})


def _patrolled(period: str, here: Address) -> str:
    """The grids that were walked in a period, day by day."""
    return replace(here, period=period).behind(Basis.FLOW, "grid_days_patrolled").href if period else ""


def _span(own: GridFacts) -> str:
    """The days of the calendar."""
    return f"{own.days[0].at}..{own.days[-1].at}" if own.days else ""


def _walked(day: SeriesPoint) -> Ratio:
    flow = day.counts[Basis.FLOW]
    return Ratio(flow["grid_days_patrolled"], flow["grid_days_due"])


def _whole(walked: list[Ratio]) -> Ratio:
    return Ratio(sum(one.n for one in walked), sum(one.d for one in walked))


def _day(n: int, day: SeriesPoint | None, today: Ratio | None, here: Address) -> Snapshot:
    """`today` is what is known by now of the day, where it is today's."""
    key, one = f"day-{n}", today or (_walked(day) if day else None)
    link = replace(here, period=day.at).behind(Basis.FLOW, "patrols").href if day else ""
    shade = _shade(one) if one else State.OFF
    text = f"{int(one.value * 100)}" if one and one.value is not None else ""
    return Snapshot({key: text}, {key: f"{shade} {TODAY}" if today else shade}, links={key: link})


def _shade(one: Ratio) -> str:
    if one.value is None:
        return UNKNOWN
    return str(1 + bisect_right(COVERAGE_BREAKS, one.value)) if one.n else MISSED


def _week(own: GridFacts, n: int) -> str:
    """The day a week begins."""
    if n * WEEK >= len(own.days):
        return ""
    day = date.fromisoformat(own.days[n * WEEK].at)
    return f"{day.month}/{day.day}"


def _fraction(one: Ratio, here: Address) -> str:
    return f"{count(one.n, here.language)} / {count(one.d, here.language)}"
