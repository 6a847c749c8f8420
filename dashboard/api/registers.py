"""Registers out as JSON: rows at or below a place, cut to the caller's scope."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query

from dashboard.api.asked import Asked, Text, member
from dashboard.api.routes import answered
from dashboard.queries.bundle import Queries
from dashboard.queries.record_rows import RecordRow, RecordRows
from dashboard.queries.registers import HeardSource, RegisterRows, Row
from pipelines.domain.access import Viewer
from pipelines.domain.alarm import Alarm, AlarmState
from pipelines.domain.context import ContextFact, GroupFile, ResidentGroup
from pipelines.domain.duty import Admission, DutyEntry, Reduction, reductions
from pipelines.domain.kpi import Basis
from pipelines.domain.ladder import Effect
from pipelines.domain.register_counts import Home
from pipelines.domain.staff import StaffPost

Json = dict[str, Any]


def register_routes(queries: Queries) -> APIRouter:
    """One route for each register, under /api/v1."""
    router, own = APIRouter(prefix="/api/v1"), queries.registers
    _add(router, queries, "staff", lambda *asked: _rows(own.staff(*asked), _post))
    _add(router, queries, "duties", lambda *asked: _duties(own.duties(*asked)))
    _add(router, queries, "rentals", lambda *asked: _homes(own.rentals(*asked)))
    _add(router, queries, "groups", lambda *asked: _groups(own.groups(*asked)))
    _add(router, queries, "facts", lambda *asked: _rows(own.facts(*asked), _fact))
    _add_alarms(router, queries)
    _add_records(router, queries)

    @router.get("/sources")
    async def sources() -> Any:  # noqa: ANN401
        """Sending systems, and whether each was heard as often as it should be."""
        return await answered(lambda viewer, now: {"items": [_source(one) for one in own.sources(viewer, now)]})

    return router


def _add_alarms(router: APIRouter, queries: Queries) -> None:
    @router.get("/alarms")
    async def alarms(place: Text = None, state: Text = None) -> Any:  # noqa: ANN401
        """Alarms at or below a place, the newest first; open ones, or those in one state."""

        def ask(viewer: Viewer, now: datetime) -> Json:
            code = Asked(place).question(queries, viewer, now).place
            found = queries.alarms.alarms(viewer, code, member(AlarmState, state, "state"), now)
            return {"place": code, "items": [_alarm(one, now) for one in found]}

        return await answered(ask)

    @router.get("/supervision")
    async def supervision(place: Text = None) -> Any:  # noqa: ANN401
        """By rung of the ladder: cases that came to it, and the share disposed within its reply deadline."""

        def ask(viewer: Viewer, now: datetime) -> Json:
            code = Asked(place).question(queries, viewer, now).place
            return {"place": code, "items": [_effect(one) for one in queries.alarms.effects(viewer, code, now)]}

        return await answered(ask)


def _add_records(router: APIRouter, queries: Queries) -> None:
    @router.get("/records")
    async def records(
        filters: Annotated[Asked, Depends()],
        count: Annotated[str, Query(max_length=200)],
        basis: Text = "flow",
        cursor: Text = None,
        limit: Annotated[int, Query(ge=1, le=200)] = 50,
    ) -> Any:  # noqa: ANN401
        """What one count of records or registers is made of, newest first; `n` of all its rows add up to `total`."""

        def ask(viewer: Viewer, now: datetime) -> Json:
            question, of = filters.question(queries, viewer, now), member(Basis, basis, "basis") or Basis.FLOW
            return _record_rows(queries.records.behind(viewer, question, of, count, now, limit, cursor))

        return await answered(ask)


def _record_rows(found: RecordRows) -> Json:
    items = [_record_row(one) for one in found.rows]
    return {"total": found.total, "items": items, "next": found.next, "watermark": found.watermark}


def _record_row(row: RecordRow) -> Json:
    shown: Json = {"day": row.day, "place": row.place, "n": row.n, "subject": row.subject}
    one = row.record
    if one is None:
        return shown
    told = {"type": one.type, "at": one.occurred_at, "actor": one.actor, "values": one.values}
    return shown | told | {"source": one.source, "event_id": one.event_id, "simulated": one.simulated}


def _alarm(one: Alarm, now: datetime) -> Json:
    shown = {"alarm_id": one.alarm_id, "rule": one.rule, "subject": one.subject, "severity": one.severity}
    where = {"place": one.path[-1], "case_id": one.case_id, "value": one.value, "state": one.state_at(now)}
    dated = {"raised_at": one.raised_at, "changed_at": one.changed_at, "cleared_at": one.cleared_at}
    return shown | where | dated | {"actor": one.actor, "reason": one.reason, "until": one.until}


def _effect(one: Effect) -> Json:
    replied = {"value": one.share, "n": one.in_time, "d": one.judged}
    return {"rung": one.rung, "cases": one.cases, "replied_in_time": replied}


def _add(router: APIRouter, queries: Queries, name: str, ask: Callable[[Viewer, str, datetime], Json]) -> None:
    async def rows(place: Text = None) -> Any:  # noqa: ANN401
        return await answered(lambda viewer, now: ask(viewer, Asked(place).question(queries, viewer, now).place, now))

    router.get(f"/{name}", name=name, summary=f"The register of {name} at or below a place")(rows)


def _rows(found: RegisterRows[Row], shape: Callable[[Row], Json]) -> Json:
    head = {"place": found.place, "day": found.day, "watermark": found.watermark}
    return head | {"items": [shape(row) for row in found.rows]}


def _post(post: StaffPost) -> Json:
    shown = {"code": post.code, "name": post.name, "category": post.category, "place": post.place}
    return shown | {"chief": post.is_chief, "valid_from": post.valid_from, "valid_to": post.valid_to}


def _duties(found: RegisterRows[DutyEntry]) -> Json:
    """The way from baseline to today by kind; as items, what was proposed and is not on the list."""
    waiting = [one for one in found.rows if one.admission is not Admission.APPROVED]
    kinds = [_reduction(one) for one in reductions(found.rows, found.day)]
    return _rows(found, _entry) | {"kinds": kinds, "admissions": [_entry(one) for one in waiting]}


def _reduction(one: Reduction) -> Json:
    removed = one.baseline - one.items
    rate = {"value": one.rate, "n": removed, "d": one.baseline, "at_least": one.is_at_least}
    return {
        "kind": one.kind,
        "baseline": one.baseline,
        "items": one.items,
        "cuts": [{"cut": cut, "items": n} for cut, n in one.cuts.items()],
        "not_itemised": one.not_itemised,
        "admitted": one.admitted,
        "reduction": rate,
    }


def _entry(one: DutyEntry) -> Json:
    shown = {"code": one.code, "place": one.place, "kind": one.kind, "name": one.name, "items": one.items}
    dated = {"valid_from": one.valid_from, "valid_to": one.valid_to, "cut": one.cut}
    return shown | dated | {"baseline": one.is_baseline, "admission": one.admission}


def _homes(found: RegisterRows[Home]) -> Json:
    return _rows(found, lambda home: _home(home, found.day))


def _home(home: Home, day: date) -> Json:
    rental = home.rental
    due = next((one.due for one in home.obligations if one.is_open_on(day)), None)
    shown = {"code": rental.code, "place": rental.place, "type": rental.type, "grade": home.grade(day)}
    grades = [{"day": since, "grade": grade} for since, grade in home.grades]
    seen = [{"day": one.day, "result": one.result} for one in home.inspections]
    return shown | {"inspection_due": due, "grades": grades, "inspections": seen}


def _groups(found: RegisterRows[GroupFile]) -> Json:
    return _rows(found, lambda file: _group_file(file, found.day))


def _group_file(file: GroupFile, day: date) -> Json:
    changes = [{"day": one.since} | _group(one, one.since) for one in file.versions]
    return _group(file.on(day), day) | {"changes": changes}


def _group(group: ResidentGroup, day: date) -> Json:
    shown = {"code": group.code, "place": group.place, "name": group.name, "leader": group.leader}
    dated = {"filed_on": group.filed_on, "approved_on": group.approved_on, "renewal_due": group.renewal_due}
    return shown | dated | {"ended_on": group.ended_on, "status": group.status(day)}


def _fact(fact: ContextFact) -> Json:
    change = {"value": None if fact.change is None else fact.change * 100, "unit": "percent"}
    shown = {"code": fact.code, "place": fact.place, "name": fact.name, "value": fact.value, "base": fact.base}
    return shown | {"change": change, "day": fact.day, "source": fact.document}


def _source(one: HeardSource) -> Mapping[str, Any]:
    source = one.source
    shown = {"code": source.code, "name": source.name, "expected_minutes": source.expected_minutes}
    return shown | {"heard_at": one.heard_at, "late": one.is_late}
