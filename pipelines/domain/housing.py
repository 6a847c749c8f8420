"""Rental homes: their type and grade, and when each must be looked at."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import Any


class RentalType(StrEnum):
    """How a home is let."""

    WHOLE = "whole"
    SHARED = "shared"
    DORMITORY = "dormitory"
    MIXED_USE = "mixed_use"


class RentalGrade(StrEnum):
    """How much watching it needs, C the most."""

    A = "A"
    B = "B"
    C = "C"


@dataclass(frozen=True, slots=True)
class Rental:
    """One home of the register, to be looked at every so many days, the first time by `first_due`.

    A row of a later first day is the home's next version: it ends the one before.
    """

    code: str
    place: str
    type: RentalType
    grade: RentalGrade
    every_days: int
    first_due: date
    valid_from: date
    valid_to: date | None = None

    @property
    def key(self) -> str:
        """What tells it from every other version of every home."""
        return f"{self.code}|{self.valid_from}"

    def is_let_on(self, day: date) -> bool:
        """Whether it is in the register on that day."""
        return self.valid_from <= day and (self.valid_to is None or day < self.valid_to)


def in_turn(rentals: Iterable[Rental]) -> list[Rental]:
    """The versions of all homes, each ended at the latest by the next of its home."""
    ordered = sorted(rentals, key=lambda one: (one.code, one.valid_from))
    return [
        replace(one, valid_to=min(one.valid_to or date.max, then.valid_from)) if then and then.code == one.code else one
        for one, then in zip(ordered, [*ordered[1:], None], strict=False)
    ]


class Result(StrEnum):
    """What an inspection found."""

    PASSED = "passed"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Inspection:
    """A home was looked at on a day; a grade, where one was given, holds from then on."""

    day: date
    result: Result = Result.PASSED
    grade: RentalGrade | None = None


def inspection(values: Mapping[str, Any], day: date) -> Inspection:
    """The inspection that the values of a record tell of."""
    grade = values.get("grade")
    return Inspection(day, Result(values.get("result", Result.PASSED)), RentalGrade(grade) if grade else None)


@dataclass(frozen=True, slots=True)
class Obligation:
    """One inspection that falls due, and the day it was done, if it was."""

    due: date
    done: date | None = None

    def is_on_time(self, day: date) -> bool:
        """Whether it had been done by that day, and no later than it was due."""
        return self.done is not None and self.done <= min(self.due, day)

    def is_open_on(self, day: date) -> bool:
        """Whether it was still to be done at the end of that day."""
        return self.done is None or self.done > day


def obligations(rental: Rental, inspected: Sequence[date]) -> Iterator[Obligation]:
    """Every inspection meets the one that is due next, and the next falls due so many days later."""
    due = rental.first_due
    for done in sorted(set(inspected)):
        if rental.is_let_on(done):
            yield Obligation(due, done)
            due = done + timedelta(days=rental.every_days)
    if rental.valid_to is None or due < rental.valid_to:
        yield Obligation(due)
