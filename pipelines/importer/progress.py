"""How far an import has come: a bar on a terminal, plain lines elsewhere."""

from time import monotonic

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

_ROWS_BETWEEN = 1000
_SECONDS_BETWEEN_LINES = 5.0


class Gauge:
    """One phase of an import: `done` of `total`, in any unit, and the rows behind it."""

    def __init__(self, console: Console, label: str, total: int) -> None:
        self._console, self._label, self._total = console, label, total
        self._started = self._told = monotonic()
        self._rows = self._done = 0
        self._bar = _bar(console) if console.is_terminal else None
        self._task = self._bar.add_task(label, total=total, rows=0, rate=0.0) if self._bar else None

    def advance(self, done: int) -> None:
        """Counts one row; `done` says how far it brings the phase."""
        self._rows += 1
        self._done = done
        if self._rows % _ROWS_BETWEEN == 0:
            self._tell()

    def _tell(self) -> None:
        now = monotonic()
        if self._bar is not None and self._task is not None:
            self._bar.update(self._task, completed=self._done, rows=self._rows, rate=self._rate(now))
        elif now - self._told >= _SECONDS_BETWEEN_LINES:
            self._told = now
            self._console.print(self._line(now), highlight=False)

    def _rate(self, now: float) -> float:
        return self._rows / max(now - self._started, 1e-6)

    def _line(self, now: float) -> str:
        share = min(self._done / self._total, 1.0) if self._total else 1.0
        left = (now - self._started) * (1 / share - 1) if share else 0.0
        rows, rate = f"{self._rows:,} rows", f"{self._rate(now):,.0f} rows/s"
        return f"{self._label}: {share:.0%}, {rows}, {rate}, {left:.0f} s left"

    def __enter__(self) -> "Gauge":
        if self._bar is not None:
            self._bar.start()
        return self

    def __exit__(self, *_error: object) -> None:
        if self._bar is not None:
            self._tell()
            self._bar.stop()


def _bar(console: Console) -> Progress:
    figures = TextColumn("{task.fields[rows]:,} rows, {task.fields[rate]:,.0f} rows/s")
    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), figures, TimeRemainingColumn())
    return Progress(*columns, console=console)
