"""What each condition of the rules measures: readings from the stores as they stand."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from db.alarm_facts import AlarmFacts
from db.codec import to_instant, to_millis
from db.engine import Database
from db.feed_store import FeedStore
from db.known_places import KnownPlaces
from db.org_store import OrgStore
from db.record_reader import RecordReader
from db.register_store import RegisterStore
from db.responsible_store import ResponsibleStore
from pipelines.domain.alarm_rule import BY_PLACE, AlarmRule, Condition, Reading
from pipelines.domain.context import SourceSystem
from pipelines.domain.duty import DutyEntry, duty_list, listing
from pipelines.domain.event import CaseClass
from pipelines.domain.kpi import Basis
from pipelines.domain.period import Period, day_start, local_day
from pipelines.domain.record import RecordType
from pipelines.domain.responsible import led_on
from pipelines.domain.staff import StaffPost
from pipelines.domain.unit import OrgLevel
from pipelines.worker.figures import PlaceFigures
from pipelines.worker.moment import Moment
from pipelines.worker.rates import RateMeasures

MOST_CASES = 200
"""So many overdue cases of a class are told of one by one: the longest."""
BURST_SPAN = timedelta(hours=1)
NEVER_HEARD = 1e6
Readings = Iterable[Reading]


class Measures:
    """Reads the stores; the worker asks once a minute."""

    def __init__(self, database: Database, zone: ZoneInfo) -> None:
        self._zone = zone
        self._places, self._registers = KnownPlaces(OrgStore(database.log)), RegisterStore(database.log)
        self._rosters = ResponsibleStore(database.log)
        self._feeds, self._records = FeedStore(database.log), RecordReader(database.derived)
        self._facts, self._figures = AlarmFacts(database.derived), PlaceFigures(database, self._places, zone)
        rates = RateMeasures(self._figures, zone)
        self._by_place: Mapping[Condition, Callable[[AlarmRule, Sequence[str], Moment], Readings]] = {
            Condition.RATE: rates.rate,
            Condition.CHANGE: rates.change,
            Condition.TREND: rates.trend,
            Condition.INSTANT_CLOSES: self._instant_closes,
            Condition.BURST: self._burst,
        }
        self._anywhere: Mapping[Condition, Callable[[AlarmRule, Moment], Readings]] = {
            Condition.OVERDUE: self._overdue,
            Condition.VACANCY: self._vacancy,
            Condition.UNADMITTED: self._unadmitted,
            Condition.SILENCE: self._silence,
        }

    def moment(self, now: datetime) -> Moment:
        """The places at an instant, as the register has them by now."""
        self._places.refresh()
        day = local_day(now, self._zone)
        return Moment(now, day, day_start(day, self._zone), self._places.tree, self._places.codes)

    def measure(self, rules: Sequence[AlarmRule], moment: Moment) -> list[tuple[AlarmRule, list[Reading]]]:
        """What each rule measures; nothing on days that it does not look at."""
        shares = moment.shares(rules)
        return [
            (rule, self._measured(rule, shares[rule.name], moment) if rule.applies_on(moment.day) else [])
            for rule in rules
        ]

    def _measured(self, rule: AlarmRule, places: Sequence[str], moment: Moment) -> list[Reading]:
        if rule.condition in BY_PLACE:
            return list(self._by_place[rule.condition](rule, places, moment)) if places else []
        return [one for one in self._anywhere[rule.condition](rule, moment) if moment.is_at(one.place, rule)]

    def _instant_closes(self, rule: AlarmRule, places: Sequence[str], moment: Moment) -> Readings:
        counts = self._figures.now(places, Period("today", moment.day, moment.day), moment.now)
        closed = {code: own[Basis.FLOW]["closed"] for code, own in counts.items()}
        for one in moment.readings(self._facts.instant_closes(_level(rule, moment), moment.day, moment.begun_at)):
            if one.place in closed and closed[one.place] >= rule.least:
                yield one._replace(value=one.value / max(closed[one.place], one.value))

    def _burst(self, rule: AlarmRule, places: Sequence[str], moment: Moment) -> Readings:
        found = self._facts.reported(_level(rule, moment), moment.now - BURST_SPAN, moment.now)
        own = set(places)
        return [one for one in moment.readings(found) if one.place in own]

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
        entries = [one for one in entries if one.place in moment.tree.units]
        for one in entries:
            if not one.stands_on(moment.day):
                unit = moment.tree.unit(one.place)
                yield Reading(one.code, one.place, self._facts.reported_under(one.code, unit, moment.day))
        yield from self._unlisted(entries, moment)

    def _unlisted(self, entries: Sequence[DutyEntry], moment: Moment) -> Readings:
        """Work under items that no list has, told of at the highest place above it that keeps one of items."""
        codes, tree, day = {one.code for one in entries}, moment.tree, moment.day
        listed = listing(entries, self._places.catalogue.items)
        for place in sorted(one for one in listed if listed.isdisjoint(tree.path(one, day)[:-1])):
            found = self._facts.reported_beside(codes, tree.unit(place), day)
            yield from (Reading(f"{place} {item}", place, n) for item, n in found.items())

    def _silence(self, _rule: AlarmRule, moment: Moment) -> Readings:
        """At the root with most grids: a source belongs to the whole deployment."""
        heard = {one.source: one.heard_at for one in self._feeds.read(to_millis(moment.now))}
        roots = sorted(moment.tree.roots(moment.day), key=lambda unit: -moment.tree.grids(unit.code, moment.day))
        for source in self._registers.rows(SourceSystem) if roots else ():
            at = heard.get(source.code)
            silent = NEVER_HEARD if at is None else _intervals(moment.now - to_instant(at), source)
            yield Reading(source.code, roots[0].code, silent)


def _level(rule: AlarmRule, moment: Moment) -> OrgLevel:
    return rule.level or moment.tree.unit(rule.place or "").level


def _intervals(silence: timedelta, source: SourceSystem) -> float:
    return silence / timedelta(minutes=source.expected_minutes)


def _grids(moment: Moment, root: str) -> Iterable[str]:
    return (unit.code for unit in moment.tree.below(root, moment.day) if unit.level is OrgLevel.GRID)
