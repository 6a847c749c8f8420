"""All callbacks of the desk pages."""

from dash import Dash

from dashboard.callbacks import drill_down, grid
from dashboard.queries.bundle import Queries
from pipelines.domain.settings import Settings


def register(app: Dash, queries: Queries, settings: Settings) -> None:
    """Make the pages answer to the address."""
    drill_down.register(app, queries, settings)
    grid.register(app, queries, settings)
