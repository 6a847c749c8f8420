"""The sample places that a new deployment starts with, and who answers for them."""

import csv
from collections.abc import Iterable, Mapping
from pathlib import Path

from pipelines.domain.errors import RegisterError
from pipelines.domain.new_place import NewPlace
from pipelines.domain.responsible import Duty, Responsible
from pipelines.domain.unit import Hierarchy, OrgLevel

SEED = Path(__file__).parent / "seed"
PLACES = SEED / "places.csv"
HIERARCHIES = SEED / "hierarchies.csv"
RESPONSIBLE = SEED / "responsible.csv"


def read_places(path: Path) -> list[NewPlace]:
    """The places of a sample file: one row for each parent that a place has."""
    return [_place(row) for row in _rows(path)]


def read_responsible(path: Path) -> list[Responsible]:
    """The rosters of a sample file."""
    return [Responsible(row["unit"], Duty(row["role"]), row["name"], row["phone"]) for row in _rows(path)]


def _place(row: Mapping[str, str]) -> NewPlace:
    level, kind = OrgLevel(row["level"]), Hierarchy(row["kind"])
    return NewPlace(row["code"], level, row["name"], row["parent"] or None, row["name_en"], kind)


def _rows(path: Path) -> Iterable[dict[str, str]]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            return list(csv.DictReader(file))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise RegisterError(f"{path}: {error}; give a readable UTF-8 CSV file") from None
