"""The land of one district and the manners in which regions grow on it."""

import random
from dataclasses import dataclass

import numpy as np

from db.seed.geometry_build.layout import DistrictLayout
from db.seed.geometry_build.mesh import Mesh, make_mesh
from db.seed.geometry_build.noise import Noise, Numbers, Warp, make_noise, make_warp


@dataclass(frozen=True)
class Manner:
    """How regions of one level grow; lengths in drawing units.

    `lines` are contour lines of a smooth noise (rivers, ridges, main roads); `streets` a bent chequer pattern.
    """

    warp: Warp
    contours: Noise
    lines: float
    streets: float
    reluctance: float
    stretch: float
    moving_rounds: int
    tidying: int


@dataclass(frozen=True)
class Manners:
    """One manner a level, and the density that makes inner communities smaller than those on the hills."""

    zone: Manner
    community: Manner
    grid: Manner
    density: Noise


def make_manners(dice: random.Random) -> Manners:
    """The manners of one district, drawn from the dice."""
    contours = make_noise(dice, 2600.0, 2)
    zone = Manner(make_warp(dice, 2600.0, 5, 520.0), contours, 5.0, 0.0, 200.0, 1.15, 0, 8)
    community = Manner(make_warp(dice, 900.0, 4, 170.0), contours, 9.0, 520.0, 90.0, 1.7, 2, 3)
    grid = Manner(make_warp(dice, 330.0, 3, 40.0), contours, 9.0, 120.0, 26.0, 1.6, 3, 1)
    return Manners(zone, community, grid, make_noise(dice, 3800.0, 2))


@dataclass(frozen=True)
class Land:
    """All that sharing out a district needs: its cells, how crowded each is (about 0.5 to 2), manners and dice."""

    mesh: Mesh
    crowd: Numbers
    manners: Manners
    dice: random.Random


def make_land(layout: DistrictLayout) -> Land:
    """The land of a district; its code is the seed of everything drawn."""
    dice = random.Random(int(layout.code))
    mesh, manners = make_mesh(layout, dice), make_manners(dice)
    crowd = 1.0 + 0.9 * np.clip(manners.density.at(mesh.centres) * 1.6, -0.6, 1.0)
    return Land(mesh, crowd, manners, dice)
