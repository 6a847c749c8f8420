"""The sample places and catalogue that a new deployment starts with."""

import csv
from collections.abc import Iterable, Mapping
from pathlib import Path

from db.org_store import OrgStore
from db.responsible_store import ResponsibleStore
from pipelines.domain.catalogue import Catalogue, read_catalogue
from pipelines.domain.errors import RegisterError
from pipelines.domain.new_place import NewPlace
from pipelines.domain.org import Hierarchy, OrgLevel
from pipelines.domain.responsible import Duty, Responsible
from pipelines.domain.workflow import WORKFLOWS

SEED = Path(__file__).parent / "seed"
SAMPLE_ROOTS = ("140303", "440309")
PLACES = SEED / "places.csv"
HIERARCHIES = SEED / "hierarchies.csv"
RESPONSIBLE = SEED / "responsible.csv"
CATALOGUES = (SEED / "catalogue.csv", SEED / "catalogue_nyc.csv")


def load_sample(store: OrgStore) -> None:
    """Places with their rosters and items of the demo, where a deployment has none yet."""
    if not store.tree().units:
        store.put_places([*read_places(PLACES), *read_places(HIERARCHIES)])
        ResponsibleStore(store.engine).put(read_responsible(RESPONSIBLE))
    known = store.catalogue().items
    items = [item for path in CATALOGUES for item in read_items(path).items.values() if item.code not in known]
    if items:
        store.put_items(items)


def sample_items(store: OrgStore) -> Catalogue:
    """The sample's own items as the deployment has them now: what a simulated city may report."""
    known = store.catalogue().items
    return Catalogue({code: known[code] for code in read_items(CATALOGUES[0]).items if code in known})


def read_items(path: Path) -> Catalogue:
    """The catalogue of a CSV file; RegisterError names the line that is wrong."""
    return read_catalogue(_rows(path), WORKFLOWS)


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
