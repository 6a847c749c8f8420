"""Instants and places as they are stamped on what comes in; every fault names its field."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from pipelines.domain.access import ALL, Key, Permission
from pipelines.domain.catalogue import Catalogue
from pipelines.domain.org import DatedPlace, OrgTree
from pipelines.domain.period import local_day
from pipelines.domain.rules import BUILT_IN, Rules
from pipelines.domain.unit import Hierarchy
from pipelines.streams.rejection import RejectedError, Rejection, unusable

OLDEST = timedelta(days=35)
AHEAD = timedelta(minutes=5)
EARLIEST_YEAR, LATEST_YEAR = 1900, 2999
Path = tuple[str, ...]
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True, slots=True)
class Deployment:
    """What validation needs to know: places, items, local time, and by which rules cases go now."""

    tree: OrgTree
    catalogue: Catalogue
    timezone: ZoneInfo
    rules: Rules = BUILT_IN


def read_instant(text: str, field: str, zone: ZoneInfo) -> tuple[datetime, bool]:
    """The instant of a text, and whether only its day is known; RejectedError when it is neither."""
    try:
        if _DAY.fullmatch(text) and EARLIEST_YEAR <= int(text[:4]) <= LATEST_YEAR:
            return datetime.combine(date.fromisoformat(text), time(12), zone).astimezone(UTC), True
        instant = datetime.fromisoformat(text)
        if instant.tzinfo is not None and EARLIEST_YEAR <= instant.year <= LATEST_YEAR:
            return instant.astimezone(UTC), False
    except (ValueError, OverflowError):
        pass
    raise unusable(field, text, "is not RFC 3339 with an offset, nor a date; send e.g. 2026-11-21T16:32:08+08:00")


def check_time(occurred_at: datetime, key: Key, now: datetime, text: str) -> None:
    """RejectedError when it is too old or ahead of its time for the key."""
    if Permission.BACKFILL in key.may:
        return
    if occurred_at < now - OLDEST:
        message = f"occurred_at: more than {OLDEST.days} days ago; send it with a key that may backfill"
        raise RejectedError(Rejection(422, "TOO_OLD", message, "occurred_at", text))
    if occurred_at > now + AHEAD:
        message = "occurred_at: more than 5 minutes ahead; check the sender's clock"
        raise RejectedError(Rejection(422, "FUTURE_TIME", message, "occurred_at", text))


def stamped_places(place: str, key: Key, deployment: Deployment, occurred_at: datetime) -> tuple[Path, Path]:
    """The path to a place on the local day of an instant, and the units of other hierarchies that it stood in.

    RejectedError where it did not stand, or where the key may not send for it.
    """
    day = local_day(occurred_at, deployment.timezone)
    path, holders, stands = _base_unit(place, deployment.tree, day)
    if not stands:
        raise unusable("place", place, f"has no parent on {day}; send the place that it belonged to on that day")
    if key.scope != ALL and key.scope not in path + holders:
        message = f"place: outside the scope {key.scope} of key {key.name}; use a key for this place"
        raise RejectedError(Rejection(403, "OUT_OF_SCOPE", message, "place", place))
    return path, holders


def _base_unit(code: str, tree: OrgTree, day: date) -> DatedPlace:
    unit = tree.units.get(code)
    if unit is None:
        raise unusable("place", code, "is not in the register; see GET /api/v1/places")
    if unit.kind is not Hierarchy.BASE:
        raise unusable("place", code, f"is a {unit.kind}; send the grid's code, or a base place above it")
    return tree.on(code, day)
