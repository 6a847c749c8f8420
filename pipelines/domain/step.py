"""The steps that events tell of, and the stages a case can reach: the words of which workflows are made."""

from enum import IntEnum, StrEnum


class Step(StrEnum):
    """What a case event says has happened, in the order in which steps of the same instant count."""

    REPORT = "report"
    ACCEPT = "accept"
    REGISTER = "register"
    CLASSIFY = "classify"
    HAND_OVER = "hand_over"
    DISPATCH = "dispatch"
    ARRIVE = "arrive"
    SUSPEND = "suspend"
    RESUME = "resume"
    EXTEND = "extend"
    EXEMPT = "exempt"
    DISPOSE = "dispose"
    VERIFY = "verify"
    RESOLVE = "resolve"
    CONFIRM = "confirm"
    FEEDBACK = "feedback"
    CLOSE = "close"
    SEND_BACK = "send_back"
    REWORK = "rework"
    URGE = "urge"
    SUPERVISE = "supervise"
    NOTE = "note"
    PUBLISH = "publish"
    VOID = "void"
    MERGE = "merge"
    ARCHIVE = "archive"
    BECAME_DUE_SOON = "became_due_soon"
    BECAME_OVERDUE = "became_overdue"


RANK = {step: rank for rank, step in enumerate(Step)}
SYSTEM_STEPS = frozenset({Step.BECAME_DUE_SOON, Step.BECAME_OVERDUE})
TURNS_BACK = frozenset({Step.SEND_BACK, Step.REWORK})


class RungName(StrEnum):
    """The rungs of the ladder of supervision, from the lowest: 催办, 黄牌, 红牌, 领导批示."""

    URGE = "urge"
    YELLOW = "yellow"
    RED = "red"
    INSTRUCTION = "instruction"


RUNGS = tuple(RungName)
SUPERVISING = frozenset({Step.URGE, Step.SUPERVISE})


class CaseStage(IntEnum):
    """How far a case has come; every workflow has some of these, always in this order."""

    REPORTED = 1
    ACCEPTED = 2
    REGISTERED = 3
    CLASSIFIED = 4
    DISPATCHED = 5
    DISPOSED = 6
    VERIFIED = 7
    RESOLVED = 8
    CONFIRMED = 9
    FEEDBACK_GIVEN = 10
    CLOSED = 11
    ARCHIVED = 12
