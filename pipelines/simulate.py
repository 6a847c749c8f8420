"""A seeded city at work: it posts its past and its present through the public intake, as any sender would."""

import signal
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager, suppress
from datetime import UTC, date, datetime, timedelta
from threading import Event, current_thread, main_thread

from pipelines.domain.catalogue import Catalogue
from pipelines.domain.housing import Rental
from pipelines.domain.org import OrgTree
from pipelines.domain.period import local_day
from pipelines.domain.settings import Settings
from pipelines.domain.staff import StaffPost
from pipelines.simulation.agenda import Agenda
from pipelines.simulation.city import City
from pipelines.simulation.display import Display, say
from pipelines.simulation.history import days_in_order, post_history
from pipelines.simulation.poster import Poster, StoppedError
from pipelines.simulation.present import post_present
from pipelines.simulation.progress import Journal, resume
from pipelines.simulation.rounds import Rounds

PROGRESS_FILE = "simulation.json"
SIGNALS = (signal.SIGINT, signal.SIGTERM)


def simulate(
    settings: Settings,
    key: str,
    tree: OrgTree,
    catalogue: Catalogue,
    seed: int,
    cases_per_day: int,
    history_days: int = 395,
    newest_days: int = 35,
    roots: Sequence[str] | None = None,
    posts: Sequence[StaffPost] = (),
    rentals: Sequence[Rental] = (),
) -> None:
    """Post the last `history_days` days and all that happens from now on; returns after SIGINT or SIGTERM.

    Cases arise below `roots`, or all roots; what the staff of the `posts` does besides is told of the newest days only,
    inspections of all. The key needs `send` and `backfill`. RefusedError when the intake will not take the events.
    """
    zone, since = settings.timezone, local_day(_now(), settings.timezone) - timedelta(days=newest_days)
    rounds = Rounds(tree, posts, rentals, seed, zone, since, roots)
    city = City(tree, catalogue, seed, cases_per_day, zone, roots, rounds)
    journal = resume(settings.home / PROGRESS_FILE, city, _now(), newest_days)
    planned = _planned(journal, history_days, newest_days)
    with _stop_on_signals() as stop:
        _run(city, journal, planned, stop, lambda: Poster(settings.intake_url, key, stop.wait, say))


def _planned(journal: Journal, history_days: int, newest_days: int) -> list[date]:
    """The days that are not told yet."""
    days = days_in_order(journal.progress.begun, history_days, newest_days)
    return [day for day in days if day not in journal.progress.days]


def _run(city: City, journal: Journal, days: list[date], stop: Event, connect: Callable[[], Poster]) -> None:
    """Past and present side by side: what had happened by the first instant is the past."""
    until, display = journal.progress.live_at, Display(len(days))
    with closing(connect()) as past, closing(connect()) as present, ThreadPoolExecutor(1) as beside:
        history = beside.submit(
            _guard, stop, lambda: post_history(city, until, days, poster=past, journal=journal, display=display)
        )
        agenda = Agenda(city, until)
        _guard(stop, lambda: post_present(agenda, present, journal, clock=_now, wait=stop.wait, rounds=city.rounds))
        history.result()


def _guard(stop: Event, work: Callable[[], None]) -> None:
    """Do the work; when it fails the other stops too."""
    try:
        with suppress(StoppedError):
            work()
    except BaseException:
        stop.set()
        raise


@contextmanager
def _stop_on_signals() -> Iterator[Event]:
    """An event that SIGINT and SIGTERM set; outside the main thread signals are somebody else's matter."""
    stop = Event()
    if current_thread() is not main_thread():
        yield stop
        return
    before = {number: signal.signal(number, lambda *_: stop.set()) for number in SIGNALS}
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _now() -> datetime:
    return datetime.now(UTC)
