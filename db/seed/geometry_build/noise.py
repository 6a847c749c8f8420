"""Seeded gradient noise: the wobble in every border."""

import random
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]
LATTICE = 64
GAIN = 1.6


@dataclass(frozen=True)
class Noise:
    """Fractal noise of about -1..1 over the plane; `wavelength` in drawing units, each octave half the one before."""

    gradients: Numbers
    wavelength: float
    octaves: int

    def at(self, points: Numbers) -> Numbers:
        """The noise at points of shape (n, 2), as shape (n,)."""
        total = np.zeros(len(points))
        for octave in range(self.octaves):
            total += single_octave(self.gradients, points * (2**octave / self.wavelength) + 17.0 * octave) / 2**octave
        return total * GAIN


def make_noise(dice: random.Random, wavelength: float, octaves: int) -> Noise:
    """A noise whose gradients are drawn from the dice."""
    drawn = [dice.uniform(-1, 1) for _ in range(LATTICE * LATTICE * 2)]
    return Noise(np.array(drawn).reshape(LATTICE, LATTICE, 2), wavelength, octaves)


def single_octave(gradients: Numbers, points: Numbers) -> Numbers:
    """Gradient noise of wavelength 1 at points of shape (n, 2)."""
    cell = np.floor(points)
    inside = points - cell
    fade = inside * inside * inside * (inside * (inside * 6 - 15) + 10)
    corners = [lean(gradients, cell, inside, dx, dy) for dy in (0, 1) for dx in (0, 1)]
    top = corners[0] + fade[:, 0] * (corners[1] - corners[0])
    bottom = corners[2] + fade[:, 0] * (corners[3] - corners[2])
    return np.asarray(top + fade[:, 1] * (bottom - top))


def lean(gradients: Numbers, cell: Numbers, inside: Numbers, dx: int, dy: int) -> Numbers:
    """What one corner of a lattice cell adds at the points inside it."""
    column, row = (cell[:, 0].astype(int) + dx) % LATTICE, (cell[:, 1].astype(int) + dy) % LATTICE
    gradient = gradients[row, column]
    return np.asarray(gradient[:, 0] * (inside[:, 0] - dx) + gradient[:, 1] * (inside[:, 1] - dy))


@dataclass(frozen=True)
class Warp:
    """Moves points by two noises, by at most about `reach` drawing units."""

    along_x: Noise
    along_y: Noise
    reach: float

    def apply(self, points: Numbers) -> Numbers:
        """The moved points, shape (n, 2) as given."""
        shift = np.column_stack([self.along_x.at(points), self.along_y.at(points)])
        return np.asarray(points + self.reach * shift)


def make_warp(dice: random.Random, wavelength: float, octaves: int, reach: float) -> Warp:
    """A warp drawn from the dice."""
    return Warp(make_noise(dice, wavelength, octaves), make_noise(dice, wavelength, octaves), reach)
