"""The load of the benchmarks: a seeded city's newest hours, event after event as they happened."""

from datetime import datetime, timedelta
from operator import attrgetter
from zlib import crc32
from zoneinfo import ZoneInfo

from db.engine import open_database
from db.org_store import OrgStore
from pipelines.domain.event import CaseEvent
from pipelines.domain.period import local_day
from pipelines.domain.settings import Settings
from pipelines.sample import sample_items
from pipelines.simulation.city import City
from pipelines.simulation.wire import Batch, batches

SPAN = timedelta(hours=23)  # younger than a day: older events would wait for the worker
PER_CASE = 4
ROOTS = ("140303", "440309")


def newest_events(settings: Settings, count: int, now: datetime) -> list[CaseEvent]:
    """About `count` events of cases reported in the last 23 hours, in the order of their times."""
    store = OrgStore(open_database(settings.database_url).log)
    city = City(store.tree(), sample_items(store), 1, count / PER_CASE, settings.timezone, ROOTS)
    days = sorted({local_day(now - SPAN, settings.timezone), local_day(now, settings.timezone)})
    lives = [life for day in days for life in city.cases(day) if life[0].occurred_at > now - SPAN]
    found = [event for life in lives for event in life if event.occurred_at <= now]
    return sorted(found, key=attrgetter("occurred_at"))[:count]


def shared_out(events: list[CaseEvent], senders: int, size: int, zone: ZoneInfo) -> list[list[Batch]]:
    """Requests of up to `size` events for each sender; all events of a case go through one of them."""
    shares: list[list[CaseEvent]] = [[] for _ in range(senders)]
    for event in events:
        shares[crc32(event.case_id.encode()) % senders].append(event)
    return [
        [batch for start in range(0, len(own), size) for batch in batches(own[start : start + size], zone)]
        for own in shares
    ]
