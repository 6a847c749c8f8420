"""Query parameters -> Question: the reading of what the address asks for."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Annotated, TypeVar

from fastapi import Query

from dashboard.queries.bundle import Queries
from dashboard.queries.question import Question
from pipelines.domain.access import Viewer
from pipelines.domain.errors import AccessError, QuestionError
from pipelines.domain.event import CaseClass, Center
from pipelines.domain.period import read_period
from pipelines.domain.unit import Hierarchy

Text = Annotated[str | None, Query(max_length=200)]
Member = TypeVar("Member", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class Asked:
    """The filters that every figure takes."""

    place: Text = None
    period: Text = None
    center: Text = None
    class_: Annotated[str | None, Query(alias="class", max_length=20)] = None
    item: Text = None
    channel: Text = None
    hierarchy: Text = None

    def question(self, queries: Queries, viewer: Viewer, now: datetime) -> Question:
        """The question; without a place the viewer's first, without a period today."""
        today = queries.figures.today(now)
        return Question(
            self.place or _first_place(queries, viewer, now),
            read_period(self.period or "today", today),
            member(Center, self.center, "center"),
            member(CaseClass, self.class_, "class"),
            self.item or None,
            self.channel or None,
            member(Hierarchy, self.hierarchy, "hierarchy") or Hierarchy.BASE,
        )


def _first_place(queries: Queries, viewer: Viewer, now: datetime) -> str:
    tops = queries.reach.tops(viewer, queries.figures.today(now))
    if not tops:
        raise AccessError(f"{viewer.name}: has no scope; ask the operator for one")
    return tops[0].code


def member(kind: type[Member], value: str | None, field: str) -> Member | None:
    """The member of an enum that a parameter names; QuestionError lists what there is."""
    if not value:
        return None
    if value not in set(kind):
        raise QuestionError(f"{field} '{value[:40]}': unknown; use one of {', '.join(kind)}")
    return kind(value)
