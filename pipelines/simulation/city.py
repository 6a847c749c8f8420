"""A seeded city: the cases of a day are a pure function of seed and day, whenever and however often it is asked."""

import hashlib
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

from pipelines.domain.catalogue import Catalogue, Item
from pipelines.domain.event import CaseClass, CaseEvent, Center
from pipelines.domain.org import OrgTree
from pipelines.domain.period import day_start
from pipelines.simulation.chance import Weighted
from pipelines.simulation.clusters import Sighting, sightings
from pipelines.simulation.ground import Ground
from pipelines.simulation.lives import live
from pipelines.simulation.reports import draw_channel
from pipelines.simulation.rhythm import cases_on, second_of_day
from pipelines.simulation.rounds import Rounds
from pipelines.simulation.story import Matter

CENTER_SHARES = {Center.GRID: 0.790, Center.GOVERNANCE: 0.145, Center.EMERGENCY: 0.065, Center.NONE: 0.010}
CLASS_SHARES = {
    Center.GRID: {CaseClass.A: 0.002, CaseClass.B: 0.09, CaseClass.C: 0.52, CaseClass.D: 0.388},
    Center.GOVERNANCE: {CaseClass.A: 0.006, CaseClass.B: 0.09, CaseClass.C: 0.52, CaseClass.D: 0.384},
    Center.EMERGENCY: {CaseClass.A: 0.07, CaseClass.B: 0.36, CaseClass.C: 0.36, CaseClass.D: 0.21},
}
RARE = 0.1
MERGED_SHARE = 0.15

Life = tuple[CaseEvent, ...]


@dataclass(frozen=True, slots=True)
class _Day:
    """A local day: its date, the instant it starts, and its length as a share of 24 hours."""

    date: date
    start: datetime
    length: float


class City:
    """Places, catalogue and a seed; more cases a day keep those of fewer and add to them.

    `rounds` are what its grid workers do besides; without staff there are none.
    """

    def __init__(
        self,
        tree: OrgTree,
        catalogue: Catalogue,
        seed: int,
        cases_per_day: float,
        zone: ZoneInfo,
        roots: Sequence[str] | None = None,
        rounds: Rounds | None = None,
    ) -> None:
        self.seed, self.cases_per_day, self.zone, self.rounds = seed, cases_per_day, zone, rounds
        self._ground = Ground(tree, seed, roots)
        self._items = Weighted(_weigh(catalogue))
        self._mark = "" if seed == 1 else f"S{seed}-"

    def cases(self, day: date) -> list[Life]:
        """The lives of all cases reported on that local day, first reported first."""
        span, places, dice = self._span(day), self._ground.places(day), Random()
        lives = []
        for number in range(1, cases_on(day, self.seed, self.cases_per_day) + 1):
            dice.seed(f"{self.seed}|{day}|{number}")
            seen = Sighting(second_of_day(dice.random()), places.draw(dice), self._items.draw(dice))
            lives.append(self._life(span, f"{number:05d}", seen, dice))
        around_here = sightings(
            day, self.seed, self.cases_per_day, ground=self._ground, places=places, items=self._items
        )
        cluster = list(around_here)
        for number, seen in enumerate(cluster, start=1):
            dice.seed(f"{self.seed}|{day}|cluster|{number}")
            is_known = seen.second > cluster[0].second and dice.random() < MERGED_SHARE
            lives.append(self._life(span, f"C{number:04d}", seen, dice, "C0001" if is_known else None))
        return sorted(lives, key=lambda life: (life[0].occurred_at, life[0].case_id))

    def mark(self, day: date) -> str:
        """A short mark that changes with all that the city is made from, its places as on that day."""
        places, items = self._ground.places(day), self._items
        made_from = (self.seed, self.cases_per_day, self.zone.key, places.pairs, items.pairs)
        return hashlib.sha256(repr(made_from).encode()).hexdigest()[:16]

    def _span(self, day: date) -> _Day:
        start, end = day_start(day, self.zone), day_start(day + timedelta(days=1), self.zone)
        return _Day(day, start, (end - start) / timedelta(days=1))

    def _life(self, day: _Day, number: str, seen: Sighting, dice: Random, into: str | None = None) -> Life:
        spot = self._ground.spot(seen.place, day.date)
        prefix = f"{spot.prefix}-{self._mark}{day.date:%Y%m%d}-"
        matter = Matter(
            case_id=prefix + number,
            receipt=f"{self._mark}{day.date:%y%m%d}{number}",
            spot=spot,
            item=seen.item,
            channel=draw_channel(seen.item.center, seen.second, dice),
            reported_at=day.start + timedelta(seconds=int(seen.second * day.length)),
            second=seen.second,
            into=prefix + into if into else None,
        )
        return live(matter, dice)


def _weigh(catalogue: Catalogue) -> Iterator[tuple[Item, float]]:
    """Items by frequency: shares of centers and classes, within these the earlier in the catalogue the more often."""
    groups: dict[tuple[Center, CaseClass], list[Item]] = defaultdict(list)
    for item in catalogue.items.values():
        groups[item.center, item.class_].append(item)
    for (center, class_), items in groups.items():
        share = CENTER_SHARES[center] * CLASS_SHARES.get(center, {}).get(class_, RARE)
        total = sum(1 / rank for rank in range(2, len(items) + 2))
        yield from ((item, share / rank / total) for rank, item in enumerate(items, start=2))
