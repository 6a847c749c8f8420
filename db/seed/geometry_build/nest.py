"""Share a district out level by level: zones, communities inside a zone, grids inside a community."""

import math
import random
from collections.abc import Sequence

import numpy as np

from db.seed.geometry_build.grow import Ground, Sprout, grow, make_sprout
from db.seed.geometry_build.land import Land, Manner
from db.seed.geometry_build.layout import DistrictLayout
from db.seed.geometry_build.mesh import OUTSIDE, Mesh, scale_of
from db.seed.geometry_build.noise import Numbers
from db.seed.geometry_build.tidy import tidy

CANDIDATES = 24


def split_zones(land: Land, layout: DistrictLayout) -> list[list[int]]:
    """The cells of each zone of the layout."""
    cells, manner = range(len(land.mesh.places)), land.manners.zone
    seeds = np.array([zone.seed for zone in layout.zones]) * scale_of(layout)
    shares = [zone.area_km2 / layout.area_km2 for zone in layout.zones]
    sprouts = [sprout_at(seed, share, land.dice, manner) for seed, share in zip(seeds, shares, strict=True)]
    return pieces(cells, settle(ground_of(land, cells, manner), sprouts, manner), len(sprouts))


def split(land: Land, cells: Sequence[int], count: int, manner: Manner) -> list[list[int]]:
    """The cells in `count` connected pieces, smaller where it is crowded, in reading order from the north."""
    ground, crowd = ground_of(land, cells, manner), land.crowd[np.array(cells)]
    chosen = scatter(ground.positions, crowd, count, land.dice)
    room = [land.dice.uniform(0.7, 1.4) / float(crowd[seed]) for seed in chosen]
    seeds, shares = ground.positions[np.array(chosen)], [each / sum(room) for each in room]
    sprouts = [sprout_at(seed, share, land.dice, manner) for seed, share in zip(seeds, shares, strict=True)]
    return in_reading_order(land.mesh, pieces(cells, settle(ground, sprouts, manner), count))


def sprout_at(seed: Numbers, share: float, dice: random.Random, manner: Manner) -> Sprout:
    """A sprout of the manner's stretch at a position of shape (2,)."""
    return make_sprout((float(seed[0]), float(seed[1])), share, dice, manner.stretch)


def settle(ground: Ground, sprouts: list[Sprout], manner: Manner) -> list[int]:
    """The number of the sprout that gets each cell."""
    return tidy(ground, grow(ground, sprouts, manner.moving_rounds), manner.tidying)


def ground_of(land: Land, cells: Sequence[int], manner: Manner) -> Ground:
    """The cells as a ground of their own, with local numbers."""
    local = {cell: number for number, cell in enumerate(cells)}
    centres = land.mesh.centres[np.array(cells)]
    neighbours = [[local.get(near, OUTSIDE) for near in land.mesh.neighbours[cell]] for cell in cells]
    return Ground(manner.warp.apply(centres), neighbours, blocks_of(centres, manner, land.dice), manner.reluctance)


def blocks_of(centres: Numbers, manner: Manner, dice: random.Random) -> list[int]:
    """The block each cell lies in: between two contour lines and, where there are streets, between four streets."""
    blocks = np.floor(manner.contours.at(centres) * manner.lines).astype(np.int64)
    if manner.streets:
        bent = manner.warp.apply(centres)
        x, y = dice.uniform(0.3, 1.0), dice.uniform(-1.0, 1.0)
        size = manner.streets * math.sqrt(x * x + y * y)
        along, across = (bent[:, 0] * x + bent[:, 1] * y) / size, (bent[:, 1] * x - bent[:, 0] * y) / (size * 1.5)
        blocks = (blocks * 4099 + np.floor(along).astype(np.int64)) * 4099 + np.floor(across).astype(np.int64)
    return [int(block) for block in blocks]


def scatter(positions: Numbers, crowd: Numbers, count: int, dice: random.Random) -> list[int]:
    """Cells far from each other, of random candidates; distance counts more where it is dense."""
    chosen = [dice.randrange(len(positions))]
    while len(chosen) < count:
        tries = np.array([dice.randrange(len(positions)) for _ in range(CANDIDATES)])
        away = positions[tries][:, None, :] - positions[np.array(chosen)][None, :, :]
        nearest = (away * away).sum(axis=2).min(axis=1) * crowd[tries]
        chosen.append(int(tries[int(np.argmax(nearest))]))
    return chosen


def pieces(cells: Sequence[int], regions: list[int], count: int) -> list[list[int]]:
    """The cells of each region."""
    found: list[list[int]] = [[] for _ in range(count)]
    for cell, region in zip(cells, regions, strict=True):
        found[region].append(cell)
    return found


def in_reading_order(mesh: Mesh, parts: list[list[int]]) -> list[list[int]]:
    """Rows from the north, each from the west, so that neighbouring numbers are neighbours on the map."""
    middles = [mesh.centres[np.array(part)].mean(axis=0) for part in parts]
    north, south = min(float(y) for _, y in middles), max(float(y) for _, y in middles)
    height = (south - north) / max(round(math.sqrt(len(parts))), 1) + 1
    keys = [(int((y - north) / height), float(x)) for x, y in middles]
    return [parts[number] for number in sorted(range(len(parts)), key=keys.__getitem__)]
