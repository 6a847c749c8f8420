"""How dense open cases are one level finer than the ranking: what the map is coloured by."""

from dataclasses import replace
from datetime import datetime

from dash import html

from dashboard.address_reading import read_address
from dashboard.pages.answers import to_question
from dashboard.queries.bundle import Queries
from dashboard.views.desk_map import map_detail
from dashboard.views.desk_ranking import Ranked
from pipelines.domain.access import Viewer
from pipelines.domain.errors import ThreeCenterError
from pipelines.domain.period import read_period


def detailed_map(queries: Queries, viewer: Viewer, asked: str, now: datetime) -> html.Div:
    """Density classes of the grandchildren of an address's place; none where the viewer may not look."""
    path, _, search = asked.partition("?")
    try:
        return map_detail(_grandchildren(queries, viewer, path, search, now))
    except ThreeCenterError:
        return map_detail([])


def _grandchildren(queries: Queries, viewer: Viewer, path: str, search: str, now: datetime) -> list[Ranked]:
    """What stands open now is the same for every period that has not ended: then the quick store answers."""
    address, today = read_address(path, search), queries.figures.today(now)
    question = to_question(address, today)
    if question.period.last >= today:
        question = replace(question, period=read_period("today", today))
    return [Ranked(one.unit, one.counts) for one in queries.figures.grandchildren(viewer, question, now)]
