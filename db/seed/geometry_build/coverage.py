"""From rims to polygons: simplified together, so that neighbours and levels keep sharing every point."""

from collections import defaultdict
from collections.abc import Iterable

import numpy as np
import shapely

from db.seed.geometry_build.border import Path, Rims, rings_of
from db.seed.geometry_build.mesh import Lattice
from db.seed.geometry_build.noise import Numbers

TOLERANCE_UNITS = 8.0


def leaf_polygons(rims: Rims, placed: dict[Lattice, tuple[float, float]]) -> dict[Path, shapely.Polygon]:
    """One polygon of whole-numbered points per leaf, all simplified in one go."""
    paths = sorted(rims.rings)
    drawn = [polygon_of([[placed[corner] for corner in ring] for ring in rings_of(rims.rings[path])]) for path in paths]
    simplified = shapely.coverage_simplify(drawn, TOLERANCE_UNITS)
    rounded = [shapely.transform(each, whole) for each in simplified]
    refuse_broken(paths, rounded)
    return dict(zip(paths, rounded, strict=True))


def whole(points: Numbers) -> Numbers:
    """The points rounded to whole drawing units."""
    return np.rint(points)


def polygon_of(rings: list[list[tuple[float, float]]]) -> shapely.Polygon:
    """The largest ring with the others as holes."""
    outer, *holes = sorted(rings, key=lambda ring: -shapely.Polygon(ring).area)
    return shapely.Polygon(outer, holes)


def refuse_broken(paths: list[Path], polygons: list[shapely.Polygon]) -> None:
    """Stop when simplifying made borders cross, and name the places."""
    broken = [path[-1] for path, each in zip(paths, polygons, strict=True) if not each.is_valid]
    flaws = shapely.coverage_invalid_edges(polygons)
    broken += [path[-1] for path, flaw in zip(paths, flaws, strict=True) if not flaw.is_empty]
    if broken:
        raise ValueError(f"borders cross at {sorted(set(broken))}; lower TOLERANCE_UNITS or the finishing warps")


def polygons_by_code(leaves: dict[Path, shapely.Polygon]) -> dict[str, shapely.Polygon]:
    """The polygon of every place of every level: a parent is the union of its leaves."""
    members: dict[str, list[shapely.Polygon]] = defaultdict(list)
    for path, polygon in leaves.items():
        for code in dict.fromkeys(path):
            members[code].append(polygon)
    return {code: join(parts) for code, parts in sorted(members.items())}


def join(parts: Iterable[shapely.Polygon]) -> shapely.Polygon:
    """The union of polygons that tile."""
    return shapely.coverage_union_all(list(parts))
