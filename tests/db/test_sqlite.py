"""What SQLite is told about its files."""

from pathlib import Path

from sqlalchemy import text

from db.engine import open_database, reading, writing

FULL = 2


def test_every_commit_of_the_log_waits_for_the_disk(tmp_path: Path) -> None:
    database = open_database(f"sqlite:///{tmp_path / 'log.db'}")
    for opened in (writing, reading):
        with opened(database.log) as connection:
            assert connection.execute(text("PRAGMA synchronous")).scalar() == FULL
    database.dispose()
