"""Where the forms of the desk pages send what somebody wants done; each leads back to its page with what came of it."""

import asyncio
from collections.abc import Mapping
from datetime import UTC, datetime

from fastapi import APIRouter, Request, Response

from dashboard.actions import Actions, AlarmAnswer
from dashboard.forms import back_from, form_of
from dashboard.viewer import current_viewer
from pipelines.domain.access import Viewer
from pipelines.domain.errors import ThreeCenterError

LOOKS, LOOK_SECONDS = 20, 0.1
"""So often and so far apart it is looked whether the worker has taken up what was sent."""


def action_routes(actions: Actions) -> APIRouter:
    """POST /actions/alarm."""
    router = APIRouter(prefix="/actions", include_in_schema=False)

    @router.post("/alarm")
    async def alarm(request: Request) -> Response:
        form, viewer = await form_of(request), current_viewer()
        return back_from(form, "said", await _answered(actions, viewer, _alarm_answer(form)))

    return router


def _alarm_answer(form: Mapping[str, str]) -> AlarmAnswer:
    hours = form.get("hours", "1")
    return AlarmAnswer(
        form.get("alarm", ""), form.get("action", ""), form.get("reason", ""), int(hours) if hours.isdecimal() else 0
    )


async def _answered(actions: Actions, viewer: Viewer, answer: AlarmAnswer) -> str:
    """What is said of it: done, or sent and not taken up yet, or the family of the error."""
    try:
        before = await asyncio.to_thread(actions.answer_alarm, viewer, answer, datetime.now(UTC))
        for _ in range(LOOKS):
            if await asyncio.to_thread(actions.is_taken_up, viewer, before):
                return "done"
            await asyncio.sleep(LOOK_SECONDS)
    except ThreeCenterError as error:
        return type(error).__name__
    return "sent"
