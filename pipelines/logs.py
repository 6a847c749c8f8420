"""Log files that stay small: the newest lines stand under the plain name, older ones under numbers."""

import os
import shutil
from contextlib import suppress
from logging.handlers import RotatingFileHandler
from pathlib import Path

MOST_BYTES = 10 * 2**20
KEPT = 4


class LogFile:
    """A file that another process appends to for months; `keep_small` is called every now and then."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._handler = RotatingFileHandler(path, backupCount=KEPT, delay=True)
        self._handler.rotator = _move_content

    def keep_small(self) -> None:
        """Over 10 MiB, move its content to `.1`, that of `.1` to `.2`, and forget the last; a fault changes nothing."""
        with suppress(OSError):
            if self.path.stat().st_size > MOST_BYTES:
                self._handler.doRollover()


def _move_content(source: str, target: str) -> None:
    """The writer holds the file open, so the file itself stays; a full disk takes no copy, and needs the room."""
    with suppress(OSError):
        shutil.copyfile(source, target)
    os.truncate(source, 0)
