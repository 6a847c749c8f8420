"""Draw the schematic geometry of the demonstration districts into geometry/, one file per place above the grids.

Run by `make geometry` after make_places. The same places and layouts give the same bytes.
"""

import csv
from pathlib import Path

from db.seed.geometry_build.district import District, build_district
from db.seed.geometry_build.files import write_district
from db.seed.geometry_build.layout import DISTRICTS, DistrictLayout
from db.seed.make_places import PLACES, Place

GEOMETRY = Path(__file__).parent / "geometry"


def read_places(prefix: str) -> dict[str, Place]:
    """The places of places.csv whose code starts with the prefix, by code."""
    with PLACES.open(encoding="utf-8", newline="") as file:
        return {row["code"]: Place(**row) for row in csv.DictReader(file) if row["code"].startswith(prefix)}


def draw(layout: DistrictLayout) -> District:
    """One district, in memory."""
    return build_district(layout, read_places(layout.code))


def write_geometry(target: Path = GEOMETRY) -> None:
    """Replace every drawing in the target folder."""
    target.mkdir(exist_ok=True)
    for old in target.glob("*.json"):
        old.unlink()
    for layout in DISTRICTS:
        write_district(draw(layout), target)


if __name__ == "__main__":
    write_geometry()
