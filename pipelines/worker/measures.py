"""What each condition of the rules measures: readings from the stores as they stand."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from db.alarm_facts import AlarmFacts
from db.codec import to_instant, to_millis
from db.engine import Database
from db.feed_store import FeedStore
from db.history_store import HistoryStore
from db.org_store import OrgStore
from db.record_reader import RecordReader
from db.register_store import RegisterStore
from db.responsible_store import ResponsibleStore
from pipelines.domain.alarm_rule import AlarmRule, Condition, Reading
from pipelines.domain.context import SourceSystem
from pipelines.domain.duty import DutyEntry, duty_list
from pipelines.domain.event import CaseClass
from pipelines.domain.kpi import RATES_BY_NAME, Basis, PlaceCounts, buckets, complete, count_number, ratio
from pipelines.domain.org import OrgTree
from pipelines.domain.period import day_start, local_day
from pipelines.domain.record import RecordType
from pipelines.domain.responsible import led_on
from pipelines.domain.staff import StaffPost
from pipelines.domain.unit import LEVELS, OrgLevel

MOST_CASES = 200
"""So many overdue cases of a class are told of one by one: the longest."""
USUAL_DAYS = 28
BURST_SPAN = timedelta(hours=1)
NEVER_HEARD = 1e6
Readings = Iterable[Reading]


@dataclass(frozen=True, slots=True)
class Moment:
    """When it is measured, and the places as they are that day."""

    now: datetime
    day: date
    begun_at: datetime
    tree: OrgTree
    codes: Mapping[int, str]

    def level(self, level: OrgLevel) -> list[str]:
        """Codes of the places of a level; where it is missing, the next one below stands in for it."""
        return [code for code in self.tree.units if self._stands_for(code, LEVELS.index(level))]

    def _stands_for(self, code: str, rank: int) -> bool:
        *above, own = [LEVELS.index(self.tree.units[one].level) for one in self.tree.path(code, self.day)]
        return own >= rank and all(one < rank for one in above)

    def readings(self, found: Mapping[int, float]) -> list[Reading]:
        """One for each place by its number."""
        return [Reading(self.codes[number], self.codes[number], value) for number, value in found.items()]


class Measures:
    """Reads the stores; the worker asks once a minute."""

    def __init__(self, database: Database, zone: ZoneInfo) -> None:
        self._zone = zone
        self._org, self._registers = OrgStore(database.log), RegisterStore(database.log)
        self._rosters = ResponsibleStore(database.log)
        self._feeds, self._records = FeedStore(database.log), RecordReader(database.derived)
        self._facts, self._history = AlarmFacts(database.derived), HistoryStore(database.derived)
        self._of: Mapping[Condition, Callable[[AlarmRule, Moment], Readings]] = {
            Condition.RATE: self._rate,
            Condition.TREND: self._trend,
            Condition.INSTANT_CLOSES: self._instant_closes,
            Condition.BURST: self._burst,
            Condition.OVERDUE: self._overdue,
            Condition.VACANCY: self._vacancy,
            Condition.UNADMITTED: self._unadmitted,
            Condition.SILENCE: self._silence,
        }

    def moment(self, now: datetime) -> Moment:
        """The places at an instant."""
        tree, day = self._org.tree(), local_day(now, self._zone)
        return Moment(now, day, day_start(day, self._zone), tree, {unit.id: unit.code for unit in tree.units.values()})

    def measure(self, rule: AlarmRule, moment: Moment) -> list[Reading]:
        """What the rule measures; nothing on days that it does not look at."""
        return list(self._of[rule.condition](rule, moment)) if rule.applies_on(moment.day) else []

    def _totals(self, moment: Moment, level: OrgLevel, first: date, last: date) -> dict[str, dict[int, int]]:
        cells = self._history.read(moment.level(level), first, last, moment.tree).cells
        return {code: PlaceCounts(own).total(buckets()) for code, own in cells.items()}

    def _flows(self, moment: Moment, rule: AlarmRule, name: str, first: date, last: date) -> dict[str, int]:
        number = count_number(Basis.FLOW, name)
        return {code: own.get(number, 0) for code, own in self._totals(moment, rule.level, first, last).items()}

    def _rate(self, rule: AlarmRule, moment: Moment) -> Readings:
        for code, own in self._totals(moment, rule.level, moment.day, moment.day).items():
            found = ratio(RATES_BY_NAME[rule.of], complete(own, 0))
            if found.value is not None and found.d >= rule.least:
                yield Reading(code, code, found.value)

    def _trend(self, rule: AlarmRule, moment: Moment) -> Readings:
        day = timedelta(days=1)
        usual = self._flows(moment, rule, rule.of, moment.day - USUAL_DAYS * day, moment.day - day)
        for code, n in self._flows(moment, rule, rule.of, moment.day, moment.day).items():
            if n >= rule.least and usual[code]:
                yield Reading(code, code, n * USUAL_DAYS / usual[code])

    def _instant_closes(self, rule: AlarmRule, moment: Moment) -> Readings:
        closed = self._flows(moment, rule, "closed", moment.day, moment.day)
        instant = self._facts.instant_closes(rule.level, moment.day, moment.begun_at)
        share = {number: n / max(closed[moment.codes[number]], n) for number, n in instant.items()}
        return [one for one in moment.readings(share) if closed[one.place] >= rule.least]

    def _burst(self, rule: AlarmRule, moment: Moment) -> Readings:
        return moment.readings(dict(self._facts.reported(rule.level, moment.now - BURST_SPAN, moment.now)))

    def _overdue(self, rule: AlarmRule, moment: Moment) -> Readings:
        found = self._facts.overdue(CaseClass(rule.of), MOST_CASES)
        return [Reading(case_id, moment.codes[place], 1, case_id) for case_id, place in found]

    def _vacancy(self, _rule: AlarmRule, moment: Moment) -> Readings:
        """Under the roots whose register of staff was loaded: elsewhere nothing is known."""
        posts = self._registers.rows(StaffPost)
        held, of_staff = led_on(self._rosters.rows(), posts, moment.day), led_on((), posts, moment.day)
        known = {moment.tree.path(place, moment.day)[0] for place in of_staff if place in moment.tree.units}
        grids = (code for root in sorted(known) for code in _grids(moment, root))
        return [Reading(code, code, 1) for code in grids if code not in held]

    def _unadmitted(self, _rule: AlarmRule, moment: Moment) -> Readings:
        changing = [RecordType.DUTY, RecordType.ADMISSION]
        records = self._records.of_types(changing, moment.day.toordinal())
        entries = duty_list(self._registers.rows(DutyEntry), records, lambda at: local_day(at, self._zone))
        for one in entries:
            if one.place in moment.tree.units and not one.stands_on(moment.day):
                unit = moment.tree.unit(one.place)
                yield Reading(one.code, one.place, self._facts.reported_under(one.code, unit, moment.day))

    def _silence(self, _rule: AlarmRule, moment: Moment) -> Readings:
        """At the root with most grids: a source belongs to the whole deployment."""
        heard = {one.source: one.heard_at for one in self._feeds.read(to_millis(moment.now))}
        roots = sorted(moment.tree.roots(moment.day), key=lambda unit: -moment.tree.grids(unit.code, moment.day))
        for source in self._registers.rows(SourceSystem) if roots else ():
            at = heard.get(source.code)
            silent = NEVER_HEARD if at is None else _intervals(moment.now - to_instant(at), source)
            yield Reading(source.code, roots[0].code, silent)


def _intervals(silence: timedelta, source: SourceSystem) -> float:
    return silence / timedelta(minutes=source.expected_minutes)


def _grids(moment: Moment, root: str) -> Iterable[str]:
    return (unit.code for unit in moment.tree.below(root, moment.day) if unit.level is OrgLevel.GRID)
