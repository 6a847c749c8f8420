"""People who work in the grids, and who is answerable for which."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class StaffCategory(StrEnum):
    """The four categories of grid staff."""

    FULL_TIME = "full_time"
    RETIRED = "retired"
    COORDINATOR = "coordinator"
    TEMPORARY = "temporary"


@dataclass(frozen=True, slots=True)
class StaffPost:
    """One person's post at a place from a day on, until the day before `valid_to`; a chief answers for the grid."""

    code: str
    name: str
    category: StaffCategory
    place: str
    valid_from: date
    is_chief: bool = False
    valid_to: date | None = None

    @property
    def key(self) -> str:
        """What tells it from every other post."""
        return f"{self.code}|{self.place}|{self.valid_from}"

    def holds_on(self, day: date) -> bool:
        """Whether the post is held on that day."""
        return self.valid_from <= day and (self.valid_to is None or day < self.valid_to)


@dataclass(frozen=True, slots=True)
class Vacancy:
    """A grid without a chief, and the day since when; None where nobody ever was."""

    place: str
    since: date | None


def vacancies(posts: Iterable[StaffPost], grids: Iterable[str], day: date) -> list[Vacancy]:
    """Those of the grids that have no chief on a day, the longest vacant first."""
    begun = defaultdict[str, list[StaffPost]](list)
    for post in posts:
        if post.is_chief and post.valid_from <= day:
            begun[post.place].append(post)
    found = [
        Vacancy(code, max((one.valid_to for one in begun[code] if one.valid_to), default=None))
        for code in grids
        if not any(one.holds_on(day) for one in begun[code])
    ]
    return sorted(found, key=lambda one: (one.since or date.min, one.place))


def second_chiefs(posts: Iterable[StaffPost]) -> Iterator[tuple[StaffPost, StaffPost]]:
    """Every chief whose time at a grid begins within another's, with that other: a grid has one at a time."""
    last: dict[str, StaffPost] = {}
    for post in sorted((one for one in posts if one.is_chief), key=lambda one: (one.place, one.valid_from, one.code)):
        before = last.get(post.place)
        if before and before.holds_on(post.valid_from):
            yield post, before
        if not before or _end(post) > _end(before):
            last[post.place] = post


def _end(post: StaffPost) -> date:
    return post.valid_to or date.max
