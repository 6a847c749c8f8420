"""Dash answers every fault with a bare 500 and tells nobody: here it is written down first."""

import logging

from starlette.types import ASGIApp, Receive, Scope, Send

_log = logging.getLogger(__name__)


class FaultLog:
    """Stands inside Dash's own middleware and logs what comes through, with the path that was asked for."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on; log a fault and let it go on its way."""
        try:
            await self._app(scope, receive, send)
        except Exception:
            _log.exception("%s %s", scope.get("method", scope["type"]), scope.get("path", ""))
            raise
