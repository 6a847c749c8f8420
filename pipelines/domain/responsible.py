"""Who answers for a unit: 一长三员一队, a chief, an instructor, a liaison, a worker, and a service team."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from pipelines.domain.staff import StaffPost


class Duty(StrEnum):
    """What somebody is responsible for in a unit, the most accountable first."""

    CHIEF = "chief"
    INSTRUCTOR = "instructor"
    LIAISON = "liaison"
    WORKER = "worker"
    SERVICE_TEAM = "service_team"


@dataclass(frozen=True, slots=True)
class Responsible:
    """A person or team in a unit's roster from a day on, until the day before another; None is open-ended."""

    unit: str
    duty: Duty
    name: str
    phone: str = ""
    valid_from: date | None = None
    valid_to: date | None = None

    @property
    def begin(self) -> date:
        """The first day."""
        return self.valid_from or date.min

    @property
    def end(self) -> date:
        """The first day no longer."""
        return self.valid_to or date.max

    def holds_on(self, day: date) -> bool:
        """Whether that is so on a day."""
        return self.begin <= day < self.end


def rivals(rosters: Iterable[Responsible], posts: Iterable[StaffPost]) -> Iterator[tuple[Responsible, StaffPost]]:
    """Chiefs of one unit on one day by the two registers, unless both name the same person."""
    chiefs = defaultdict[str, list[StaffPost]](list)
    for post in posts:
        if post.is_chief:
            chiefs[post.place].append(post)
    for one in (one for one in rosters if one.duty is Duty.CHIEF):
        for post in chiefs.get(one.unit, ()):
            if post.name != one.name and (one.holds_on(post.valid_from) or post.holds_on(one.begin)):
                yield one, post


def led_on(rosters: Iterable[Responsible], posts: Iterable[StaffPost], day: date) -> set[str]:
    """Units that have a chief on a day, by either register."""
    of_rosters = {one.unit for one in rosters if one.duty is Duty.CHIEF and one.holds_on(day)}
    return of_rosters | {post.place for post in posts if post.is_chief and post.holds_on(day)}
