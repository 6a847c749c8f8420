from datetime import UTC, date, datetime
from random import Random

from pipelines.domain.step import Step
from pipelines.simulation.ground import Ground
from pipelines.simulation.story import Matter, Story


def test_a_step_told_too_early_still_comes_after_the_one_before(tree, catalogue):
    spot = Ground(tree, 1).spot("440309002001001", date(2026, 11, 21))
    begun = datetime(2026, 11, 21, 2, tzinfo=UTC)
    story = Story(Matter("LH-20261121-00001", "1", spot, catalogue.items["G06"], "patrol", begun, 36_000), Random(1))
    story.report()
    story.by_desk(Step.CLASSIFY, 300)
    story.send_to("民治城管执法队", 10)
    story.by_unit(Step.DISPOSE, 301)
    assert [(event.occurred_at - begun).total_seconds() for event in story.events] == [0, 300, 301, 302]
