"""Weighted choices and lengths of time, drawn from a seeded generator."""

import math
from bisect import bisect_right
from collections.abc import Iterable
from itertools import accumulate
from random import Random
from typing import Generic, TypeVar

T = TypeVar("T")


class Weighted(Generic[T]):
    """Options with weights; the weights need not sum to one."""

    def __init__(self, pairs: Iterable[tuple[T, float]]) -> None:
        self.pairs = [(option, weight) for option, weight in pairs if weight > 0]
        self._reached = list(accumulate(weight for _, weight in self.pairs))

    def draw(self, dice: Random) -> T:
        """One option, as often as its weight says; IndexError when there is none."""
        mark = dice.random() * self._reached[-1]
        return self.pairs[min(bisect_right(self._reached, mark), len(self.pairs) - 1)][0]


def dice_for(*parts: object) -> Random:
    """A generator that depends on its parts only, the same on every machine and in every run."""
    return Random("|".join(map(str, parts)))


def around(dice: Random, median: float, spread: float = 0.6) -> float:
    """A length near the median, skewed to the long side as working times are; at most four medians."""
    return min(median * math.exp(dice.gauss(0, spread)), median * 4)
