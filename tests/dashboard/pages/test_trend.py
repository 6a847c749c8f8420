"""The trend's title says only what is true, and its colours are those of the sheet."""

import dataclasses
import itertools
import re
from pathlib import Path

import pytest

from dashboard.views.desk_figure import HEIGHT, LABEL_PIXELS, MARGIN, trend_figure
from dashboard.views.desk_findings import Finding, Line, Trend, find_run
from dashboard.views.theme import DASHES, TOKENS
from dashboard.wording.words import Language
from pipelines.domain.event import CaseClass

SHEET = (Path(__file__).parents[3] / "assets" / "theme.css").read_text(encoding="utf-8")


def days(*weekly: int, partial: int | None = None) -> Trend:
    values = [n for week in weekly for n in [week] * 7] + ([] if partial is None else [partial])
    at = tuple(f"2026-01-{n:02}" for n in range(1, len(values) + 1))
    return Trend(at, (Line(CaseClass.C, tuple(values)),), is_partial=partial is not None)


def test_a_rise_of_three_weeks_is_stated():
    assert find_run(days(5, 6, 7, 8)) == Finding(CaseClass.C, 3, is_rising=True)


def test_a_running_day_breaks_no_rise():
    assert find_run(days(5, 6, 7, partial=0)) == Finding(CaseClass.C, 2, is_rising=True)


@pytest.mark.parametrize("weekly", [(5, 6, 6), (6, 5, 6), (50, 51, 52), (1, 2, 3), (7, 8)])
def test_what_is_not_so_or_too_small_is_not_stated(weekly):
    assert find_run(days(*weekly)) is None


@pytest.mark.parametrize("theme", ["dark", "light"])
def test_the_token_table_is_the_sheet(theme):
    block = re.search(rf'\[data-theme="{theme}"\] {{(.*?)}}', SHEET, re.DOTALL)
    said = dict(re.findall(r"--([a-z0-9-]+): (#[0-9a-f]{6});", block[1]))
    for field in dataclasses.fields(TOKENS[theme]):
        assert getattr(TOKENS[theme], field.name) == said[field.name.replace("_", "-")], field.name


@pytest.mark.parametrize("class_", [CaseClass.A, CaseClass.B, CaseClass.C, CaseClass.D])
def test_the_dashes_are_those_of_the_sheet(class_):
    said = re.search(rf"--class-{class_.lower()}-dash: ([^;]+);", SHEET)[1]
    assert DASHES[class_] == ("solid" if said == "none" else ",".join(f"{n}px" for n in said.split()))


def test_labels_at_the_end_never_cover_each_other():
    classes = (CaseClass.A, CaseClass.B, CaseClass.C, CaseClass.D)
    trend = Trend(("2026-01-01", "2026-01-02"), tuple(Line(one, (9, 1)) for one in classes), is_partial=False)
    figure = trend_figure(trend, TOKENS["light"], Language.ZH, None)
    height = HEIGHT - MARGIN["t"] - MARGIN["b"]
    places = sorted(label["y"] * height for label in figure["layout"]["annotations"])
    assert all(above - below >= LABEL_PIXELS - 0.01 for below, above in itertools.pairwise(places))


def test_bars_and_lines_start_at_zero_without_the_running_day():
    figure = trend_figure(days(5, partial=99), TOKENS["dark"], Language.EN, None)
    assert figure["layout"]["yaxis"]["range"][0] == 0
    assert figure["data"][0]["y"] == [5] * 7
