"""How a case comes in: its channel, who reports it and what is written down."""

from random import Random

from pipelines.domain.event import Center
from pipelines.simulation.chance import Weighted
from pipelines.simulation.notes import REPORT
from pipelines.simulation.people import name_of, resident
from pipelines.simulation.rhythm import is_night

CHANNELS = ("patrol", "hotline", "app", "window", "inspection", "sensor")
_GRID_BY_DAY = (0.80, 0.07, 0.08, 0.01, 0.03, 0.01)
BY_DAY = {
    Center.GRID: Weighted(zip(CHANNELS, _GRID_BY_DAY, strict=True)),
    Center.GOVERNANCE: Weighted(zip(CHANNELS, (0.46, 0.22, 0.10, 0.20, 0.02, 0.00), strict=True)),
    Center.EMERGENCY: Weighted(zip(CHANNELS, (0.56, 0.10, 0.05, 0.01, 0.16, 0.12), strict=True)),
    Center.NONE: Weighted(zip(CHANNELS, _GRID_BY_DAY, strict=True)),
}
BY_NIGHT = Weighted(zip(CHANNELS, (0.12, 0.46, 0.24, 0.00, 0.02, 0.16), strict=True))
SPOKEN = frozenset({"hotline", "window"})
WITH_RECEIPT = frozenset({"hotline", "window", "app"})
DOOR_SERVICE_SHARE = 0.06


def draw_channel(center: Center, second: float, dice: Random) -> str:
    """The way a case of that center comes in at that second of the day."""
    return (BY_NIGHT if is_night(second) else BY_DAY[center]).draw(dice)


def reporter(channel: str, place: str, area: str, dice: Random) -> str:
    """Who reports: the place's own worker on patrol, a resident, a device or an inspector."""
    if channel == "patrol":
        return name_of(place, "worker")
    if channel == "sensor":
        return f"{area}监测点{int(dice.random() * 30) + 1:02d}"
    return name_of(area, "inspector", int(dice.random() * 3)) if channel == "inspection" else resident(dice)


def report_note(channel: str, item_name: str, dice: Random) -> str:
    """One sentence on what was seen or said."""
    forms = REPORT[channel]
    return forms[int(dice.random() * len(forms))].format(item=item_name)
