"""Vitals -> the texts, states and instants of the operators' page."""

from collections.abc import Iterable, Sequence
from datetime import timedelta
from zoneinfo import ZoneInfo

from dashboard.live.board import MOST_SOURCES, State
from dashboard.live.snapshot import Snapshot, joined
from dashboard.queries.vitals import Source, Vitals
from dashboard.wording.health import HEALTH
from dashboard.wording.numbers import MISSING, count, size
from dashboard.wording.times import clock, day_time
from dashboard.wording.words import Language, find
from db.codec import to_millis
from db.vitals import Progress
from pipelines.domain.access import SYSTEM

LATE = timedelta(seconds=6)
STOPPED = timedelta(seconds=30)
_LOG = ("head", "applied", "waiting", "dead", "parked", "parked-cases")


def draw_health(vitals: Vitals, zone: ZoneInfo, language: Language) -> Snapshot:
    """Everything the page shows at this moment."""
    log = _draw_log(vitals.progress, vitals, language) if vitals.progress else _draw_no_log()
    parts = [
        log,
        _part("intake", State.NORMAL if vitals.is_intake_ready else State.CRITICAL, language),
        _part("dashboard", State.NORMAL, language),
        Snapshot(since={"dashboard": to_millis(vitals.started_at)}),
        _draw_worker(vitals, zone, language),
        *_draw_stores(vitals, language),
        *_draw_sources(vitals.sources, zone, language),
    ]
    n_silent = sum(source.is_silent for source in vitals.sources or ())
    return joined([*parts, _draw_pills(parts, n_silent, language)])


def _draw_log(found: Progress, vitals: Vitals, language: Language) -> Snapshot:
    events = (found.head, found.applied, found.waiting, found.dead, found.parked)
    cases = _say("of_cases", language, count(found.parked_cases, language))
    waited = to_millis(vitals.read_at) - (found.waiting_since or to_millis(vitals.read_at))
    return Snapshot(
        cells=dict(zip(_LOG, (*(count(n, language) for n in events), cases), strict=True)),
        states={
            "waiting": _by_age(timedelta(milliseconds=waited)),
            "waiting-for": State.ON if found.waiting else State.OFF,
            "dead": State.WARNING if found.dead else State.NORMAL,
        },
        since={"waiting": found.waiting_since or 0},
    )


def _draw_no_log() -> Snapshot:
    states = {"waiting": State.NORMAL, "waiting-for": State.OFF, "dead": State.NORMAL}
    return Snapshot(dict.fromkeys(_LOG, MISSING), states, since={"waiting": 0})


def _by_age(age: timedelta) -> State:
    return State.NORMAL if age < LATE else State.WARNING if age < STOPPED else State.CRITICAL


def _part(name: str, state: State, language: Language, word: str = "", detail: str = "") -> Snapshot:
    """One row: its state in shape and word, and what is known of it."""
    usual = "ok" if state is State.NORMAL else "down"
    return Snapshot({f"{name}-state": _say(word or usual, language), f"{name}-detail": detail}, {name: state})


def _draw_worker(vitals: Vitals, zone: ZoneInfo, language: Language) -> Snapshot:
    """Its beat is what the live figures are true for: without events too it moves every two seconds."""
    if vitals.figures_at is None:
        word, state = ("rebuilding", State.WARNING) if vitals.redis else ("unknown", State.STALE)
        return joined([_part("worker", state, language, word), Snapshot(since={"worker": 0})])
    state = _by_age(vitals.read_at - vitals.figures_at)
    word = {State.WARNING: "late", State.CRITICAL: "stopped"}.get(state, "ok")
    shown = _part("worker", state, language, word, _say("figures_of", language, clock(vitals.figures_at, zone)))
    return joined([shown, Snapshot(since={"worker": to_millis(vitals.figures_at)})])


def _draw_stores(vitals: Vitals, language: Language) -> Iterable[Snapshot]:
    redis, sql = vitals.redis, vitals.sql
    live = _say("memory", language, redis.product, size(redis.bytes)) if redis else ""
    yield _part("redis", State.NORMAL if redis else State.CRITICAL, language, detail=live)
    kept = f"{sql.product} · {size(sql.bytes)}" if sql else ""
    yield _part("sql", State.NORMAL if sql else State.CRITICAL, language, detail=kept)
    disk = sql.disk if sql else None
    if disk is None:
        yield Snapshot({"disk-state": "", "disk-detail": ""}, {"disk": State.OFF})
        return
    room = _say("free", language, size(disk.free), size(disk.total))
    word = "low" if disk.is_low else ""
    yield _part("disk", State.CRITICAL if disk.is_low else State.NORMAL, language, word, room)


def _draw_sources(sources: Sequence[Source] | None, zone: ZoneInfo, language: Language) -> Iterable[Snapshot]:
    """So many rows as the page has; the rest is a number."""
    shown = sources or ()
    for n in range(MOST_SOURCES):
        yield _draw_source(f"source-{n}", shown[n] if n < len(shown) else None, zone, language)
    more = _say("more_sources", language, len(shown) - MOST_SOURCES) if len(shown) > MOST_SOURCES else ""
    states = {"no-sources": State.ON if sources == [] else State.OFF, "more-sources": State.ON if more else State.OFF}
    yield Snapshot({"more-sources": more}, states)


def _draw_source(key: str, source: Source | None, zone: ZoneInfo, language: Language) -> Snapshot:
    names = ("name", "state", "heard", "accepted", "refused")
    if source is None:
        cells = dict.fromkeys((f"{key}-{name}" for name in names), "")
        return Snapshot(cells, {key: State.OFF, f"{key}-simulated": State.OFF}, since={key: 0})
    state, word = _state_of(source)
    shown = (
        _say("system", language) if source.name == SYSTEM else source.name,
        _say(word, language),
        day_time(source.heard_at, zone),
        count(source.accepted, language),
        count(source.refused, language),
    )
    return Snapshot(
        {f"{key}-{name}": text for name, text in zip(names, shown, strict=True)},
        {key: state, f"{key}-simulated": State.ON if source.is_simulated else State.OFF},
        since={key: to_millis(source.heard_at) if source.heard_at else 0},
    )


def _state_of(source: Source) -> tuple[State, str]:
    if source.is_silent:
        return State.STALE, "never" if source.heard_at is None else "silent"
    if source.is_shut_out:
        return State.WARNING, "all_refused"
    return State.NORMAL, "ok"


def _draw_pills(parts: Iterable[Snapshot], n_silent: int, language: Language) -> Snapshot:
    """The first glance: how much is critical, to watch, or silent; nothing of it is quiet."""
    states = [state for part in parts for state in part.states.values()]
    counted = {
        "critical": states.count(State.CRITICAL),
        "warning": states.count(State.WARNING),
        "stale": n_silent,
    }
    return Snapshot(
        {f"pill-{name}": _say(f"count_{name}", language, n) for name, n in counted.items()},
        {f"pill-{name}": State.ON if n else State.OFF for name, n in counted.items()}
        | {"quiet": State.OFF if any(counted.values()) else State.ON},
    )


def _say(identifier: str, language: Language, *values: object) -> str:
    return find(HEALTH, identifier, language).format(*values)
