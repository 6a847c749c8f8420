"""Real processes of the product for tests: on free ports, under a folder of their own, ended by their id."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import httpx

START_SECONDS = 60
ROOT = Path(__file__).parent.parent


def free_ports(count: int) -> list[int]:
    """Ports that nobody listens on now."""
    probes = [socket.socket() for _ in range(count)]
    try:
        for probe in probes:
            probe.bind(("127.0.0.1", 0))
        return [probe.getsockname()[1] for probe in probes]
    finally:
        for probe in probes:
            probe.close()


def environment(home: Path, port: int, intake_port: int, **more: str) -> dict[str, str]:
    """The environment of a deployment under a folder."""
    own = {
        "THREECENTER_HOME": str(home),
        "THREECENTER_PORT": str(port),
        "THREECENTER_INTAKE_PORT": str(intake_port),
        "PYTHONPATH": str(ROOT),
    }
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("THREECENTER_")}
    return inherited | own | more


@contextmanager
def process(command: str, environment: Mapping[str, str], *arguments: str) -> Iterator[subprocess.Popen[bytes]]:
    """A running `threecenter COMMAND`, ended at the end."""
    running = start(command, environment, *arguments)
    try:
        yield running
    finally:
        running.terminate()
        try:
            running.wait(20)
        except subprocess.TimeoutExpired:
            running.kill()
            running.wait()


def start(command: str, environment: Mapping[str, str], *arguments: str) -> subprocess.Popen[bytes]:
    """Start `threecenter COMMAND`; its output goes beside its stores."""
    home = Path(environment["THREECENTER_HOME"])
    home.mkdir(parents=True, exist_ok=True)
    with (home / f"{command}.out").open("ab") as output:
        return subprocess.Popen(
            [sys.executable, "-m", "threecenter", command, *arguments],
            env=dict(environment),
            stdout=output,
            stderr=output,
        )


def answer_of(command: list[str], environment: Mapping[str, str], text: str | None = None, code: int = 0) -> str:
    """What a `threecenter` command prints; it must end with the code."""
    done = subprocess.run(
        [sys.executable, "-m", "threecenter", *command],
        env=dict(environment),
        input=text,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == code, done.stderr
    return done.stdout.strip()


def wait_until_up(address: str, seconds: float = START_SECONDS) -> None:
    """Return when the address answers 200."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            if httpx.get(address, timeout=2).status_code == 200:
                return
        except httpx.HTTPError:
            pass
        time.sleep(0.1)
    raise TimeoutError(f"{address}: no 200 within {seconds} s")
