"""What first visitors would otherwise wait for, read once when the dashboard starts."""

from collections.abc import Iterator
from datetime import date, datetime
from zoneinfo import ZoneInfo

from dashboard.address import Address
from dashboard.pages.answers import ask_place
from dashboard.queries.bundle import Queries
from pipelines.domain.access import ALL, Viewer
from pipelines.domain.unit import OrgUnit

MOST_PLACES = 40
_ALL = Viewer("start", frozenset({ALL}))


def warm(queries: Queries, now: datetime, zone: ZoneInfo) -> None:
    """Ask for this year and month at the widest places, the widest first; StoreError when a store does not answer."""
    today = queries.figures.today(now)
    for unit in list(_widest(queries, today))[:MOST_PLACES]:
        for period in (f"{today:%Y}", f"{today:%Y-%m}"):
            ask_place(queries, _ALL, Address(key=unit.code, period=period), now, zone)


def _widest(queries: Queries, today: date) -> Iterator[OrgUnit]:
    """The roots, then what is directly below them."""
    tops = queries.reach.tops(_ALL, today)
    yield from tops
    for top in tops:
        yield from queries.reach.children(_ALL, top.code, today)
