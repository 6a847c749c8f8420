"""What Redis holds, as far as it is of one state with SQL."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from dashboard.queries.read_stores import Cells, Reading, ReadStores, simulated
from db.codec import to_instant
from pipelines.domain.errors import StoreError
from pipelines.domain.kpi import STOCK_NUMBERS
from pipelines.domain.period import local_day


class LiveReadings:
    """Reads the live counts of places."""

    def __init__(self, stores: ReadStores, zone: ZoneInfo) -> None:
        self._stores = stores
        self._zone = zone

    def today(self, places: Sequence[str], today: date) -> Reading | None:
        """From Redis; None when it does not answer, does not hold everything, or knows of other records than SQL."""
        try:
            marks = self._stores.history.marks()
            found = self._stores.kpi.read(places, today, sorted(marks))
        except StoreError:
            return None
        if not found.is_whole or not found.as_of or not self._is_level(found.watermark, marks):
            return None
        return Reading(found.cells, found.watermark, to_instant(found.as_of), simulated(marks))

    def _is_level(self, live: Mapping[str, int], marks: Mapping[str, tuple[int, bool]]) -> bool:
        """Whether no record lies between the numbers of the two stores: then those of SQL are those of Redis too."""
        records = self._stores.records.marks()
        return all(records.get(shard, 0) <= seq <= marks[shard][0] for shard, seq in live.items())

    def stock(self, places: Sequence[str], today: date) -> Mapping[str, Cells] | None:
        """Stock as SQL has it too, without the sums over all days that it takes there; None where they differ."""
        marks = self._stores.history.watermarks()
        try:
            found = self._stores.kpi.read(places, today, sorted(marks))
        except StoreError:
            return None
        if not found.is_whole or found.watermark != marks:
            return None
        return {place: _stock(cells) for place, cells in found.cells.items()}

    def lag_seconds(self, now: datetime) -> float | None:
        """How old the live figures are; None while Redis does not hold them all; StoreError when it is away."""
        shards = sorted(self._stores.history.marks())
        live = self._stores.kpi.read([""], local_day(now, self._zone), shards)
        if not shards:
            return 0.0
        return (now - to_instant(live.as_of)).total_seconds() if live.is_whole and live.as_of else None

    def as_of(self, marks: Mapping[str, int], now: datetime) -> datetime:
        """What Redis is true for, as far as SQL holds all that it holds; long ago when that cannot be said."""
        try:
            live = self._stores.kpi.read([""], local_day(now, self._zone), sorted(marks))
        except StoreError:
            return to_instant(0)
        is_within = live.is_whole and all(live.watermark[shard] <= marks[shard] for shard in marks)
        return to_instant(live.as_of if is_within else 0)


def _stock(cells: Cells) -> Cells:
    return {pair: {number: n for number, n in own.items() if number in STOCK_NUMBERS} for pair, own in cells.items()}
