"""How a life runs: smoothly as a rule, late, astray, stopped or done twice now and then."""

from enum import StrEnum
from random import Random

from pipelines.domain.event import CaseClass
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
    VOID = "void"
    MERGED = "merged"


FATES = Weighted(
    [
        (Fate.SMOOTH, 0.9120),
        (Fate.LATE, 0.0300),
        (Fate.STUCK, 0.0095),
        (Fate.FORGOTTEN, 0.0005),
        (Fate.WRONG_UNIT, 0.0100),
        (Fate.DONE_TWICE, 0.0100),
        (Fate.REDONE, 0.0050),
        (Fate.PAUSED, 0.0100),
        (Fate.EXTENDED, 0.0100),
        (Fate.VOID, 0.0030),
    ]
)
_SENT_BACK = {Fate.WRONG_UNIT, Fate.DONE_TWICE}
UNKNOWN_TO = {
    APPEAL.name: _SENT_BACK | {Fate.REDONE},
    CITY_MANAGEMENT.name: _SENT_BACK | {Fate.EXTENDED},
    SHORT.name: _SENT_BACK | {Fate.REDONE},
}
"""What does not befall cases of these workflows; city management has no deadline of its own to extend."""


def draw_fate(matter: Matter, dice: Random) -> Fate:
    """What is grave may be late, but nobody lets it lie for weeks; what is told of already is merged."""
    fate = FATES.draw(dice)
    if matter.into is not None:
        return Fate.MERGED
    if fate in UNKNOWN_TO.get(matter.item.workflow, ()):
        return Fate.SMOOTH
    is_grave = matter.item.class_ in (CaseClass.A, CaseClass.B)
    return Fate.LATE if is_grave and fate in (Fate.STUCK, Fate.FORGOTTEN) else fate
