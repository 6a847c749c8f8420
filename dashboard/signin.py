"""Sign in and out: a plain page that works before any script has loaded."""

import asyncio
from collections.abc import Mapping
from html import escape

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from dashboard.forms import form_of, own_address
from dashboard.gate import SESSION_COOKIE, SESSION_SECONDS, Sessions
from dashboard.static import static_address
from dashboard.wording.signin import SIGNIN
from dashboard.wording.words import Language, read_language
from db.account_store import AccountStore
from pipelines.domain.access import Viewer
from pipelines.domain.errors import StoreError


def signin_routes(accounts: AccountStore, sessions: Sessions) -> APIRouter:
    """GET and POST /signin, POST /signout."""
    router = APIRouter(include_in_schema=False)

    @router.get("/signin")
    async def page(next: str = "/", lang: str = "zh") -> Response:
        return _answer(200, next, lang)

    @router.post("/signin")
    async def sign_in(request: Request) -> Response:
        return await _checked(await form_of(request), accounts, sessions, request.url.scheme == "https")

    @router.post("/signout")
    async def sign_out() -> Response:
        response = RedirectResponse("/signin", 303)
        response.delete_cookie(SESSION_COOKIE)
        return response

    return router


async def _checked(form: Mapping[str, str], accounts: AccountStore, sessions: Sessions, is_secure: bool) -> Response:
    address, language = form.get("next", "/"), form.get("lang", "zh")
    try:
        viewer = await asyncio.to_thread(accounts.sign_in, form.get("name", ""), form.get("password", ""))
    except StoreError:
        return _answer(503, address, language, "down")
    if viewer is None:
        return _answer(401, address, language, "wrong")
    return _signed_in(viewer, sessions, address, is_secure)


def _answer(status: int, address: str, language: str, fault: str | None = None) -> Response:
    return Response(_page(address, language, fault), status, media_type="text/html")


def _signed_in(viewer: Viewer, sessions: Sessions, address: str, is_secure: bool) -> Response:
    response = RedirectResponse(own_address(address), 303)
    response.set_cookie(
        SESSION_COOKIE, sessions.cookie(viewer), SESSION_SECONDS, httponly=True, samesite="lax", secure=is_secure
    )
    return response


def _page(address: str, language: str, fault: str | None) -> str:
    own = read_language(language)
    other = Language.ZH if own is Language.EN else Language.EN
    say = {identifier: word.on(own) for identifier, word in SIGNIN.items()}
    sheets = "".join(
        f'<link rel="stylesheet" href="{static_address(name)}">' for name in ("fonts.css", "theme.css", "signin.css")
    )
    alert = f'<p class="signin-wrong" role="alert">{say[fault]}</p>' if fault else ""
    fields = (
        f'<input type="hidden" name="next" value="{escape(own_address(address), quote=True)}">'
        f'<input type="hidden" name="lang" value="{own}">'
        f'<label>{say["name"]}<input name="name" autocomplete="username" required autofocus></label>'
        f"<label>{say['password']}"
        f'<input name="password" type="password" autocomplete="current-password" required></label>'
    )
    return (
        f'<!DOCTYPE html><html lang="{own.tag}" data-theme="dark"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width, initial-scale=1"><title>{say["title"]}</title>{sheets}'
        f'</head><body class="signin"><main><h1>{say["product"]}</h1><form method="post" action="/signin">'
        f"{alert}{fields}<button>{say['go']}</button></form>"
        f'<p><a href="/signin?lang={other}">{say["other_language"]}</a></p></main></body></html>'
    )
