"""All counts of places as the figures out have them: of cases, of records and registers, and what stands aside."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from db.alarm_store import AlarmReader
from db.case_asides import CaseAsides
from db.case_predicates import Selection
from db.engine import Database, one_state
from db.history_store import AsOf, HistoryStore
from db.known_places import KnownPlaces
from db.record_figures import RecordFigures
from db.record_reader import RecordReader
from db.register_store import RegisterStore
from db.responsible_store import ResponsibleStore
from pipelines.domain.boundary import Ground
from pipelines.domain.kpi import Counts, PlaceCounts, buckets, complete, with_aside
from pipelines.domain.load import weighted_open
from pipelines.domain.period import Period, local_day
from pipelines.domain.record_counts import joined
from pipelines.domain.unit import OrgUnit

ALL = buckets()


class PlaceFigures:
    """Reads from SQL only, each answer in one state of it."""

    def __init__(self, database: Database, places: KnownPlaces, zone: ZoneInfo) -> None:
        self._derived, self._places, self._zone = database.derived, places, zone
        self._history, self._asides = HistoryStore(database.derived), CaseAsides(database.derived)
        records, alarms = RecordReader(database.derived), AlarmReader(database.derived)
        rows, rosters = RegisterStore(database.log), ResponsibleStore(database.log)
        self._records = RecordFigures(records, alarms, rows, rosters, places, zone)

    def now(self, codes: Sequence[str], period: Period, now: datetime) -> dict[str, Counts]:
        """Counts of places over a period as they stand."""
        return self._read(codes, period, now, now)

    def compared(
        self, codes: Sequence[str], period: Period, now: datetime, past: datetime | None = None
    ) -> dict[str, Counts]:
        """The same as comparisons take them: on today's set of places, as they stand or stood at an instant."""
        day, found = local_day(now, self._zone), dict[str, Counts]()
        grounds = {code: self._places.ground(code, day) for code in codes}
        for code, ground in grounds.items():
            if ground is not None:
                found |= self._read([code], period, now, past or now, ground)
        return found | self._read([code for code in codes if grounds[code] is None], period, now, past or now)

    def _read(
        self, codes: Sequence[str], period: Period, now: datetime, at: datetime, ground: Ground | None = None
    ) -> dict[str, Counts]:
        tree, is_past = self._places.tree, at < now
        moment = AsOf(local_day(at, self._zone), at) if is_past else None
        with one_state(self._derived):
            cells = self._history.read(codes, period.first, period.last, tree, moment, ground).cells
            records = self._records.counts([tree.unit(code) for code in codes], period, at, is_past, ground)
        day = local_day(now, self._zone)
        last = day if is_past else min(day, period.last)
        weights = self._places.weights(last)
        return {
            code: joined(
                complete(PlaceCounts(own).total(ALL), self._places.grids(code, last)),
                records[code],
                weighted_open(own, ALL, weights),
            )
            for code, own in cells.items()
        }

    def with_aside(
        self, found: Mapping[str, Counts], period: Period, now: datetime, past: datetime | None = None
    ) -> dict[str, Counts]:
        """The same with what is counted from the cases themselves: of those reported by an instant."""
        tree, day = self._places.tree, local_day(now, self._zone)
        wider = dict[str, Counts]()
        below = defaultdict[str, list[OrgUnit]](list)
        for code in found:
            below[tree.path(code, day)[0]].append(tree.unit(code))
        for root, units in below.items():
            asides = self._asides.read(Selection(tree.unit(root), period.first, period.last), units, past)
            for unit in units:
                own = asides[unit.id]
                grids = len(self._places.grid_numbers(unit.code, day) & own.grids)
                wider[unit.code] = with_aside(found[unit.code], {"recurring": own.recurring, "grids_reporting": grids})
        return wider
