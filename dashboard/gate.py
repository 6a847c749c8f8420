"""One ASGI gate for http and websocket: who is calling, may they; everything else stands behind it."""

import asyncio
import time
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any
from urllib.parse import quote, urlsplit

import msgspec
from itsdangerous import BadSignature, URLSafeTimedSerializer
from starlette.requests import cookie_parser

from dashboard.viewer import NOBODY, set_viewer
from db.account_store import AccountStore, key_digest
from pipelines.domain.access import Key, Viewer
from pipelines.domain.errors import StoreError

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

SESSION_COOKIE = "tc_session"
SESSION_SECONDS = 14 * 24 * 3600
REMEMBER_SECONDS = 5.0
_PUBLIC = ("/signin", "/signout", "/healthz", "/readyz", "/metrics", "/favicon.ico")
_SECURITY = (
    (b"content-security-policy", b"default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; "
     b"object-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'"),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"same-origin"),
)  # fmt: skip


class Sessions:
    """Signed cookies and bearer keys -> viewers."""

    def __init__(self, accounts: AccountStore, secret: str) -> None:
        self._accounts = accounts
        self._signer = URLSafeTimedSerializer(secret, salt="threecenter-session")
        self._viewers: dict[str, tuple[float, Viewer | None]] = {}
        self._keys: tuple[float, dict[str, Key]] = (float("-inf"), {})

    def cookie(self, viewer: Viewer) -> str:
        """The cookie's value for someone who has signed in."""
        return str(self._signer.dumps(viewer.name))

    def of_cookie(self, value: str) -> Viewer | None:
        """The viewer of a cookie; the account is looked up again every few seconds."""
        try:
            name = str(self._signer.loads(value, max_age=SESSION_SECONDS))
        except BadSignature:
            return None
        read_at, viewer = self._viewers.get(name, (float("-inf"), None))
        if time.monotonic() - read_at > REMEMBER_SECONDS:
            viewer = self._accounts.find(name)
            self._viewers[name] = (time.monotonic(), viewer)
        return viewer

    def of_key(self, authorization: str) -> Viewer | None:
        """The viewer of an Authorization header whose key may read."""
        scheme, _, text = authorization.partition(" ")
        if scheme.lower() != "bearer":
            return None
        if time.monotonic() - self._keys[0] > REMEMBER_SECONDS:
            self._keys = (time.monotonic(), self._accounts.keys())
        key = self._keys[1].get(key_digest(text))
        return key.viewer() if key else None


class Gate:
    """Lets public paths and known viewers through; sets the viewer for the rest of the request."""

    def __init__(self, app: App, sessions: Sessions) -> None:
        self._app = app
        self._sessions = sessions

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Decide, then pass on."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        guarded = _guarded(send) if scope["type"] == "http" else send
        headers = {name: value.decode("latin-1") for name, value in scope["headers"]}
        try:
            viewer = await asyncio.to_thread(self._viewer, headers)
            refusal = _refusal(scope, headers, viewer)
        except StoreError as error:
            refusal = (503, "STORE_DOWN", str(error))
        if refusal is None:
            set_viewer(viewer or NOBODY)
            await self._app(scope, receive, guarded)
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 4000 + refusal[0], "reason": refusal[1]})
        elif refusal[0] == 401 and _wants_page(scope):
            address = scope["path"] + (f"?{scope['query_string'].decode()}" if scope["query_string"] else "")
            await _answer(guarded, 303, b"", [(b"location", f"/signin?next={quote(address)}".encode())])
        else:
            body = {"error": {"code": refusal[1], "message": refusal[2], "field": None, "value": None, "index": None}}
            await _answer(guarded, refusal[0], msgspec.json.encode(body), [(b"content-type", b"application/json")])

    def _viewer(self, headers: dict[bytes, str]) -> Viewer | None:
        if b"authorization" in headers:
            return self._sessions.of_key(headers[b"authorization"])
        value = cookie_parser(headers.get(b"cookie", "")).get(SESSION_COOKIE)
        return self._sessions.of_cookie(value) if value else None


def _refusal(scope: Scope, headers: dict[bytes, str], viewer: Viewer | None) -> tuple[int, str, str] | None:
    if not _is_own_origin(scope, headers):
        return 403, "FOREIGN_ORIGIN", "Origin: another site's page may not call this one; open it here"
    is_public = scope["path"] in _PUBLIC or scope["path"].startswith("/static/")
    if viewer is None and not is_public:
        return 401, "SIGNED_OUT", "sign in at /signin, or send a bearer key that may read"
    return None


def _is_own_origin(scope: Scope, headers: dict[bytes, str]) -> bool:
    """Every POST and handshake that a browser makes must come from our own pages."""
    if scope["type"] == "http" and scope["method"] in ("GET", "HEAD", "OPTIONS"):
        return True
    origin = headers.get(b"origin")
    if origin is None:
        return b"authorization" in headers or b"cookie" not in headers
    return urlsplit(origin).netloc == headers.get(b"host", "")


def _wants_page(scope: Scope) -> bool:
    is_data = scope["path"].startswith(("/api/", "/_dash", "/live", "/geometry/"))
    return scope["method"] == "GET" and not is_data


def _guarded(send: Send) -> Send:
    async def wrapped(message: Message) -> None:
        if message["type"] == "http.response.start":
            message = {**message, "headers": [*message.get("headers", ()), *_SECURITY]}
        await send(message)

    return wrapped


async def _answer(send: Send, status: int, body: bytes, headers: list[tuple[bytes, bytes]]) -> None:
    length = (b"content-length", str(len(body)).encode())
    await send({"type": "http.response.start", "status": status, "headers": [*headers, length]})
    await send({"type": "http.response.body", "body": body})
