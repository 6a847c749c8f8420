"""The figures of a place as text for a terminal, as the API's JSON, or as a file."""

from datetime import UTC, datetime
from pathlib import Path

import msgspec

from dashboard.address import Address, Page
from dashboard.api.asked import Asked, member
from dashboard.api.loads import kpi_json
from dashboard.exports.to_file import export_to
from dashboard.queries.bundle import open_queries
from dashboard.queries.question import Figures
from dashboard.wording.words import Language
from db.engine import Database
from pipelines.domain.access import ALL, Viewer
from pipelines.domain.event import CaseClass, Center
from pipelines.domain.settings import Settings

_OPERATOR = Viewer("operator", frozenset({ALL}))


def kpi_report(
    settings: Settings,
    database: Database,
    place: str,
    period: str,
    center: str | None,
    class_: str | None,
    item: str | None,
    is_json: bool,
) -> str:
    """All counts, rates and durations of one place and period."""
    queries, now = open_queries(settings, database), datetime.now(UTC)
    question = Asked(place, period, center, class_, item).question(queries, _OPERATOR, now)
    figures, shown = kpi_json(queries, _OPERATOR, question, now)
    return msgspec.json.format(msgspec.json.encode(shown)).decode() if is_json else _text(figures)


def export_report(
    settings: Settings,
    database: Database,
    place: str,
    period: str,
    center: str | None,
    class_: str | None,
    item: str | None,
    language: Language,
    path: Path,
    may_replace: bool,
) -> str:
    """Write the view of one place and period to a file; a line that says what is in it."""
    chosen = member(Center, center, "center"), member(CaseClass, class_, "class"), item or None
    address = Address(Page.PLACE, place, period, *chosen, language=language)
    queries, zone = open_queries(settings, database), settings.timezone
    done = export_to(path, may_replace, queries, _OPERATOR, address, datetime.now(UTC), zone)
    return f"{path}: {done.title}; {done.standing}; {done.listed} of {done.total} cases"


def _text(figures: Figures) -> str:
    fresh = figures.freshness
    simulated = "  simulated data" if fresh.is_simulated else ""
    lines = [
        f"{figures.unit.name}  {figures.period.text}  as of {fresh.as_of.isoformat(timespec='seconds')}{simulated}"
    ]
    for basis, own in figures.counts.items():
        lines.append(f"{basis}: " + "  ".join(f"{name} {n}" for name, n in own.items()))
    for name, rate in figures.rates.items():
        value = "—" if rate.value is None else f"{rate.value:.4f}"
        lines.append(f"{name}: {value}  ({rate.n} / {rate.d})")
    for name, one in (figures.durations or {}).items():
        mean = "—" if one.mean is None else f"{one.mean:.0f} s"
        lines.append(f"{name}: {mean}  ({one.count})")
    return "\n".join(lines)
