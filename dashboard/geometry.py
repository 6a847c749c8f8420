"""Schematic maps, cut to the viewer's scope: areas of others do not leave the server."""

import asyncio
import json
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from fastapi import APIRouter, Request, Response

from dashboard.queries.bundle import Queries
from dashboard.viewer import current_viewer
from pipelines.domain.access import Viewer, may_view
from pipelines.domain.errors import AccessError, UnknownPlaceError

ROOT = Path(__file__).parent.parent / "db" / "seed" / "geometry"


@lru_cache(maxsize=512)
def _map(code: str) -> dict[str, Any] | None:
    path = ROOT / f"{code}.json"
    if not code.isalnum() or not path.is_file():
        return None
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found


def geometry_routes(queries: Queries) -> APIRouter:
    """GET /geometry/CODE.json."""
    router = APIRouter(include_in_schema=False)

    @router.get("/geometry/{code}.json")
    async def geometry(code: str, request: Request) -> Response:
        try:
            found = await asyncio.to_thread(_cut, queries, current_viewer(), code)
        except (AccessError, UnknownPlaceError):
            return Response(status_code=404)
        if found is None:
            return Response(status_code=404)
        body = json.dumps(found, ensure_ascii=False, separators=(",", ":"))
        return Response(body, media_type="application/json", headers={"Cache-Control": "private, max-age=3600"})

    return router


def _cut(queries: Queries, viewer: Viewer, code: str) -> dict[str, Any] | None:
    today = queries.figures.today(datetime.now(UTC))
    queries.reach.unit(viewer, code, today)
    found, tree = _map(code), queries.reach.tree
    if found is None:
        return None
    names = {area["code"]: tree.units[area["code"]] for area in found["areas"] if area["code"] in tree.units}
    areas = [
        area | {"name": names[area["code"]].name, "name_en": names[area["code"]].name_en} for area in found["areas"]
    ]
    context = [one for one in found["context"] if may_view(viewer, tree.path(one["code"], today))]
    return found | {"areas": areas, "context": context}
