"""How long a case stayed where, counted from its movements alone."""

from datetime import UTC, datetime, timedelta

import pytest

from pipelines.domain.dwell import Stay, stays
from pipelines.domain.event import CaseEvent
from pipelines.domain.fold import fold
from pipelines.domain.step import CaseStage, Step

START = datetime(2024, 5, 1, 1, 0, tzinfo=UTC)
R, C, D, F = CaseStage.REPORTED, CaseStage.CLASSIFIED, CaseStage.DISPATCHED, CaseStage.DISPOSED


def at(minutes: float) -> datetime:
    return START + timedelta(minutes=minutes)


def life(*steps: tuple[Step, float, str | None]) -> list[Stay]:
    events = [
        CaseEvent("s", f"e{n}", "c", step, at(minutes), unit=unit) for n, (step, minutes, unit) in enumerate(steps)
    ]
    return stays(fold(events), at(100))


def told(found: list[Stay]) -> list[tuple[CaseStage, str | None, float]]:
    return [(one.stage, one.unit, one.seconds / 60) for one in found]


def test_every_stay_ends_where_the_next_begins_and_the_last_one_now():
    found = life((Step.REPORT, 0, None), (Step.CLASSIFY, 3, None), (Step.DISPATCH, 8, "甲"), (Step.DISPOSE, 60, None))
    assert told(found) == [(R, None, 3), (C, None, 5), (D, "甲", 52), (F, None, 40)]
    assert [one.until for one in found[:-1]] == [one.since for one in found[1:]]


def test_a_case_that_was_sent_back_stays_twice_and_each_unit_for_itself():
    back = (Step.SEND_BACK, 20, None)
    found = life((Step.REPORT, 0, None), (Step.DISPATCH, 5, "甲"), back, (Step.DISPATCH, 30, "乙"))
    assert told(found) == [(R, None, 5), (D, "甲", 15), (R, None, 10), (D, "乙", 70)]


def test_steps_that_change_no_stage_cut_no_stay():
    found = life((Step.REPORT, 0, None), (Step.DISPATCH, 5, "甲"), (Step.ARRIVE, 20, None), (Step.URGE, 40, None))
    assert told(found) == [(R, None, 5), (D, "甲", 95)]


def test_nothing_counts_after_the_close_nor_for_a_step_that_did_not_fit():
    found = life((Step.REPORT, 0, None), (Step.CLOSE, 30, None), (Step.DISPOSE, 50, None))
    assert told(found) == [(R, None, 30)]


@pytest.mark.parametrize(("due", "late"), [(None, 0), (-10, 60), (20, 40), (60, 0), (90, 0)])
def test_late_is_what_lies_past_the_deadline(due, late):
    stay = Stay(D, "甲", at(0), at(60))
    assert stay.late_seconds(None if due is None else at(due)) == late * 60
