"""What rules over rates and counts measure of places, from the figures that everybody else is shown."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from pipelines.domain.alarm_rule import AlarmRule, Reading
from pipelines.domain.comparison import ChangeUnit, Comparison, change_of_rate, earlier
from pipelines.domain.kpi import ASIDE, RATES_BY_NAME, Basis, Counts, Rate, Ratio, ratio
from pipelines.domain.load import LOAD, load_index
from pipelines.domain.period import Period
from pipelines.worker.figures import PlaceFigures
from pipelines.worker.moment import Moment

USUAL_DAYS = 28


class RateMeasures:
    """Each gives one reading for every place of which there is enough to say something."""

    def __init__(self, figures: PlaceFigures, zone: ZoneInfo) -> None:
        self._figures, self._zone = figures, zone

    def rate(self, rule: AlarmRule, places: Sequence[str], moment: Moment) -> Iterator[Reading]:
        """A rate over the rule's days."""
        if rule.of == LOAD:
            yield from self._load(rule, places, moment)
            return
        period, rate = rule.span.period(moment.day), RATES_BY_NAME[rule.of]
        counts = self._figures.now(places, period, moment.now)
        for code, found in self._ratios(rate, counts, period, moment).items():
            if found.value is not None and found.d >= rule.least:
                yield Reading(code, code, found.value)

    def _ratios(
        self, rate: Rate, counts: Mapping[str, Counts], period: Period, moment: Moment, past: datetime | None = None
    ) -> dict[str, Ratio]:
        if not {*rate.numerator}.isdisjoint(ASIDE[Basis.COHORT]):
            counts = self._figures.with_aside(counts, period, moment.now, past)
        return {code: ratio(rate, own) for code, own in counts.items()}

    def _load(self, rule: AlarmRule, places: Sequence[str], moment: Moment) -> Iterator[Reading]:
        """The index of each place among those beside it."""
        parents = {code: moment.tree.parent(code, moment.day) for code in places}
        beside = {above: moment.tree.children(above, moment.day) for above in parents.values() if above}
        codes = dict.fromkeys([*places, *(unit.code for units in beside.values() for unit in units)])
        period = rule.span.period(moment.day)
        loads = {code: _load_of(own) for code, own in self._figures.now([*codes], period, moment.now).items()}
        for code, above in parents.items():
            value = load_index(loads[code], [loads[unit.code] for unit in beside[above]] if above else [])
            if value is not None and loads[code].d >= rule.least:
                yield Reading(code, code, value)

    def change(self, rule: AlarmRule, places: Sequence[str], moment: Moment) -> Iterator[Reading]:
        """环比 of a rate: the days before are asked about as they stood when they were as young."""
        period, rate = rule.span.period(moment.day), RATES_BY_NAME[rule.of]
        before, past = earlier(period, moment.now.astimezone(self._zone), Comparison.PERIOD_ON_PERIOD)
        counts = self._figures.compared(places, period, moment.now)
        bases = self._ratios(rate, self._figures.compared(places, before, moment.now, past), before, moment, past)
        for code, own in self._ratios(rate, counts, period, moment).items():
            found = change_of_rate(rate, own, bases[code])
            is_enough = min(own.d, bases[code].d) >= rule.least
            if found is not None and is_enough and found.unit is not ChangeUnit.ABSOLUTE:
                yield Reading(code, code, found.value)

    def trend(self, rule: AlarmRule, places: Sequence[str], moment: Moment) -> Iterator[Reading]:
        """A flow count of today in usual days: the mean of the four weeks before."""
        first, last = moment.day - timedelta(days=USUAL_DAYS), moment.day - timedelta(days=1)
        usual = self._figures.now(places, Period(f"{first}..{last}", first, last), moment.now)
        today = self._figures.now(places, Period("today", moment.day, moment.day), moment.now)
        for code, counts in today.items():
            n, before = counts[Basis.FLOW][rule.of], usual[code][Basis.FLOW][rule.of]
            if n >= rule.least and before:
                yield Reading(code, code, n * USUAL_DAYS / before)


def _load_of(counts: Counts) -> Ratio:
    stock = counts[Basis.STOCK]
    return Ratio(stock["open_weighted"], stock["workers_on_duty"])
