"""How a life runs: smoothly as a rule, late, astray, stopped or done twice now and then."""

from enum import StrEnum
from random import Random

from pipelines.domain.event import CaseClass, Center
from pipelines.domain.workflow import APPEAL, CITY_MANAGEMENT, SHORT
from pipelines.simulation.chance import Weighted
from pipelines.simulation.story import Matter


class Fate(StrEnum):
    """How a life runs."""

    SMOOTH = "smooth"
    LATE = "late"
    STUCK = "stuck"
    FORGOTTEN = "forgotten"
    WRONG_UNIT = "wrong_unit"
    DONE_TWICE = "done_twice"
    REDONE = "redone"
    PAUSED = "paused"
    EXTENDED = "extended"
    EXEMPTED = "exempted"
    ESCALATED = "escalated"
    TOLD_LATE = "told_late"
    CLOSED_AT_ONCE = "closed_at_once"
    VOID = "void"
    MERGED = "merged"


FATES = Weighted(
    [
        (Fate.SMOOTH, 0.8985),
        (Fate.LATE, 0.0300),
        (Fate.STUCK, 0.0095),
        (Fate.FORGOTTEN, 0.0005),
        (Fate.WRONG_UNIT, 0.0100),
        (Fate.DONE_TWICE, 0.0100),
        (Fate.REDONE, 0.0050),
        (Fate.PAUSED, 0.0100),
        (Fate.EXTENDED, 0.0100),
        (Fate.EXEMPTED, 0.0020),
        (Fate.ESCALATED, 0.0080),
        (Fate.TOLD_LATE, 0.0010),
        (Fate.CLOSED_AT_ONCE, 0.0025),
        (Fate.VOID, 0.0030),
    ]
)
_OF_SIX_STEPS = {Fate.WRONG_UNIT, Fate.DONE_TWICE, Fate.ESCALATED, Fate.TOLD_LATE, Fate.CLOSED_AT_ONCE}
UNKNOWN_TO = {
    APPEAL.name: _OF_SIX_STEPS | {Fate.REDONE},
    CITY_MANAGEMENT.name: _OF_SIX_STEPS | {Fate.EXTENDED, Fate.EXEMPTED},
    SHORT.name: _OF_SIX_STEPS | {Fate.REDONE},
}
"""What does not befall cases of these workflows; city management has no deadline of its own to extend."""
_DISPUTED = {CaseClass.B, CaseClass.C}


def draw_fate(matter: Matter, dice: Random) -> Fate:
    """What is grave may be late, but nobody lets it lie for weeks; what is told of already is merged."""
    fate = FATES.draw(dice)
    if matter.into is not None:
        return Fate.MERGED
    if fate in UNKNOWN_TO.get(matter.item.workflow, ()) or not _may_befall(fate, matter):
        return Fate.SMOOTH
    is_grave = matter.item.class_ in (CaseClass.A, CaseClass.B)
    return Fate.LATE if is_grave and fate in (Fate.STUCK, Fate.FORGOTTEN) else fate


def _may_befall(fate: Fate, matter: Matter) -> bool:
    """Disputes become petitions, and who patrols may settle at once what needs nobody else."""
    item = matter.item
    if fate is Fate.ESCALATED:
        return item.center is Center.GOVERNANCE and item.class_ in _DISPUTED
    return fate is not Fate.CLOSED_AT_ONCE or (matter.channel == "patrol" and item.class_ is CaseClass.D)
