"""The bar on top of every desk page: product, tabs, how fresh the data are, who is looking, and how it looks."""

from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from dash import html
from dash.development.base_component import Component

from dashboard.address import Address, Page, Theme
from dashboard.views.desk_panel import link, marks
from dashboard.wording.desk import FRAME, say
from dashboard.wording.times import clock, duration
from dashboard.wording.words import Language
from pipelines.domain.access import Viewer

LATE_SECONDS = 6
STALE_SECONDS = 30


@dataclass(frozen=True, slots=True)
class Freshness:
    """What the bar says about the data: the moment they are true for, their lag, whether they are simulated."""

    as_of: datetime
    lag_seconds: float
    is_simulated: bool
    zone: ZoneInfo


def header(address: Address, viewer: Viewer, fresh: Freshness | None) -> html.Header:
    """The bar; without `fresh` nothing is said about the data."""
    language = address.language
    tabs = html.Nav(
        [
            html.A(say(FRAME, "overview", language), href=_wall(address), className="desk-tab"),
            _tab(say(FRAME, "drill_down", language), _home(address), address.page is not Page.HEALTH),
        ],
        className="desk-tabs",
        **marks(aria_label=say(FRAME, "pages", language)),
    )
    return html.Header(
        [
            html.A(say(FRAME, "skip", language), href="#main", className="desk-skip"),
            html.Span(say(FRAME, "product", language), className="desk-product"),
            tabs,
            html.Div([*_freshness(fresh, address), *_looks(address, viewer)], className="desk-status"),
        ],
        className="desk-bar",
    )


def _tab(word: str, to: Address, is_here: bool) -> html.Span:
    name = "desk-tab desk-tab-here" if is_here else "desk-tab"
    return html.Span(link(word, to, name), **marks(aria_current="page" if is_here else None))


def _home(address: Address) -> Address:
    return Address(
        key=address.key if address.page == "places" else "",
        period=address.period,
        language=address.language,
        theme=address.theme,
    )


def _wall(address: Address) -> str:
    return "/wall/overview" + ("?lang=en" if address.language is Language.EN else "")


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


def _looks(address: Address, viewer: Viewer) -> list[Component]:
    language, is_dark = address.language, address.theme is Theme.DARK
    other = Language.ZH if language is Language.EN else Language.EN
    theme = Theme.LIGHT if is_dark else Theme.DARK
    out = html.Button(say(FRAME, "sign_out", language), type="submit", className="desk-option")
    health = Address(Page.HEALTH, language=language, theme=address.theme)
    own = [
        *([link(say(FRAME, "health", language), health, "desk-option")] if viewer.sees_all else []),
        link(say(FRAME, theme.value, language), replace(address, theme=theme), "desk-option"),
        html.Form(out, action="/signout", method="POST"),
    ]
    return [
        link(say(FRAME, "other_language", language), replace(address, language=other), "desk-plain"),
        html.Details(
            [html.Summary(viewer.name), html.Div(own, className="desk-menu-list")], className="desk-menu desk-account"
        ),
    ]
