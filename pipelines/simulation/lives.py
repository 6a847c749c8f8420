"""What becomes of a case: its fate, and the chapters of its life."""

from random import Random

from pipelines.domain.event import CaseClass, CaseEvent
from pipelines.domain.step import Step
from pipelines.domain.unit import OrgLevel
from pipelines.domain.workflow import APPEAL
from pipelines.simulation.chance import around
from pipelines.simulation.fates import Fate, draw_fate
from pipelines.simulation.lines import DAY, MINUTE, close, end, open_case, send_out, work
from pipelines.simulation.notes import EXEMPTED, EXTENDED, NOT_DONE, NOT_OURS, PAUSED, REDONE, VOIDED
from pipelines.simulation.story import AROUND_THE_CLOCK, Matter, Story
from pipelines.simulation.units import other_unit

LONGEST_LIFE_DAYS = 32
MEDIAN_FRACTION = {CaseClass.A: 0.42, CaseClass.B: 0.3}


def live(matter: Matter, dice: Random) -> tuple[CaseEvent, ...]:
    """All events of a case, in order of time; none comes later than LONGEST_LIFE_DAYS after the report."""
    story = Story(matter, dice)
    fate = draw_fate(matter, dice)
    if fate is Fate.CLOSED_AT_ONCE:
        story.report()
        story.by_reporter(Step.CLOSE, dice.uniform(15, 55), level=OrgLevel.GRID)
        return tuple(story.events)
    open_case(story)
    if fate is Fate.VOID:
        story.by_desk(Step.VOID, story.elapsed + around(dice, 40 * MINUTE), note=_pick(VOIDED, dice))
    elif fate is Fate.FORGOTTEN:
        _forget(story)
    elif matter.into is not None:
        story.by_desk(Step.MERGE, story.elapsed + around(dice, 10 * MINUTE), into=matter.into)
    else:
        _finish(story, fate)
    return tuple(story.events)


def _finish(story: Story, fate: Fate) -> None:
    if fate is Fate.WRONG_UNIT:
        _go_astray(story)
    elif fate is Fate.DONE_TWICE:
        _fail_once(story)
    send_out(story)
    if fate is Fate.REDONE:
        _redo(story)
    elif fate is Fate.PAUSED:
        _pause(story)
    elif fate is Fate.EXTENDED:
        story.by_desk(Step.EXTEND, story.limit * story.dice.uniform(0.6, 0.9), note=_pick(EXTENDED, story.dice))
    elif fate is Fate.EXEMPTED:
        story.by_desk(Step.EXEMPT, story.limit * story.dice.uniform(0.5, 1.1), note=_pick(EXEMPTED, story.dice))
    elif fate is Fate.ESCALATED:
        story.by_desk(Step.CLASSIFY, story.limit * story.dice.uniform(0.1, 0.3), workflow=APPEAL.name)
    work(story, _length(story, fate), is_late=fate in (Fate.LATE, Fate.STUCK))
    if fate is Fate.TOLD_LATE:
        story.by_unit(Step.ARRIVE, story.elapsed + MINUTE)
    end(story)


def _length(story: Story, fate: Fate) -> float:
    """Seconds from report to the end of the work."""
    dice, limit = story.dice, story.limit
    if fate is Fate.STUCK:
        return dice.uniform(10, 28) * DAY
    if fate is Fate.LATE:
        return limit * min(1.05 + dice.expovariate(3), 2.2)
    if fate in (Fate.DONE_TWICE, Fate.REDONE):
        return limit * dice.uniform(0.55, 0.95)
    if fate in (Fate.EXTENDED, Fate.EXEMPTED):
        return limit * dice.uniform(1.1, 1.9)
    if fate is Fate.PAUSED:
        return story.elapsed + limit * dice.uniform(0.1, 0.5)
    return limit * min(around(dice, MEDIAN_FRACTION.get(story.matter.item.class_, 0.26)), 0.95)


def _go_astray(story: Story) -> None:
    """Dispatched to a unit that is not in charge, which sends the case back."""
    unit = other_unit(story.matter.item, story.matter.spot.area)
    story.send_to(unit, story.elapsed + around(story.dice, 2.5 * MINUTE) * story.haste)
    back_at = story.elapsed + around(story.dice, 20 * MINUTE) * story.haste
    story.by_unit(Step.SEND_BACK, back_at, unit=unit, note=_pick(NOT_OURS, story.dice))


def _fail_once(story: Story) -> None:
    """Worked on once without success: sent back after the feedback or, where there is time, after the close."""
    send_out(story)
    work(story, story.limit * story.dice.uniform(0.1, 0.35), is_late=False)
    if story.matter.item.class_ not in AROUND_THE_CLOCK and story.dice.random() < 0.3:
        close(story)
    back_at = story.elapsed + around(story.dice, 20 * MINUTE) * story.haste
    story.by_desk(Step.SEND_BACK, back_at, note=_pick(NOT_DONE, story.dice))


def _redo(story: Story) -> None:
    """Worked on by the same unit once more, because what it did did not hold."""
    work(story, story.limit * story.dice.uniform(0.1, 0.35), is_late=False)
    again_at = story.elapsed + around(story.dice, 20 * MINUTE) * story.haste
    story.by_desk(Step.REWORK, again_at, note=_pick(REDONE, story.dice))


def _pause(story: Story) -> None:
    """Stopped for a while by something that nobody here can hurry."""
    dice = story.dice
    story.by_desk(Step.SUSPEND, story.elapsed + around(dice, 20 * MINUTE) * story.haste, note=_pick(PAUSED, dice))
    story.by_desk(Step.RESUME, story.elapsed + story.limit * dice.uniform(0.2, 0.8))


def _forget(story: Story) -> None:
    """Some rest when opened, more when dispatched."""
    if story.dice.random() < 0.7:
        send_out(story)


def _pick(notes: tuple[str, ...], dice: Random) -> str:
    return notes[int(dice.random() * len(notes))]
