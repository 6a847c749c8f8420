"""What the registers count for on a day: stock, and the inspections that fall due; for every place on the path."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from pipelines.domain.context import GroupFile, ResidentGroup, group_files
from pipelines.domain.duty import DutyEntry, DutyKind, duty_list
from pipelines.domain.housing import Inspection, Obligation, Rental, RentalGrade, in_turn, inspection, obligations
from pipelines.domain.org import OrgTree
from pipelines.domain.record import Record, RecordType, in_order
from pipelines.domain.record_counts import GROUPS, RENTALS
from pipelines.domain.responsible import Responsible, led_on
from pipelines.domain.staff import StaffPost
from pipelines.domain.standing import LocalDay

PlaceNumbers = Mapping[str, Mapping[str, int]]


class Counted(NamedTuple):
    """That something, by its code, counts so many times at a place under a count; `day` is the one it was due."""

    place: str
    name: str
    subject: str
    n: int = 1
    day: date | None = None


_Found = Iterator[Counted]


@dataclass(frozen=True, slots=True)
class Home:
    """A rental home with its inspections, earliest first, and what they were due for."""

    rental: Rental
    obligations: tuple[Obligation, ...]
    inspections: tuple[Inspection, ...] = ()

    @property
    def grades(self) -> tuple[tuple[date, RentalGrade], ...]:
        """Its grades by the day from which each held."""
        return tuple((one.day, one.grade) for one in self.inspections if one.grade)

    def grade(self, day: date) -> RentalGrade:
        """Its grade on a day."""
        return next((grade for since, grade in reversed(self.grades) if since <= day), self.rental.grade)


@dataclass(frozen=True, slots=True)
class Registers:
    """The registers as the records have changed them."""

    posts: Sequence[StaffPost]
    duties: Sequence[DutyEntry]
    homes: Sequence[Home]
    rosters: Sequence[Responsible] = ()
    groups: Sequence[GroupFile] = ()


Held = StaffPost | Responsible | Home | DutyEntry | ResidentGroup
"""What a register holds of something on a day."""


def registers(
    posts: Sequence[StaffPost],
    duties: Iterable[DutyEntry],
    rentals: Iterable[Rental],
    records: Sequence[Record],
    local_day: LocalDay,
    rosters: Sequence[Responsible] = (),
    groups: Iterable[ResidentGroup] = (),
) -> Registers:
    """The registers of files with the records that change them; a home is looked at where and while it stands."""
    of_duties = [one for one in records if one.type in (RecordType.DUTY, RecordType.ADMISSION)]
    seen = defaultdict[tuple[str, str], list[Inspection]](list)
    for one in sorted((one for one in records if one.type is RecordType.INSPECTION), key=in_order):
        seen[one.values["rental"], one.path[-1]].append(inspection(one.values, local_day(one.occurred_at)))
    homes = [_home(rental, seen.get((rental.code, rental.place), [])) for rental in in_turn(rentals)]
    return Registers(posts, duty_list(duties, of_duties, local_day), homes, rosters, group_files(groups))


def _home(rental: Rental, seen: Sequence[Inspection]) -> Home:
    own = tuple(one for one in seen if rental.is_let_on(one.day))
    return Home(rental, tuple(obligations(rental, [one.day for one in own])), own)


def stock(of: Registers, tree: OrgTree, day: date, on: date) -> PlaceNumbers:
    """Stock at the end of a day by place, as places stand on another; what is 0 is left out."""
    return _along_paths(standing(of, tree, day), tree, on)


def due(of: Registers, tree: OrgTree, first: date, last: date, day: date, on: date) -> PlaceNumbers:
    """Inspections that fell due from the first day to the last, or to `day` if that is before; by places of a day."""
    return _along_paths(falling_due(of, first, last, day), tree, on)


def stock_within(of: Registers, tree: OrgTree, places: Collection[str], day: date) -> Mapping[str, int]:
    """Stock at the end of a day at any of some places, together."""
    found = Counter[str]()
    for one in standing(of, tree, day):
        if one.place in places:
            found[one.name] += one.n
    return found


def standing(of: Registers, tree: OrgTree, day: date) -> _Found:
    """What makes up the stock at the end of a day, one by one."""
    yield from _chiefs(of, tree, day)
    yield from _duties(of.duties, day)
    yield from _homes(of.homes, day)
    yield from _groups(of.groups, day)


def falling_due(of: Registers, first: date, last: date, day: date) -> _Found:
    """Inspections that fell due from the first day to the last, or to `day` if that comes before, one by one."""
    end = min(last, day)
    for home in of.homes:
        for one in home.obligations:
            if first <= one.due <= end:
                yield Counted(home.rental.place, "inspections_falling_due", home.rental.code, day=one.due)
                if one.is_on_time(day):
                    yield Counted(home.rental.place, "inspections_on_time", home.rental.code, day=one.due)


def _along_paths(found: _Found, tree: OrgTree, day: date) -> PlaceNumbers:
    sums = defaultdict[str, Counter[str]](Counter)
    for one in found:
        for code in tree.path(one.place, day):
            sums[code][one.name] += one.n
    return sums


def _chiefs(of: Registers, tree: OrgTree, day: date) -> _Found:
    led = led_on(of.rosters, of.posts, day)
    for unit in tree.units.values():
        if unit.is_base_grid:
            yield Counted(unit.code, "grids_with_chief" if unit.code in led else "grids_vacant", unit.code)


def _duties(entries: Iterable[DutyEntry], day: date) -> _Found:
    for one in entries:
        in_baseline = one.items if one.is_baseline and one.valid_from <= day else 0
        items = one.items if one.stands_on(day) else 0
        counts = {f"{one.kind}_baseline": in_baseline, f"{one.kind}_items": items}
        if one.kind is DutyKind.DUTY:
            counts["duty_removed"] = in_baseline - items
        yield from (Counted(one.place, name, one.code, n) for name, n in counts.items() if n)


def _groups(groups: Iterable[GroupFile], day: date) -> _Found:
    for file in groups:
        group = file.on(day)
        status = group.status(day)
        if group.filed_on <= day and status in GROUPS:
            yield Counted(group.place, "groups", group.code)
            yield Counted(group.place, GROUPS[status], group.code)


def _homes(homes: Iterable[Home], day: date) -> _Found:
    for home in homes:
        rental = home.rental
        if not rental.is_let_on(day):
            continue
        yield Counted(rental.place, "rentals", rental.code)
        yield Counted(rental.place, RENTALS[rental.type, home.grade(day)], rental.code)
        open_due = next((one.due for one in home.obligations if one.is_open_on(day)), None)
        if open_due is not None and open_due <= day:
            yield Counted(rental.place, "inspections_due", rental.code, day=open_due)
            if open_due < day:
                yield Counted(rental.place, "inspections_overdue", rental.code, day=open_due)
