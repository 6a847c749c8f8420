"""A worker as it must not be: it increments a counter first and remembers afterwards where it was."""

import os
import sys
from pathlib import Path

from db.embedded import connect
from db.engine import open_database
from db.event_log import EventLog

COUNTER = "naive:events"
MEMORY = "naive-position"


def main(home: Path, database_url: str, redis_url: str) -> None:
    """Count every event of the log, for ever."""
    log, redis = EventLog(open_database(database_url).log), connect(redis_url)
    pos = position(home)
    while True:
        for row in log.read_between(pos, min(pos + 50, log.last_pos())):
            redis.incr(COUNTER)
            pos = row.pos
        _remember(home / MEMORY, pos)


def position(home: Path) -> int:
    """How far it remembers to have come."""
    memory = home / MEMORY
    return int(memory.read_text()) if memory.exists() else 0


def _remember(memory: Path, pos: int) -> None:
    fresh = memory.with_suffix(".new")
    with fresh.open("w") as file:
        file.write(str(pos))
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(memory)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], sys.argv[3])
