"""The live side of the worker: rows in memory, and their way to Redis."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date

from db.case_reader import CaseReader, Ownership
from db.case_store import SupersededError
from db.kpi_store import Flush, KpiStore, LiveRow, Verdict, Window
from pipelines.domain.errors import StoreError
from pipelines.domain.kpi import BASES, STORED_PER_BASIS, Basis
from pipelines.domain.org import OrgTree
from pipelines.domain.standing import LocalDay
from pipelines.domain.tally import CELLS_PER_PAIR, Shift, present_shift
from pipelines.streams.aggregate import LiveCounts, RowKey
from pipelines.streams.fold import Folded, fold

_FLOW = BASES.index(Basis.FLOW)


@dataclass(slots=True)
class LiveSide:
    """Folds changes into rows and writes what changed; heals shard by shard when Redis has lost them."""

    store: KpiStore
    owner: Ownership
    counts: LiveCounts
    applied: dict[str, int]
    written: dict[str, int | None] = field(default_factory=dict)
    touched: dict[str, set[RowKey]] = field(default_factory=dict)

    @property
    def is_ahead(self) -> bool:
        """Whether rows have changed that Redis does not have."""
        return self.applied != self.written

    def add(self, folded: Folded, watermarks: dict[str, int]) -> None:
        """Count recorded changes in the rows."""
        for key in self.counts.add(folded):
            self.touched.setdefault(key.shard, set()).add(key)
        self.applied |= watermarks

    def flush(self, as_of: int) -> None:
        """Write every shard's changed rows and the as_of; StoreError when Redis does not answer.

        A shard that Redis does not hold as expected is written whole.
        """
        flushes = [self._flush(shard) for shard in self.applied]
        window = Window(self.counts.first, self.counts.last)
        verdicts = self.store.write(flushes, self.owner, as_of, window)
        lost = {one.shard for one, verdict in zip(flushes, verdicts, strict=True) if not self._is_in(one, verdict)}
        self.touched = {}
        if lost:
            whole = [self._whole(shard) for shard in sorted(lost)]
            for one, verdict in zip(whole, self.store.write(whole, self.owner, as_of, window), strict=True):
                if not self._is_in(one, verdict):
                    raise StoreError(f"redis: shard {one.shard} refused with {verdict}; see `threecenter doctor`")

    def _is_in(self, flush: Flush, verdict: Verdict) -> bool:
        if verdict is Verdict.FENCED:
            raise SupersededError("worker: another worker writes the live figures; stop one of the two")
        self.written[flush.shard] = flush.to_seq if verdict is Verdict.OK else None
        return verdict is Verdict.OK

    def _flush(self, shard: str) -> Flush:
        known = self.written.get(shard)
        if known is None:
            return self._whole(shard)
        rows = [self._row(key) for key in self.touched.get(shard, ())]
        return Flush(shard, known, self.applied[shard], rows)

    def _whole(self, shard: str) -> Flush:
        rows = [self._row(key) for key in self.counts.of_shard(shard)]
        return Flush(shard, self.applied[shard], self.applied[shard], [row for row in rows if row.cells], is_reset=True)

    def _row(self, key: RowKey) -> LiveRow:
        return LiveRow(key.place, key.day, self.counts.row(key))


def load_counts(
    store: CaseReader,
    tree: OrgTree,
    first: date,
    last: date,
    local_day: LocalDay,
    shards: Collection[str] | None = None,
) -> LiveCounts:
    """The live rows for stock and the days, counted from the stored cases and their milestones."""
    counts = LiveCounts(first, last)
    counts.add(fold((file.shard, present_shift(file, local_day)) for file in store.living(first, last, shards)))
    codes = {unit.id: unit.code for unit in tree.units.values()}
    counts.add(fold((shard, _milestones(shift)) for shard, shift in store.shifts(first, last, codes, shards)))
    return counts


def _milestones(shift: Shift) -> Shift:
    """Only the flow counts: the others are counted by where the cases stand now."""
    flows = (one for one in shift.cells if one[0] % CELLS_PER_PAIR // STORED_PER_BASIS == _FLOW)
    return shift._replace(cells=tuple(flows))
