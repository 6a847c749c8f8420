"""Round off freshly grown regions: thin fingers and crumbs go to whoever surrounds them."""

from collections import deque

import numpy as np

from db.seed.geometry_build.grow import Ground


def tidy(ground: Ground, regions: list[int], rounds: int) -> list[int]:
    """Spread each region's presence over `rounds` steps and let the strongest have the cell; all stay connected."""
    near = np.array(ground.neighbours)
    near = np.where(near < 0, np.arange(len(near))[:, None], near)
    presence = np.eye(max(regions) + 1, dtype=np.int64)[np.array(regions)]
    for _ in range(rounds):
        presence = presence + presence[near].sum(axis=1)
    return connect(ground, [int(region) for region in presence.argmax(axis=1)])


def connect(ground: Ground, regions: list[int]) -> list[int]:
    """Keep the largest piece of each region and let the kept pieces take the rest, nearest first."""
    kept: dict[int, list[int]] = {}
    for piece in pieces_of(ground, regions):
        region = regions[piece[0]]
        kept[region] = max(kept.get(region, []), piece, key=len)
    taken = [-1] * len(regions)
    for region, piece in kept.items():
        for cell in piece:
            taken[cell] = region
    front = deque(cell for cell, region in enumerate(taken) if region >= 0)
    while front:
        cell = front.popleft()
        for near in ground.neighbours[cell]:
            if near >= 0 and taken[near] < 0:
                taken[near] = taken[cell]
                front.append(near)
    return taken


def pieces_of(ground: Ground, regions: list[int]) -> list[list[int]]:
    """The connected pieces of all regions."""
    seen, found = [False] * len(regions), list[list[int]]()
    for start in range(len(regions)):
        if seen[start]:
            continue
        seen[start], piece = True, [start]
        for cell in piece:
            for near in ground.neighbours[cell]:
                if near >= 0 and not seen[near] and regions[near] == regions[start]:
                    seen[near] = True
                    piece.append(near)
        found.append(piece)
    return found
