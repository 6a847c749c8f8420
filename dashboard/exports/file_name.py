"""What a file is called: place, period and time, and whether its data are simulated."""

import re

from dashboard.exports.view import View
from dashboard.wording.desk import FRAME, place_name, say
from dashboard.wording.words import Language

MOST_SIGNS = 60


def full_name(view: View) -> str:
    """140303_矿区_2026-11_20261121-163208_模拟数据, in the language of the file."""
    return _join(view, place_name(view.figures.unit, view.language), view.language)


def ascii_name(view: View) -> str:
    """140303_2026-11_20261121-163208_Simulated-data, for what cannot take Chinese."""
    return _join(view, "", Language.EN).encode("ascii", "ignore").decode()


def _join(view: View, name: str, language: Language) -> str:
    fresh, unit = view.figures.freshness, view.figures.unit
    at = f"{view.local(fresh.as_of):%Y%m%d-%H%M%S}"
    mark = say(FRAME, "simulated", language) if fresh.is_simulated else ""
    return "_".join(filter(None, map(_plain, (unit.code, name, view.figures.period.text, at, mark))))


def _plain(text: str) -> str:
    """Letters, digits and - only, so that it can be a name on every system."""
    return re.sub(r"[^\w.]+", "-", text).strip("-._")[:MOST_SIGNS]
