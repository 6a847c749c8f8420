"""What becomes of a case: its fate, and the chapters of its life."""

from enum import StrEnum
from random import Random

from pipelines.domain.case import CaseClass, CaseEvent, Center
from pipelines.domain.step import Step
from pipelines.simulation.chance import Weighted, around
from pipelines.simulation.notes import FEEDBACK, NOT_DONE, NOT_OURS, VOIDED
from pipelines.simulation.story import AROUND_THE_CLOCK, Matter, Story
from pipelines.simulation.units import other_unit

LONGEST_LIFE_DAYS = 32
MINUTE, HOUR, DAY = 60, 3600, 86400


class Fate(StrEnum):
    """How a life runs."""

    SMOOTH = "smooth"
    LATE = "late"
    STUCK = "stuck"
    FORGOTTEN = "forgotten"
    WRONG_UNIT = "wrong_unit"
    DONE_TWICE = "done_twice"
    VOID = "void"


FATES = Weighted(
    [
        (Fate.SMOOTH, 0.9370),
        (Fate.LATE, 0.0300),
        (Fate.STUCK, 0.0095),
        (Fate.FORGOTTEN, 0.0005),
        (Fate.WRONG_UNIT, 0.0100),
        (Fate.DONE_TWICE, 0.0100),
        (Fate.VOID, 0.0030),
    ]
)
LEVELS = Weighted([("grid", 55), ("community", 25), ("subdistrict", 15), ("district", 5)])
ARRIVING = {CaseClass.A: 0.95, CaseClass.B: 0.8, CaseClass.C: 0.5, CaseClass.D: 0.35}
HANDED_OVER_SHARE = 0.02
MEDIAN_FRACTION = {CaseClass.A: 0.42, CaseClass.B: 0.3}
CENTERS = (Center.GRID, Center.GOVERNANCE, Center.EMERGENCY)


def live(matter: Matter, dice: Random) -> tuple[CaseEvent, ...]:
    """All events of a case, in order of time; none comes later than LONGEST_LIFE_DAYS after the report."""
    story = Story(matter, dice)
    fate = _fate(matter, dice)
    _open(story)
    if fate is Fate.VOID:
        story.by_desk(Step.VOID, story.elapsed + around(dice, 40 * MINUTE), note=_pick(VOIDED, dice))
    elif fate is Fate.FORGOTTEN:
        _forget(story)
    else:
        _finish(story, fate)
    return tuple(story.events)


def _fate(matter: Matter, dice: Random) -> Fate:
    """What is grave may be late, but nobody lets it lie for weeks."""
    fate = FATES.draw(dice)
    is_grave = matter.item.class_ in (CaseClass.A, CaseClass.B)
    return Fate.LATE if is_grave and fate in (Fate.STUCK, Fate.FORGOTTEN) else fate


def _finish(story: Story, fate: Fate) -> None:
    if fate is Fate.WRONG_UNIT:
        _go_astray(story)
    elif fate is Fate.DONE_TWICE:
        _fail_once(story)
    _work(story, _length(story, fate), is_late=fate in (Fate.LATE, Fate.STUCK))
    _end(story)


def _length(story: Story, fate: Fate) -> float:
    """Seconds from report to the end of the work."""
    dice = story.dice
    if fate is Fate.STUCK:
        return dice.uniform(10, 28) * DAY
    if fate is Fate.LATE:
        return story.limit * min(1.05 + dice.expovariate(3), 2.2)
    if fate is Fate.DONE_TWICE:
        return story.limit * dice.uniform(0.55, 0.95)
    return story.limit * min(around(dice, MEDIAN_FRACTION.get(story.matter.item.class_, 0.26)), 0.95)


def _open(story: Story) -> None:
    """Report and classify; a few cases belong to another center."""
    dice, item = story.dice, story.matter.item
    story.report()
    story.by_desk(Step.CLASSIFY, around(dice, 2.5 * MINUTE) * story.haste, item=item.code)
    if dice.random() < HANDED_OVER_SHARE:
        other = dice.choice([center for center in CENTERS if center is not item.center])
        story.by_desk(Step.HAND_OVER, story.elapsed + around(dice, 4 * MINUTE) * story.haste, center=other)


def _work(story: Story, length: float, is_late: bool) -> None:
    """Dispatch, perhaps an arrival, dispose that many seconds after the report, feedback."""
    dice = story.dice
    story.send_to(story.unit, story.elapsed + around(dice, 2.5 * MINUTE) * story.haste)
    end = max(story.daytime(length, is_late), story.elapsed + 2 * MINUTE)
    arrival = story.elapsed + around(dice, 35 * MINUTE) * story.haste
    if arrival < end - MINUTE and dice.random() < ARRIVING.get(story.matter.item.class_, 0.35):
        story.by_unit(Step.ARRIVE, arrival)
    story.by_unit(Step.DISPOSE, end)
    story.by_unit(Step.FEEDBACK, end + around(dice, 15 * MINUTE) * story.haste, note=_pick(FEEDBACK, dice))


def _end(story: Story) -> None:
    """Close in waking hours, archive a day later."""
    _close(story)
    story.by_desk(Step.ARCHIVE, story.elapsed + DAY + story.dice.uniform(-HOUR, HOUR))


def _close(story: Story) -> None:
    at = story.elapsed + around(story.dice, 80 * MINUTE, 0.8) * story.haste
    story.by_desk(Step.CLOSE, story.daytime(at, is_later_fine=True), level=LEVELS.draw(story.dice))


def _go_astray(story: Story) -> None:
    """Dispatched to a unit that is not in charge, which sends the case back."""
    unit = other_unit(story.matter.item, story.matter.spot.area)
    story.send_to(unit, story.elapsed + around(story.dice, 2.5 * MINUTE) * story.haste)
    back_at = story.elapsed + around(story.dice, 20 * MINUTE) * story.haste
    story.by_unit(Step.SEND_BACK, back_at, unit=unit, note=_pick(NOT_OURS, story.dice))


def _fail_once(story: Story) -> None:
    """Worked on once without success: sent back after the feedback or, where there is time, after the close."""
    _work(story, story.limit * story.dice.uniform(0.1, 0.35), is_late=False)
    if story.matter.item.class_ not in AROUND_THE_CLOCK and story.dice.random() < 0.3:
        _close(story)
    back_at = story.elapsed + around(story.dice, 20 * MINUTE) * story.haste
    story.by_desk(Step.SEND_BACK, back_at, note=_pick(NOT_DONE, story.dice))


def _forget(story: Story) -> None:
    """Some rest when classified, more when dispatched."""
    if story.dice.random() < 0.7:
        story.send_to(story.unit, story.elapsed + around(story.dice, 2.5 * MINUTE) * story.haste)


def _pick(notes: tuple[str, ...], dice: Random) -> str:
    return notes[int(dice.random() * len(notes))]
