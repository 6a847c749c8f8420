"""What the intake tells a monitoring system."""

from collections.abc import Callable, Iterator

from prometheus_client.core import Metric

from db.event_log import EventLog
from pipelines.domain.errors import StoreError
from pipelines.metrics import counter, gauge, up


def tell_intake(log: EventLog, shortage: Callable[[], str | None]) -> Iterator[Metric]:
    """Whether it takes events, and how many it ever took; without its log only that it is not ready."""
    try:
        accepted = sum(log.heads().values())
    except StoreError:
        accepted = None
    yield up([("sql", accepted is not None)])
    yield gauge("ready", "Whether events are taken", float(accepted is not None and shortage() is None))
    if accepted is not None:
        yield counter("accepted_events", "Events and records in the log", accepted)
