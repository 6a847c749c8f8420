"""How many cases a day brings, and at what time of day they come."""

from bisect import bisect_right
from datetime import date
from itertools import accumulate

from pipelines.simulation.chance import dice_for

HOURLY = (20, 17, 15, 14, 15, 19, 32, 54, 86, 116, 130, 118, 96, 90, 100, 113, 124, 106, 82, 66, 54, 44, 34, 26)
WEEKDAY = (1.10, 1.08, 1.07, 1.06, 1.07, 0.84, 0.78)
YEARLY_GROWTH = 1.05
LEVEL_DAY = date(2026, 7, 1)
NOISE = 0.04


def _minutes() -> list[float]:
    """Cases expected up to the end of each minute of the day, between the marks of the hours in straight lines."""
    marks = (*HOURLY, HOURLY[0])
    rising = (marks[m // 60] + (marks[m // 60 + 1] - marks[m // 60]) * (m % 60) / 60 for m in range(1440))
    return [0.0, *accumulate(rising)]


_REACHED = _minutes()


def cases_on(day: date, seed: int, cases_per_day: float) -> int:
    """How many cases a day brings: weekday, five percent more a year and noise around the level of mid-2026."""
    growth: float = YEARLY_GROWTH ** ((day - LEVEL_DAY).days / 365.25)
    noise = 1 + dice_for(seed, day, "count").gauss(0, NOISE)
    return max(0, round(cases_per_day * WEEKDAY[day.weekday()] * growth * noise))


def second_of_day(chance: float) -> float:
    """The second of the day, 0 to 86,400, below which that share of the day's cases is reported."""
    mark = chance * _REACHED[-1]
    minute = min(bisect_right(_REACHED, mark) - 1, 1439)
    return 60 * (minute + (mark - _REACHED[minute]) / (_REACHED[minute + 1] - _REACHED[minute]))


def is_night(second: float) -> bool:
    """Whether grid workers are off their rounds at that second of the day."""
    return not 7 * 3600 <= second % 86400 < 21.5 * 3600
