"""Grow regions over a set of cells: connected, of wanted sizes, stopped by lines they do not like to cross."""

import heapq
import math
import random
from collections import Counter
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from db.seed.geometry_build.noise import Numbers

Whole = NDArray[np.int64]
ROUNDS = 7
SLOWEST, FASTEST = 0.45, 2.2
FINE = 1000


@dataclass(frozen=True)
class Ground:
    """The cells to share out: positions (n, 2) already warped, neighbours by local number, and blocks.

    Growing from one block into another costs `reluctance` drawing units, so that borders follow block edges.
    """

    positions: Numbers
    neighbours: list[list[int]]
    blocks: list[int]
    reluctance: float


@dataclass(frozen=True)
class Sprout:
    """A region to be: seed position, wanted share of the ground, speed, and the stretch of its shape along (x, y)."""

    seed: tuple[float, float]
    share: float
    speed: float
    stretch: tuple[float, float, float]


def make_sprout(seed: tuple[float, float], share: float, dice: random.Random, most_stretch: float) -> Sprout:
    """A sprout of speed 1 that is stretched in a random direction."""
    x, y = dice.uniform(-1, 1), dice.uniform(-1, 1)
    length = max(math.sqrt(x * x + y * y), 0.01)
    return Sprout(seed, share, 1.0, (x / length, y / length, dice.uniform(1.0, most_stretch)))


def grow(ground: Ground, sprouts: list[Sprout], moving_rounds: int) -> list[int]:
    """The sprout's number for every cell; speeds settle over some rounds, seeds move to the middle in the first."""
    regions: list[int] = []
    for round_number in range(ROUNDS):
        regions = flood(ground, sprouts)
        if round_number < ROUNDS - 1:
            sprouts = adjust(ground, sprouts, regions, moves=round_number < moving_rounds)
    return regions


def distances(ground: Ground, sprouts: list[Sprout]) -> list[list[int]]:
    """For every sprout and cell the stretched distance over the speed, in thousandths of a drawing unit."""
    table = []
    for sprout in sprouts:
        away = ground.positions - np.array(sprout.seed)
        x, y, stretch = sprout.stretch
        along, across = away[:, 0] * x + away[:, 1] * y, away[:, 1] * x - away[:, 0] * y
        length = np.sqrt(along * along / stretch + across * across * stretch)
        table.append(np.rint(length * (FINE / sprout.speed)).astype(np.int64).tolist())
    return table


def flood(ground: Ground, sprouts: list[Sprout]) -> list[int]:
    """Take the nearest free cell again and again, for the sprout that already holds a neighbour of it."""
    reach, taken = distances(ground, sprouts), [-1] * len(ground.blocks)
    toll = round(ground.reluctance * FINE)
    heap = [(0, start, number, 0) for number, start in enumerate(first_cells(reach))]
    while heap:
        _, cell, number, paid = heapq.heappop(heap)
        if taken[cell] >= 0:
            continue
        taken[cell], block, row = number, ground.blocks[cell], reach[number]
        for near in ground.neighbours[cell]:
            if near >= 0 and taken[near] < 0:
                owed = paid if ground.blocks[near] == block else paid + toll
                heapq.heappush(heap, (row[near] + owed, near, number, owed))
    return taken


def first_cells(reach: list[list[int]]) -> list[int]:
    """The cell nearest to each seed, no cell twice."""
    starts: list[int] = []
    for row in reach:
        order = sorted(range(len(row)), key=row.__getitem__)
        starts.append(next(cell for cell in order if cell not in starts))
    return starts


def adjust(ground: Ground, sprouts: list[Sprout], regions: list[int], moves: bool) -> list[Sprout]:
    """Hasten those that came out too small, slow the too large, and move seeds to the middle of their region."""
    held, cells = Counter(regions), np.array(regions)
    adjusted = []
    for number, sprout in enumerate(sprouts):
        hurry = math.sqrt(sprout.share * len(regions) / held[number])
        speed = round(min(max(sprout.speed * (0.4 + 0.6 * hurry), SLOWEST), FASTEST), 3)
        seed = middle(ground.positions[cells == number]) if moves else sprout.seed
        adjusted.append(Sprout(seed, sprout.share, speed, sprout.stretch))
    return adjusted


def middle(positions: Numbers) -> tuple[float, float]:
    """The mean position, to a tenth of a unit."""
    x, y = positions.mean(axis=0)
    return round(float(x), 1), round(float(y), 1)
