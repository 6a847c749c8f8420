"""Where forms send what is kept in the database itself: somebody's own views, and what holds for all."""

import asyncio
from collections.abc import Callable, Mapping
from datetime import UTC, datetime

from fastapi import APIRouter, Request, Response

from dashboard.forms import back_from, form_of
from dashboard.kept_address import SAID, kept_address
from dashboard.queries.bundle import Queries
from dashboard.queries.own_views import OwnViews
from dashboard.viewer import current_viewer
from pipelines.domain.access import Viewer
from pipelines.domain.errors import ThreeCenterError
from pipelines.domain.saved_view import ViewError

Form = Mapping[str, str]


def keeping_routes(queries: Queries) -> APIRouter:
    """POST /actions/ranking and /actions/views."""
    router = APIRouter(prefix="/actions", include_in_schema=False)

    @router.post("/ranking")
    async def ranking(request: Request) -> Response:
        form, viewer = await form_of(request), current_viewer()
        said = await asyncio.to_thread(_set_ranking, queries, viewer, form.get("ranking", ""))
        return back_from(form, "said", said)

    @router.post("/views")
    async def views(request: Request) -> Response:
        form, viewer = await form_of(request), current_viewer()
        return back_from(form, SAID, await asyncio.to_thread(_keep, queries.views, viewer, form))

    return router


def _set_ranking(queries: Queries, viewer: Viewer, wanted: str) -> str:
    """What is said of it: done, or the family of the error."""
    try:
        queries.policies.set_ranking(viewer, wanted, datetime.now(UTC))
    except ThreeCenterError as error:
        return type(error).__name__
    return "done"


def _keep(views: OwnViews, viewer: Viewer, form: Form) -> str:
    """What is said of it: done, or the reason why not."""
    do = _DOES.get(form.get("do", ""))
    try:
        return do(views, viewer, form) if do else ""
    except ViewError as error:
        return error.fault
    except ThreeCenterError as error:
        return type(error).__name__


def _save(views: OwnViews, viewer: Viewer, form: Form) -> str:
    views.save(viewer, form.get("name", ""), kept_address(form.get("address", "")))
    return "saved"


def _rename(views: OwnViews, viewer: Viewer, form: Form) -> str:
    views.rename(viewer, form.get("name", ""), form.get("new", ""))
    return "renamed"


def _delete(views: OwnViews, viewer: Viewer, form: Form) -> str:
    views.delete(viewer, form.get("name", ""))
    return "deleted"


_DOES: Mapping[str, Callable[[OwnViews, Viewer, Form], str]] = {"save": _save, "rename": _rename, "delete": _delete}
