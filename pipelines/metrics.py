"""What a monitoring system asks a process for, as Prometheus reads it: its use of the machine, and what it tells."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable

from fastapi import Response
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, GCCollector, ProcessCollector, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

Tell = Callable[[], Iterable[Metric]]
_PREFIX = "threecenter_"


class _Told(Collector):
    """Figures that are looked up when they are asked for."""

    def __init__(self, tell: Tell) -> None:
        self._tell = tell

    def collect(self) -> Iterable[Metric]:
        """The figures of this moment."""
        return self._tell()


def metrics_route(tell: Tell) -> Callable[[], Awaitable[Response]]:
    """What GET /metrics answers with: every figure that `tell` gives then, beside those of the process."""
    registry = CollectorRegistry()
    ProcessCollector(registry=registry)
    GCCollector(registry=registry)
    registry.register(_Told(tell))

    async def metrics() -> Response:
        """Figures for Prometheus."""
        text = await asyncio.to_thread(generate_latest, registry)
        return Response(text, media_type=CONTENT_TYPE_LATEST)

    return metrics


def gauge(name: str, told: str, value: float) -> Metric:
    """A figure that rises and falls."""
    return GaugeMetricFamily(_PREFIX + name, told, value)


def counter(name: str, told: str, value: float) -> Metric:
    """A figure that only rises."""
    return CounterMetricFamily(_PREFIX + name, told, value)


def up(parts: Iterable[tuple[str, bool]]) -> Metric:
    """Which parts answer."""
    family = GaugeMetricFamily(f"{_PREFIX}up", "Whether a part answers", labels=["part"])
    for part, answers in parts:
        family.add_metric([part], float(answers))
    return family
