"""What stands beside the figures: residents' groups, sending systems, context facts."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from pipelines.domain.record import Record
from pipelines.domain.standing import LocalDay


@dataclass(frozen=True, slots=True)
class ResidentGroup:
    """A group of residents 群众团队: filed with the community, approved by the street, renewed every year.

    A row says how the group stands from a day on: the latest of its own dates, unless `valid_from` names another.
    """

    code: str
    place: str
    name: str
    leader: str
    filed_on: date
    approved_on: date | None = None
    renewal_due: date | None = None
    ended_on: date | None = None
    valid_from: date | None = None

    @property
    def since(self) -> date:
        """The day from which the row holds."""
        own = (self.filed_on, self.approved_on, self.ended_on)
        return self.valid_from or max(day for day in own if day is not None)

    @property
    def key(self) -> str:
        """What tells it from every other version of every group."""
        return f"{self.code}|{self.since}"

    def status(self, day: date) -> str:
        """filed, approved, renewal_due or ended, as on that day."""
        if self.ended_on is not None and self.ended_on <= day:
            return "ended"
        if self.approved_on is None or self.approved_on > day:
            return "filed"
        return "renewal_due" if self.renewal_due is not None and self.renewal_due <= day else "approved"


@dataclass(frozen=True, slots=True)
class GroupFile:
    """All that was ever filed of one group, earliest first."""

    versions: tuple[ResidentGroup, ...]

    def on(self, day: date) -> ResidentGroup:
        """How it stood on a day; before anything else is known, as it was first filed."""
        return next((one for one in reversed(self.versions) if one.since <= day), self.versions[0])


def group_files(groups: Iterable[ResidentGroup]) -> list[GroupFile]:
    """The versions of groups, by code."""
    found = defaultdict[str, list[ResidentGroup]](list)
    for one in sorted(groups, key=lambda one: (one.code, one.since)):
        found[one.code].append(one)
    return [GroupFile(tuple(own)) for own in found.values()]


@dataclass(frozen=True, slots=True)
class SourceSystem:
    """A sending system by the name of its key, and how often it is expected to be heard."""

    code: str
    name: str
    expected_minutes: int

    @property
    def key(self) -> str:
        """What tells it from every other system."""
        return self.code


@dataclass(frozen=True, slots=True)
class ContextFact:
    """A published figure about a place, with what it is compared with, its day, and where it was published."""

    code: str
    place: str
    name: str
    value: float
    day: date
    document: str
    base: float | None = None

    @property
    def key(self) -> str:
        """What tells it from every other fact."""
        return f"{self.code}|{self.place}|{self.day}"

    @property
    def change(self) -> float | None:
        """By how much it has grown, as a share of its base; None without one."""
        return (self.value - self.base) / self.base if self.base else None


def newest(
    facts: Iterable[ContextFact], records: Iterable[Record], local_day: LocalDay, day: date
) -> list[ContextFact]:
    """The newest of each fact about each place that a day knows; a record goes by the name that the register gives."""
    known, last = list(facts), dict[tuple[str, str], ContextFact]()
    names = {fact.code: fact.name for fact in known}
    for fact in (*known, *(_fact(record, names, local_day) for record in records)):
        before = last.get((fact.code, fact.place))
        if fact.day <= day and (before is None or before.day <= fact.day):
            last[fact.code, fact.place] = fact
    return list(last.values())


def _fact(record: Record, names: Mapping[str, str], local_day: LocalDay) -> ContextFact:
    values, code = record.values, record.values["fact"]
    told = (names.get(code, code), values["value"], local_day(record.occurred_at), values["document"] or record.source)
    return ContextFact(code, record.path[-1], *told, values["base"])
