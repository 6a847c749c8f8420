"""The wall of an address: its frame, which the live script connects and fills in."""

from datetime import datetime
from urllib.parse import parse_qs

from dash import html
from dash.development.base_component import Component

from dashboard.centers.overview import wall
from dashboard.queries.bundle import Queries
from dashboard.wording.words import read_language
from pipelines.domain.access import Viewer

OVERVIEW = "/wall/overview"


def wall_page(queries: Queries, viewer: Viewer, search: str, now: datetime) -> Component:
    """The frame for the place that the address names, else for the viewer's first."""
    asked = {name: values[0] for name, values in parse_qs(search.lstrip("?")).items()}
    tops = queries.reach.tops(viewer, queries.figures.today(now))
    place = asked.get("place") or (tops[0].code if tops else "")
    return html.Main(wall(place, read_language(asked.get("lang"))))
