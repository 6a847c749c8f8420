"""The view of a place as a file on this machine: there whole, or not at all."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from dashboard.address import Address, Format
from dashboard.exports.place import Written, write_place
from dashboard.queries.bundle import Queries
from pipelines.domain.access import Viewer
from pipelines.domain.errors import ExportError


def export_to(
    path: Path, may_replace: bool, queries: Queries, viewer: Viewer, address: Address, now: datetime, zone: ZoneInfo
) -> Written:
    """What was written; ExportError for a path that cannot be, other errors as `ask_place`."""
    form = _format(path)
    try:
        if path.exists() and not may_replace:
            raise ExportError(f"{path}: exists already; give another name, or --replace")
        with _part_of(path) as part:
            with part.open("wb") as file:
                written = write_place(queries, viewer, address, form, file, now, zone)
            part.replace(path)
    except OSError as error:
        raise ExportError(f"{path}: cannot be written ({error.strerror}); give a file in a folder you own") from None
    return written


@contextmanager
def _part_of(path: Path) -> Iterator[Path]:
    """Where the file grows; what is left of it when it fails is taken away."""
    part = path.with_name(f"{path.name}.part")
    try:
        yield part
    finally:
        part.unlink(missing_ok=True)


def _format(path: Path) -> Format:
    ending = path.suffix.removeprefix(".").lower()
    if ending not in set(Format):
        known = " or ".join(f".{form}" for form in Format)
        raise ExportError(f"{path}: ends in none of our formats; end it in {known}")
    return Format(ending)
