"""The figures of our wall's overview, asked of the same deployment: what a peer shows, in the order it shows them.

Peers run in an environment of their own, so that nothing of the product is imported here.
"""

import json
import os
import urllib.request
from dataclasses import dataclass
from typing import Any

ADDRESS, KEY = "THREECENTER_BENCH_ADDRESS", "THREECENTER_BENCH_KEY"
KPIS = {
    "reported": "今日上报",
    "open": "在办",
    "on_time_rate": "按期结案率",
    "overdue": "超期",
    "due_soon": "即将到期",
    "closure_rate": "办结率",
}
CENTERS = {"governance": "综治中心", "emergency": "应急中心", "grid": "网格中心"}
CENTER_COUNTS = {"open": "在办", "overdue": "超期", "due_soon": "即将到期", "rate": "按期结案率"}
RANKED, NEWEST = 8, 3
RANKING = {"name": "街道", "open": "在办", "rate": "按期结案率", "overdue": "超期"}
EVENTS = {"time": "时间", "class": "分类", "title": "事项", "place": "地点", "state": "进展"}


@dataclass(frozen=True)
class Center:
    """A center's panel: reported today with its change, and its counts by name."""

    name: str
    reported: str
    change: str
    counts: dict[str, str]


@dataclass(frozen=True)
class Wall:
    """All that is shown; `now` is the moment of the figures (epoch ms)."""

    now: int
    kpis: list[tuple[str, str, str]]
    centers: list[Center]
    ranking: list[dict[str, str]]
    newest: list[dict[str, str]]
    rhythm: list[float]

    @property
    def stamp(self) -> str:
        """What the page says of its age, and by which a watching client knows an update."""
        return f"now {self.now}"


def read() -> Wall:
    """The newest figures."""
    asked = urllib.request.Request(os.environ[ADDRESS], headers={"Authorization": f"Bearer {os.environ[KEY]}"})
    with urllib.request.urlopen(asked, timeout=10) as answer:
        body = json.load(answer)
    return _wall(body["now"], body["cells"], body["charts"])


def _wall(now: int, cells: dict[str, str], charts: dict[str, Any]) -> Wall:
    return Wall(
        now,
        [
            (label, cells[f"kpi-{key}"] + cells[f"kpi-{key}-unit"], cells[f"kpi-{key}-previous"])
            for key, label in KPIS.items()
        ],
        [_center(f"center-{key}", name, cells) for key, name in CENTERS.items()],
        [{label: cells[f"rank-{n}-{key}"] for key, label in RANKING.items()} for n in range(RANKED)],
        [{label: cells[f"event-{n}-{key}"] for key, label in EVENTS.items()} for n in range(NEWEST)],
        charts["rhythm"]["values"],
    )


def _center(key: str, name: str, cells: dict[str, str]) -> Center:
    counts = {label: cells[f"{key}-{count}"] for count, label in CENTER_COUNTS.items()}
    return Center(name, cells[f"{key}-reported"], cells[f"{key}-change"], counts)
