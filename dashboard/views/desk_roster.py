"""The panel of those who answer for a place."""

from collections.abc import Sequence

from dash import html

from dashboard.address import Address
from dashboard.views.desk_panel import panel
from dashboard.wording.hierarchies import DUTIES, ROSTER
from dashboard.wording.words import find
from pipelines.domain.responsible import Responsible


def roster_panel(address: Address, roster: Sequence[Responsible]) -> html.Section:
    """A row for each: what for, who, and where to reach them."""
    language = address.language
    rows = [
        html.Tr(
            [
                html.Th(find(DUTIES, one.duty, language), scope="row"),
                html.Td(one.name),
                html.Td(one.phone or "—", className="num desk-number"),
            ]
        )
        for one in roster
    ]
    looks = {"duty": "", "name": "", "phone": "desk-number"}
    heads = [html.Th(find(ROSTER, name, language), scope="col", className=look) for name, look in looks.items()]
    table = html.Table([html.Thead(html.Tr(heads)), html.Tbody(rows)], className="desk-rank")
    title, hint = (find(ROSTER, name, language) for name in ("title", "hint"))
    return panel(title, hint, table, name="desk-roster")
