"""What the file is about, how far its figures can be relied on, and how to read them."""

from collections.abc import Mapping

from dashboard.exports.book import Cell, Row, Sheet
from dashboard.exports.cells import heads
from dashboard.exports.view import View
from dashboard.views.desk_header import LATE_SECONDS, STALE_SECONDS
from dashboard.wording.desk import FILTERS, FRAME, item_name, place_name, say
from dashboard.wording.exports import ABOUT, NOTES, READING, SHEETS
from dashboard.wording.kpi import BASES, CENTERS, CHANNELS, CLASSES, HIERARCHIES, LEVELS, count_label
from dashboard.wording.times import duration
from dashboard.wording.words import Word, find

_CLOCK = "%Y-%m-%d %H:%M:%S"


def title(view: View) -> str:
    """矿区 140303 · 2026-11 (2026-11-01 – 2026-11-30)."""
    unit, period = view.figures.unit, view.figures.period
    return f"{place_name(unit, view.language)} {unit.code} · {period.text} ({period.first} – {period.last})"


def standing(view: View) -> str:
    """Whether the data are simulated, what they are true for, how they are filtered, who took them out and when."""
    language, fresh, zone = view.language, view.figures.freshness, str(view.answers.zone)
    parts = [say(FRAME, "simulated", language)] if fresh.is_simulated else []
    parts.append(say(NOTES, "as_of", language, f"{view.local(fresh.as_of):{_CLOCK}}", zone))
    if fresh.lag_seconds > LATE_SECONDS:
        word = "stale" if fresh.lag_seconds > STALE_SECONDS else "delayed"
        parts.append(say(FRAME, word, language, duration(fresh.lag_seconds, language)))
    chosen = say(NOTES, "and", language).join(filter(None, filters(view).values()))
    parts.append(say(NOTES, "filters", language, chosen or say(FILTERS, "all", language)))
    parts.append(say(NOTES, "made", language, view.answers.viewer.name, f"{view.local(view.answers.now):{_CLOCK}}"))
    return " · ".join(parts)


def filters(view: View) -> dict[str, str]:
    """What each filter is set to; empty where it leaves everything."""
    address, language = view.address, view.language
    item = item_name(view.answers.items, address.item, language) if address.item else ""
    return {
        "center": _chosen(CENTERS, address.center, view),
        "class": _chosen(CLASSES, address.class_, view),
        "channel": _chosen(CHANNELS, address.channel, view),
        "item": f"{item} ({address.item})" if address.item else "",
    }


def _chosen(words: Mapping[str, Word], value: str | None, view: View) -> str:
    return find(words, value, view.language) if value is not None and value in words else value or ""


def about_sheet(view: View) -> Sheet:
    """One row for each thing to know."""
    language = view.language
    rows: list[Row] = [(say(ABOUT, name, language), cell) for name, cell in (*_asked(view), *_answered(view))]
    for shard, seq in sorted(view.figures.freshness.watermark.items()):
        rows.append((say(ABOUT, "watermark", language, shard), seq))
    rows += [(say(ABOUT, "reading", language), word.on(language)) for word in READING]
    return Sheet(say(SHEETS, "about", language), heads(language, "entry", "content"), rows)


def _asked(view: View) -> list[tuple[str, Cell]]:
    language, unit, period, of = view.language, view.figures.unit, view.figures.period, view.address.listed
    everything = say(FILTERS, "all", language)
    return [
        ("place", place_name(unit, language)),
        ("code", unit.code),
        ("level", find(LEVELS, unit.level, language)),
        ("path", " › ".join(place_name(one, language) for one in view.answers.around.trail)),
        ("hierarchy", find(HIERARCHIES, unit.kind, language)),
        ("period", period.text),
        ("first", period.first),
        ("last", period.last),
        *((name, text or everything) for name, text in filters(view).items()),
        ("listed", f"{count_label(of.basis, of.count, language)} ({find(BASES, of.basis, language)})"),
        ("view", view.address.href),
    ]


def _answered(view: View) -> list[tuple[str, Cell]]:
    answers, fresh = view.answers, view.figures.freshness
    return [
        ("total", answers.cases.total),
        ("rows", view.listed),
        ("as_of", view.local(fresh.as_of)),
        ("lag", round(fresh.lag_seconds)),
        ("simulated", say(NOTES, "yes" if fresh.is_simulated else "no", view.language)),
        ("zone", str(answers.zone)),
        ("by", answers.viewer.name),
        ("at", view.local(answers.now)),
    ]
