"""What one row of a list of records says: whom or what it is about, and what was found, in words."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from dashboard.wording.desk import say
from dashboard.wording.desk_records import TOLD
from dashboard.wording.records import BURDENS, CATEGORIES, RENTAL_TYPES
from dashboard.wording.words import Language, find
from pipelines.domain.context import ResidentGroup
from pipelines.domain.duty import DutyEntry
from pipelines.domain.record import Record, RecordType
from pipelines.domain.register_counts import Held, Home
from pipelines.domain.responsible import Responsible
from pipelines.domain.staff import StaffPost

Texts = list[str]


def record_told(record: Record, language: Language) -> Texts:
    """The values of a record that counts."""
    return _TOLD[record.type](record.values, language)


def _patrol(values: Mapping[str, Any], language: Language) -> Texts:
    minutes = values.get("minutes")
    return [say(TOLD, "patrol_minutes", language, minutes) if minutes else say(TOLD, "patrol", language)]


def _visit(values: Mapping[str, Any], language: Language) -> Texts:
    return [say(TOLD, "visit", language, f"{values['households']:,}")]


def _inspection(values: Mapping[str, Any], language: Language) -> Texts:
    grade = values.get("grade")
    found = say(TOLD, values.get("result", "passed"), language)
    return [found, *([say(TOLD, "graded", language, grade)] if grade else [])]


def _roster(values: Mapping[str, Any], language: Language) -> Texts:
    return [find(CATEGORIES, values["category"], language), say(TOLD, "on_duty", language)]


_TOLD: Mapping[RecordType, Callable[[Mapping[str, Any], Language], Texts]] = {
    RecordType.PATROL: _patrol,
    RecordType.VISIT: _visit,
    RecordType.INSPECTION: _inspection,
    RecordType.ROSTER: _roster,
}


def entry_told(entry: Held | None, count: str, day: date, language: Language) -> Texts:
    """What a register holds of something on a day, as far as it belongs to a count; `day` is that of the row."""
    if isinstance(entry, Home):
        return _home(entry, count, day, language)
    if isinstance(entry, DutyEntry):
        return _duty(entry, day, language)
    if isinstance(entry, ResidentGroup):
        return [say(TOLD, entry.status(day), language), say(TOLD, "led_by", language, entry.leader)]
    if count.startswith("grids"):
        return _chief(entry, day, language)
    return [say(TOLD, "to_patrol", language)] if count == "grid_days_due" else []


def _home(home: Home, count: str, day: date, language: Language) -> Texts:
    kind = find(RENTAL_TYPES, home.rental.type, language)
    told = [kind, say(TOLD, "grade", language, home.grade(day))]
    if not count.startswith("inspections"):
        return told
    done = next((one.done for one in home.obligations if one.due == day), None)
    return [*told, say(TOLD, "done_on", language, done) if done else say(TOLD, "not_done", language)]


def _duty(entry: DutyEntry, day: date, language: Language) -> Texts:
    told = [find(BURDENS, entry.kind, language)]
    if not entry.is_baseline:
        told.append(say(TOLD, "admitted", language))
    if entry.valid_to is not None and entry.valid_to <= day:
        told.append(say(TOLD, "cut", language, entry.cut) if entry.cut else say(TOLD, "cut_unnamed", language))
    return told


def _chief(entry: StaffPost | Responsible | None, day: date, language: Language) -> Texts:
    """A chief, or since when there has been none."""
    if entry is None:
        return [say(TOLD, "vacant_ever", language)]
    if not entry.holds_on(day):
        return [say(TOLD, "vacant_since", language, entry.valid_to)]
    category = [find(CATEGORIES, entry.category, language)] if isinstance(entry, StaffPost) else []
    since = [say(TOLD, "since", language, entry.valid_from)] if entry.valid_from else []
    return [say(TOLD, "chief", language), *category, *since]


def entry_name(entry: Held | None, day: date) -> str:
    """Whom or what an entry names; empty for what has no name, and for a chief who has left."""
    if isinstance(entry, StaffPost | Responsible):
        return entry.name if entry.holds_on(day) else ""
    return entry.name if isinstance(entry, DutyEntry | ResidentGroup) else ""
