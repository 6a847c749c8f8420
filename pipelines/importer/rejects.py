"""The rejects file: one line for every row that did not go in."""

import csv
from pathlib import Path
from types import TracebackType
from typing import TextIO

from pipelines.domain.errors import StoreError
from pipelines.mapping.rows import Reject

COLUMNS = ("row", "column", "value", "reason")
_LONGEST_VALUE = 200
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


class RejectsFile:
    """NAME.rejects.csv beside the input, else in a folder for those; gone again when nothing was rejected."""

    def __init__(self, file: Path, fallback: Path) -> None:
        name = f"{_stem(file)}.rejects.csv"
        self.count = 0
        try:
            self.path = file.parent / name
            self._stream: TextIO = self.path.open("w", encoding="utf-8-sig", newline="")
        except OSError:
            self.path = fallback / name
            self._stream = _open_in(fallback, name)
        self._writer = csv.writer(self._stream)
        self._writer.writerow(COLUMNS)

    def write(self, reject: Reject) -> None:
        """Adds one row; text that a spreadsheet would run as a formula is quoted."""
        self.count += 1
        cells = (reject.column, reject.value[:_LONGEST_VALUE], reject.reason)
        self._writer.writerow((reject.row, *map(_harmless, cells)))

    def __enter__(self) -> "RejectsFile":
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        self._stream.close()
        if not self.count:
            self.path.unlink()


def _open_in(folder: Path, name: str) -> TextIO:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        return (folder / name).open("w", encoding="utf-8-sig", newline="")
    except OSError as error:
        raise StoreError(
            f"rejects file {folder / name}: cannot be written ({error.strerror}); free the folder"
        ) from None


def _stem(file: Path) -> str:
    return file.with_suffix("").stem if file.suffix.lower() == ".gz" else file.stem


def _harmless(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULA_STARTS) else text
