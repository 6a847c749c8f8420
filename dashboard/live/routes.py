"""The live routes: a websocket that pushes, and the same figures for a screen that can only ask."""

import asyncio
import hashlib
from collections.abc import Mapping, Sequence
from contextlib import aclosing, suppress

import msgspec
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route, WebSocketRoute
from starlette.types import Receive, Scope, Send
from starlette.websockets import WebSocket, WebSocketDisconnect

from dashboard.live.board import HEALTH, OVERVIEW
from dashboard.live.boards import BOARDS
from dashboard.live.channel import View
from dashboard.live.hub import Hub
from dashboard.live.replay import Replays
from dashboard.live.snapshot import Moment
from dashboard.queries.vitals import check_operator
from dashboard.viewer import current_viewer
from dashboard.wording.words import read_language
from pipelines.domain.access import Viewer
from pipelines.domain.errors import AccessError, QuestionError, StoreError, ThreeCenterError, UnknownPlaceError

LONGEST_SECONDS = 900.0
"""A socket ends then and the screen comes back through the gate, which looks again whether it still may."""
_CLOSE = {AccessError: 4403, UnknownPlaceError: 4404, QuestionError: 4422, StoreError: 4503}
_STATUS = {AccessError: 403, UnknownPlaceError: 404, QuestionError: 422, StoreError: 503}
AT = "at"
"""The past minute that is asked for."""


def live_routes(hub: Hub) -> Sequence[BaseRoute]:
    """/live and /live.json, which also tells a past minute."""
    replays = Replays(hub.queries, hub.zone, hub.now)

    async def whole(request: Request) -> Response:
        try:
            view = await asyncio.to_thread(_read_view, hub, current_viewer(), request.query_params)
            if AT in request.query_params:
                past = await replays.whole(view, request.query_params[AT], request.is_disconnected)
                return Response(past, media_type="application/json", headers={"Cache-Control": "no-store"})
            moment, body = await hub.whole(view)
        except ThreeCenterError as fault:
            return Response(str(fault), _code(_STATUS, fault), media_type="text/plain")
        headers = {"ETag": _tag(moment, view), "Cache-Control": "no-cache"}
        if request.headers.get("if-none-match") == headers["ETag"]:
            return Response(status_code=304, headers=headers)
        return Response(body, media_type="application/json", headers=headers)

    return (WebSocketRoute("/live", _Live(hub)), Route("/live.json", whole))


class _Live:
    """/live as a plain ASGI application: every layer between costs something for each screen and second."""

    def __init__(self, hub: Hub) -> None:
        self._hub = hub

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        socket = WebSocket(scope, receive, send)
        await socket.accept()
        try:
            if AT in socket.query_params:
                raise QuestionError("at: a socket tells the present only; ask /live.json")
            view = await asyncio.to_thread(_read_view, self._hub, current_viewer(), socket.query_params)
            await _serve(self._hub, view, socket, send)
        except ThreeCenterError as fault:
            with suppress(RuntimeError, WebSocketDisconnect):
                await socket.close(_code(_CLOSE, fault), str(fault)[:100])


def _read_view(hub: Hub, viewer: Viewer, query: Mapping[str, str]) -> View:
    """The view that the query names; a wall's is of the place that the viewer may start from unless it names one."""
    board, reach = query.get("board", OVERVIEW), hub.queries.reach
    if board not in BOARDS:
        raise UnknownPlaceError(f"board {board[:40]}: there is none; use {' or '.join(BOARDS)}")
    language = read_language(query.get("lang"))
    if board == HEALTH:
        check_operator(viewer)
        return View(board, "", viewer.scopes, language)
    today = hub.queries.figures.today(hub.now())
    place = query.get("place") or next((unit.code for unit in reach.tops(viewer, today)), "")
    unit = reach.unit(viewer, place, today)
    return View(board, unit.code, viewer.scopes, language)


async def _serve(hub: Hub, view: View, socket: WebSocket, send: Send) -> None:
    """Push until the screen leaves or its time is up."""
    pushing = asyncio.create_task(_push(hub, view, send))
    leaving = asyncio.create_task(_wait_until_left(socket))
    try:
        done, _ = await asyncio.wait({pushing, leaving}, timeout=LONGEST_SECONDS, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in (pushing, leaving):
            task.cancel()
        await asyncio.wait({pushing, leaving})
    if not done:
        await socket.close(1000)
    elif pushing in done:
        pushing.result()


async def _push(hub: Hub, view: View, send: Send) -> None:
    with suppress(OSError, RuntimeError):  # the screen has left; or this side has closed
        async with aclosing(hub.watch(view)) as messages:
            async for text in messages:
                await send({"type": "websocket.send", "text": text})


async def _wait_until_left(socket: WebSocket) -> None:
    """Screens have nothing to say: whatever they send is read and forgotten."""
    while (await socket.receive())["type"] != "websocket.disconnect":
        pass


def _tag(moment: Moment, view: View) -> str:
    """The same while neither the figures nor what they are true for have changed."""
    content = msgspec.json.encode((moment.as_of, moment.snapshot, view.language))
    return f'"{hashlib.blake2b(content, digest_size=12).hexdigest()}"'


def _code(codes: Mapping[type[ThreeCenterError], int], fault: ThreeCenterError) -> int:
    return next((code for kind, code in codes.items() if isinstance(fault, kind)), max(codes.values()))
