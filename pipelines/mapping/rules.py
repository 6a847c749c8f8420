"""What a mapping says, as frozen values; `load.py` reads them from YAML and checks them."""

from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime, time
from enum import StrEnum
from zoneinfo import ZoneInfo

from pipelines.domain.step import Step
from pipelines.domain.unit import OrgLevel

ISO = "iso"


class Blank(StrEnum):
    """What becomes of a row whose cell is empty: refused, a unit of its own, or left out of the event."""

    REJECT = "reject"
    UNLOCATED = "unlocated"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Root:
    """The place above all others of the file."""

    code: str
    level: OrgLevel
    name: str


@dataclass(frozen=True, slots=True)
class PathLevel:
    """One level of the place path: the columns of its name; `own` are those that no level above has."""

    level: OrgLevel
    columns: tuple[str, ...]
    own: tuple[str, ...]
    blank: Blank = Blank.REJECT


@dataclass(frozen=True, slots=True)
class Moment:
    """When something happened: the day always, the instant where the file tells it; `text` as an event holds it."""

    day: date
    at: datetime | None
    text: str

    def is_before(self, other: "Moment") -> bool:
        """Whether it lies before the other, by days when either has no time of day."""
        if self.at is not None and other.at is not None:
            return self.at < other.at
        return self.day < other.day


@dataclass(frozen=True, slots=True)
class TimeRule:
    """How times are written: a strptime format or ISO 8601; without a zone the deployment's is meant."""

    format: str = ISO
    is_date_only: bool = False
    timezone: str | None = None

    def read(self, text: str, zone: ZoneInfo) -> Moment:
        """The moment a text names; ValueError when it names none. ISO 8601 is understood beside any format."""
        found = self._read(text)
        if not isinstance(found, datetime) or self.is_date_only:
            day = found.date() if isinstance(found, datetime) else found
            return Moment(day, None, day.isoformat())
        at = found if found.tzinfo else found.replace(tzinfo=zone)
        return Moment(at.astimezone(zone).date(), at, at.isoformat())

    def _read(self, text: str) -> date | datetime:
        if self.format != ISO:
            with suppress(ValueError):
                return datetime.strptime(text, self.format)  # noqa: DTZ007
        with suppress(ValueError):
            return date.fromisoformat(text)
        return datetime.fromisoformat(text)


def day_end(moment: Moment, zone: ZoneInfo) -> str:
    """The moment as RFC 3339; a bare date means its last second, as a deadline does."""
    return moment.text if moment.at else datetime.combine(moment.day, time(23, 59, 59), zone).isoformat()


@dataclass(frozen=True, slots=True)
class Mapping:
    """All that turns the rows of one kind of file into events; columns are named as in the file's first row."""

    name: str
    case: str
    steps: dict[Step, str]
    root: Root | None = None
    path: tuple[PathLevel, ...] = ()
    place: str | None = None
    unlocated_name: str = "unlocated"
    case_prefix: str = ""
    item: str | None = None
    blank_item: Blank = Blank.REJECT
    times: TimeRule = TimeRule()
    constants: dict[str, str] = field(default_factory=dict)
    fields: dict[str, str] = field(default_factory=dict)
    values: dict[str, dict[str, str]] = field(default_factory=dict)
    encoding: str = "utf-8"
    delimiter: str = ","
    sheet: str | None = None

    @property
    def path_columns(self) -> tuple[str, ...]:
        """The columns that name the place, each once."""
        named = [column for level in self.path for column in level.own]
        return (self.place,) if self.place else tuple(named)

    @property
    def columns(self) -> tuple[str, ...]:
        """Every column that the file must have, each once."""
        item = (self.item,) if self.item else ()
        every = (self.case, *self.path_columns, *item, *self.steps.values(), *self.fields.values())
        return tuple(dict.fromkeys(every))

    def columns_of(self, field_name: str, step: str) -> str:
        """The columns behind a field of an event, as a rejects file names them; the field itself when none is."""
        if field_name == "place":
            return ", ".join(self.path_columns)
        if field_name in {"case_id", "event_id"}:
            return self.case
        if field_name == "item" and self.item:
            return self.item
        if field_name == "occurred_at" and step in self.steps:
            return self.steps[Step(step)]
        return self.fields.get(field_name, field_name)
