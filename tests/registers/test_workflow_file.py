"""Workflows of a deployment's own: from YAML to cases, or a fault with its remedy."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from db.rule_store import RuleStore
from pipelines.domain.errors import RegisterError
from pipelines.domain.step import CaseStage, Step
from pipelines.domain.workflow import BESIDE, WORKFLOWS, StepRule
from pipelines.intake import sources
from pipelines.registers.catalogue import catalogue_sheet
from pipelines.registers.workflow_file import example, read_workflow
from tests.system import ALL_VIEWER, PILOT_GRIDS, System

START = datetime(2026, 11, 20, 1, tzinfo=UTC)
WHOLE = ("name: w", "stages: [reported, accepted, dispatched, disposed, closed]", "steps: {}")


def written(folder: Path, *lines: str) -> Path:
    file = folder / "own.yaml"
    file.write_text("\n".join(lines), encoding="utf-8")
    return file


def test_the_example_is_a_workflow(tmp_path: Path) -> None:
    own = read_workflow(written(tmp_path, example()))
    assert own.name == "tree_felling"
    line = ("REPORTED", "ACCEPTED", "DISPATCHED", "DISPOSED", "VERIFIED", "CLOSED", "ARCHIVED")
    assert [stage.name for stage in own.stages] == list(line)
    assert own.rules[Step.DISPATCH] == StepRule(CaseStage.DISPATCHED, CaseStage.ACCEPTED, CaseStage.DISPATCHED)
    assert own.rules[Step.ARRIVE] == StepRule(None, CaseStage.DISPATCHED, CaseStage.VERIFIED)
    assert own.rules[Step.DISPOSE] == StepRule(CaseStage.DISPOSED, CaseStage.REPORTED, CaseStage.DISPATCHED)
    assert own.rules.items() >= BESIDE.items()


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (("name: six_step", *WHOLE[1:]), "name 'six_step' is a built-in workflow"),
        (("name: six step", *WHOLE[1:]), "name is 'six step'"),
        ((WHOLE[0], "stages: [reported, disposed, accepted, closed]"), "stages are not in order; write them as repo"),
        ((WHOLE[0], "stages: [reported, disposed]"), "stages lack closed"),
        ((WHOLE[0], "stages: [accepted, closed]"), "stages lack reported"),
        ((WHOLE[0], "stages: [reported, reported, closed]"), "stages are not in order"),
        ((WHOLE[0], "stages: [reported, closed, archived]"), "stages name archived"),
        ((WHOLE[0], "stages: [reported, felled, closed]"), "stages names 'felled'; use one of"),
        ((WHOLE[0], "stages: [[reported], closed]"), "stages names '['reported']'"),
        ((WHOLE[0], "stages: closed"), "stages is no list"),
        ((*WHOLE[:2], "steps: {fell: {}}"), "steps.fell is unknown"),
        ((*WHOLE[:2], "steps: {void: {}}"), "steps.void is a step that every workflow takes"),
        ((*WHOLE[:2], "steps: {close: {from: verified}}"), "steps.close names verified; use one of its stages"),
        ((*WHOLE[:2], "steps: {dispose: {from: disposed}}"), "steps.dispose starts from disposed, after dispatched"),
        ((*WHOLE[:2], "steps: {dispatch: {until: disposed}}"), "steps.dispatch may be taken until disposed, beyond"),
        ((*WHOLE[:2], "steps: {dispatch: {from: dispatched, until: dispatched}}"), "dispatched can never be reached"),
        ((*WHOLE[:2], "steps: {send_back: {}}"), "steps.send_back does not say where it leads"),
        ((*WHOLE[:2], "steps: {send_back: {to: closed}}"), "steps.send_back leads to closed, which is not back"),
        ((*WHOLE[:2], "steps: {close: {to: disposed}}"), "steps.close has a key to"),
        ((*WHOLE, "colour: red"), "colour is unknown"),
        (("name: [", *WHOLE[1:]), "is not YAML"),
    ],
)
def test_a_workflow_that_cannot_be_is_refused(tmp_path: Path, lines: tuple[str, ...], said: str) -> None:
    with pytest.raises(RegisterError) as caught:
        read_workflow(written(tmp_path, *lines))
    assert f"workflow own.yaml: {said}" in str(caught.value) or said in str(caught.value)
    assert ";" in str(caught.value)


def test_cases_go_by_it_from_the_intake_to_the_screens_and_another_worker(
    deployment: System, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sources, "REGISTERS_AGE_SECONDS", -1.0)
    key, store = deployment.key(), RuleStore(deployment.database.log, deployment.settings.timezone)
    report = deployment.event("c1", "report", START, place=PILOT_GRIDS[0], workflow="tree_felling")
    assert deployment.post(report, key).status_code == 422
    store.put_workflow(read_workflow(written(tmp_path, example())))
    steps = ("close", "accept", "dispatch", "dispose", "verify")
    later = [deployment.event("c1", step, START + timedelta(hours=n)) for n, step in enumerate(steps, start=1)]
    deployment.work(START)
    deployment.send([report, *later[:4]], key)
    deployment.work(START)
    assert seen(deployment) == (CaseStage.DISPOSED, 1)
    deployment.worker = deployment.new_worker(START)
    deployment.send(later[4:], key)
    deployment.work(START)
    assert seen(deployment) == (CaseStage.CLOSED, 0)


def seen(deployment: System) -> tuple[CaseStage | None, int]:
    """How far the case has come, and how many of its events are parked."""
    case = deployment.queries.cases.case(ALL_VIEWER, "c1").file.case
    assert case.workflow.name == "tree_felling"
    return case.stage, len(case.parked)


def test_a_workflow_by_which_cases_may_go_is_never_changed(deployment: System, tmp_path: Path) -> None:
    store = RuleStore(deployment.database.log, deployment.settings.timezone)
    own = read_workflow(written(tmp_path, *WHOLE))
    store.put_workflow(own)
    store.put_workflow(read_workflow(written(tmp_path, *WHOLE)))
    with pytest.raises(RegisterError, match="load it under a new name"):
        store.put_workflow(read_workflow(written(tmp_path, *WHOLE[:2], "steps: {close: {from: disposed}}")))
    known = store.rules().workflows
    assert known.keys() == {*WORKFLOWS, "w"}
    assert known["w"].rules == own.rules
    rows = [["code", "name", "center", "class", "workflow"], ["X1", "树", "grid", "C", "w"]]
    file = tmp_path / "items.csv"
    file.write_text("\n".join(",".join(row) for row in rows), encoding="utf-8")
    assert [item.workflow for item in catalogue_sheet(known).load(file)] == ["w"]
