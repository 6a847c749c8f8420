"""The overview as a Panel page: a periodic callback once a second, one reading for all sessions."""

import sys
from pathlib import Path

import pandas as pd
import panel as pn
from bokeh.models import ColumnDataSource
from bokeh.plotting import figure

sys.path.insert(0, str(Path(__file__).parents[2]))
from bench.peers.figures import Center, Wall, read

pn.extension()
VALUE = {"styles": {"font-size": "24pt"}}


@pn.cache(ttl=1)
def newest() -> Wall:
    return read()


def texts_of(found: Wall) -> list[str]:
    """Every value outside tables and chart, in the order of the panes."""
    values = [found.stamp, *(text for _, value, change in found.kpis for text in (value, change))]
    return values + [text for one in found.centers for text in (one.reported, one.change, *one.counts.values())]


def kpi_boxes(found: Wall, panes: list[pn.pane.Str]) -> pn.Row:
    return pn.Row(*(pn.Column(f"**{label}**", *panes[2 * n : 2 * n + 2]) for n, (label, _, _) in enumerate(found.kpis)))


def center_box(center: Center, panes: list[pn.pane.Str]) -> pn.Column:
    counts = [pn.Column(label, pane) for label, pane in zip(center.counts, panes[2:], strict=True)]
    return pn.Column(f"**{center.name}**", pn.Row(*panes[:2]), pn.Row(*counts))


first = newest()
panes = [pn.pane.Str(text, css_classes=["figure"], **VALUE) for text in texts_of(first)]
head, kpis, rest = panes[0], panes[1 : 1 + 2 * len(first.kpis)], panes[1 + 2 * len(first.kpis) :]
size = len(rest) // len(first.centers)
centers = [center_box(one, rest[n * size : (n + 1) * size]) for n, one in enumerate(first.centers)]
ranking = pn.pane.DataFrame(pd.DataFrame(first.ranking), index=False)
events = pn.pane.DataFrame(pd.DataFrame(first.newest), index=False)
source = ColumnDataSource({"x": list(range(len(first.rhythm))), "y": first.rhythm})
chart = figure(height=300, width=600)
chart.line("x", "y", source=source)


def update() -> None:
    found = newest()
    for pane, text in zip(panes, texts_of(found), strict=True):
        pane.object = text
    ranking.object, events.object = pd.DataFrame(found.ranking), pd.DataFrame(found.newest)
    source.data = {"x": list(range(len(found.rhythm))), "y": found.rhythm}


pn.state.add_periodic_callback(update, 1000)
pn.Column(head, kpi_boxes(first, kpis), pn.Row(pn.Column(*centers), ranking, chart), events).servable()
