"""What supervision has brought: by rung, how many cases were disposed of within the reply deadline."""

from collections.abc import Sequence

from dash import html

from dashboard.address import Address
from dashboard.views.desk_panel import panel
from dashboard.wording.desk import say
from dashboard.wording.desk_alarms import ALARMS
from dashboard.wording.desk_case import RUNGS
from dashboard.wording.numbers import share
from dashboard.wording.words import find
from pipelines.domain.ladder import Effect

COLUMNS = ("rung", "cases", "judged", "in_time", "share")


def effects_panel(address: Address, effects: Sequence[Effect]) -> html.Section:
    """The ladder from its first rung to its last."""
    language = address.language
    names = ["" if name == "rung" else "desk-number" for name in COLUMNS]
    heads = [
        html.Th(say(ALARMS, name, language), scope="col", className=kind)
        for name, kind in zip(COLUMNS, names, strict=True)
    ]
    table = html.Table(
        [html.Thead(html.Tr(heads)), html.Tbody([_row(address, one) for one in effects])],
        className="desk-table desk-effects",
    )
    return panel(say(ALARMS, "effects", language), say(ALARMS, "effects_hint", language), table)


def _row(address: Address, one: Effect) -> html.Tr:
    shown = (f"{one.cases:,}", f"{one.judged:,}", f"{one.in_time:,}", share(one.share, address.language))
    cells = [html.Td(text, className="num desk-number") for text in shown]
    return html.Tr([html.Th(find(RUNGS, one.rung, address.language), scope="row"), *cells])
