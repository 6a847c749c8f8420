"""A whole deployment as its operator starts it, and what other systems send to it and are told by it."""

import itertools
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
from redis import Redis

from db.embedded import connect
from tests.faults.harness import command_of, processes_below
from tests.processes import answer_of, environment, free_ports, process, wait_until_up


@dataclass
class Running:
    """`threecenter run --empty`: its ports, its processes, and a key that sends and reads."""

    home: Path
    port: int
    intake_port: int
    pid: int
    key: str
    numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def password(self) -> str:
        """The demo account's, as `run` has printed it and keeps it."""
        printed = re.search(r"account demo, password (\S+)", (self.home / "run.out").read_text(encoding="utf-8"))
        assert printed, "run has not said how to sign in"
        assert printed[1] == (self.home / "demo-password").read_text(encoding="utf-8")
        return printed[1]

    @property
    def redis(self) -> Redis:
        return connect(f"unix://{self.home / 'redis.sock'}")

    def report(self, place: str, item: str = "G06", **more: Any) -> str:
        """The number of a case reported now, when its report is on disk."""
        case_id = f"case-{next(self.numbers)}"
        self.send({"case_id": case_id, "step": "report", "place": place, "item": item, "channel": "patrol"} | more)
        return case_id

    def send(self, event: dict[str, Any]) -> None:
        """Post one event, which must be taken."""
        whole = {"event_id": f"e{next(self.numbers)}", "occurred_at": datetime.now(UTC).isoformat()} | event
        address = f"http://127.0.0.1:{self.intake_port}/api/v1/events"
        answer = httpx.post(address, json=whole, headers=self._headers(), timeout=20)
        assert answer.status_code == 202, answer.text

    def counts(self, place: str = "140303") -> dict[str, dict[str, int]]:
        """Today's counts as other systems are told them."""
        query = {"place": place, "period": "today"}
        answer = httpx.get(f"{self.address}/api/v1/kpi", params=query, headers=self._headers(), timeout=20)
        assert answer.status_code == 200, answer.text
        return answer.json()["counts"]

    def _headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.key}"}

    def process(self, name: str) -> int:
        """The id of the process that runs one of the programs."""
        return next(pid for pid in processes_below(self.pid) if command_of(pid)[-1:] == [name])


@contextmanager
def deployment(home: Path) -> Iterator[Running]:
    """A deployment with the sample places and no case, ready to be asked."""
    port, intake_port = free_ports(2)
    own = environment(home, port, intake_port)
    with process("run", own, "--empty") as supervisor:
        for one in (intake_port, port):
            wait_until_up(f"http://127.0.0.1:{one}/healthz")
        key = answer_of(["key", "create", "--name", "journey", "--scope", "ALL", "--may", "send,read,backfill"], own)
        wait_until_up(f"http://127.0.0.1:{port}/readyz")
        yield Running(home, port, intake_port, supervisor.pid, key)
