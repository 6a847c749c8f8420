"""A deployment whose events are counted: by the worker, or by its naive peer."""

import http.client
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import msgspec

from db.embedded import connect
from db.kpi_store import KpiStore
from pipelines.domain.settings import Settings, read_settings
from pipelines.simulation.wire import Batch
from tests.faults.naive_worker import COUNTER
from tests.processes import answer_of, environment, free_ports, process, wait_until_up
from tests.system import redis_server

Marks = dict[str, int]


class _Receipt(msgspec.Struct):
    shard: str
    seq: int


class _Receipts(msgspec.Struct):
    receipts: list[_Receipt]


_receipts = msgspec.json.Decoder(_Receipts)


@dataclass(frozen=True, slots=True)
class Counting:
    """Where to send, with which key; `holds` tells whether Redis holds all events up to the marks, by shard."""

    settings: Settings
    key: str
    holds: Callable[[Marks], bool]

    def send(self, requests: Iterable[Batch], so_far: Callable[[Marks], None]) -> None:
        """Post requests one after another over one connection; each must be accepted, `so_far` gets the last marks."""
        connection = http.client.HTTPConnection("127.0.0.1", self.settings.intake_port)
        headers, marks = {"Authorization": f"Bearer {self.key}"}, Marks()
        for request in requests:
            connection.request("POST", "/api/v1/events", request.body, headers)
            answer = connection.getresponse()
            text = answer.read()
            assert answer.status == http.HTTPStatus.ACCEPTED, text
            marks |= {one.shard: one.seq for one in _receipts.decode(text).receipts}
            so_far(marks.copy())
        connection.close()


@contextmanager
def counting(is_peer: bool) -> Iterator[Counting]:
    """Intake and worker, or intake and peer, over empty stores on disk."""
    with tempfile.TemporaryDirectory() as folder, redis_server() as redis_url:
        port, intake_port = free_ports(2)
        own = environment(Path(folder), port, intake_port, THREECENTER_REDIS_URL=redis_url)
        settings = read_settings(own)
        answer_of(["db", "create"], own)
        key = answer_of(["key", "create", "--name", "bench", "--scope", "ALL", "--may", "send,confirm"], own)
        with process("intake", own):
            wait_until_up(f"{settings.intake_url}/healthz")
            with _peer(settings) if is_peer else _worker(settings, own) as holds:
                yield Counting(settings, key, holds)


@contextmanager
def _worker(settings: Settings, own: dict[str, str]) -> Iterator[Callable[[Marks], bool]]:
    store = KpiStore(connect(settings.redis_url))

    def holds(marks: Marks) -> bool:
        found = store.watermarks(sorted(marks))
        return all(found.get(shard, 0) >= seq for shard, seq in marks.items())

    with process("worker", own):
        yield holds


@contextmanager
def _peer(settings: Settings) -> Iterator[Callable[[Marks], bool]]:
    redis = connect(settings.redis_url)
    command = [sys.executable, "-m", "tests.faults.naive_worker", str(settings.home), settings.database_url]
    with subprocess.Popen([*command, settings.redis_url]) as naive:
        try:
            yield lambda marks: int(redis.get(COUNTER) or 0) >= sum(marks.values())
        finally:
            naive.kill()
