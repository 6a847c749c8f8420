"""The sample places that a new deployment starts with, and place files of deployments."""

import csv
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path

from db.org_store import NewPlace
from pipelines.domain.errors import RegisterError
from pipelines.domain.org import Hierarchy, OrgLevel

SEED = Path(__file__).parent / "seed"
PLACES = SEED / "places.csv"


def read_places(path: Path) -> list[NewPlace]:
    """The places of a CSV file code,level,name,parent[,kind,valid_from,valid_to,name_en]; parents may come later."""
    places: dict[str, NewPlace] = {}
    for line, row in enumerate(_rows(path), start=2):
        place = _place(path, line, row)
        if place.code in places and places[place.code].valid_from == place.valid_from:
            raise RegisterError(f"{path.name} line {line}: place {place.code} stands twice; keep one")
        places[place.code] = place
    return list(places.values())


def _place(path: Path, line: int, row: Mapping[str, str]) -> NewPlace:
    try:
        return NewPlace(
            code=_filled(row, "code"),
            level=OrgLevel(_filled(row, "level")),
            name=_filled(row, "name"),
            parent=row.get("parent") or None,
            name_en=row.get("name_en") or "",
            kind=Hierarchy(row.get("kind") or "base"),
            valid_from=_day(row.get("valid_from")),
            valid_to=_day(row.get("valid_to")),
        )
    except ValueError as error:
        raise RegisterError(f"{path.name} line {line}: {error}; see `threecenter places load --help`") from None


def _filled(row: Mapping[str, str], column: str) -> str:
    value = (row.get(column) or "").strip()
    if not value:
        raise ValueError(f"{column} is empty")
    return value


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _rows(path: Path) -> Iterable[dict[str, str]]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            return list(csv.DictReader(file))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise RegisterError(f"{path}: {error}; give a readable UTF-8 CSV file") from None
