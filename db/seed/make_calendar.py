"""Make calendar.csv, China's public holidays and the weekend days worked instead of them 调休.

Run by `make calendar`. The last year holds what the law says; its 调休 are published at the end of the year before.
"""

import csv
from datetime import date
from pathlib import Path

from holidays.countries.china import China

CALENDAR = Path(__file__).parent / "calendar.csv"
YEARS = range(2019, 2028)


def make_days() -> list[tuple[date, str, str]]:
    """Day, off or worked, and the name of the holiday, in order."""
    found = China(years=YEARS, language="zh_CN")  # type: ignore[no-untyped-call]
    off = [(day, "off", name) for day, name in found.items()]
    worked = [(day, "worked", "调休上班") for day in found.weekend_workdays]
    return sorted(one for one in (*off, *worked) if one[0].year in YEARS)


def write_calendar(target: Path = CALENDAR) -> None:
    """Write the table as UTF-8 with plain line ends."""
    with target.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(("day", "kind", "name"))
        table.writerows(make_days())


if __name__ == "__main__":
    write_calendar()
