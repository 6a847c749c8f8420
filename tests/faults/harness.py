"""Kills processes at random moments under load, and keeps the client's own ledger of what was acknowledged."""

import itertools
import os
import random
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

import httpx

from tests.system import PILOT_GRIDS

PATIENCE_SECONDS = 90


def processes_below(pid: int) -> list[int]:
    """Ids of all living processes started by a process, directly or not."""
    found = []
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit() and _parent(folder) == pid:
            found += [int(folder.name), *processes_below(int(folder.name))]
    return found


def _parent(folder: Path) -> int | None:
    try:
        state, parent = (folder / "stat").read_text().rsplit(")", 1)[1].split()[:2]
    except (OSError, IndexError):
        return None
    return None if state == "Z" else int(parent)


def command_of(pid: int) -> list[str]:
    """The command line of a process; empty when it has ended."""
    with suppress(OSError):
        return Path(f"/proc/{pid}/cmdline").read_text(encoding="utf-8").rstrip("\0").split("\0")
    return []


@dataclass
class Ledger:
    """What the client was told is on disk: reports and closes by case."""

    reported: set[str] = field(default_factory=set)
    closed: set[str] = field(default_factory=set)
    is_over: bool = False

    @property
    def acknowledged(self) -> int:
        return len(self.reported) + len(self.closed)


class Load:
    """Clients that post cases until told to stop; each batch is sent again until it is acknowledged."""

    def __init__(self, address: str, key: str, seed: int, clients: int = 2) -> None:
        self.ledger = Ledger()
        self._address, self._key = address, key
        self._numbers = itertools.count()
        self._threads = [
            threading.Thread(target=self._client, args=(random.Random(f"{seed}-{n}"),), daemon=True)
            for n in range(clients)
        ]

    def __enter__(self) -> Ledger:
        for thread in self._threads:
            thread.start()
        return self.ledger

    def __exit__(self, *_: object) -> None:
        self.ledger.is_over = True
        for thread in self._threads:
            thread.join()

    def _client(self, dice: random.Random) -> None:
        headers = {"Authorization": f"Bearer {self._key}"}
        with httpx.Client(base_url=self._address, headers=headers, timeout=5) as client:
            while not self.ledger.is_over:
                cases = [f"k{next(self._numbers)}" for _ in range(dice.randint(1, 20))]
                closed = {case for case in cases if dice.random() < 0.5}
                self._deliver(client, [event for case in cases for event in _events(case, case in closed, dice)])
                self.ledger.reported.update(cases)
                self.ledger.closed.update(closed)

    def _deliver(self, client: httpx.Client, events: list[dict[str, object]]) -> None:
        end, last = time.monotonic() + PATIENCE_SECONDS, ""
        while time.monotonic() < end:
            try:
                answer = client.post("/api/v1/events", json={"events": events})
            except httpx.HTTPError as error:
                last = repr(error)
                continue
            if answer.status_code == 202:
                return
            assert answer.status_code == 503, answer.text
            last = answer.text
        raise TimeoutError(f"the intake took nothing for too long, at last: {last}")


def _events(case: str, is_closed: bool, dice: random.Random) -> Iterator[dict[str, object]]:
    now = datetime.now(UTC).isoformat()
    yield {
        "event_id": f"{case}r",
        "case_id": case,
        "step": "report",
        "occurred_at": now,
        "place": dice.choice(PILOT_GRIDS),
    }
    if is_closed:
        yield {"event_id": f"{case}c", "case_id": case, "step": "close", "occurred_at": now}


class Target(Protocol):
    """What is killed: its processes, and how it is started again when it can no longer start itself."""

    def victims(self) -> list[int]: ...

    def revive(self) -> None: ...


def kill_at_random(times: int, dice: random.Random, ledger: Ledger, target: Target) -> None:
    """Kill one process of the target each time the ledger has grown by a random bit: at once, or well under way."""
    for _ in range(times):
        wanted = ledger.acknowledged + dice.randint(1, dice.choice((60, 600, 3_000)))
        wait_for(lambda wanted=wanted: _has_grown(ledger, wanted, target))
        _kill(dice.choice(target.victims()))
    wanted = ledger.acknowledged + 1
    wait_for(lambda: _has_grown(ledger, wanted, target))


def _has_grown(ledger: Ledger, wanted: int, target: Target) -> bool:
    target.revive()
    return ledger.acknowledged >= wanted


def _kill(pid: int) -> None:
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        return


def wait_for(is_so: Callable[[], bool], seconds: float = PATIENCE_SECONDS) -> None:
    """Return when something is so; looks every few milliseconds."""
    end = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < end, "it did not come to be in time"
        time.sleep(0.02)
