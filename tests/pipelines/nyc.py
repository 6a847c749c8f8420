"""The real file, its mapping and its catalogue."""

from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

from pipelines.domain.catalogue import Catalogue, Item
from pipelines.domain.event import CaseClass, Center
from pipelines.domain.org import OrgTree
from pipelines.mapping import Mapping, load_mapping
from pipelines.registers.catalogue import read_catalogue

ROOT = Path(__file__).parents[2]
FILE = ROOT / "tests/data/nyc_council_cases_2015_2019.csv.gz"
CATALOGUE_FILE = ROOT / "db/seed/catalogue_nyc.csv"
MAPPING_FILE = ROOT / "db/seed/mappings/nyc_council_cases.yaml"
ZONE = ZoneInfo("Asia/Shanghai")
NO_PLACES = OrgTree([], [])


def mapping() -> Mapping:
    return load_mapping(MAPPING_FILE)


def catalogue_of(names) -> Catalogue:
    """Items named so, under codes that no rule could guess from the name."""
    items = [Item(f"n{number}", f"类{number}", name, Center.GRID, CaseClass.C) for number, name in enumerate(names)]
    return Catalogue({item.code: item for item in items})


@cache
def catalogue() -> Catalogue:
    return read_catalogue(CATALOGUE_FILE)
