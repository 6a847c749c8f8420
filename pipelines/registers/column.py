"""The columns of a register file: what each holds, and how its text is read."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TypeVar

Read = Callable[[str], object]
_Word = TypeVar("_Word", bound=StrEnum)
_MOST_SHOWN = 8
_LARGEST = 1e15


@dataclass(frozen=True, slots=True)
class Column:
    """A column by its name; `read` raises ValueError that says what would be right; an empty cell gives `default`."""

    name: str
    meaning: str
    read: Read = str
    is_required: bool = True
    default: object = None


def text(longest: int) -> Read:
    """Text of at most so many characters."""

    def read(cell: str) -> str:
        if len(cell) > longest:
            raise ValueError(f"is longer than {longest} characters; shorten it")
        return cell

    return read


def whole(least: int, most: int) -> Read:
    """A whole number between two others."""

    def read(cell: str) -> int:
        digits = cell.removeprefix("-")
        number = int(cell) if digits.isascii() and digits.isdigit() and len(digits) <= 15 else None
        if number is None or not least <= number <= most:
            raise ValueError(f"is not a whole number from {least} to {most}; write digits only")
        return number

    return read


def day(cell: str) -> date:
    """A day as 2026-11-21; a date cell of a workbook comes as its midnight."""
    try:
        return date.fromisoformat(cell.removesuffix("T00:00:00"))
    except ValueError:
        raise ValueError("is not a day; write it as 2026-11-21") from None


def flag(cell: str) -> bool:
    """Yes or no, in English or Chinese."""
    words = {"yes": True, "true": True, "1": True, "是": True, "no": False, "false": False, "0": False, "否": False}
    if cell.lower() not in words:
        raise ValueError("is neither yes nor no; write yes or no, 是 or 否")
    return words[cell.lower()]


def one_of(words: type[_Word]) -> Read:
    """One of the words of an enum."""

    def read(cell: str) -> _Word:
        try:
            return words(cell)
        except ValueError:
            raise ValueError(f"is unknown; use one of {', '.join(words)}") from None

    return read


def number(cell: str) -> float:
    """A number, with a point before its decimals."""
    try:
        found = float(cell)
    except ValueError:
        found = float("nan")
    if not abs(found) <= _LARGEST:
        raise ValueError("is not a number; write it as 747 or 96.8")
    return found


def worded(words: Mapping[str, _Word]) -> Read:
    """One of the words of an enum, written as such or as its field calls it."""

    def read(cell: str) -> _Word:
        found = words.get(cell) or next((word for word in words.values() if word == cell), None)
        if found is None:
            raise ValueError(f"is unknown; use one of {', '.join((*words.values(), *words))}")
        return found

    return read


def known(codes: Collection[str], register: str) -> Read:
    """The code of something that another register holds."""

    def read(cell: str) -> str:
        if cell not in codes:
            shown = ", ".join(sorted(codes)[:_MOST_SHOWN]) or "nothing yet"
            raise ValueError(f"is not in the register of {register}; use one of it, such as {shown}")
        return cell

    return read
