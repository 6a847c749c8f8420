"""What is said when a page cannot be shown: the fault in plain words and a way out, never a number."""

from dash import html

from dashboard.address import Address, Page
from dashboard.pages.frame import DeskPage
from dashboard.views.desk_panel import link
from dashboard.wording.desk_notices import GO_START, NOTICES
from pipelines.domain.errors import ThreeCenterError


def error_page(address: Address, error: ThreeCenterError) -> DeskPage:
    """The notice of an error's family."""
    return notice_page(address, notice_of(error))


def notice_of(error: ThreeCenterError) -> str:
    """Which notice an error's family has."""
    families = [one.__name__ for one in type(error).__mro__]
    return next(name for name in (*families, "not_found") if name in NOTICES)


def notice_page(address: Address, notice: str) -> DeskPage:
    """A title, what to do, and a link to where the viewer may start."""
    language = address.language
    title, advice = (word.on(language) for word in NOTICES[notice])
    start = Address(Page.PLACE, language=language, theme=address.theme)
    way_out = [] if notice == "empty_scope" else [link(GO_START.on(language), start, "desk-button")]
    box = html.Div([html.H1(title), html.P(advice), *way_out], className="desk-panel desk-notice", role="alert")
    return DeskPage(address, None, title, [box], is_notice=True)
