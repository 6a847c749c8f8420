"""What cases go by: books of deadlines with their calendar, and the workflows that a deployment has added.

Books are numbered and never changed: a load writes the next one, and every event names the one that was in force.
"""

from collections.abc import Iterable, Sequence
from dataclasses import astuple
from datetime import date
from threading import Lock
from zoneinfo import ZoneInfo

import msgspec
from msgspec import Struct
from sqlalchemy import Connection, Engine, insert, select

from db.engine import reading, writing
from db.log_tables import deadline_book, own_workflow, register_version
from db.org_store import grow_version
from pipelines.domain.calendar import Counting, Limit, SpecialDay, Window, WorkCalendar
from pipelines.domain.errors import RegisterError
from pipelines.domain.rules import DeadlineBook, DeadlineRule, Rules
from pipelines.domain.step import CaseStage, Step
from pipelines.domain.workflow import StepRule, Workflow

_Row = tuple[str, str | None, int | None, float, str]


class _Body(Struct, frozen=True):
    """A book as it is kept; days are ordinals, a stage is its number."""

    windows: tuple[Window, ...] = WorkCalendar(ZoneInfo("UTC")).windows
    rules: tuple[_Row, ...] = ()
    days_off: frozenset[int] = frozenset()
    days_worked: frozenset[int] = frozenset()


_decode = msgspec.json.Decoder(_Body).decode
_decode_steps = msgspec.json.Decoder(list[tuple[str, int | None, int, int]]).decode


class RuleStore:
    """Reads the rules when they have changed; whoever folds asks it again for every batch."""

    def __init__(self, engine: Engine, zone: ZoneInfo) -> None:
        self._engine, self._zone = engine, zone
        self._version, self._rules = -1, Rules()
        self._lock = Lock()

    def rules(self) -> Rules:
        """All workflows and books."""
        with self._lock, reading(self._engine) as connection:
            now = connection.execute(select(register_version.c.version)).scalar() or 0
            if now != self._version:
                self._rules, self._version = self._read(connection), now
            return self._rules

    def _read(self, connection: Connection) -> Rules:
        known = self._rules.books
        query = select(deadline_book).where(deadline_book.c.number.not_in(known))
        new = {row.number: _book(_decode(row.body), self._zone) for row in connection.execute(query)}
        return Rules({**_workflows(connection), **self._rules.workflows}, {**known, **new})

    def put_deadlines(self, rules: Iterable[DeadlineRule]) -> None:
        """The next book, in which these rules replace those of the same items."""
        found = list(rules)
        items = {rule.item for rule in found}
        with writing(self._engine) as connection:
            number, old = _newest(connection)
            kept = [row for row in old.rules if row[0] not in items]
            new = msgspec.structs.replace(old, rules=(*kept, *map(_row, found)))
            _write(connection, number + 1, new)

    def put_days(self, days: Sequence[SpecialDay]) -> None:
        """The next book, in which these days replace what its calendar knew of them."""
        named = {one.day.toordinal() for one in days}
        worked = {one.day.toordinal() for one in days if one.is_worked}
        with writing(self._engine) as connection:
            number, old = _newest(connection)
            off = (old.days_off - named) | (named - worked)
            new = msgspec.structs.replace(old, days_off=off, days_worked=(old.days_worked - named) | worked)
            _write(connection, number + 1, new)

    def put_windows(self, windows: Sequence[Window]) -> None:
        """The next book, in which a working day has these windows."""
        with writing(self._engine) as connection:
            number, old = _newest(connection)
            _write(connection, number + 1, msgspec.structs.replace(old, windows=tuple(windows)))

    def put_workflow(self, workflow: Workflow) -> None:
        """Add a workflow; RegisterError when there is another one of that name, by which cases may go already."""
        with writing(self._engine) as connection:
            old = _workflows(connection).get(workflow.name)
            if old is not None and old.rules != workflow.rules:
                fault = "is loaded with other rules, and cases may go by them"
                raise RegisterError(f"workflow {workflow.name}: {fault}; load it under a new name")
            if old is None:
                rules = [(step, *astuple(rule)) for step, rule in workflow.rules.items()]
                row = {"name": workflow.name, "body": msgspec.json.encode(rules)}
                connection.execute(insert(own_workflow).values(row))
                grow_version(connection)


def _workflows(connection: Connection) -> dict[str, Workflow]:
    """Those that the deployment has added."""
    return {row.name: Workflow(row.name, _steps(row.body)) for row in connection.execute(select(own_workflow))}


def _steps(body: bytes) -> dict[Step, StepRule]:
    rows = _decode_steps(body)
    return {Step(step): StepRule(_stage(to), CaseStage(frm), CaseStage(until)) for step, to, frm, until in rows}


def _newest(connection: Connection) -> tuple[int, _Body]:
    row = connection.execute(select(deadline_book).order_by(deadline_book.c.number.desc()).limit(1)).first()
    return (row.number, _decode(row.body)) if row else (0, _Body())


def _write(connection: Connection, number: int, body: _Body) -> None:
    connection.execute(insert(deadline_book).values(number=number, body=msgspec.json.encode(body)))
    grow_version(connection)


def _row(rule: DeadlineRule) -> _Row:
    return (rule.item, rule.condition, rule.stage, rule.limit.amount, rule.limit.counting)


def _rule(row: _Row) -> DeadlineRule:
    item, condition, stage, amount, counting = row
    return DeadlineRule(item, Limit(amount, Counting(counting)), condition, _stage(stage))


def _stage(number: int | None) -> CaseStage | None:
    return None if number is None else CaseStage(number)


def _book(body: _Body, zone: ZoneInfo) -> DeadlineBook:
    off, worked = (frozenset(map(date.fromordinal, days)) for days in (body.days_off, body.days_worked))
    return DeadlineBook(tuple(map(_rule, body.rules)), WorkCalendar(zone, body.windows, off, worked))
