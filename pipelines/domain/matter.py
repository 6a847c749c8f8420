"""What a case is about, as far as figures ask for it: a hazard, a dispute, a petition."""

from pipelines.domain.case import Case
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
