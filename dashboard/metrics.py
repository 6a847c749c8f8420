"""What the dashboard tells a monitoring system: how far the worker has come, and whether every part answers."""

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime

from prometheus_client.core import Metric

from dashboard.health import reason_not_ready
from dashboard.queries.bundle import Queries
from dashboard.queries.vitals import Source, Vitals
from pipelines.domain.access import ALL, Viewer
from pipelines.metrics import counter, gauge, up

_ALL = Viewer("metrics", frozenset({ALL}))


def tell_dashboard(queries: Queries, screens: Callable[[], int]) -> Iterator[Metric]:
    """Everything that the page of system health shows, as numbers; what does not answer is left out."""
    vitals = queries.vitals.look(_ALL, datetime.now(UTC))
    parts = (("sql", vitals.sql), ("redis", vitals.redis))
    yield up([("intake", vitals.is_intake_ready), *((name, found is not None) for name, found in parts)])
    yield gauge("ready", "Whether figures can be relied on", float(reason_not_ready(queries) is None))
    yield gauge("screens", "Screens that watch a board", screens())
    yield from _tell_worker(vitals)
    yield from _tell_stores(vitals)
    yield from _tell_sources(vitals.sources or ())


def _tell_worker(vitals: Vitals) -> Iterator[Metric]:
    if vitals.figures_at is not None:
        age = (vitals.read_at - vitals.figures_at).total_seconds()
        yield gauge("figures_age_seconds", "How old live figures are", age)
    found = vitals.progress
    if found is None:
        return
    yield counter("accepted_events", "Events and records in the log", found.head)
    yield counter("counted_events", "Events and records that figures hold", found.applied)
    yield gauge("waiting_events", "Events that the worker has yet to take up", found.waiting)
    yield gauge("dead_events", "Events set apart for good", found.dead)
    yield gauge("parked_events", "Events that their case could not take yet", found.parked)


def _tell_stores(vitals: Vitals) -> Iterator[Metric]:
    if vitals.redis:
        yield gauge("redis_bytes", "Memory of the live figures", vitals.redis.bytes)
    if vitals.sql:
        yield gauge("sql_bytes", "Size of what keeps the data", vitals.sql.bytes)
    if vitals.sql and vitals.sql.disk:
        yield gauge("disk_free_bytes", "Free on the disk of the data", vitals.sql.disk.free)
        yield gauge("disk_least_bytes", "Below this nothing more is taken in", vitals.sql.disk.least)


def _tell_sources(sources: Sequence[Source]) -> Iterator[Metric]:
    """Numbers only: who sends is nobody's business who has not signed in."""
    yield gauge("sources", "Systems that may send", len(sources))
    yield gauge("silent_sources", "Systems not heard for an hour", sum(one.is_silent for one in sources))
    yield gauge("shut_out_sources", "Systems of which all is refused today", sum(one.is_shut_out for one in sources))
