"""What stands on the boards, and the identifiers that their frames and their live values share."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from pipelines.domain.event import Center
from pipelines.domain.kpi import Basis, Kind

OVERVIEW, HEALTH = "overview", "health"
CENTERS = (Center.GOVERNANCE, Center.EMERGENCY, Center.GRID)
MOST_RANKED = 8
TURN_SECONDS = 15
"""Where places stand in a fixed order and there is no room for all, the next ones come after so long."""
MOST_ALARMS = 5
MOST_ALIKE = 2
"""So many warnings of one rule have rows of their own; more share one."""
MOST_CLEARED = 2
"""Rows of alarms that are over: whatever calls comes first."""
MOST_SOURCES = 12
NEWEST = 3
SLOT_MINUTES = 15
SLOTS_A_DAY = 24 * 60 // SLOT_MINUTES
WIDEST_RATE_GAP = 0.05
"""How far from its target a rate is drawn on the deviation bar, and beyond which it is worth a warning."""


class State(StrEnum):
    """What an element says by shape and colour; SEEN is what somebody has taken, CLEARED is over, OFF takes it off."""

    NORMAL = "normal"
    WARNING = "warning"
    CRITICAL = "critical"
    STALE = "stale"
    ON = "on"
    SEEN = "seen"
    CLEARED = "cleared"
    OFF = "off"


@dataclass(frozen=True, slots=True)
class Kpi:
    """One figure of the strip: a count of a basis, or a rate; `has_class_a` shows class A beside it."""

    name: str
    basis: Basis
    kind: Kind | None = None
    has_class_a: bool = False


_OVERVIEW = (
    Kpi("reported", Basis.FLOW),
    Kpi("open", Basis.STOCK, has_class_a=True),
    Kpi("on_time_rate", Basis.DUE, Kind.SHARE),
    Kpi("overdue", Basis.STOCK, has_class_a=True),
    Kpi("due_soon", Basis.STOCK),
    Kpi("closure_rate", Basis.COHORT, Kind.SHARE),
)
_GOVERNANCE = (
    Kpi("disputes_reported", Basis.COHORT),
    Kpi("open", Basis.STOCK),
    Kpi("overdue", Basis.STOCK, has_class_a=True),
    Kpi("due_soon", Basis.STOCK),
    Kpi("petition_backlog", Basis.STOCK),
    Kpi("on_time_rate", Basis.DUE, Kind.SHARE),
)
_EMERGENCY = (
    Kpi("open", Basis.STOCK, has_class_a=True),
    Kpi("overdue", Basis.STOCK, has_class_a=True),
    Kpi("due_soon", Basis.STOCK),
    Kpi("hazards_reported", Basis.COHORT),
    Kpi("disposed", Basis.FLOW),
    Kpi("on_time_rate", Basis.DUE, Kind.SHARE),
)
_GRID = (
    Kpi("reported", Basis.FLOW),
    Kpi("open", Basis.STOCK, has_class_a=True),
    Kpi("overdue", Basis.STOCK, has_class_a=True),
    Kpi("on_time_rate", Basis.DUE, Kind.SHARE),
    Kpi("patrol_coverage", Basis.FLOW, Kind.SHARE),
    Kpi("staffing_rate", Basis.STOCK, Kind.SHARE),
)
_MANY, _FEW = (4.0, 8.0, 12.0, 16.0), (0.5, 1.0, 1.5, 2.0)
DENSITY_BREAKS: Mapping[str, Sequence[float]] = {
    OVERVIEW: _MANY,
    Center.GOVERNANCE: _FEW,
    Center.EMERGENCY: _FEW,
    Center.GRID: _MANY,
}
"""Open cases per km² at which a map's shade changes; the same every day, so that days can be compared."""
STRIPS: Mapping[str, Sequence[Kpi]] = {
    OVERVIEW: _OVERVIEW,
    Center.GOVERNANCE: _GOVERNANCE,
    Center.EMERGENCY: _EMERGENCY,
    Center.GRID: _GRID,
}
"""The figures in the strip of each board; the three centers give their boards their names."""
CENTER_COUNTS = ("open", "overdue", "due_soon")
HAZARD_COUNTS = ("found", "fixed", "open")
"""What the emergency board says of each class of hazards."""
HAZARD_LINES = 8
"""Lines below the four classes: the open cases of class A first, the largest items of the others share the rest."""
MOST_GRAVE, MOST_ITEMS = 5, 3
CLOCKS = ("report_to_arrive", "report_to_dispose")
MOST_LISTED = 6
"""Rows of alarms and of running incidents together."""
MOST_SHIFTS = 6
