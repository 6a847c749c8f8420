"""The two kinds of input: a foreign table through a mapping, and native events line by line."""

from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, Protocol
from zoneinfo import ZoneInfo

from pipelines.domain.catalogue import Catalogue
from pipelines.domain.org import OrgTree
from pipelines.importer.parcel import Parcel, pack, pack_line
from pipelines.mapping.places import NewUnit, is_missing
from pipelines.mapping.rows import MappedCase, Reject, RowMapper
from pipelines.mapping.rules import Mapping
from pipelines.table_file import BrokenRow, ImportFileError, Layout, Lines, Row, Table

NATIVE = (".jsonl", ".jsonl.gz")
FOREIGN = (".csv", ".csv.gz", ".xlsx")


class Source(Protocol):
    """A file that can be read from its beginning as often as needed."""

    file: Path

    def survey(self, raw: BinaryIO) -> Iterator[list[NewUnit]]:
        """One list for each row: the units that it is the first to need."""

    def parcels(self, raw: BinaryIO) -> Iterator[Parcel | Reject]:
        """One parcel or reject for each row."""

    def columns_of(self, field: str, step: str) -> str:
        """The columns behind a field of an event."""


class MappedSource:
    """A foreign table through its mapping."""

    def __init__(self, file: Path, mapping: Mapping, tree: OrgTree, catalogue: Catalogue, zone: ZoneInfo) -> None:
        self.file, self._mapping = file, mapping
        self._tree, self._catalogue, self._zone = tree, catalogue, zone
        self.columns_of = mapping.columns_of

    def survey(self, raw: BinaryIO) -> Iterator[list[NewUnit]]:
        """One list for each row: the units that it is the first to need, parents first."""
        table, mapper = self._open(raw)
        found: set[str] = set()
        for _, row in table.rows():
            units = [] if isinstance(row, BrokenRow) else mapper.new_units(row)
            fresh = [unit for unit in units if unit.code not in found]
            found.update(unit.code for unit in fresh)
            yield [unit for unit in fresh if is_missing(unit, self._tree)]

    def parcels(self, raw: BinaryIO) -> Iterator[Parcel | Reject]:
        """One parcel or reject for each row."""
        table, mapper = self._open(raw)
        for number, row in table.rows():
            mapped = _mapped(mapper, number, row)
            yield pack(mapped) if isinstance(mapped, MappedCase) else mapped

    def _open(self, raw: BinaryIO) -> tuple[Table, RowMapper]:
        mapping = self._mapping
        table = Table(self.file, raw, Layout(mapping.encoding, mapping.delimiter, mapping.sheet))
        return table, RowMapper(mapping, table.columns, self._tree, self._catalogue, self._zone)


class NativeSource:
    """Events in the form of the intake, one a line."""

    def __init__(self, file: Path) -> None:
        self.file = file

    def survey(self, raw: BinaryIO) -> Iterator[list[NewUnit]]:
        """One empty list for each line: native events name places of the register."""
        for _ in Lines(self.file, raw).rows():
            yield []

    def parcels(self, raw: BinaryIO) -> Iterator[Parcel | Reject]:
        """One parcel or reject for each line."""
        for number, line in Lines(self.file, raw).rows():
            yield pack_line(number, line)

    def columns_of(self, field: str, _step: str) -> str:
        """The field itself."""
        return field


def source_of(file: Path, mapping: Mapping | None, tree: OrgTree, catalogue: Catalogue, zone: ZoneInfo) -> Source:
    """The source for a file by the end of its name; ImportFileError when name and mapping do not go together."""
    name = file.name.lower()
    if not name.endswith(NATIVE + FOREIGN):
        raise ImportFileError(f"{file.name}: is of no known kind; give {', '.join(NATIVE + FOREIGN)}")
    if name.endswith(NATIVE):
        if mapping is not None:
            raise ImportFileError(f"{file.name}: holds native events and needs no mapping; leave --mapping out")
        return NativeSource(file)
    if mapping is None:
        raise ImportFileError(f"{file.name}: its columns are unknown; name them in a mapping and give --mapping")
    return MappedSource(file, mapping, tree, catalogue, zone)


def _mapped(mapper: RowMapper, number: int, row: Row) -> MappedCase | Reject:
    if isinstance(row, BrokenRow):
        return Reject(number, "", "", row.reason)
    return mapper.map_row(number, row)
