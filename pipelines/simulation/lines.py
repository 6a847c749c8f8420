"""The way a case goes in each workflow: how it is opened, sent out, worked on and ended."""

from pipelines.domain.event import CaseClass, Center
from pipelines.domain.step import Step
from pipelines.domain.workflow import APPEAL, CITY_MANAGEMENT, SIX_STEP
from pipelines.simulation.chance import Weighted, around
from pipelines.simulation.notes import FEEDBACK
from pipelines.simulation.story import Story

MINUTE, HOUR, DAY = 60, 3600, 86400
LEVELS = Weighted([("grid", 55), ("community", 25), ("subdistrict", 15), ("district", 5)])
ARRIVING = {CaseClass.A: 0.95, CaseClass.B: 0.8, CaseClass.C: 0.5, CaseClass.D: 0.35}
CONDITIONS = Weighted([("一般", 60), ("较重", 30), ("严重", 10)])
SCORES = Weighted([(100, 62), (80, 27), (50, 8), (0, 3)])
CONFIRMED_SHARE = 0.8
HANDED_OVER_SHARE = 0.02
CENTERS = (Center.GRID, Center.GOVERNANCE, Center.EMERGENCY)


def open_case(story: Story) -> None:
    """Report it and look at it; a few cases belong to another center."""
    dice, item, soon = story.dice, story.matter.item, 2.5 * MINUTE
    story.report()
    if item.workflow == SIX_STEP.name:
        story.by_desk(Step.CLASSIFY, around(dice, soon) * story.haste, item=item.code)
    elif item.workflow in (APPEAL.name, CITY_MANAGEMENT.name):
        story.by_desk(Step.ACCEPT, around(dice, soon) * story.haste)
    if item.workflow == CITY_MANAGEMENT.name:
        at = story.elapsed + around(dice, soon) * story.haste
        story.by_desk(Step.REGISTER, at, condition=CONDITIONS.draw(dice))
    if dice.random() < HANDED_OVER_SHARE:
        other = dice.choice([center for center in CENTERS if center is not item.center])
        story.by_desk(Step.HAND_OVER, story.elapsed + around(dice, 4 * MINUTE) * story.haste, center=other)


def send_out(story: Story) -> None:
    """Dispatch it to its unit, where that is a step."""
    if story.matter.item.workflow in (SIX_STEP.name, CITY_MANAGEMENT.name):
        story.send_to(story.unit, story.elapsed + around(story.dice, 2.5 * MINUTE) * story.haste)


def work(story: Story, length: float, is_late: bool) -> None:
    """Perhaps an arrival; the work is done that many seconds after the report, and told or checked."""
    dice, workflow = story.dice, story.matter.item.workflow
    end = max(story.daytime(length, is_late), story.elapsed + 2 * MINUTE)
    arrival = story.elapsed + around(dice, 35 * MINUTE) * story.haste
    arrives = dice.random() < ARRIVING.get(story.matter.item.class_, 0.35)
    if arrives and arrival < end - MINUTE and workflow in (SIX_STEP.name, CITY_MANAGEMENT.name):
        story.by_unit(Step.ARRIVE, arrival)
    story.by_unit(Step.RESOLVE if workflow == APPEAL.name else Step.DISPOSE, end)
    after = around(dice, 15 * MINUTE) * story.haste
    if workflow == CITY_MANAGEMENT.name:
        story.by_desk(Step.VERIFY, end + after)
    elif workflow == APPEAL.name:
        _hear(story)
    if workflow in (SIX_STEP.name, APPEAL.name):
        story.by_unit(Step.FEEDBACK, story.elapsed + after, note=FEEDBACK[int(dice.random() * len(FEEDBACK))])


def _hear(story: Story) -> None:
    """Most who have appealed say whether they are content."""
    if story.dice.random() < CONFIRMED_SHARE:
        at = story.elapsed + around(story.dice, 2 * HOUR)
        story.by_desk(Step.CONFIRM, story.daytime(at, is_later_fine=True), score=SCORES.draw(story.dice))


def close(story: Story) -> None:
    """Close in waking hours."""
    at = story.elapsed + around(story.dice, 80 * MINUTE, 0.8) * story.haste
    story.by_desk(Step.CLOSE, story.daytime(at, is_later_fine=True), level=LEVELS.draw(story.dice))


def end(story: Story) -> None:
    """Close, and archive a day later."""
    close(story)
    story.by_desk(Step.ARCHIVE, story.elapsed + DAY + story.dice.uniform(-HOUR, HOUR))
