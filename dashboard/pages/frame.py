"""What every desk page stands in: the bar on top, language, theme and the page's name for the browser's tab."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from dash import html

from dashboard.address import Address
from dashboard.views.desk_header import Freshness, header
from dashboard.views.desk_panel import marks
from dashboard.views.desk_views import Kept
from dashboard.wording.desk import FRAME, say
from pipelines.domain.access import Viewer


@dataclass(frozen=True, slots=True)
class DeskPage:
    """What one page brings: where its links start from, how fresh it is, its name and body; a notice shows nothing."""

    address: Address
    fresh: Freshness | None
    title: str
    body: Sequence[Any]
    is_notice: bool = False


def frame(page: DeskPage, viewer: Viewer, kept: Kept | None) -> html.Div:
    """A page of the desk; without `kept` nothing is said of saved views."""
    address = page.address
    name = f"{page.title} · {say(FRAME, 'product', address.language)}"
    main = html.Main(list(page.body), id="main", tabIndex=-1)
    data = marks(data_theme=address.theme.value, data_page_title=name)
    bar = header(address, viewer, page.fresh, kept)
    return html.Div([bar, main], className="desk-page", lang=address.language.tag, **data)
