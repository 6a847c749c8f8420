"""The calendar that is shipped is the one that its maker makes."""

from pathlib import Path

from db.seed.make_calendar import CALENDAR, write_calendar


def test_the_shipped_calendar_is_the_made_one(tmp_path: Path) -> None:
    write_calendar(tmp_path / "calendar.csv")
    assert (tmp_path / "calendar.csv").read_bytes() == CALENDAR.read_bytes()
