"""The past, sent in the order in which a screen needs it: the newest weeks first, then month by month backward."""

from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import chain, groupby, takewhile

from pipelines.domain.event import CaseEvent
from pipelines.simulation.city import City, Life
from pipelines.simulation.display import Display
from pipelines.simulation.poster import Poster
from pipelines.simulation.progress import Journal
from pipelines.simulation.wire import Batch, batches, record_batches

AHEAD = 8


def days_in_order(begun: date, history_days: int, newest_days: int) -> list[date]:
    """The newest days oldest first, then older months newest first, each oldest day first."""
    days = [begun - timedelta(days=back) for back in range(history_days)]
    newest, older = days[:newest_days], days[newest_days:]
    months = groupby(older, key=lambda day: (day.year, day.month))
    return [*reversed(newest), *chain.from_iterable(reversed(list(month)) for _, month in months)]


def events_until(lives: Iterable[Life], until: datetime) -> Iterator[CaseEvent]:
    """Life after life, each as far as it had come at that instant."""
    for life in lives:
        yield from takewhile(lambda event: event.occurred_at <= until, life)


@dataclass(frozen=True, slots=True)
class _Parcel:
    """A batch under way, or the mark that all batches of a day were sent."""

    batch: Batch | None = None
    day: date | None = None
    flight: "Future[None] | None" = None


def post_history(
    city: City, until: datetime, days: Iterable[date], *, poster: Poster, journal: Journal, display: Display
) -> None:
    """Send what happened up to `until` to the cases reported on those days; a day counts as done once stored."""
    under_way: deque[_Parcel] = deque()
    with ThreadPoolExecutor(1) as courier, display:
        for parcel in _parcels(city, until, days):
            flight = courier.submit(poster.post, parcel.batch) if parcel.batch else None
            under_way.append(_Parcel(parcel.batch, parcel.day, flight))
            if len(under_way) > AHEAD:
                _settle(under_way.popleft(), journal, display)
        while under_way:
            _settle(under_way.popleft(), journal, display)


def _parcels(city: City, until: datetime, days: Iterable[date]) -> Iterator[_Parcel]:
    """The cases of the days whose walks are known come before the walks: what a screen is opened for comes first."""
    newest, older = list[date](), list[date]()
    for day in days:
        (newest if city.rounds and day >= city.rounds.since else older).append(day)
    for day in newest:
        yield from _cases(city, until, day)
    for day in newest:
        yield from _records(city, until, day)
    for day in older:
        yield from _cases(city, until, day)
        yield from _records(city, until, day)


def _cases(city: City, until: datetime, day: date) -> Iterator[_Parcel]:
    for batch in batches(events_until(city.cases(day), until), city.zone):
        yield _Parcel(batch=batch)


def _records(city: City, until: datetime, day: date) -> Iterator[_Parcel]:
    """What grid workers did that day; with it the day is done."""
    done = (record for record in city.rounds.records(day) if record.occurred_at <= until) if city.rounds else ()
    for batch in record_batches(done, city.zone):
        yield _Parcel(batch=batch)
    yield _Parcel(day=day)


def _settle(parcel: _Parcel, journal: Journal, display: Display) -> None:
    if parcel.flight:
        parcel.flight.result()
    if parcel.batch:
        display.stored(parcel.batch.count)
    if parcel.day:
        journal.day_done(parcel.day)
        display.day_done()
