"""What a deployment has counted: live figures beside those of SQL, and events to count."""

import random
from datetime import UTC, datetime
from typing import Any

from dashboard.queries.question import Question
from db.history_store import HistoryStore
from db.kpi_store import KpiStore
from pipelines.domain.kpi import Basis
from pipelines.domain.period import read_period
from tests.system import ALL_VIEWER, PILOT_GRIDS, System, hours

DISTRICT, STREETS = "140303", ("140303001", "140303003")
PLACES = (DISTRICT, *STREETS, "140303001001", *PILOT_GRIDS[:3])
Found = dict[str, dict[Basis, dict[str, int]]]


def today_of(deployment: System, now: datetime, period: str = "today") -> Found:
    """All counts of all places but zeros."""
    asked = read_period(period, deployment.day(now))
    found = {}
    for place in PLACES:
        counts = deployment.queries.figures.figures(ALL_VIEWER, Question(place, asked), now).counts
        found[place] = {basis: {name: n for name, n in own.items() if n} for basis, own in counts.items()}
    return found


def is_live(deployment: System, now: datetime) -> bool:
    """Whether Redis itself can answer."""
    marks = HistoryStore(deployment.database.derived).watermarks()
    found = KpiStore(deployment.redis).read([DISTRICT], deployment.day(now), sorted(marks))
    return found.is_whole and found.watermark == marks


def check_exact(deployment: System, now: datetime) -> Found:
    """Live figures and those of SQL are the same; returns them."""
    assert is_live(deployment, now)
    live = today_of(deployment, now)
    assert live == today_of(deployment, now, str(deployment.day(now)))
    return live


def noon() -> datetime:
    """A moment of today's Shanghai day that leaves room on both sides."""
    return datetime.now(UTC).replace(hour=6, minute=0, second=0, microsecond=0)


def some_events(deployment: System, now: datetime, n: int = 60) -> list[dict[str, Any]]:
    seed = random.randrange(10**6)
    print(f"seed {seed}")
    chance, made = random.Random(seed), []
    for number in range(n):
        case_id, at = f"c{seed}-{number}", now - hours(chance.random() * 30)
        place = chance.choice((*PLACES, "140303003001"))
        due = {"due_at": (at + hours(chance.random() * 20)).isoformat()} if chance.random() < 0.5 else {}
        made.append(deployment.event(case_id, "report", at, place=place, item="G01", **due))
        for step in chance.sample(["classify", "dispatch", "dispose", "close", "send_back", "void"], 3):
            later = at + hours(chance.random() * 5)
            made.append(deployment.event(case_id, step, later, place=place, note="because"))
    chance.shuffle(made)
    return made
