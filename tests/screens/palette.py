"""Fewer colours for smaller files: the frequent ones as they are, every other one by its nearest."""

import numpy as np
from PIL import Image

COLOURS, EXACT = 256, 128


def with_few_colours(image: Image.Image) -> Image.Image:
    """The image with a palette; backgrounds and panels keep their very colours, the rare ones of alarms stay near."""
    packed = np.asarray(image, dtype=np.uint32) @ np.array([1 << 16, 1 << 8, 1], dtype=np.uint32)
    found, which, counts = np.unique(packed, return_inverse=True, return_counts=True)
    colours = np.stack([found >> 16, found >> 8 & 255, found & 255], axis=1).astype(np.int32)
    frequent = colours[np.argsort(-counts)[:EXACT]]
    others = image.quantize(COLOURS - EXACT, Image.Quantize.MAXCOVERAGE).getpalette() or []
    palette = np.concatenate([frequent, np.array(others, dtype=np.int32).reshape(-1, 3)])[:COLOURS]
    nearest = np.concatenate([_nearest(part, palette) for part in np.array_split(colours, len(colours) // 4096 + 1)])
    reduced = Image.fromarray(nearest[which].reshape(packed.shape).astype(np.uint8)).convert("P")
    reduced.putpalette(palette.astype(np.uint8).tobytes())
    return reduced


def _nearest(colours: np.ndarray, palette: np.ndarray) -> np.ndarray:
    """The number of the nearest colour of the palette for each colour."""
    return ((colours[:, None, :] - palette[None]) ** 2).sum(axis=2).argmin(axis=1)
