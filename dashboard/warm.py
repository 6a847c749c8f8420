"""What the first visitor would otherwise wait for, read once when the dashboard starts."""

from datetime import datetime
from zoneinfo import ZoneInfo

from dashboard.address import Address
from dashboard.pages.answers import ask_place
from dashboard.queries.bundle import Queries
from pipelines.domain.access import ALL, Viewer

MOST_PLACES = 3
_ALL = Viewer("start", frozenset({ALL}))


def warm(queries: Queries, now: datetime, zone: ZoneInfo) -> None:
    """Ask for the month and the year of the widest places; StoreError when a store does not answer."""
    today = queries.figures.today(now)
    for unit in queries.reach.tops(_ALL, today)[:MOST_PLACES]:
        for period in ("", f"{today.year}"):
            ask_place(queries, _ALL, Address(key=unit.code, period=period), now, zone)
