"""Now and then much of the same happens in one community within two hours."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from random import Random

from pipelines.domain.catalogue import Item
from pipelines.domain.event import CaseClass
from pipelines.simulation.chance import Weighted, dice_for
from pipelines.simulation.ground import Ground
from pipelines.simulation.rhythm import second_of_day

DAILY_CHANCE = 0.13
LASTS_SECONDS = 7200
SIZE_SHARES = (0.018, 0.045)
SMALLEST = 12


@dataclass(frozen=True, slots=True)
class Sighting:
    """One report of a cluster: the second of the day, the place, and what all of them are about."""

    second: float
    place: str
    item: Item


def sightings(
    day: date, seed: int, cases_per_day: float, *, ground: Ground, places: Weighted[str], items: Weighted[Item]
) -> Iterator[Sighting]:
    """The reports of the day's cluster; none on most days."""
    dice = dice_for(seed, day, "cluster")
    if dice.random() >= DAILY_CHANCE or cases_per_day <= 0:
        return
    start = min(second_of_day(dice.random()), 86400 - LASTS_SECONDS)
    around_here = ground.neighbours(places.draw(dice), day)
    item = _item(items, dice)
    for _ in range(max(SMALLEST, int(dice.uniform(*SIZE_SHARES) * cases_per_day))):
        yield Sighting(start + dice.random() * LASTS_SECONDS, dice.choice(around_here), item)


def _item(items: Weighted[Item], dice: Random) -> Item:
    """An item that may happen in numbers: none of class A while there are others."""
    drawn = [items.draw(dice) for _ in range(20)]
    return next((item for item in drawn if item.class_ is not CaseClass.A), drawn[0])
