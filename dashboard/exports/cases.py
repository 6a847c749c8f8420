"""The cases behind the count that the view lists, one row each."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from dashboard.exports.book import Cell, Row, Sheet
from dashboard.exports.cells import heads
from dashboard.exports.view import View
from dashboard.queries.case_row import CaseRow
from dashboard.wording.desk import CASES, item_name, place_name, say
from dashboard.wording.exports import NOTES, SHEETS
from dashboard.wording.kpi import BASES, CENTERS, CHANNELS, CLASSES, LEVELS, STAGES, count_label
from dashboard.wording.matters import matter_words
from dashboard.wording.words import Language, find
from pipelines.domain.event import CaseClass
from pipelines.domain.kpi import Basis
from pipelines.domain.unit import OrgLevel

SHOWN_LEVELS = (OrgLevel.DISTRICT, OrgLevel.SUBDISTRICT, OrgLevel.COMMUNITY, OrgLevel.GRID)


def cases_sheet(view: View) -> Sheet:
    """Newest first, with the way to the rest in its note when there are more than fit."""
    language = view.language
    when = "at" if view.address.listed.basis is Basis.FLOW else "reported_at"
    columns = [say(CASES, name, language) for name in ("number", when, "class", "item")]
    columns += heads(language, "item_code", "center", "place_code")
    columns += [find(LEVELS, level, language) for level in SHOWN_LEVELS]
    columns += [say(CASES, name, language) for name in ("channel", "state")]
    columns += heads(language, "handling_unit", "open_part", "due_part", "due_at", "disposed_at", "closed_at",
                     "voided_at", "simulated")  # fmt: skip
    return Sheet(say(SHEETS, "cases", language), columns, _rows(view), " · ".join(listed(view)))


def listed(view: View) -> Iterator[str]:
    """What the list is of, how many there are, and what was cut off."""
    language, of, total = view.language, view.address.listed, view.answers.cases.total
    label = count_label(of.basis, of.count, language)
    yield say(NOTES, "listed", language, label, find(BASES, of.basis, language), total)
    if view.address.is_direct:
        yield say(CASES, "direct", language)
    if view.address.part:
        yield say(CASES, "part", language, view.address.part)
    if view.address.matter:
        yield matter_words(view.address.matter, language)
    yield say(NOTES, "state_now", language)
    if total > view.listed:
        yield say(NOTES, "cut", language, total, view.listed)


def _rows(view: View) -> Iterator[Row]:
    for case in view.cases:
        yield [*_what(view, case), *_where(case, view.language), *_how_far(view, case)]


def _what(view: View, case: CaseRow) -> Row:
    language = view.language
    class_ = case.class_.value if case.class_ is not CaseClass.NONE else find(CLASSES, case.class_, language)
    item = item_name(view.answers.items, case.item, language)
    center = find(CENTERS, case.center, language)
    return case.case_id, view.local(case.at), class_, item, case.item or "", center


def _where(case: CaseRow, language: Language) -> Sequence[str]:
    names = {unit.level: place_name(unit, language) for unit in case.path}
    return [case.path[-1].code, *(names.get(level, "") for level in SHOWN_LEVELS)]


def _how_far(view: View, case: CaseRow) -> Row:
    language = view.language
    stage = None if case.stage is None else find(STAGES, case.stage.name, language)
    state = say(CASES, "voided", language) if case.voided_at else stage
    parts = [_part(Basis.STOCK, case.open_part, language), _part(Basis.DUE, case.due_part, language)]
    times = [_local(view, at) for at in (case.due_at, case.disposed_at, case.closed_at, case.voided_at)]
    simulated = say(NOTES, "yes" if case.is_simulated else "no", language)
    return [_channel(case.channel, language), state, case.unit or "", *parts, *times, simulated]


def _part(basis: Basis, name: str | None, language: Language) -> str:
    return count_label(basis, name, language) if name else ""


def _channel(channel: str | None, language: Language) -> Cell:
    return find(CHANNELS, channel, language) if channel is not None and channel in CHANNELS else channel


def _local(view: View, at: datetime | None) -> datetime | str:
    return view.local(at) if at else ""
