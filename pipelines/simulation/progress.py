"""How far the simulator has come: a small file whose loss costs time and nothing else."""

import json
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from threading import Lock

from pipelines.domain.period import local_day
from pipelines.simulation.city import City
from pipelines.simulation.lives import LONGEST_LIFE_DAYS


@dataclass(frozen=True, slots=True)
class Progress:
    """`days` are done up to the first start on day `begun`, all that came later is done up to `live_at`."""

    city: str
    seed: int
    begun: date
    live_at: datetime
    days: frozenset[date] = frozenset()


class Journal:
    """The progress and its file, kept by two threads."""

    def __init__(self, path: Path, progress: Progress) -> None:
        self._path, self.progress = path, progress
        self._lock = Lock()

    def day_done(self, day: date) -> None:
        """Note that a day of the history is stored."""
        with self._lock:
            self.progress = replace(self.progress, days=self.progress.days | {day})
            write_progress(self._path, self.progress)

    def live_done(self, until: datetime, is_worth_writing: bool) -> None:
        """Note that everything up to then is stored; an instant without events need not reach the file."""
        with self._lock:
            self.progress = replace(self.progress, live_at=max(until, self.progress.live_at))
            if is_worth_writing:
                write_progress(self._path, self.progress)


def resume(path: Path, city: City, now: datetime, newest_days: int) -> Journal:
    """Go on from the file; begin anew when it is missing, unreadable, of another city, or weeks old.

    After weeks only the days whose lives had ended count as done.
    """
    today = local_day(now, city.zone)
    fresh = Progress(city.mark(today), city.seed, today, now)
    held = read_progress(path)
    if held is None or held.city != city.mark(held.begun):
        return Journal(path, fresh)
    if now - held.live_at <= timedelta(days=newest_days):
        return Journal(path, held)
    ended = local_day(held.live_at, city.zone) - timedelta(days=LONGEST_LIFE_DAYS)
    return Journal(path, replace(fresh, days=frozenset(day for day in held.days if day < ended)))


def read_progress(path: Path) -> Progress | None:
    """The progress of a file, None when there is none that can be read."""
    try:
        held = json.loads(path.read_text(encoding="utf-8"))
        days = frozenset(map(date.fromisoformat, held["days"]))
        live_at, begun = datetime.fromisoformat(held["live_at"]), date.fromisoformat(held["begun"])
        return Progress(str(held["city"]), int(held["seed"]), begun, live_at, days)
    except (OSError, ValueError, KeyError, TypeError):
        return None


def write_progress(path: Path, progress: Progress) -> None:
    """Replace the file at once, so that a reader finds the old or the new one."""
    held = {
        "city": progress.city,
        "seed": progress.seed,
        "begun": progress.begun.isoformat(),
        "live_at": progress.live_at.isoformat(),
        "days": [day.isoformat() for day in sorted(progress.days)],
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f"{path.name}.new")
    beside.write_text(json.dumps(held), encoding="utf-8")
    beside.replace(path)
