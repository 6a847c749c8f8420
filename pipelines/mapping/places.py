"""Places out of columns: codes made of the whole path, and the units that are still missing."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import blake2b

from pipelines.domain.errors import RegisterError
from pipelines.domain.org import OrgTree
from pipelines.domain.unit import OrgLevel
from pipelines.mapping.rules import Blank, Mapping, PathLevel

UNLOCATED = "unlocated"
LONGEST_CODE = 64
_WORD = re.compile(r"[^\W_]+")

Cell = Callable[[Sequence[str]], str]


@dataclass(frozen=True, slots=True)
class NewUnit:
    """A place to be created; `parent` is the code above it, None for a root."""

    code: str
    level: OrgLevel
    name: str
    parent: str | None


class RowError(Exception):
    """Why one row cannot go in: the column, its value and the reason."""

    def __init__(self, column: str, value: str, reason: str) -> None:
        super().__init__(reason)
        self.column, self.value, self.reason = column, value, reason


def slug(text: str) -> str:
    """A stable piece of a code: other texts give other slugs, in whatever order and file they come.

    Lower-case words joined by hyphens stand for exactly one spelling ("01-queens" for "01 Queens"); every other
    spelling of the same words carries a digest of itself.
    """
    words = _WORD.findall(text.lower())
    plain = "-".join(words)
    is_usual = text == " ".join(word.capitalize() for word in words) and plain != UNLOCATED
    return plain if is_usual else f"{plain}~{_digest(text, 4)}"


def code_of(segments: Sequence[str]) -> str:
    """The code of a path; one that is too long keeps its beginning and a digest of the whole."""
    code = "/".join(segments)
    return code if len(code) <= LONGEST_CODE else f"{code[: LONGEST_CODE - 13]}~{_digest(code, 6)}"


def _digest(text: str, size: int) -> str:
    return blake2b(text.encode(), digest_size=size).hexdigest()


class PlacePath:
    """The place of a row by its path columns; each combination is worked out once."""

    def __init__(self, mapping: Mapping, cells: dict[str, Cell]) -> None:
        self._mapping = mapping
        self._columns = mapping.path_columns
        self._cells = [cells[column] for column in self._columns]
        self._codes: dict[tuple[str, ...], str] = {}

    def code(self, row: Sequence[str]) -> str:
        """The code of the row's place; RowError when a level is blank that must not be."""
        values = tuple([cell(row) for cell in self._cells])
        code = self._codes.get(values)
        if code is None:
            code = self._codes[values] = [unit.code for unit in self._walk(values)][-1]
        return code

    def new_units(self, row: Sequence[str]) -> list[NewUnit]:
        """All units on the row's path from the root down; none when this path was seen before or is at fault."""
        values = tuple([cell(row) for cell in self._cells])
        if values in self._codes:
            return []
        try:
            units = list(self._walk(values))
        except RowError:
            return []
        self._codes[values] = units[-1].code
        return units

    def _walk(self, values: tuple[str, ...]) -> Iterator[NewUnit]:
        root = self._mapping.root
        if root is None:
            return
        yield NewUnit(root.code, root.level, root.name, None)
        value, segments, parent = dict(zip(self._columns, values, strict=True)), [root.code], root.code
        for level in self._mapping.path:
            segment, name = self._segment(level, value)
            segments.append(segment)
            code = code_of(segments)
            yield NewUnit(code, level.level, name, parent)
            parent = code

    def _segment(self, level: PathLevel, value: dict[str, str]) -> tuple[str, str]:
        if any(value[column] for column in level.own):
            name = " ".join(value[column] for column in level.columns if value[column])
            return ".".join(slug(value[column]) if value[column] else "" for column in level.own), name
        if level.blank is Blank.UNLOCATED:
            return UNLOCATED, self._mapping.unlocated_name
        raise RowError(", ".join(level.own), "", f"{level.level} is blank; fill it in or map blanks to unlocated")


class PlaceColumn:
    """The place of a row by a column that holds codes of the register."""

    def __init__(self, column: str, cell: Cell, tree: OrgTree) -> None:
        self._column, self._cell, self._units = column, cell, tree.units

    def code(self, row: Sequence[str]) -> str:
        """The code of the row's place; RowError when the register does not hold it."""
        code = self._cell(row)
        if code not in self._units:
            raise RowError(self._column, code, "no such place in the register; load it first or correct the code")
        return code

    def new_units(self, _row: Sequence[str]) -> list[NewUnit]:
        """None: every place stands in the register already."""
        return []


def is_missing(unit: NewUnit, tree: OrgTree) -> bool:
    """Whether the unit must be created; RegisterError when its code stands for a place of another level."""
    known = tree.units.get(unit.code)
    if known is not None and known.level is not unit.level:
        raise RegisterError(
            f"place {unit.code}: the register holds it as {known.level}, the mapping makes it a {unit.level}; "
            "correct the level in the mapping or choose another root code"
        )
    return known is None
