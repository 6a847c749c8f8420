"""Visible progress of the history: a bar on a terminal, else a line every few seconds."""

import sys
from collections.abc import Callable
from time import monotonic
from types import TracebackType

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

LINE_EVERY_SECONDS = 5.0


def say(line: str) -> None:
    """One line for the operator."""
    print(line, file=sys.stderr, flush=True)


class Display:
    """Counts days and events; nothing is shown when no day is left to do."""

    def __init__(self, days: int, console: Console | None = None, clock: Callable[[], float] = monotonic) -> None:
        console = console or Console(stderr=True)
        self._total, self._done, self._events = days, 0, 0
        self._clock, self._begun, self._said = clock, clock(), clock()
        self._bar = Progress(
            TextColumn("simulated history"),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("days, {task.fields[events]:,} events"),
            TimeRemainingColumn(),
            console=console,
            disable=not console.is_terminal or days == 0,
        )
        self._task = self._bar.add_task("history", total=days, events=0)

    def __enter__(self) -> "Display":
        self._bar.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._bar.stop()

    def stored(self, events: int) -> None:
        """Count events that the intake has stored."""
        self._events += events
        self._bar.update(self._task, events=self._events)
        if self._clock() - self._said >= LINE_EVERY_SECONDS:
            self._say()

    def day_done(self) -> None:
        """Count a day of which everything is stored."""
        self._done += 1
        self._bar.update(self._task, completed=self._done)
        if self._done == self._total:
            self._say()

    def _say(self) -> None:
        self._said = self._clock()
        if self._bar.disable:
            pace = self._events / max(self._said - self._begun, 0.001)
            say(f"simulated history: {self._done} of {self._total} days, {self._events:,} events, {pace:,.0f} a second")
