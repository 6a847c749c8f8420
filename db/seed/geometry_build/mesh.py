"""A mesh of small hexagonal cells: at each corner at most three meet, so no border ever touches itself."""

import random
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from db.seed.geometry_build.layout import WIDTH_UNITS, DistrictLayout
from db.seed.geometry_build.noise import Numbers, make_warp

Lattice = tuple[int, int]
CELL_UNITS = 28.0
STEP = np.array([CELL_UNITS / 2, CELL_UNITS / 12**0.5])
CORNERS: tuple[Lattice, ...] = ((0, -2), (1, -1), (1, 1), (0, 2), (-1, 1), (-1, -1))
SIDES: tuple[Lattice, ...] = ((1, -3), (2, 0), (1, 3), (-1, 3), (-2, 0), (-1, -3))
OUTSIDE = -1
COAST = ((2600.0, 2, 420.0), (1000.0, 3, 260.0))


@dataclass(frozen=True)
class Mesh:
    """Cells of one district: lattice places, centres (n, 2) in drawing units, and the six neighbours of each.

    Side k of a cell runs from its corner k to corner k + 1, clockwise on the screen, and faces neighbour k;
    a neighbour of -1 is outside the district.
    """

    places: list[Lattice]
    centres: Numbers
    neighbours: list[list[int]]


def make_mesh(layout: DistrictLayout, dice: random.Random) -> Mesh:
    """The cells inside the sketched outline once noise has bent it; enclaves and islands fall away."""
    sketch = np.array(layout.outline) * scale_of(layout)
    outline = shapely.Polygon(sketch)
    low, high = sketch.min(axis=0) - 1000, sketch.max(axis=0) + 1000
    candidates = lattice_between(low, high)
    bent = np.array(candidates) * STEP
    for wavelength, octaves, reach in COAST:
        bent = make_warp(dice, wavelength, octaves, reach).apply(bent)
    inside = shapely.contains_xy(outline, bent[:, 0], bent[:, 1])
    chosen = largest_piece([place for place, kept in zip(candidates, inside, strict=True) if kept])
    return mesh_of(chosen)


def scale_of(layout: DistrictLayout) -> float:
    """Drawing units per sketch kilometre, so that the district is about WIDTH_UNITS wide."""
    xs = [x for x, _ in layout.outline]
    return WIDTH_UNITS / (max(xs) - min(xs))


def lattice_between(low: Numbers, high: Numbers) -> list[Lattice]:
    """All cell places in a box: odd rows stand half a cell to the right."""
    left, top = (int(number) for number in np.floor(low / STEP))
    right, bottom = (int(number) for number in np.ceil(high / STEP))
    rows = range(top - top % 3, bottom, 3)
    return [(column, row) for row in rows for column in range(left - (left + row // 3) % 2, right, 2)]


def largest_piece(places: list[Lattice]) -> list[Lattice]:
    """The largest connected set of the places, in their order."""
    left, best = set(places), set[Lattice]()
    while left:
        piece = flood_from(left.pop(), left)
        best = max(best, piece, key=len)
    return [place for place in places if place in best]


def flood_from(start: Lattice, left: set[Lattice]) -> set[Lattice]:
    """All places reachable from the start; they are taken out of `left`."""
    piece, front = {start}, [start]
    while front:
        x, y = front.pop()
        for dx, dy in SIDES:
            near = (x + dx, y + dy)
            if near in left:
                left.remove(near)
                piece.add(near)
                front.append(near)
    return piece


def mesh_of(places: list[Lattice]) -> Mesh:
    """Number the places and find their neighbours."""
    index = {place: number for number, place in enumerate(places)}
    neighbours = [[index.get((x + dx, y + dy), OUTSIDE) for dx, dy in SIDES] for x, y in places]
    return Mesh(places, np.array(places) * STEP, neighbours)


def corner_points(corners: list[Lattice]) -> NDArray[np.float64]:
    """Lattice corners as drawing units, shape (n, 2)."""
    return np.asarray(np.array(corners, dtype=np.float64).reshape(-1, 2) * STEP)
