"""Cases of the last year as another system would hand them over: a table with a row for each, and its mapping."""

import csv
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from pathlib import Path
from random import Random
from zoneinfo import ZoneInfo

COLUMNS = ("number", "grid", "item", "channel", "reported", "closed")
MAPPING = """
case: number
place: grid
item: item
steps: {report: reported, close: closed}
fields: {channel: channel}
"""
CHANNELS = ("patrol", "hotline", "app", "sensor")
SEED, DAYS, MEAN_HOURS, STILL_OPEN_DAYS, STILL_OPEN_SHARE = 4, 365, 30.0, 20, 0.3


def write_past(
    folder: Path, rows: int, grids: Sequence[str], items: Sequence[str], today: date, zone: ZoneInfo
) -> tuple[Path, Path]:
    """The table and its mapping: so many rows, evenly over the year before today, oldest first."""
    table, mapping = folder / "past.csv", folder / "past.yaml"
    mapping.write_text(MAPPING)
    with table.open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        writer.writerows(_rows(rows, grids, items, today, zone))
    return table, mapping


def _rows(
    rows: int, grids: Sequence[str], items: Sequence[str], today: date, zone: ZoneInfo
) -> Iterator[tuple[str, ...]]:
    dice, begun = Random(SEED), datetime.combine(today - timedelta(days=DAYS), time(), zone)
    for n in range(rows):
        reported = begun + timedelta(days=DAYS * n / rows)
        closed = reported + timedelta(hours=dice.expovariate(1 / MEAN_HOURS))
        is_young = reported.date() > today - timedelta(days=STILL_OPEN_DAYS)
        is_open = closed.date() >= today or (is_young and dice.random() < STILL_OPEN_SHARE)
        what = (dice.choice(grids), dice.choice(items), dice.choice(CHANNELS))
        yield f"P{n:07d}", *what, f"{reported:%FT%T}", "" if is_open else f"{closed:%FT%T}"
