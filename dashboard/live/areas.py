"""How large the areas of a schematic map are."""

import json
from collections.abc import Mapping
from functools import lru_cache

from dashboard.geometry import ROOT


@lru_cache(maxsize=512)
def areas_km2(place: str) -> Mapping[str, float]:
    """Square kilometres by place code, of the areas on a place's map; empty when there is no map."""
    path = ROOT / f"{place}.json"
    if not place.isalnum() or not path.is_file():
        return {}
    return {area["code"]: area["area_km2"] for area in json.loads(path.read_text(encoding="utf-8"))["areas"]}
