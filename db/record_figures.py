"""Counts of records and registers by place, to stand beside those of cases."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from db.alarm_store import AlarmReader
from db.codec import to_millis
from db.kept_registers import KeptRegisters, once
from db.known_places import KnownPlaces
from db.record_reader import RecordReader
from db.register_store import RegisterStore
from db.responsible_store import ResponsibleStore
from pipelines.domain.boundary import Ground, weights
from pipelines.domain.context import ResidentGroup
from pipelines.domain.duty import DutyEntry
from pipelines.domain.housing import Rental
from pipelines.domain.kpi import Basis, Counts
from pipelines.domain.period import Period, day_start, local_day
from pipelines.domain.record import RecordType
from pipelines.domain.record_counts import RECORD_COUNTS, RECORD_FLOWS, REGISTERED, flows, tally, workers
from pipelines.domain.register_counts import PlaceNumbers, Registers, due, registers, stock, stock_within
from pipelines.domain.staff import StaffPost
from pipelines.domain.unit import Hierarchy, OrgUnit

CHANGING = (RecordType.DUTY, RecordType.ADMISSION, RecordType.INSPECTION)
"""The types of records that change what the registers hold."""
_NOTHING: Mapping[str, int] = {}


class RecordFigures:
    """Reads within the caller's state of SQL; what the registers count for is kept until they change."""

    def __init__(
        self,
        records: RecordReader,
        alarms: AlarmReader,
        rows: RegisterStore,
        rosters: ResponsibleStore,
        places: KnownPlaces,
        zone: ZoneInfo,
    ) -> None:
        self._records, self._alarms, self._rows, self._rosters = records, alarms, rows, rosters
        self._places, self._zone = places, zone
        self._kept: KeptRegisters | None = None

    def counts(
        self, units: Sequence[OrgUnit], period: Period, as_of: datetime, is_past: bool, ground: Ground | None = None
    ) -> dict[str, Counts]:
        """Counts by place code as they stand now, or as they stood at an instant of the past; of base places only.

        With a ground, which is that of the only unit, it has what was at places that stand there today.
        """
        units = [unit for unit in units if unit.kind is Hierarchy.BASE]
        day = local_day(as_of, self._zone)
        begun, last = self._begun(period), min(day, period.last)
        stored = present = self._filed(units, period, as_of, is_past, ground)
        if period.first != last:
            present = self._filed(units, Period("", last, last), as_of, is_past, ground)
        standing, falling = self._registered(period, day, ground)
        alarms = self._alarms_open(period, as_of, is_past, ground.today if ground else day)
        return {
            unit.code: {
                Basis.DUE: _named(Basis.DUE, falling.get(unit.code, _NOTHING)),
                Basis.FLOW: flows(stored.get(unit.id, _NOTHING), self._grid_days(unit.code, begun, last, ground)),
                Basis.STOCK: _named(Basis.STOCK, standing.get(unit.code, _NOTHING))
                | workers(present.get(unit.id, _NOTHING))
                | {"alarms_open": alarms[unit.code]},
            }
            for unit in units
        }

    def _registered(self, period: Period, day: date, ground: Ground | None) -> tuple[PlaceNumbers, PlaceNumbers]:
        """What the registers hold at the end of the period or day, and what fell due in it until then."""
        kept, tree, last = self._registers(), self._places.tree, min(day, period.last)
        ends = (last, ground.today if ground else last)
        dues = (period.first, period.last, day, ground.today if ground else day)
        standing = once(kept.stock, ends, lambda: stock(kept.registers, tree, *ends))
        return standing, once(kept.due, dues, lambda: due(kept.registers, tree, *dues))

    def by_day(self, unit: OrgUnit, days: Sequence[date], ends: Collection[date]) -> dict[date, Counts]:
        """Flow counts of a place on each of some days without a gap, with what stood in the registers at some ends."""
        first, last = days[0].toordinal(), days[-1].toordinal()
        stored, begun = self._records.by_day(unit.id, first, last), self._records.first_day(RecordType.PATROL)
        found: dict[date, Counts] = {}
        for day in days:
            own = stored.get(day.toordinal(), _NOTHING)
            grids = self._places.grids(unit.code, day) if begun and begun <= day.toordinal() else 0
            stood = self._standing(unit, day) | workers(own) if day in ends else {}
            found[day] = {Basis.FLOW: flows(own, grids), Basis.STOCK: stood}
        return found

    def _standing(self, unit: OrgUnit, day: date) -> dict[str, int]:
        places = self._places.below(unit.code, day)
        found = stock_within(self.registers(), self._places.tree, places, day)
        return {name: found.get(name, 0) for name in REGISTERED}

    def _grid_days(self, code: str, first: date, last: date, ground: Ground | None) -> int:
        if ground is None:
            return self._places.grid_days(code, first, last)
        return max((last - first).days + 1, 0) * self._places.grids(code, ground.today)

    def _alarms_open(self, period: Period, as_of: datetime, is_past: bool, on: date) -> Counter[str]:
        """Alarms open at or below each place: now, or at the instant of the past or the end of the period."""
        end = day_start(period.last + timedelta(days=1), self._zone)
        tree, codes, found = self._places.tree, self._places.codes, Counter[str]()
        for place, n in self._alarms.open_at(min(as_of, end) if is_past or end <= as_of else None).items():
            for code in tree.path(codes[place], on):
                found[code] += n
        return found

    def marks(self) -> dict[str, int]:
        """By shard: the number of its last record."""
        marks: dict[str, int] = {}
        for (_, shard), seq in self._records.marks().items():
            marks[shard] = max(seq, marks.get(shard, 0))
        return marks

    def registers(self) -> Registers:
        """The registers as the records have changed them."""
        return self._registers().registers

    def _registers(self) -> KeptRegisters:
        changing = {key: seq for key, seq in self._records.marks().items() if key[0] in CHANGING}
        state = (self._places.version, changing)
        if self._kept is None or self._kept.state != state:
            self._kept = KeptRegisters(state, self._read(), {}, {})
        return self._kept

    def _read(self) -> Registers:
        posts, duties, rentals = self._rows.rows(StaffPost), self._rows.rows(DutyEntry), self._rows.rows(Rental)
        records = self._records.of_types(CHANGING, date.max.toordinal())
        rosters, groups = self._rosters.rows(), self._rows.rows(ResidentGroup)
        return registers(posts, duties, rentals, records, lambda at: local_day(at, self._zone), rosters, groups)

    def _filed(
        self, units: Sequence[OrgUnit], period: Period, as_of: datetime, is_past: bool, ground: Ground | None
    ) -> Mapping[int, Mapping[str, int]]:
        """Stored counts by place number; on a ground, from one boundary change to the next."""
        if ground is None or not units:
            return self._stored(units, period, as_of, is_past)
        (unit,), tree, sums = units, self._places.tree, Counter[str]()
        for first, last in self._places.spans(period.first, period.last):
            parts = {tree.unit(code): n for code, n in weights(tree, unit.code, ground, first).items()}
            stored = self._stored([*parts], Period("", first, last), as_of, is_past)
            for part, weight in parts.items():
                for name, n in stored.get(part.id, _NOTHING).items():
                    sums[name] += weight * n
        return {unit.id: sums}

    def _stored(
        self, units: Sequence[OrgUnit], period: Period, as_of: datetime, is_past: bool
    ) -> Mapping[int, Mapping[str, int]]:
        """Stored counts by place number; a roster knows of days to come, which no figure counts yet."""
        first, last, today = period.first.toordinal(), period.last.toordinal(), local_day(as_of, self._zone).toordinal()
        if not is_past or last < today:
            return self._records.counts([unit.id for unit in units], first, min(last, today))
        whole = self._records.counts([unit.id for unit in units], first, today - 1)
        partly = self._partly(today, to_millis(as_of)) if first <= today else {}
        return {
            unit.id: Counter(whole.get(unit.id, _NOTHING)) + Counter(partly.get(unit.code, _NOTHING)) for unit in units
        }

    def _partly(self, day: int, until: int) -> PlaceNumbers:
        """What a day had counted by an instant of it, epoch ms, by place code."""
        found: dict[str, Counter[str]] = {}
        for records in self._records.of_day(day, until).values():
            tallied = tally(records, self._places.tree, lambda instant: local_day(instant, self._zone))
            for (path, _, number), n in tallied.items():
                for code in path:
                    found.setdefault(code, Counter())[RECORD_FLOWS[number]] += n
        return found

    def _begun(self, period: Period) -> date:
        """The first day of the period on which grids were to be patrolled: since the first patrol that was recorded."""
        begun = self._records.first_day(RecordType.PATROL)
        return date.max if begun is None else max(period.first, date.fromordinal(begun))


def _named(basis: Basis, found: Mapping[str, int]) -> dict[str, int]:
    return {name: found.get(name, 0) for name in RECORD_COUNTS[basis]}
