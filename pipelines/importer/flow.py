"""An import from file to summary: survey, create what is missing, send, tell what did not go in."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from time import monotonic

from rich.console import Console

from pipelines.domain.catalogue import Catalogue
from pipelines.domain.org import OrgTree
from pipelines.domain.settings import Settings
from pipelines.importer.lanes import Lanes
from pipelines.importer.parcel import Parcel
from pipelines.importer.progress import Gauge
from pipelines.importer.rejects import RejectsFile
from pipelines.importer.sender import Delivery, Refusal, Wait
from pipelines.importer.sources import Source, source_of
from pipelines.mapping.places import NewUnit
from pipelines.mapping.rows import Reject
from pipelines.mapping.rules import Mapping
from pipelines.table_file import ImportFileError, opened


@dataclass(frozen=True, slots=True)
class ImportSummary:
    """What an import did: rows, cases and events by number; `rejects_file` only when rows were rejected."""

    rows_read: int
    cases_in: int
    rows_rejected: int
    events_accepted: int
    duplicates: int
    seconds: float
    rejects_file: Path | None

    @property
    def exit_code(self) -> int:
        """0 when every row went in, 1 with rejects."""
        return 1 if self.rows_rejected else 0

    def __str__(self) -> str:
        known = f", {self.duplicates:,} events known already" if self.duplicates else ""
        rejects = f"; see {self.rejects_file}" if self.rejects_file else ""
        return (
            f"{self.rows_read:,} rows read: {self.cases_in:,} cases in, {self.rows_rejected:,} rows rejected{rejects}\n"
            f"{self.events_accepted:,} events accepted{known}; {self.seconds:.1f} s"
        )


class _Tally:
    """Running totals of deliveries and rejects."""

    def __init__(self, source: Source, rejects: RejectsFile) -> None:
        self._source, self.rejects = source, rejects
        self.rows = self.cases = self.accepted = self.duplicates = 0

    def add(self, delivery: Delivery) -> None:
        """Counts a batch; what was refused goes to the rejects file."""
        self.cases += delivery.cases
        self.accepted += delivery.accepted
        self.duplicates += delivery.duplicates
        for refusal in delivery.refusals:
            self.rejects.write(self._reject(refusal))

    def _reject(self, refusal: Refusal) -> Reject:
        column = self._source.columns_of(refusal.field, refusal.step)
        return Reject(refusal.row, column, refusal.value, refusal.reason)

    def summary(self, seconds: float) -> ImportSummary:
        """The totals as they stand."""
        return ImportSummary(
            rows_read=self.rows,
            cases_in=self.cases,
            rows_rejected=self.rejects.count,
            events_accepted=self.accepted,
            duplicates=self.duplicates,
            seconds=seconds,
            rejects_file=self.rejects.path if self.rejects.count else None,
        )


def import_file(
    settings: Settings,
    file: Path,
    mapping: Mapping | None,
    key: str,
    ensure_units: Callable[[list[NewUnit]], None],
    tree: OrgTree,
    catalogue: Catalogue,
    console: Console,
    wait: Wait | None = None,
) -> ImportSummary:
    """Brings a file's events to the intake and says what happened to each row; again changes nothing.

    The file is read to its end before anything is sent: a damaged one sends nothing, and missing places come first,
    parents before children. `wait` pauses (seconds) while the intake is out. Errors: ThreeCenterError.
    """
    started = monotonic()
    source = source_of(file, mapping, tree, catalogue, settings.timezone)
    rows, units = _survey(source, console)
    if units:
        ensure_units(units)
    lanes = Lanes(settings.intake_url, key, wait, console.print)
    with RejectsFile(file, settings.home / "imports") as rejects, lanes:
        _send(source, lanes, tally := _Tally(source, rejects), Gauge(console, "sending", rows))
    return tally.summary(monotonic() - started)


def _survey(source: Source, console: Console) -> tuple[int, list[NewUnit]]:
    """How many rows there are, and the missing units, parents first."""
    rows, units = 0, list[NewUnit]()
    with opened(source.file) as raw, Gauge(console, "reading", source.file.stat().st_size) as gauge:
        for found in source.survey(raw):
            rows += 1
            units.extend(found)
            gauge.advance(raw.tell())
    if not rows:
        raise ImportFileError(f"{source.file.name}: has no rows; check whether it is the right file")
    return rows, units


def _send(source: Source, lanes: Lanes, tally: _Tally, gauge: Gauge) -> None:
    with opened(source.file) as raw, gauge:
        for parcel in source.parcels(raw):
            tally.rows += 1
            if isinstance(parcel, Parcel):
                for delivery in lanes.take(parcel):
                    tally.add(delivery)
            else:
                tally.rejects.write(parcel)
            gauge.advance(tally.rows)
        for delivery in lanes.finish():
            tally.add(delivery)
