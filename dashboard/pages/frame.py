"""What every desk page stands in: the bar on top, language, theme and the page's name for the browser's tab."""

from collections.abc import Sequence
from typing import Any

from dash import html

from dashboard.address import Address
from dashboard.views.desk_header import Freshness, header
from dashboard.views.desk_panel import marks
from dashboard.wording.desk import FRAME, say
from pipelines.domain.access import Viewer


def frame(address: Address, viewer: Viewer, fresh: Freshness | None, title: str, body: Sequence[Any]) -> html.Div:
    """A page of the desk."""
    name = f"{title} · {say(FRAME, 'product', address.language)}"
    main = html.Main(list(body), id="main", tabIndex=-1)
    data = marks(data_theme=address.theme.value, data_page_title=name)
    return html.Div([header(address, viewer, fresh), main], className="desk-page", lang=address.language.tag, **data)
