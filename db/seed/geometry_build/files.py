"""One drawing per place above the grids, as the screens fetch it."""

import json
from pathlib import Path
from typing import Any

import shapely

from db.seed.geometry_build.district import District
from db.seed.geometry_build.svg import path_of

MARGIN = 0.03
LABEL_STEP_UNITS = 4.0


def write_district(district: District, folder: Path) -> None:
    """Write a file for every place of the district but its grids."""
    for code in district.places:
        if district.places[code].level != "grid":
            text = json.dumps(drawing_of(district, code), ensure_ascii=False, separators=(",", ":"))
            (folder / f"{code}.json").write_text(text + "\n", encoding="utf-8")


def drawing_of(district: District, code: str) -> dict[str, Any]:
    """The place's outline, the areas inside it and its neighbours; all in the district's one coordinate system."""
    return {
        "code": code,
        "schematic": True,
        "view_box": view_box(district.polygons[code]),
        "outline": path_of(district.polygons[code]),
        "areas": [area_of(district, inner) for inner in shown_inside(district, code)],
        "context": [{"code": near, "d": path_of(district.polygons[near])} for near in neighbours_of(district, code)],
    }


def view_box(polygon: shapely.Polygon) -> list[int]:
    """x, y, width and height around the polygon, with a small margin."""
    left, top, right, bottom = polygon.bounds
    margin = MARGIN * max(right - left, bottom - top)
    corner = [round(left - margin), round(top - margin)]
    return [*corner, round(right - left + 2 * margin), round(bottom - top + 2 * margin)]


def shown_inside(district: District, code: str) -> list[str]:
    """The children and, above the communities, the grandchildren that are not grids of a direct community."""
    children = district.children(code)
    if district.places[code].level == "community":
        return children
    below = [inner for child in children for inner in district.children(child)]
    is_top = code == district.code
    return children + [inner for inner in below if not (is_top and district.places[inner].level == "grid")]


def area_of(district: District, code: str) -> dict[str, Any]:
    """One area: path, a point well inside for label and marker, and its size."""
    polygon = district.polygons[code]
    return {
        "code": code,
        "level": district.places[code].level,
        "d": path_of(polygon),
        "label": label_point(polygon),
        "area_km2": round(polygon.area * district.km2_per_unit, 4),
    }


def label_point(polygon: shapely.Polygon) -> list[int]:
    """The middle of the largest circle that fits inside."""
    radius = shapely.maximum_inscribed_circle(polygon, tolerance=LABEL_STEP_UNITS)
    x, y = radius.coords[0]
    return [round(x), round(y)]


def neighbours_of(district: District, code: str) -> list[str]:
    """Places of the same rank that touch: for a street its siblings, for a community any other community."""
    if code == district.code:
        return []
    own, level = district.polygons[code], district.places[code].level
    alike = [each for each, place in district.places.items() if place.level == level]
    peers = alike if level == "community" else district.children(district.code)
    return [each for each in peers if each != code and district.polygons[each].intersects(own)]
