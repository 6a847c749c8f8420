"""The layout that Dash starts from: the address, and the room for the page that it asks for."""

from dash import dcc, html

from dashboard.ids import LOCATION, PAGE


def make_layout() -> html.Div:
    """One address, one page; everything else is built by the page itself."""
    return html.Div([dcc.Location(id=LOCATION, refresh="callback-nav"), html.Div(id=PAGE)])
