"""The bar on top of every desk page: product, tabs, how fresh the data are, who is looking, and how it looks."""

from dataclasses import dataclass, replace
from datetime import datetime
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from dash import html
from dash.development.base_component import Component

from dashboard.address import BOARDS, Address, Page, Theme, scripts_of
from dashboard.views.desk_panel import link, marks
from dashboard.views.desk_views import Kept, views_menu
from dashboard.wording.desk import FRAME, say
from dashboard.wording.times import clock, duration
from dashboard.wording.words import Language
from pipelines.domain.access import Viewer

TABS = (*BOARDS, Page.PLACE, Page.EXPLORE, Page.RECORDS, Page.ALARMS, Page.DEFINITIONS)
LATE_SECONDS = 6
STALE_SECONDS = 30


@dataclass(frozen=True, slots=True)
class Freshness:
    """What the bar says about the data: the moment they are true for, their lag, whether they are simulated."""

    as_of: datetime
    lag_seconds: float
    is_simulated: bool
    zone: ZoneInfo


def header(address: Address, viewer: Viewer, fresh: Freshness | None, kept: Kept | None = None) -> html.Header:
    """The bar; without `fresh` nothing is said about the data, without `kept` nothing of saved views."""
    language = address.language
    tabs = html.Nav(
        [_tab(address, page) for page in TABS],
        className="desk-tabs",
        **marks(aria_label=say(FRAME, "pages", language)),
    )
    return html.Header(
        [
            html.A(say(FRAME, "skip", language), href="#main", className="desk-skip"),
            html.Span(say(FRAME, "product", language), className="desk-product"),
            tabs,
            html.Div([*_freshness(fresh, address), *_looks(address, viewer, kept)], className="desk-status"),
        ],
        className="desk-bar",
    )


def _tab(address: Address, page: Page) -> html.Span:
    """To a page about the same place; between boards and other pages, whose scripts differ, the browser starts anew."""
    is_here = address.page is page or (page is Page.PLACE and address.page is Page.CASE)
    name = "desk-tab desk-tab-here" if is_here else "desk-tab"
    has_place = (address.asks_place or address.page is Page.PLACE) and page is not Page.DEFINITIONS
    period = address.period if page in {Page.PLACE, Page.EXPLORE, Page.RECORDS} else ""
    to = Address(page, address.key if has_place else "", period, language=address.language, theme=address.theme)
    word = say(FRAME, page.value, address.language)
    same = scripts_of(address.page) == scripts_of(page)
    way = link(word, to, name) if same else html.A(word, href=to.href, className=name)
    return html.Span(way, **marks(aria_current="page" if is_here else None))


def _wall(address: Address) -> list[Component]:
    """The same board for a screen that nobody touches."""
    if address.page not in BOARDS:
        return []
    query = urlencode({"place": address.key, "lang": address.language.value, "theme": Theme.DARK.value})
    return [html.A(say(FRAME, "wall", address.language), href=f"/wall/{address.page}?{query}", className="desk-option")]


def _freshness(fresh: Freshness | None, address: Address) -> list[Component]:
    if fresh is None:
        return []
    language = address.language
    at = html.Span(clock(fresh.as_of, fresh.zone), className="num")
    before, after = say(FRAME, "as_of", language, "|").split("|")
    parts: list[Component] = [html.Span([before, at, after])]
    if fresh.lag_seconds > LATE_SECONDS:
        word = "stale" if fresh.lag_seconds > STALE_SECONDS else "delayed"
        late = say(FRAME, word, language, duration(fresh.lag_seconds, language))
        parts.append(html.Span(late, className=f"desk-lag desk-lag-{word}", role="status"))
    parts.append(html.Span(html.A(say(FRAME, "refresh", language), href=address.href)))
    if fresh.is_simulated:
        parts.append(html.Span(say(FRAME, "simulated", language), className="desk-simulated"))
    return parts


def _looks(address: Address, viewer: Viewer, kept: Kept | None) -> list[Component]:
    language, is_dark = address.language, address.theme is Theme.DARK
    other = Language.ZH if language is Language.EN else Language.EN
    theme = Theme.LIGHT if is_dark else Theme.DARK
    out = html.Button(say(FRAME, "sign_out", language), type="submit", className="desk-option")
    health = Address(Page.HEALTH, language=language, theme=address.theme)
    own = [
        *_wall(address),
        *([html.A(say(FRAME, "health", language), href=health.href, className="desk-option")] * viewer.sees_all),
        link(say(FRAME, theme.value, language), replace(address, theme=theme), "desk-option"),
        html.Form(out, action="/signout", method="POST"),
    ]
    return [
        link(say(FRAME, "other_language", language), replace(address, language=other), "desk-plain"),
        *([views_menu(kept, kept.address or address.href, language)] if kept else []),
        html.Details(
            [html.Summary(viewer.name), html.Div(own, className="desk-menu-list")], className="desk-menu desk-account"
        ),
    ]
