"""Polygons as short SVG paths."""

from itertools import pairwise

import shapely

Point = tuple[int, int]


def path_of(polygon: shapely.Polygon) -> str:
    """Every ring as M…l…z: an absolute start, then relative steps in whole units."""
    outer = shapely.orient_polygons(polygon)
    return "".join(ring_path(points_of(ring)) for ring in (outer.exterior, *outer.interiors))


def points_of(ring: shapely.LinearRing) -> list[Point]:
    """The ring's points without the closing one."""
    return [(round(x), round(y)) for x, y in ring.coords[:-1]]


def ring_path(points: list[Point]) -> str:
    """One closed ring."""
    steps = [(x - a, y - b) for (a, b), (x, y) in pairwise(points)]
    return f"M{pack([points[0]])}l{pack(steps)}z"


def pack(points: list[Point]) -> str:
    """Numbers with a space between, unless a minus sign already parts them."""
    numbers = [str(number) for point in points for number in point]
    return "".join(n if k == 0 or n[0] == "-" else f" {n}" for k, n in enumerate(numbers))
