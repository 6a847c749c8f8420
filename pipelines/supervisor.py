"""Keeps a set of processes running: a process that dies is started again; at the end all are stopped, cleanly."""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

from pipelines.logs import LogFile

LOOK_SECONDS = 0.2
STOP_SECONDS = 8.0
_DEATH_SIGNAL = 1


@dataclass(frozen=True, slots=True)
class Program:
    """One process: its name, command line, and whether its output belongs on the terminal."""

    name: str
    command: Sequence[str]
    is_shown: bool = False


def _bound_to(parent: int) -> Callable[[], None]:
    """What a new process does first, so that a supervisor that is killed takes it along (Linux)."""

    def bind() -> None:
        if sys.platform == "linux":
            ctypes.CDLL(None).prctl(_DEATH_SIGNAL, signal.SIGKILL)
            if os.getppid() != parent:  # it was killed before the line above could hold
                os._exit(1)

    return bind


class Supervisor:
    """Starts programs, watches them, and stops them in reverse order when its block ends."""

    def __init__(self, logs: Path, say: Callable[[str], None]) -> None:
        self._logs = logs
        self._say = say
        self._programs: list[Program] = []
        self._running: dict[str, subprocess.Popen[bytes]] = {}
        self._files: dict[str, LogFile] = {}
        self._is_over = False
        logs.mkdir(parents=True, exist_ok=True)

    def __enter__(self) -> "Supervisor":
        return self

    def __exit__(self, *_fault: object) -> None:
        self._stop()

    def start(self, program: Program) -> None:
        """Start a program now, and again whenever it dies."""
        self._programs.append(program)
        self._files[program.name] = LogFile(self._logs / f"{program.name}.log")
        self._launch(program)

    def _launch(self, program: Program) -> None:
        with self._files[program.name].path.open("ab") as log:
            self._running[program.name] = subprocess.Popen(
                program.command,
                stdin=subprocess.DEVNULL,
                stdout=None if program.is_shown else log,
                stderr=None if program.is_shown else log,
                preexec_fn=_bound_to(os.getpid()),  # noqa: PLW1509
                start_new_session=True,
            )

    def watch(self) -> None:
        """Look after the programs until SIGINT or SIGTERM."""
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._end)
        while not self._is_over:
            self.look()
            time.sleep(LOOK_SECONDS)

    def look(self) -> None:
        """Start again what has died, and keep the logs small."""
        for program in self._programs:
            self._files[program.name].keep_small()
            code = self._running[program.name].poll()
            if code is not None and not self._is_over:
                self._say(f"{program.name} ended with {code}: started again (see {self._files[program.name].path})")
                self._launch(program)

    def _end(self, _number: int, _frame: FrameType | None) -> None:
        self._is_over = True

    def _stop(self) -> None:
        """End every program, the last started first; whoever does not heed is killed."""
        self._is_over = True
        for program in reversed(self._programs):
            process = self._running[program.name]
            if process.poll() is None:
                process.terminate()
            try:
                process.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
