"""One row of a foreign file -> the events of one case, or the reason why not."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from zoneinfo import ZoneInfo

from pipelines.domain.catalogue import Catalogue
from pipelines.domain.errors import RegisterError
from pipelines.domain.org import OrgTree
from pipelines.domain.step import Step
from pipelines.mapping.places import Cell, NewUnit, PlaceColumn, PlacePath, RowError
from pipelines.mapping.rules import Blank, Mapping, Moment, day_end

LONGEST_ID = 64
STEP_OF_FIELD = {"level": Step.CLOSE}


@dataclass(frozen=True, slots=True)
class MappedCase:
    """The events of one row, its report first; `row` counts as a spreadsheet does, the header being row 1."""

    row: int
    case_id: str
    events: tuple[dict[str, str], ...]


@dataclass(frozen=True, slots=True)
class Reject:
    """A row that does not go in."""

    row: int
    column: str
    value: str
    reason: str


def cell_of(index: int, values: dict[str, str]) -> Cell:
    """A reader of one column: outer blanks cut off, the mapping's value table applied."""
    if not values:
        return lambda row: row[index].strip()

    def read(row: Sequence[str]) -> str:
        text = row[index].strip()
        return values.get(text, text)

    return read


class RowMapper:
    """Rows of one file to cases; remembers the keys it has let in, so that the first of a repeated key stands."""

    def __init__(
        self, mapping: Mapping, columns: Sequence[str], tree: OrgTree, catalogue: Catalogue, zone: ZoneInfo
    ) -> None:
        cells = {
            column: cell_of(_index(mapping, columns, column), mapping.values.get(column, {}))
            for column in mapping.columns
        }
        zone = ZoneInfo(mapping.times.timezone) if mapping.times.timezone else zone
        self._mapping, self._width, self._zone = mapping, len(columns), zone
        self._case, self._item = cells[mapping.case], cells[mapping.item] if mapping.item else None
        self._place = (
            PlaceColumn(mapping.place, cells[mapping.place], tree) if mapping.place else PlacePath(mapping, cells)
        )
        self._steps = [(step, column, cells[column]) for step, column in mapping.steps.items()]
        self._fields = [(name, column, cells[column]) for name, column in mapping.fields.items()]
        self._codes = item_codes(catalogue)
        self._moment = lru_cache(maxsize=100_000)(lambda text: mapping.times.read(text, zone))
        self._longest_key = LONGEST_ID - 1 - max(len(step) for step in mapping.steps)
        self._seen: set[str] = set()

    def new_units(self, cells: Sequence[str]) -> list[NewUnit]:
        """The units on the row's path, root first; none when the path was asked for before."""
        return self._place.new_units(cells) if len(cells) == self._width else []

    def map_row(self, row: int, cells: Sequence[str]) -> MappedCase | Reject:
        """The case that a row tells of, or why it cannot be told."""
        try:
            if len(cells) != self._width:
                raise RowError("", "", f"has {len(cells)} fields, the header {self._width}; look for a stray delimiter")
            key = self._key(cells)
            moments = self._moments(cells)
            events = self._events(key, cells, moments)
        except RowError as fault:
            return Reject(row, fault.column, fault.value, fault.reason)
        self._seen.add(key)
        return MappedCase(row, key, events)

    def _key(self, cells: Sequence[str]) -> str:
        text = self._case(cells)
        key = self._mapping.case_prefix + text
        if not text:
            raise RowError(self._mapping.case, "", "no case key; fill it in")
        if len(key) > self._longest_key:
            raise RowError(self._mapping.case, text, f"case key longer than {self._longest_key} characters")
        if key in self._seen:
            raise RowError(self._mapping.case, text, "repeated key")
        return key

    def _moments(self, cells: Sequence[str]) -> list[tuple[Step, Moment]]:
        """Steps that have a time, the report first; none may lie before it."""
        found: list[tuple[Step, Moment]] = []
        for step, column, cell in self._steps:
            text = cell(cells)
            if text:
                moment = self._read_time(column, text)
                if found and moment.is_before(found[0][1]):
                    raise RowError(column, text, f"{step} lies before report ({found[0][1].text})")
                found.append((step, moment))
            elif step is Step.REPORT:
                raise RowError(column, "", "no time of report; fill it in")
        return found

    def _read_time(self, column: str, text: str) -> Moment:
        try:
            return self._moment(text)
        except (ValueError, OverflowError):
            raise RowError(column, text, f"not a time written as {self._mapping.times.format}") from None

    def _events(self, key: str, cells: Sequence[str], moments: list[tuple[Step, Moment]]) -> tuple[dict[str, str], ...]:
        events = {
            step: {"event_id": f"{key}:{step}", "case_id": key, "step": str(step), "occurred_at": moment.text}
            for step, moment in moments
        }
        report = events[Step.REPORT]
        report["place"] = self._place.code(cells)
        item = self._item_code(cells)
        if item:
            report["item"] = item
        for name, value in self._mapping.constants.items():
            if (target := events.get(STEP_OF_FIELD.get(name, Step.REPORT))) is not None:
                target[name] = value
        for name, column, cell in self._fields:
            target = events.get(STEP_OF_FIELD.get(name, Step.REPORT))
            if target is not None and (value := cell(cells)):
                target[name] = value if name != "due_at" else day_end(self._read_time(column, value), self._zone)
        return tuple(events.values())

    def _item_code(self, cells: Sequence[str]) -> str | None:
        if self._item is None:
            return None
        name, column = self._item(cells), self._mapping.item or ""
        if not name and self._mapping.blank_item is Blank.NONE:
            return None
        codes = self._codes.get(name, ())
        if not name:
            raise RowError(column, "", "no item; fill it in or map blank items to none")
        if not codes:
            raise RowError(column, name, "no item of this name in the catalogue; add it there or to the values")
        if len(codes) > 1:
            raise RowError(column, name, f"several items of this name: {', '.join(codes)}; choose one in the values")
        return codes[0]


def item_codes(catalogue: Catalogue) -> dict[str, tuple[str, ...]]:
    """Codes by all that an item may be called: its code, else its name in either language."""
    found: dict[str, tuple[str, ...]] = {}
    for item in catalogue.items.values():
        for name in {item.name, item.name_en}:
            found[name] = (*found.get(name, ()), item.code)
    return found | {code: (code,) for code in catalogue.items}


def _index(mapping: Mapping, columns: Sequence[str], column: str) -> int:
    """Where a column stands; RegisterError names the columns found."""
    count = list(columns).count(column)
    if count == 1:
        return list(columns).index(column)
    fault = "is missing from the file" if count == 0 else "stands in the file more than once"
    raise RegisterError(
        f"mapping {mapping.name}: column '{column}' {fault}; name one of the columns found: {', '.join(columns)}"
    )
