"""Figures out as JSON: each route reads the question, asks the queries, and shapes the answer."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Annotated, Any

import msgspec
from fastapi import APIRouter, Depends, Query, Response

from dashboard.api import shapes
from dashboard.api.asked import Asked, Text, member
from dashboard.api.compared import comparison_json
from dashboard.api.defined import entry_json
from dashboard.api.loads import children_json, kpi_json
from dashboard.queries.bundle import Queries
from dashboard.queries.case_row import Narrowing, UnknownCaseError
from dashboard.viewer import current_viewer
from pipelines.domain.access import Viewer
from pipelines.domain.comparison import Comparison
from pipelines.domain.errors import (
    AccessError,
    PeriodError,
    QuestionError,
    StoreError,
    ThreeCenterError,
    UnknownPlaceError,
)
from pipelines.domain.kpi import Basis
from pipelines.domain.kpi.catalogue import CATALOGUE
from pipelines.domain.matter import read_matter
from pipelines.domain.unit import Hierarchy

_STATUS: dict[type[ThreeCenterError], tuple[int, str]] = {
    UnknownCaseError: (404, "UNKNOWN_CASE"),
    UnknownPlaceError: (404, "UNKNOWN_PLACE"),
    AccessError: (403, "OUT_OF_SCOPE"),
    PeriodError: (422, "BAD_PERIOD"),
    QuestionError: (422, "BAD_QUESTION"),
    StoreError: (503, "STORE_DOWN"),
}
Filters = Annotated[Asked, Depends()]
Ask = Callable[[Viewer, datetime], object]


async def answered(ask: Ask) -> Response:
    """The answer as JSON, or the error body of what stands in its way."""
    try:
        body = await asyncio.to_thread(ask, current_viewer(), datetime.now(UTC))
        return Response(msgspec.json.encode(body), media_type="application/json")
    except ThreeCenterError as error:
        return refused(error)


def refused(error: ThreeCenterError) -> Response:
    """The error body of what stands in the way of an answer."""
    status, code = next(found for kind, found in _STATUS.items() if isinstance(error, kind))
    body = {"error": {"code": code, "message": str(error), "field": None, "value": None, "index": None}}
    return Response(msgspec.json.encode(body), status, media_type="application/json")


def api_routes(queries: Queries) -> APIRouter:
    """All routes under /api/v1."""
    router = APIRouter(prefix="/api/v1")
    _add_figures(router, queries)
    _add_parts(router, queries)
    _add_cases(router, queries)
    _add_case(router, queries)
    _add_catalogues(router, queries)
    _add_places(router, queries)
    return router


def _add_figures(router: APIRouter, queries: Queries) -> None:
    @router.get("/kpi")
    async def kpi(filters: Filters, compare: Text = None) -> Response:
        """All figures of one place and period; `compare` names year_on_year, period_on_period, or both."""

        def ask(viewer: Viewer, now: datetime) -> Any:  # noqa: ANN401
            question = filters.question(queries, viewer, now)
            kinds = [member(Comparison, kind, "compare") for kind in (compare or "").split(",") if kind]
            figures, shown = kpi_json(queries, viewer, question, now)
            earlier = {kind: queries.wide.earlier(viewer, question, figures, kind, now) for kind in kinds if kind}
            own = queries.wide.comparable(viewer, question, figures, now) if earlier else figures
            compared = {kind: comparison_json(own, base) for kind, base in earlier.items()}
            return shown | ({"compare": compared} if compared else {})

        return await answered(ask)


def _add_parts(router: APIRouter, queries: Queries) -> None:
    @router.get("/kpi/children")
    async def children(filters: Filters) -> Response:
        """The same for each child; last what was reported at the place itself, if anything was."""

        def ask(viewer: Viewer, now: datetime) -> Any:  # noqa: ANN401
            _, found = queries.wide.family(viewer, filters.question(queries, viewer, now), now)
            return children_json(found)

        return await answered(ask)

    @router.get("/kpi/series")
    async def series(filters: Filters, step: Annotated[str, Query(pattern="^(hour|day|month)$")] = "day") -> Response:
        """Counts and rates by hour, day or month of the period; marks on the days when the place's boundary changed."""

        def ask(viewer: Viewer, now: datetime) -> Any:  # noqa: ANN401
            question = filters.question(queries, viewer, now)
            points = queries.series.points(viewer, question, step, now)
            marks = [shapes.mark_json(mark) for mark in queries.series.marks(question, now)]
            return {"items": [shapes.point_json(point) for point in points], "marks": marks}

        return await answered(ask)


def _add_cases(router: APIRouter, queries: Queries) -> None:
    @router.get("/cases")
    async def cases(
        filters: Filters,
        basis: Text = "cohort",
        count: Text = "reported",
        cursor: Text = None,
        limit: Annotated[int, Query(ge=1, le=200)] = 50,
        direct: bool = False,
        part: Text = None,
        matter: Text = None,
    ) -> Response:
        """The cases behind one count, newest first; for flow one row per milestone. `direct`: only those that no child
        counts; `part`: only those that this child counts in the place; `matter`: `dispute` or `petition`, of an age
        (`dispute.age.3`) or a step (`petition.reached.8`, `petition.waiting.2`).
        """

        def ask(viewer: Viewer, now: datetime) -> Any:  # noqa: ANN401
            question = filters.question(queries, viewer, now)
            of = member(Basis, basis, "basis") or Basis.COHORT
            narrowing = Narrowing(direct, part or "", read_matter(matter))
            rows = queries.cases.behind(viewer, question, of, count or "reported", now, limit, cursor, narrowing)
            return shapes.case_rows_json(rows)

        return await answered(ask)


def _add_case(router: APIRouter, queries: Queries) -> None:
    @router.get("/cases/{case_id}")
    async def case(case_id: str) -> Response:
        """One case with its changes."""
        return await answered(lambda viewer, _now: shapes.case_json(queries.cases.case(viewer, case_id)))


def _add_catalogues(router: APIRouter, queries: Queries) -> None:
    @router.get("/kpi/catalogue")
    async def kpi_catalogue() -> Response:
        """Every figure with its formula, time basis, kind, direction, target, owner, version and both languages."""
        return await answered(lambda _viewer, _now: {"items": [entry_json(entry) for entry in CATALOGUE]})

    @router.get("/items")
    async def items() -> Response:
        """The catalogue; `sample` tells whether any of it came with the product as a sample."""
        return await answered(lambda _viewer, _now: shapes.items_json(queries.reach.catalogue))


def _add_places(router: APIRouter, queries: Queries) -> None:
    @router.get("/places")
    async def places(parent: Text = None, hierarchy: Text = None) -> Response:
        """Units of a hierarchy below a parent; without one, where the viewer may start."""

        def ask(viewer: Viewer, now: datetime) -> Any:  # noqa: ANN401
            today, reach = queries.figures.today(now), queries.reach
            kind = member(Hierarchy, hierarchy, "hierarchy") or Hierarchy.BASE
            units = reach.children(viewer, parent, today, kind) if parent else reach.tops(viewer, today)
            return {"items": [shapes.place_json(unit, reach.parent(viewer, unit.code, today)) for unit in units]}

        return await answered(ask)

    @router.get("/places/{code}")
    async def place(code: str) -> Response:
        """One place, and who answers for it today."""

        def ask(viewer: Viewer, now: datetime) -> Any:  # noqa: ANN401
            today, reach = queries.figures.today(now), queries.reach
            unit, roster = reach.unit(viewer, code, today), queries.rosters.of(viewer, code, today)
            told = [shapes.responsible_json(one) for one in roster]
            return shapes.place_json(unit, reach.parent(viewer, code, today)) | {"responsible": told}

        return await answered(ask)
