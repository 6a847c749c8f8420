"""The stored drawing of a place with a lattice of grids over it, as many as a test wants."""

import json
from typing import Any

from dashboard.geometry import ROOT


def with_grids(place: str, count: int) -> dict[str, Any]:
    """The drawing, its communities sharing that many grids."""
    found: dict[str, Any] = json.loads((ROOT / f"{place}.json").read_text(encoding="utf-8"))
    communities = [area["code"] for area in found["areas"] if area["level"] == "community"]
    left, top, width, height = found["view_box"]
    across = round((count * width / height) ** 0.5)
    side = width / across
    corners = [(left + n % across * side, top + n // across * side) for n in range(count)]
    found["areas"] += [
        {
            "code": f"{communities[n % len(communities)]}{n:05}",
            "level": "grid",
            "d": f"M{x:.1f} {y:.1f}l{side:.1f} 0 0 {side:.1f} {-side:.1f} 0z",
            "label": [round(x + side / 2, 1), round(y + side / 2, 1)],
        }
        for n, (x, y) in enumerate(corners)
    ]
    return found
