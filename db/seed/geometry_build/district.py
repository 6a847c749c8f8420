"""Put one district together, from its sketch to a polygon for each of its places."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

import shapely

from db.seed.geometry_build.border import Path, find_rims, smooth
from db.seed.geometry_build.coverage import leaf_polygons, polygons_by_code
from db.seed.geometry_build.land import Land, make_land
from db.seed.geometry_build.layout import DistrictLayout
from db.seed.geometry_build.nest import split, split_zones
from db.seed.geometry_build.noise import make_warp
from db.seed.make_places import Place

FINISH = ((340.0, 2, 40.0), (120.0, 2, 18.0))


@dataclass(frozen=True)
class District:
    """A district's places with their polygons in drawing units, and the square kilometres of one square unit."""

    code: str
    places: dict[str, Place]
    polygons: dict[str, shapely.Polygon]
    km2_per_unit: float

    def children(self, code: str) -> list[str]:
        """The codes directly below a place."""
        return [place.code for place in self.places.values() if place.parent == code]


def build_district(layout: DistrictLayout, places: dict[str, Place]) -> District:
    """Draw the district; `places` are its own, by code."""
    land = make_land(layout)
    rims = find_rims(land.mesh, name_cells(land, layout, places))
    placed = smooth(rims, [make_warp(land.dice, *finish) for finish in FINISH])
    polygons = polygons_by_code(leaf_polygons(rims, placed))
    return District(layout.code, places, polygons, layout.area_km2 / polygons[layout.code].area)


def name_cells(land: Land, layout: DistrictLayout, places: dict[str, Place]) -> list[Path]:
    """For every cell the codes of the district, its child, the community and the leaf that hold it."""
    leaves: list[Path] = [()] * len(land.mesh.places)
    for path, cells in share_out(land, layout, places):
        for cell in cells:
            leaves[cell] = path
    return leaves


def share_out(land: Land, layout: DistrictLayout, places: dict[str, Place]) -> Iterator[tuple[Path, list[int]]]:
    """Every leaf's path and cells; a leaf is a grid, or a community that has none."""
    below = children_of(places)
    for zone, cells in zip(layout.zones, split_zones(land, layout), strict=True):
        tops = {code: top for top in zone.members for code in communities_of(places[top], below)}
        parts = split(land, cells, len(tops), land.manners.community)
        for (community, top), part in zip(tops.items(), parts, strict=True):
            grids = below[community]
            pieces = split(land, part, len(grids), land.manners.grid) if grids else [part]
            for leaf, piece in zip(grids or [community], pieces, strict=True):
                yield (layout.code, top, community, leaf), piece


def children_of(places: dict[str, Place]) -> dict[str, list[str]]:
    """The codes below each code."""
    below: dict[str, list[str]] = defaultdict(list)
    for place in places.values():
        below[place.parent].append(place.code)
    return below


def communities_of(top: Place, below: dict[str, list[str]]) -> list[str]:
    """The communities of a district's child: those of a street, or the child that is one itself."""
    return below[top.code] if top.level == "subdistrict" else [top.code]
