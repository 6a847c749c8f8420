"""What was counted of the registers, for as long as they stay as they are."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from pipelines.domain.register_counts import PlaceNumbers, Registers

MOST_KEPT = 64
K = TypeVar("K")


@dataclass(frozen=True, slots=True)
class KeptRegisters:
    """The registers in one state, with what was counted of it."""

    state: object
    registers: Registers
    stock: dict[tuple[date, date], PlaceNumbers]
    due: dict[tuple[date, date, date, date], PlaceNumbers]


def once(kept: dict[K, PlaceNumbers], key: K, count: Callable[[], PlaceNumbers]) -> PlaceNumbers:
    """What is kept under a key, else counted now."""
    if key not in kept:
        if len(kept) >= MOST_KEPT:
            kept.clear()
        kept[key] = count()
    return kept[key]
