"""Smooth the borders once for all levels: a street border bends as one line, whatever ends at it."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from db.seed.geometry_build.mesh import CORNERS, OUTSIDE, Lattice, Mesh, corner_points
from db.seed.geometry_build.noise import Numbers, Warp

Path = tuple[str, ...]
Side = tuple[Lattice, Lattice]
SMOOTHINGS = (14, 14, 10, 7)


@dataclass(frozen=True)
class Rims:
    """Who lies where: `rings` holds, per leaf, the next corner after each corner of its rim, clockwise;
    `ranks` holds the rank of each side of a rim: 0 around the district, then one more per level."""

    rings: dict[Path, dict[Lattice, Lattice]]
    ranks: dict[Side, int]


def find_rims(mesh: Mesh, leaves: Sequence[Path]) -> Rims:
    """The rims of the leaves; `leaves` names for every cell the path of codes down to its leaf."""
    rings: dict[Path, dict[Lattice, Lattice]] = defaultdict(dict)
    ranks: dict[Side, int] = {}
    for cell, (x, y) in enumerate(mesh.places):
        for side, near in enumerate(mesh.neighbours[cell]):
            if near != OUTSIDE and leaves[near] == leaves[cell]:
                continue
            (ax, ay), (bx, by) = CORNERS[side], CORNERS[(side + 1) % 6]
            start, end = (x + ax, y + ay), (x + bx, y + by)
            rings[leaves[cell]][start] = end
            ranks[min(start, end), max(start, end)] = rank_between(leaves, cell, near)
    return Rims(dict(rings), ranks)


def rank_between(leaves: Sequence[Path], cell: int, near: int) -> int:
    """0 at the rim of the district, else the first depth at which the two paths part."""
    if near == OUTSIDE:
        return 0
    return next(depth for depth, (a, b) in enumerate(zip(leaves[cell], leaves[near], strict=True)) if a != b)


def smooth(rims: Rims, finish: Sequence[Warp]) -> dict[Lattice, tuple[float, float]]:
    """A place for every corner: each rank's lines smoothed between the ends set by the ranks above, then bent a
    little by the finishing warps, which move all lines alike."""
    corners = sorted({corner for side in rims.ranks for corner in side})
    placed = dict(zip(corners, corner_points(corners), strict=True))
    raw = dict(placed)
    for rank, rounds in enumerate(SMOOTHINGS):
        for line in lines_of_rank(rims.ranks, rank):
            smoothed = relax(carry(line, raw, placed), rounds, closed=line[0] == line[-1])
            placed.update(zip(line, smoothed, strict=True))
    points = np.array([placed[corner] for corner in corners])
    for warp in finish:
        points = warp.apply(points)
    return {corner: (float(x), float(y)) for corner, (x, y) in zip(corners, points, strict=True)}


def lines_of_rank(ranks: dict[Side, int], rank: int) -> Iterator[list[Lattice]]:
    """The lines made of sides of this rank; they end where three sides of this rank or above meet."""
    links: dict[Lattice, list[Lattice]] = defaultdict(list)
    meeting: dict[Lattice, int] = defaultdict(int)
    for (start, end), own in sorted(ranks.items()):
        for corner in (start, end) if own <= rank else ():
            meeting[corner] += 1
        if own == rank:
            links[start].append(end)
            links[end].append(start)
    ends = [corner for corner in links if meeting[corner] == 3]
    for corner in ends + list(links):
        while links[corner]:
            yield walk(links, meeting, corner)


def walk(links: dict[Lattice, list[Lattice]], meeting: dict[Lattice, int], start: Lattice) -> list[Lattice]:
    """Follow the links from a corner, using them up, to the next meeting or back to the start."""
    line = [start]
    while True:
        here = line[-1]
        after = links[here].pop()
        links[after].remove(here)
        line.append(after)
        if after == start or meeting[after] == 3:
            return line


def carry(line: list[Lattice], raw: dict[Lattice, Numbers], placed: dict[Lattice, Numbers]) -> Numbers:
    """The line's points, moved along with its two ends: fully beside an end, less and less away from it."""
    points = np.array([raw[corner] for corner in line])
    along = np.linspace(0.0, 1.0, len(line))[:, None]
    first, last = placed[line[0]] - raw[line[0]], placed[line[-1]] - raw[line[-1]]
    return np.asarray(points + first * (1 - along) + last * along)


def relax(points: Numbers, rounds: int, closed: bool) -> Numbers:
    """Pull every point towards the middle of its neighbours; the ends stay, unless the line is closed."""
    for _ in range(rounds):
        before, after = (points[-2:-1], points[1:2]) if closed else (points[:1], points[-1:])
        padded = np.vstack([before, points, after])
        eased = (padded[:-2] + 2 * points + padded[2:]) / 4
        points = eased if closed else np.vstack([before, eased[1:-1], after])
    return points


def rings_of(follow: dict[Lattice, Lattice]) -> list[list[Lattice]]:
    """The closed rings of a leaf's rim: the outer one and its holes."""
    left, rings = dict(follow), []
    while left:
        ring = [min(left)]
        while (after := left.pop(ring[-1])) != ring[0]:
            ring.append(after)
        rings.append(ring)
    return rings
