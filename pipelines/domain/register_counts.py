"""What the registers count for on a day: stock, and the inspections that fall due; for every place on the path."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from pipelines.domain.duty import DutyEntry, DutyKind, duty_list
from pipelines.domain.housing import Obligation, Rental, RentalGrade, obligations
from pipelines.domain.org import OrgTree
from pipelines.domain.record import Record, RecordType
from pipelines.domain.record_counts import RENTALS
from pipelines.domain.staff import StaffPost
from pipelines.domain.standing import LocalDay
from pipelines.domain.unit import OrgLevel

PlaceNumbers = Mapping[str, Mapping[str, int]]
_Found = Iterable[tuple[str, str, int]]


@dataclass(frozen=True, slots=True)
class Home:
    """A rental home with its inspections, and its grades by the day from which each held."""

    rental: Rental
    obligations: tuple[Obligation, ...]
    grades: tuple[tuple[date, RentalGrade], ...] = ()

    def grade(self, day: date) -> RentalGrade:
        """Its grade on a day."""
        return next((grade for since, grade in reversed(self.grades) if since <= day), self.rental.grade)


@dataclass(frozen=True, slots=True)
class Registers:
    """The registers as the records have changed them."""

    posts: Sequence[StaffPost]
    duties: Sequence[DutyEntry]
    homes: Sequence[Home]


def registers(
    posts: Sequence[StaffPost],
    duties: Iterable[DutyEntry],
    rentals: Iterable[Rental],
    records: Sequence[Record],
    local_day: LocalDay,
) -> Registers:
    """The registers of files with the records that change them; a home is looked at where it stands."""
    of_duties = [one for one in records if one.type in (RecordType.DUTY, RecordType.ADMISSION)]
    seen = defaultdict[tuple[str, str], list[tuple[date, str | None]]](list)
    for one in records:
        if one.type is RecordType.INSPECTION:
            seen[one.values["rental"], one.path[-1]].append((local_day(one.occurred_at), one.values["grade"]))
    homes = [_home(rental, seen.get((rental.code, rental.place), [])) for rental in rentals]
    return Registers(posts, duty_list(duties, of_duties, local_day), homes)


def _home(rental: Rental, seen: list[tuple[date, str | None]]) -> Home:
    seen.sort(key=lambda one: one[0])
    grades = tuple((day, RentalGrade(grade)) for day, grade in seen if grade)
    return Home(rental, tuple(obligations(rental, [day for day, _ in seen])), grades)


def stock(of: Registers, tree: OrgTree, day: date, on: date) -> PlaceNumbers:
    """Stock at the end of a day by place, as places stand on another; what is 0 is left out."""
    found = [*_chiefs(of.posts, tree, day), *_duties(of.duties, day), *_homes(of.homes, day)]
    return _along_paths(found, tree, on)


def due(of: Registers, tree: OrgTree, first: date, last: date, day: date, on: date) -> PlaceNumbers:
    """Inspections that fell due from the first day to the last, or to `day` if that is before; by places of a day."""
    end = min(last, day)
    found = (
        (home.rental.place, name, 1)
        for home in of.homes
        for one in home.obligations
        if first <= one.due <= end
        for name in ("inspections_falling_due", *(["inspections_on_time"] if one.is_on_time(day) else []))
    )
    return _along_paths(found, tree, on)


def _along_paths(found: _Found, tree: OrgTree, day: date) -> PlaceNumbers:
    sums = defaultdict[str, Counter[str]](Counter)
    for place, name, n in found:
        for code in tree.path(place, day):
            sums[code][name] += n
    return sums


def _chiefs(posts: Iterable[StaffPost], tree: OrgTree, day: date) -> _Found:
    held = {post.place for post in posts if post.is_chief and post.holds_on(day)}
    return ((place, "grids_with_chief", 1) for place in held if tree.unit(place).level is OrgLevel.GRID)


def _duties(entries: Iterable[DutyEntry], day: date) -> _Found:
    for one in entries:
        in_baseline = one.items if one.is_baseline and one.valid_from <= day else 0
        items = one.items if one.stands_on(day) else 0
        yield one.place, f"{one.kind}_baseline", in_baseline
        yield one.place, f"{one.kind}_items", items
        if one.kind is DutyKind.DUTY:
            yield one.place, "duty_removed", in_baseline - items


def _homes(homes: Iterable[Home], day: date) -> _Found:
    for home in homes:
        rental = home.rental
        if not rental.is_let_on(day):
            continue
        yield rental.place, "rentals", 1
        yield rental.place, RENTALS[rental.type, home.grade(day)], 1
        open_due = next((one.due for one in home.obligations if one.is_open_on(day)), None)
        if open_due is not None and open_due <= day:
            yield rental.place, "inspections_due", 1
            yield from [(rental.place, "inspections_overdue", 1)] if open_due < day else []
