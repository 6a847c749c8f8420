"""What an export is made of, whatever it is written as: sheets of plain values, with the charts they draw."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from dashboard.wording.words import Language

FIRST_ROW = 4
"""Where the values of every sheet begin, counted from 0: three lines of heading and the names of columns come first."""


class Form(StrEnum):
    """How a number that is no plain count is shown."""

    SHARE = "share"
    PER_UNIT = "per_unit"
    SECONDS = "seconds"
    PERCENT = "percent"
    POINTS = "points"
    DIFFERENCE = "difference"


@dataclass(frozen=True, slots=True)
class Number:
    """A figure with the way it is shown; None has no value."""

    value: float | None
    form: Form


# Whole numbers are counts; times are local ones of the deployment; None is missing, an empty text not applicable.
Cell = str | int | date | datetime | Number | None
Row = Sequence[Cell]


class ChartKind(StrEnum):
    """How values are drawn."""

    LINE = "line"
    BAR = "bar"


@dataclass(frozen=True, slots=True)
class Line:
    """One line or set of bars: the column it stands in, its values, and how it looks."""

    column: int
    name: str
    values: Sequence[float]
    colour: str
    dash: str = "solid"


@dataclass(frozen=True, slots=True)
class Chart:
    """A drawing of the first rows of a sheet: one label, and one value of each line, for each row."""

    kind: ChartKind
    title: str
    sheet: str
    label_column: int
    labels: Sequence[str | date]
    lines: Sequence[Line]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table under its name; the rows of a long one are read while it is written."""

    name: str
    heads: Sequence[str]
    rows: Iterable[Row]
    note: str = ""
    charts: Sequence[Chart] = ()


@dataclass(frozen=True, slots=True)
class Book:
    """A whole export: what it is about, how far its figures can be relied on, its sheets; charts need a cover."""

    title: str
    standing: str
    cover: Sheet
    sheets: Sequence[Sheet]
    language: Language
