"""Every workflow: which step fits which stage, and what it makes of the case."""

import pytest

from pipelines.domain.case import Case
from pipelines.domain.event import Center
from pipelines.domain.fold import advance, fold
from pipelines.domain.step import CaseStage, Step
from pipelines.domain.workflow import WORKFLOWS, Workflow
from tests.domain.lives import START, event, final, life, minutes

S = CaseStage
LETTERS = dict(zip("ragcdpvsfbxz", CaseStage, strict=True))
LINES = {
    "six_step": "report r, classify c, dispatch d, dispose p, feedback b, close x, archive z",
    "appeal": "report r, accept a, resolve s, confirm f, feedback b, close x, archive z",
    "city_management": "report r, accept a, register g, dispatch d, dispose p, verify v, close x, archive z",
    "short": "report r, dispose p, close x, archive z",
}
SPANS = {
    "six_step": """
        accept rc, register rc, classify rcd, hand_over rcdpb, dispatch rcd, arrive rcd, suspend rcd, extend rcd, exempt
        rcdpbx, dispose rcd, feedback rcdp, close rcdpb, send_back dpbx, rework pbx, urge rcdpb,
        supervise rcdpb, note rcdpbx, publish rcdpbx, void rcdpbx, merge rcdpbx, archive x
    """,
    "appeal": """
        accept r, arrive ra, hand_over rasfb, suspend ra, extend ra, exempt rasfbx, resolve ra, confirm s, feedback sf,
        close sfb, send_back sfbx, urge rasfb, supervise rasfb, note rasfbx, publish rasfbx, void rasfbx,
        merge rasfbx, archive x
    """,
    "city_management": """
        accept r, register ra, hand_over ragdpv, dispatch gd, arrive d, suspend ragd, extend ragd, exempt ragdpvx,
        dispose d, verify p, close v, send_back dpvx, rework pvx, urge ragdpv, supervise ragdpv, note ragdpvx,
        publish ragdpvx,
        void ragdpvx, merge ragdpvx, archive x
    """,
    "short": """
        dispose r, close rp, send_back px, hand_over rp, suspend r, extend r, exempt rpx, urge rp, supervise rp,
        note rpx, publish rpx, void rpx, merge rpx, archive x
    """,
}
SPANS_OF = {
    name: {Step(step): letters for step, letters in (part.split() for part in text.split(","))}
    for name, text in SPANS.items()
}
LINE_OF = {
    name: [(Step(step), LETTERS[letter]) for step, letter in (part.split() for part in text.split(","))]
    for name, text in LINES.items()
}


def at_stage(workflow: str, stage: CaseStage) -> Case:
    """A case with a deadline far away, led along the whole line up to a stage."""
    steps = [step for step, reached in LINE_OF[workflow] if reached <= stage]
    case = final(life(*steps[1:], workflow=workflow, due_at=minutes(9_999)))
    assert (case.stage, case.parked) == (stage, ())
    return case


def pairs(is_allowed: bool) -> list[tuple[str, CaseStage, Step]]:
    return [
        (name, stage, step)
        for name, spans in SPANS_OF.items()
        for _, stage in LINE_OF[name]
        for step, letters in spans.items()
        if (stage in {LETTERS[letter] for letter in letters}) is is_allowed
    ]


def test_the_tables_know_every_workflow_and_all_its_steps() -> None:
    assert SPANS_OF.keys() == LINE_OF.keys() == WORKFLOWS.keys()
    for name, workflow in WORKFLOWS.items():
        assert {*SPANS_OF[name], Step.REPORT, Step.RESUME} == set(workflow.rules)
        assert [stage for _, stage in LINE_OF[name]] == list(workflow.stages)


@pytest.mark.parametrize(("name", "stage", "step"), pairs(is_allowed=True))
def test_a_step_is_taken_from_every_stage_it_may_start_from(name: str, stage: CaseStage, step: Step) -> None:
    (movement,) = advance(at_stage(name, stage), event(step, 60))
    reached = movement.after
    assert not movement.is_parked
    assert reached.parked == ()
    assert reached.stage is _expected(WORKFLOWS[name], stage, step)


def _expected(workflow: Workflow, stage: CaseStage, step: Step) -> CaseStage:
    if step in (Step.VOID, Step.MERGE):
        return min(stage, workflow.stages[-3])
    to = workflow.rules[step].to or stage
    return max(stage, to) if step is Step.CLASSIFY else to


@pytest.mark.parametrize(("name", "stage", "step"), pairs(is_allowed=False))
def test_a_step_that_does_not_fit_is_parked_with_its_reason(name: str, stage: CaseStage, step: Step) -> None:
    before = at_stage(name, stage)
    (movement,) = advance(before, event(step, 60))
    (parked,) = movement.after.parked
    assert movement.is_parked
    assert parked.reason.startswith(f"cannot {step} while {stage.name}; ")
    first = min(LETTERS[letter] for letter in SPANS_OF[name][step])
    is_forward = step in {own for own, _ in LINE_OF[name]}
    assert parked.is_early is (is_forward and stage < first)
    assert (movement.after.stage, movement.after.reached) == (before.stage, before.reached)


@pytest.mark.parametrize(("name", "step"), [(name, step) for name, spans in SPANS_OF.items() for step in spans])
def test_a_step_before_the_report_waits_for_it(name: str, step: Step) -> None:
    (movement,) = advance(Case("c1"), event(step, 0))
    (parked,) = movement.after.parked
    assert movement.is_parked
    assert (parked.reason, parked.is_early) == (f"cannot {step} before report; send the report", True)
    report = event(Step.REPORT, 5, workflow=name, due_at=minutes(9_999))
    taken = fold([event(step, 0), report])[-1].after
    assert (taken.parked == ()) is ("r" in SPANS_OF[name][step])


@pytest.mark.parametrize(("name", "step"), [(name, step) for name, spans in SPANS_OF.items() for step in spans])
@pytest.mark.parametrize("ending", [Step.ARCHIVE, Step.VOID, Step.MERGE])
def test_nothing_is_taken_after_archive_void_or_merge(name: str, step: Step, ending: Step) -> None:
    ended = advance(at_stage(name, S.CLOSED), event(ending, 50))[-1].after
    after = advance(ended, event(step, 60))[-1].after
    assert [parked.event.step for parked in after.parked] == [step]
    assert after._replace(parked=()) == ended


@pytest.mark.parametrize(
    ("name", "step"),
    [
        (name, step)
        for name, own in WORKFLOWS.items()
        for step in Step
        if step not in own.rules and "became" not in step
    ],
)
def test_a_step_the_workflow_does_not_have_is_parked_for_good(name: str, step: Step) -> None:
    (parked,) = advance(at_stage(name, S.REPORTED), event(step, 60))[-1].after.parked
    assert (parked.reason, parked.is_early) == (f"{name} has no step {step}", False)


def test_a_second_report_is_parked_and_changes_nothing() -> None:
    case = final([*life(), event(Step.REPORT, 9, "again", center=Center.GRID)])
    assert [one.reason for one in case.parked] == ["reported before; one case is reported once"]
    assert (case.reported_at, case.center) == (START, Center.NONE)


def test_a_short_life_of_report_and_close_is_whole() -> None:
    case = final(life(Step.CLOSE))
    assert (case.stage, case.closed_at, case.disposed_at) == (CaseStage.CLOSED, minutes(1), minutes(1))
    assert not case.is_open


def test_send_back_clears_what_came_after_classification() -> None:
    case = final(life(Step.CLASSIFY, Step.DISPATCH, Step.DISPOSE, Step.FEEDBACK, Step.CLOSE, Step.SEND_BACK))
    assert case.stage is CaseStage.CLASSIFIED
    assert set(case.reached) == {CaseStage.REPORTED, CaseStage.CLASSIFIED}
    assert (case.closed_at, case.disposed_at, case.is_open) == (None, None, True)


def test_send_back_of_an_unclassified_case_returns_it_to_its_report() -> None:
    case = final(life(Step.DISPATCH, Step.SEND_BACK))
    assert (case.stage, set(case.reached)) == (CaseStage.REPORTED, {CaseStage.REPORTED})


def test_rework_returns_to_the_unit_and_keeps_the_dispatch() -> None:
    case = final(life(Step.CLASSIFY, Step.DISPATCH, Step.DISPOSE, Step.CLOSE, Step.REWORK))
    assert case.stage is CaseStage.DISPATCHED
    assert case.reached[CaseStage.DISPATCHED] == minutes(2)
    assert (case.closed_at, case.disposed_at) == (None, None)


def test_send_back_and_rework_forget_where_the_case_was_resolved() -> None:
    for turn in (Step.SEND_BACK, Step.REWORK):
        closed = [*life(Step.DISPATCH, Step.DISPOSE), event(Step.CLOSE, 5, level="grid")]
        assert final(closed).level == "grid"
        assert final([*life(), event(Step.DISPOSE, 2, level="grid"), event(Step.CLOSE, 5)]).level is None
        assert final([*closed, event(turn, 6)]).level is None


def test_void_takes_back_a_close() -> None:
    case = final(life(Step.CLOSE, Step.VOID))
    assert (case.voided_at, case.closed_at, case.is_open) == (minutes(2), None, False)


def test_a_merged_case_ends_in_its_parent() -> None:
    case = final([*life(Step.CLOSE), event(Step.MERGE, 2, into="c0")])
    assert (case.merged_into, case.merged_at) == ("c0", minutes(2))
    assert (case.closed_at, case.is_open) == (None, False)


def test_a_replaced_event_leaves_no_trace() -> None:
    wrong = event(Step.CLOSE, 5, "wrong")
    right = event(Step.DISPATCH, 6, "right", supersedes="wrong")
    for events in ([*life(), wrong, right], [right, *life(), wrong]):
        assert final(events) == final([*life(), event(Step.DISPATCH, 6, "right", supersedes="wrong")])


def test_an_early_archive_is_taken_up_when_the_close_comes() -> None:
    early = fold([*life(), event(Step.ARCHIVE, 3), event(Step.CLOSE, 8)])
    case = early[-1].after
    assert [one.step for one in early if not one.is_parked] == [Step.REPORT, Step.CLOSE, Step.ARCHIVE]
    assert (case.stage, case.parked) == (CaseStage.ARCHIVED, ())
    assert case.reached[CaseStage.ARCHIVED] == minutes(8)


def test_equal_times_are_taken_in_the_order_of_the_steps() -> None:
    steps = [Step.ARCHIVE, Step.CLOSE, Step.FEEDBACK, Step.DISPOSE, Step.DISPATCH, Step.CLASSIFY]
    case = final([*(event(step, 0) for step in steps), event(Step.REPORT, 0)])
    assert (case.stage, case.parked) == (CaseStage.ARCHIVED, ())
    assert set(case.reached) == {stage for _, stage in LINE_OF["six_step"]}
