"""How places are set beside each other: a policy of the deployment, competition ranks, and the one in the middle."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TypeVar

from pipelines.domain.errors import SettingsError

T = TypeVar("T")
Key = tuple[float, ...]


class Ranking(StrEnum):
    """Ranks and the middle one; only the middle one, in a fixed order; or no comparison at all."""

    RANK = "rank"
    BENCHMARK = "benchmark"
    OFF = "off"

    @property
    def compares(self) -> bool:
        """Whether a place is shown against the others."""
        return self is not Ranking.OFF

    @property
    def is_ordered(self) -> bool:
        """Whether the order of places says which does better."""
        return self is Ranking.RANK


@dataclass(frozen=True, slots=True)
class RankingChange:
    """Who changed the policy, when, from what to what."""

    at: datetime
    actor: str
    before: Ranking
    after: Ranking


def read_ranking(text: str) -> Ranking:
    """The policy of a word; SettingsError for any other word."""
    try:
        return Ranking(text)
    except ValueError:
        raise SettingsError(f"ranking '{text[:40]}': not known; use one of {', '.join(Ranking)}") from None


def ranks(keys: Sequence[Key]) -> list[int]:
    """The competition rank of each key, the smallest first: equal ones share a rank, the next one skips."""
    first = dict[Key, int]()
    for n, key in enumerate(sorted(keys), start=1):
        first.setdefault(key, n)
    return [first[key] for key in keys]


def middle(values: Iterable[float | None]) -> float | None:
    """The median of the values that there are; None without two to compare."""
    known = sorted(value for value in values if value is not None)
    if len(known) < 2:
        return None
    return (known[(len(known) - 1) // 2] + known[len(known) // 2]) / 2


def apart(value: float | None, middle_one: float | None) -> float | None:
    """How far a value is from the middle one; None where either is missing."""
    return None if value is None or middle_one is None else value - middle_one


def in_turn(rows: Sequence[T], room: int, turn: int) -> tuple[int, Sequence[T]]:
    """As many rows as there is room for, the next ones at each turn, and how many stand before them."""
    pages = -(-len(rows) // room) or 1
    start = turn % pages * room
    return start, rows[start : start + room]
