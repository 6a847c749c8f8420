from collections import Counter
from datetime import timedelta
from statistics import median

import pytest

from pipelines.domain.event import CaseClass, Center
from pipelines.domain.fold import fold
from pipelines.domain.step import CaseStage, Step
from pipelines.domain.workflow import APPEAL, CITY_MANAGEMENT, SHORT, SIX_STEP, WORKFLOWS
from tests.pipelines.simulation.conftest import ZONE

LIMITS = {CaseClass.A: 2, CaseClass.B: 24, CaseClass.C: 72, CaseClass.D: 120}


@pytest.fixture(scope="module")
def folded(lives):
    """(life, case at its end) of all lives."""
    return [(life, fold(life)[-1].after) for day in lives.values() for life in day]


def share(folded, is_one):
    return sum(bool(is_one(life, case)) for life, case in folded) / len(folded)


def steps(life):
    return [event.step for event in life]


def of_class(folded, catalogue, class_):
    return [(life, case) for life, case in folded if catalogue.items[case.item].class_ is class_]


def of_workflow(folded, *workflows):
    return [(life, case) for life, case in folded if case.workflow in workflows]


def test_the_workflow_takes_every_event_of_every_life(folded):
    parked = [one.event.step for _, case in folded for one in case.parked]
    assert set(parked) == {Step.ARRIVE}
    assert 0 < len(parked) / len(folded) < 0.002
    assert {case.workflow for _, case in folded} == set(WORKFLOWS.values())


def test_most_lives_run_through_all_six_steps_to_the_archive(folded):
    folded = of_workflow(folded, SIX_STEP)
    plain = [Step.REPORT, Step.CLASSIFY, Step.DISPATCH, Step.DISPOSE, Step.FEEDBACK, Step.CLOSE, Step.ARCHIVE]
    aside = {Step.ARRIVE, Step.HAND_OVER}
    assert 0.94 < share(folded, lambda life, _: [step for step in steps(life) if step not in aside] == plain) < 0.97
    assert 0.4 < share(folded, lambda life, _: Step.ARRIVE in steps(life)) < 0.7
    assert 0.01 < share(folded, lambda life, _: Step.HAND_OVER in steps(life)) < 0.03


LINES = {
    APPEAL: [Step.REPORT, Step.ACCEPT, Step.RESOLVE, Step.CONFIRM, Step.FEEDBACK, Step.CLOSE, Step.ARCHIVE],
    CITY_MANAGEMENT: [
        *(Step.REPORT, Step.ACCEPT, Step.REGISTER, Step.DISPATCH, Step.ARRIVE),
        *(Step.DISPOSE, Step.VERIFY, Step.CLOSE, Step.ARCHIVE),
    ],
    SHORT: [Step.REPORT, Step.DISPOSE, Step.CLOSE, Step.ARCHIVE],
}


@pytest.mark.parametrize("workflow", LINES, ids=lambda workflow: workflow.name)
def test_cases_of_other_workflows_go_their_own_way(folded, workflow):
    found = of_workflow(folded, workflow)
    optional = {Step.ARRIVE, Step.CONFIRM}
    plain = [step for step in LINES[workflow] if step not in optional]
    own = [[step for step in steps(life) if step in LINES[workflow] and step not in optional] for life, _ in found]
    assert len(found) > 100
    assert sum(line == plain for line in own) > 0.9 * len(found)
    assert {step for life, _ in found for step in steps(life)} >= set(LINES[workflow])


def test_a_few_are_paused_extended_reworked_and_merged(folded):
    done = Counter(step for life, _ in folded for step in set(steps(life)))
    for step, least, most in (
        (Step.SUSPEND, 0.006, 0.014),
        (Step.EXTEND, 0.006, 0.014),
        (Step.EXEMPT, 0.0005, 0.003),
        (Step.REWORK, 0.002, 0.008),
        (Step.MERGE, 0.0005, 0.01),
    ):
        assert least < done[step] / len(folded) < most, step
    known = {case.case_id: case for _, case in folded}
    merged = [case for _, case in folded if case.merged_into]
    assert all(known[case.merged_into].reported_at < case.merged_at for case in merged)
    assert len({case.extensions for _, case in folded}) == 2


def test_disputes_become_petitions_and_trifles_are_settled_at_once(folded, catalogue):
    escalated = [case for _, case in folded if case.is_escalated]
    at_once = [(life, case) for life, case in folded if steps(life) == [Step.REPORT, Step.CLOSE]]
    assert 0.0001 < len(escalated) / len(folded) < 0.003
    assert 0.0001 < len(at_once) / len(folded) < 0.003
    assert {catalogue.items[case.item].center for case in escalated} == {Center.GOVERNANCE}
    for life, case in at_once:
        assert (case.reporter, case.channel) == (life[1].actor, "patrol")
        assert life[1].occurred_at - life[0].occurred_at < timedelta(minutes=1)


def test_the_deadline_is_given_with_the_report_and_hangs_on_the_class(folded, catalogue):
    for life, case in of_workflow(folded, SIX_STEP, APPEAL, SHORT):
        hours = LIMITS[catalogue.items[case.item].class_]
        assert life[0].due_at - life[0].occurred_at == timedelta(hours=hours)
        assert case.due_at == life[0].due_at + case.paused + case.extensions * case.limit


def test_four_in_a_hundred_are_disposed_late(folded):
    disposed = [(life, case) for life, case in folded if case.disposed_at and case.due_at]
    assert 0.03 < share(disposed, lambda _, case: case.disposed_at > case.due_at) < 0.05


def test_one_in_a_hundred_stands_open_for_weeks_and_a_few_for_ever(folded):
    forever = share(folded, lambda _, case: case.is_open)
    assert 0 < forever < 0.002
    assert 0.005 < share(folded, lambda life, case: case.is_open or _open_days(case) > 10) < 0.018


def _open_days(case):
    return (case.closed_at - case.reported_at) / timedelta(days=1) if case.closed_at else 0


def test_two_in_a_hundred_are_sent_back_once_with_a_note_and_worked_on_again(folded):
    back = [life for life, _ in folded if Step.SEND_BACK in steps(life)]
    assert 0.014 < len(back) / len(folded) < 0.026
    for life in back:
        turn = steps(life).index(Step.SEND_BACK)
        assert life[turn].note
        assert steps(life).count(Step.SEND_BACK) == 1
        assert steps(life)[turn + 1] is Step.DISPATCH
        assert Step.DISPOSE in steps(life)[turn:]
    before = Counter(steps(life)[steps(life).index(Step.SEND_BACK) - 1] for life in back)
    assert set(before) == {Step.DISPATCH, Step.FEEDBACK, Step.CLOSE}


def test_a_case_sent_back_by_the_wrong_unit_goes_to_another(folded):
    for life, _ in folded:
        if Step.SEND_BACK in steps(life) and steps(life)[steps(life).index(Step.SEND_BACK) - 1] is Step.DISPATCH:
            first, second = (event.unit for event in life if event.step is Step.DISPATCH)
            assert first != second


def test_three_in_a_thousand_are_voided_with_a_note(folded):
    voided = [life for life, case in folded if case.voided_at]
    assert 0.0015 < len(voided) / len(folded) < 0.0045
    assert all(life[-1].step is Step.VOID and life[-1].note for life in voided)


def test_the_level_of_resolution_is_given_on_close_in_shares_of_55_25_15_5(folded):
    levels = Counter(event.level for life, _ in folded for event in life if event.step is Step.CLOSE)
    for level, expected in {"grid": 0.55, "community": 0.25, "subdistrict": 0.15, "district": 0.05}.items():
        assert levels[level] / levels.total() == pytest.approx(expected, abs=0.02)


def test_dispatch_takes_minutes_and_the_gravest_are_done_first(folded, catalogue):
    folded = of_workflow(folded, SIX_STEP)
    sent = [case for _, case in folded if case.closed_at and CaseStage.DISPATCHED in case.reached]
    dispatched = [case.reached[CaseStage.DISPATCHED] - case.reported_at for case in sent]
    assert timedelta(minutes=2) < median(dispatched) < timedelta(minutes=10)
    times = [
        median(case.disposed_at - case.reported_at for _, case in of_class(folded, catalogue, class_) if case.closed_at)
        for class_ in LIMITS
    ]
    assert times == sorted(times)
    assert times[0] < timedelta(hours=2) < times[1] < timedelta(days=1) > times[2] / 2


def test_archives_follow_a_day_after_the_close(folded):
    gaps = [life[-1].occurred_at - life[-2].occurred_at for life, _ in folded if life[-1].step is Step.ARCHIVE]
    assert timedelta(hours=22) < min(gaps) < max(gaps) < timedelta(hours=26)


def test_work_that_can_wait_is_not_done_at_night(folded, catalogue):
    waiting = of_class(folded, catalogue, CaseClass.C) + of_class(folded, catalogue, CaseClass.D)
    hours = Counter(case.disposed_at.astimezone(ZONE).hour for _, case in waiting if case.disposed_at)
    assert sum(hours[hour] for hour in range(5)) / hours.total() < 0.01


def test_an_item_is_known_at_the_latest_when_classified(folded, catalogue):
    at_once = [Step.REPORT, Step.CLOSE]
    for life in (life for life, _ in of_workflow(folded, SIX_STEP) if steps(life) != at_once):
        assert life[1].step is Step.CLASSIFY
        assert life[1].item in catalogue.items
        assert life[0].item in (None, life[1].item)
        assert (life[0].item is None) == (life[0].channel in {"hotline", "window"})


def test_every_step_names_its_actor_and_place_and_work_names_its_unit(folded):
    for life, _ in folded:
        assert all(event.actor and event.path == life[0].path for event in life)
        assert all(event.unit for event in life if event.step in (Step.DISPATCH, Step.DISPOSE, Step.FEEDBACK))


def test_a_grid_has_one_worker_who_patrols_it(folded):
    workers = {}
    for life, _ in folded:
        if life[0].channel == "patrol":
            assert workers.setdefault(life[0].path, life[0].actor) == life[0].actor
    assert len(set(workers.values())) > 500


def test_callers_visitors_and_app_users_get_a_receipt_of_their_own(folded):
    receipts = [life[0].receipt for life, _ in folded if life[0].channel in {"hotline", "window", "app"}]
    assert all(receipts)
    assert len(set(receipts)) == len(receipts)
    assert any(life[0].door_service for life, _ in folded)
    assert all(life[0].channel == "window" for life, _ in folded if life[0].door_service)
