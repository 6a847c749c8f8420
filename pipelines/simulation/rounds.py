"""What grid workers do every day: come on duty, walk their grids, call on households, look at rental homes."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from functools import lru_cache
from hashlib import blake2b
from random import Random
from zoneinfo import ZoneInfo

from pipelines.domain.housing import Rental, in_turn
from pipelines.domain.org import OrgTree
from pipelines.domain.period import day_start, local_day
from pipelines.domain.record import Record, RecordType
from pipelines.domain.staff import StaffPost
from pipelines.simulation.chance import dice_for

ON_WEEKDAY, ON_WEEKEND = 0.95, 0.86
PATROLS, SECOND_PATROLS, VISITS = 0.985, 0.35, 0.3
EARLY, LATE, PASSED = 0.9, 10, 0.93
"""How often a home is looked at in time, how many days late else, and how often nothing is wrong with it."""


class Rounds:
    """The records of any day, a pure function of the seed, the registers and the day; below the roots or everywhere.

    Walks are known `since` a day only, so that a long past costs little; the few inspections always.
    """

    def __init__(
        self,
        tree: OrgTree,
        posts: Sequence[StaffPost],
        rentals: Sequence[Rental],
        seed: int,
        zone: ZoneInfo,
        since: date,
        roots: Sequence[str] | None = None,
    ) -> None:
        self._tree, self._seed, self._zone, self.since = tree, seed, zone, since
        self._posts = [post for post in posts if roots is None or tree.is_within(post.place, roots, since)]
        self._homes = [home for home in in_turn(rentals) if roots is None or tree.is_within(home.place, roots, since)]
        self._mark = "" if seed == 1 else f"S{seed}-"
        self.records = lru_cache(maxsize=3)(self._records)
        self._due = lru_cache(maxsize=2)(self._days_of_homes)

    def between(self, after: datetime, until: datetime) -> list[Record]:
        """Records after one instant, up to and with another."""
        first, last = local_day(after, self._zone), local_day(until, self._zone)
        days = (first + timedelta(days=n) for n in range((last - first).days + 1))
        return [record for day in days for record in self.records(day) if after < record.occurred_at <= until]

    def _records(self, day: date) -> Sequence[Record]:
        """All records of a local day, earliest first."""
        people = self._people(day) if day >= self.since else ()
        found = [*people, *self._inspections(day)]
        return sorted(found, key=lambda record: (record.occurred_at, record.event_id))

    def _people(self, day: date) -> Iterator[Record]:
        for post in (one for one in self._posts if one.holds_on(day)):
            dice = dice_for(self._seed, post.key, day)
            if dice.random() < (ON_WEEKDAY if day.weekday() < 5 else ON_WEEKEND):
                values = {"worker": post.code, "category": post.category.value, "status": "on"}
                yield self._record(RecordType.ROSTER, post, self._at(day, dice, 7.5, 8.3), values)
                if post.is_chief:
                    yield from self._walks(post, day, dice)

    def _walks(self, post: StaffPost, day: date, dice: Random) -> Iterator[Record]:
        for chance, begin, end in ((PATROLS, 8.5, 12.0), (SECOND_PATROLS, 14.0, 18.5)):
            if dice.random() < chance:
                minutes = {"minutes": 25 + int(dice.random() * 60)}
                yield self._record(RecordType.PATROL, post, self._at(day, dice, begin, end), minutes)
        if dice.random() < VISITS:
            households = {"households": 1 + int(dice.random() * 5)}
            yield self._record(RecordType.VISIT, post, self._at(day, dice, 9.0, 20.0), households)

    def _inspections(self, day: date) -> Iterator[Record]:
        for rental in self._due(day.year).get(day, ()):
            dice = dice_for(self._seed, rental.code, day)
            values = {"rental": rental.code, "result": "passed" if dice.random() < PASSED else "failed", "grade": None}
            yield self._record(RecordType.INSPECTION, rental, self._at(day, dice, 9.0, 17.5), values)

    def _days_of_homes(self, year: int) -> Mapping[date, Sequence[Rental]]:
        """Which homes are looked at on which days, up to the end of a year."""
        found = defaultdict[date, list[Rental]](list)
        for rental in self._homes:
            dice, due = dice_for(self._seed, rental.code), rental.first_due
            while due.year <= year:
                late = -int(dice.random() * 5) if dice.random() < EARLY else 1 + int(dice.random() * LATE)
                done = due + timedelta(days=late)
                if rental.is_let_on(done):
                    found[done].append(rental)
                due = done + timedelta(days=rental.every_days)
        return found

    def _at(self, day: date, dice: Random, begin: float, end: float) -> datetime:
        return day_start(day, self._zone) + timedelta(seconds=int((begin + (end - begin) * dice.random()) * 3600))

    def _record(
        self, type_: RecordType, where: StaffPost | Rental, at: datetime, values: Mapping[str, object]
    ) -> Record:
        digest = blake2b(where.key.encode(), digest_size=9).hexdigest()
        event_id = f"{self._mark}{type_}-{at:%y%m%d%H%M%S}-{digest}"
        actor = where.name if isinstance(where, StaffPost) else None
        day = at.astimezone(self._zone).date()
        return Record("", event_id, type_, at, self._tree.path(where.place, day), values, actor)
