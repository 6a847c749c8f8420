"""What a case is about, as far as figures ask for it: a hazard, a dispute, a petition; and which part of these."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from pipelines.domain.case import Case
from pipelines.domain.catalogue import Catalogue
from pipelines.domain.errors import QuestionError
from pipelines.domain.event import CaseClass, Center
from pipelines.domain.step import CaseStage
from pipelines.domain.workflow import APPEAL

AGE_DAYS = (7, 30, 90)
"""Where one age of an open case ends and the next begins, in days since the day of its report."""
LOOP = (
    CaseStage.REPORTED,
    CaseStage.ACCEPTED,
    CaseStage.RESOLVED,
    CaseStage.CONFIRMED,
    CaseStage.FEEDBACK_GIVEN,
)
"""The loop of appeals: 发现, 受理, 化解, 确认, 反馈."""
_DISPUTES = frozenset({CaseClass.A, CaseClass.B, CaseClass.C})


class MatterKind(StrEnum):
    """What the governance center settles between people, and what people ask of it."""

    DISPUTE = "dispute"
    PETITION = "petition"


@dataclass(frozen=True, slots=True)
class MatterPart:
    """Disputes or petitions: all, those of one age (as numbered by `AGE_DAYS`), or those of one step of the loop.

    `reached` are petitions that have come to a step or beyond it, `waiting` those that stand open at it.
    """

    kind: MatterKind
    age: int | None = None
    reached: CaseStage | None = None
    waiting: CaseStage | None = None

    def __str__(self) -> str:
        parts = (("age", self.age), ("reached", self.reached), ("waiting", self.waiting))
        return ".".join([self.kind, *(f"{name}.{int(n)}" for name, n in parts if n is not None)])


_PARTS: Mapping[str, MatterPart] = {
    str(part): part
    for part in (
        *(MatterPart(kind, age) for kind in MatterKind for age in (None, *range(len(AGE_DAYS) + 1))),
        *(MatterPart(MatterKind.PETITION, reached=step) for step in LOOP),
        *(MatterPart(MatterKind.PETITION, waiting=step) for step in LOOP),
    )
}


def read_matter(text: str | None) -> MatterPart | None:
    """The part that a text such as `petition.age.2` names; QuestionError when it names none."""
    if text and text not in _PARTS:
        raise QuestionError(f"matter '{text[:40]}': not known; use one of {', '.join(_PARTS)}")
    return _PARTS[text] if text else None


def petition_items(catalogue: Catalogue) -> tuple[str, ...]:
    """The items that go the way of appeals."""
    return tuple(sorted(code for code, item in catalogue.items.items() if item.workflow == APPEAL.name))


def is_hazard(case: Case) -> bool:
    """隐患: a case of an item that the catalogue calls one."""
    return case.is_hazard


def is_petition(case: Case) -> bool:
    """信访诉求: a case that goes the way of appeals."""
    return case.workflow.name == APPEAL.name


def is_dispute(case: Case) -> bool:
    """矛盾纠纷: a matter of the governance center that is no hazard, no petition and no mere question (class D)."""
    is_matter = case.center is Center.GOVERNANCE and case.class_ in _DISPUTES
    return is_matter and not is_petition(case) and not is_hazard(case)
