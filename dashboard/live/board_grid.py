"""How much the grid center's board has room for, and what its rows say beside the states of all boards."""

from pipelines.domain.duty import DutyKind
from pipelines.domain.staff import StaffCategory

WEEKS, WEEK = 5, 7
DAYS = WEEKS * WEEK
COVERAGE_BREAKS = (0.6, 0.75, 0.85, 0.95)
"""Patrol coverage at which the next shade begins; fixed, so that days can be compared by colour."""
MOST_AT_AN_END = 8
"""Communities shown at either end of the ranking on a desk page; a wall has room for fewer."""
AN_END_ON_A_WALL = 3
MOST_LOADED = 6
LOADED_ON_A_WALL = 3
RUNGS = ("grid", "community", "subdistrict", "district")
CATEGORIES = tuple(StaffCategory)
MOST_VACANT = 8
VACANT_ON_A_WALL = 2
MOST_CUTS = 7
MOST_CHANNELS = 8
WALL, DESK = "wall", "desk"
"""Rows that have room on one of the two only."""
DUTY_STEPS = ("baseline", *(f"cut-{n}" for n in range(MOST_CUTS)), "rest-wall", "rest", "unnamed", "admitted", "now")
"""The bars from the baseline of duty items to today's number, from top to bottom."""
BURDENS = (DutyKind.ASSESSMENT, DutyKind.LEDGER, DutyKind.CERTIFICATE)
"""What stands on duty lists beside the duty items."""
