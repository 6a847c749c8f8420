"""The way into the past from a board, and the place of the bar that stands over a past minute."""

import json

from dash import html
from dash.development.base_component import Component

from dashboard.views.wall_frame import attributes
from dashboard.wording.replay import REPLAY, replay_words
from dashboard.wording.words import Language, find


def replay_bar(language: Language) -> Component:
    """Empty, until the script finds a past minute in the address and fills it in."""
    words = json.dumps(replay_words(language), ensure_ascii=False)
    name = find(REPLAY, "region", language)
    return html.Div(className="replay", role="region", **attributes(data_replay=words, aria_label=name))


def replay_entry(language: Language) -> Component:
    """Leads to the minute that is shown; the script keeps its address."""
    return html.A(
        find(REPLAY, "open", language),
        className="replay-entry",
        title=find(REPLAY, "open_title", language),
        **attributes(data_replay_entry=""),
    )
