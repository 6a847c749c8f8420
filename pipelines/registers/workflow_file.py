"""A workflow of a deployment's own, from its YAML file."""

from pathlib import Path

from pipelines.domain.own_workflow import OWN_STEPS, Bounds, WorkflowError, make_workflow
from pipelines.domain.step import CaseStage, Step
from pipelines.domain.workflow import BESIDE, Workflow
from pipelines.mapping.yaml_file import Section, read_yaml

LONGEST_NAME = 64
EXAMPLE = """\
name: tree_felling                # what events and items call it
stages: [reported, accepted, dispatched, disposed, verified, closed]
                                  # in this order, of: {stages}
steps:                            # only steps with bounds of their own, or without a stage; of: {steps}
  dispatch: {{from: accepted, until: dispatched}}   # not before accepted; again as long as nothing is done
  arrive: {{from: dispatched}}      # a step without a stage: an event on the way
  close: {{from: verified}}         # stages may be skipped forward, unless a step asks for one
  send_back: {{to: accepted, from: dispatched, until: closed}}
"""


def example() -> str:
    """A file to start from, explained."""
    stages = ", ".join(stage.name.lower() for stage in CaseStage if stage < CaseStage.ARCHIVED)
    return EXAMPLE.format(stages=stages, steps=", ".join(OWN_STEPS))


def read_workflow(file: Path) -> Workflow:
    """The workflow a file holds; RegisterError names file, key, fault and remedy."""
    top = read_yaml(file, "workflow").only(("name", "stages", "steps"))
    name, steps = top.text("name"), top.section("steps")
    if len(name) > LONGEST_NAME or not name.replace("_", "").isalnum():
        raise top.fault("name", f"is '{name[:LONGEST_NAME]}'", f"use up to {LONGEST_NAME} letters, digits and _")
    for step in steps.raw:
        if step in BESIDE:
            raise steps.fault(step, "is a step that every workflow takes", "leave it out")
    steps.only(OWN_STEPS)
    bounds = {Step(step): _bounds(steps.section(step)) for step in steps.raw}
    try:
        return make_workflow(name, _stages(top), bounds)
    except WorkflowError as error:
        raise top.fault(error.key, error.fault, error.remedy) from None


def _stages(top: Section) -> list[CaseStage]:
    names = top.raw.get("stages")
    if not isinstance(names, list):
        raise top.fault("stages", "is no list", "write it as [reported, dispatched, disposed, closed]")
    return [_stage(top, "stages", name) for name in names]


def _bounds(section: Section) -> Bounds:
    section.only(("from", "until", "to"))
    stages = {key: _stage(section, key, name) for key, name in section.raw.items()}
    return Bounds(stages.get("from"), stages.get("until"), stages.get("to"))


def _stage(section: Section, key: str, name: object) -> CaseStage:
    known = {stage.name.lower(): stage for stage in CaseStage}
    if not isinstance(name, str) or name not in known:
        raise section.fault(key, f"names '{name}'", f"use one of {', '.join(known)}")
    return known[name]
