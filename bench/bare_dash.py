"""The peer of a first load: a Dash page with one chart and nothing else, served as Dash serves it."""

import sys

from dash import Dash, dcc, html

app = Dash()
app.layout = html.Div([html.H1("42"), dcc.Graph(figure={"data": [{"y": [3, 1, 2]}]})])

if __name__ == "__main__":
    app.run(port=int(sys.argv[1]))
