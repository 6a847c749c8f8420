"""No order of arrival changes a case or a count; parts of a whole stay parts of it."""

import os
import random
from collections import Counter
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory
from zoneinfo import ZoneInfo

from hypothesis import given, seed, settings
from hypothesis import strategies as st

from pipelines.domain.calendar import Counting, Limit, WorkCalendar
from pipelines.domain.case import Case
from pipelines.domain.event import CaseClass, CaseEvent, Center
from pipelines.domain.fold import fold
from pipelines.domain.kpi import (
    COUNT_NAMES,
    DUE_PARTS,
    OPEN_PARTS,
    OPEN_STAGES,
    RATES_BY_NAME,
    Basis,
    Kind,
    complete,
    count_number,
    ratios,
)
from pipelines.domain.org import OrgTree
from pipelines.domain.period import local_day
from pipelines.domain.rules import DeadlineBook, DeadlineRule, Rules
from pipelines.domain.standing import due_part, open_part
from pipelines.domain.step import SYSTEM_STEPS, CaseStage, Step
from pipelines.domain.tally import CaseChange, Shift, difference, entries, make_moves
from pipelines.domain.unit import OrgLevel, OrgUnit
from pipelines.domain.workflow import WORKFLOWS, Workflow
from pipelines.registers.workflow_file import example, read_workflow
from pipelines.streams.aggregate import LiveCounts, history
from pipelines.streams.fold import fold as fold_shifts
from pipelines.streams.track import Poison, track

SEED = int(os.environ.get("SEED") or random.randrange(10**6))
START = datetime(2026, 11, 20, 15, 30, tzinfo=UTC)
NEVER = datetime.max.replace(tzinfo=UTC)
PATHS = (
    ("1403", "140303", "140303007", "140303007001", "140303007001001"),
    ("1403", "140303", "140303001", "140303001004"),
    ("1403", "140303"),
)
CODES = sorted({code for path in PATHS for code in path}, key=lambda code: (len(code), code))
LEVEL = {4: OrgLevel.CITY, 6: OrgLevel.DISTRICT, 9: OrgLevel.SUBDISTRICT, 12: OrgLevel.COMMUNITY, 15: OrgLevel.GRID}
TREE = OrgTree([OrgUnit(n, code, LEVEL[len(code)], code) for n, code in enumerate(CODES, start=7)], [])
STEPS = list(Step)
ZONE = ZoneInfo("Asia/Shanghai")


def own_workflow() -> Workflow:
    """The one that a deployment has from its file."""
    with TemporaryDirectory() as folder:
        file = Path(folder) / "own.yaml"
        file.write_text(example(), encoding="utf-8")
        return read_workflow(file)


OWN = own_workflow()
RULES = Rules(
    {**WORKFLOWS, OWN.name: OWN},
    books={
        number: DeadlineBook(
            (
                DeadlineRule("X", Limit(minutes / 60, Counting.CONTINUOUS_HOURS)),
                DeadlineRule("X", Limit(minutes / 120, Counting.CONTINUOUS_HOURS), "grave"),
                DeadlineRule("Y", Limit(1, Counting.WORKING_DAYS), stage=CaseStage.DISPATCHED),
            ),
            WorkCalendar(ZONE),
        )
        for number, minutes in ((1, 40), (2, 70))
    },
)
reproducible = settings(max_examples=120, deadline=None, print_blob=True)


def day_of(instant: datetime) -> date:
    return local_day(instant, ZONE)


def moments() -> st.SearchStrategy[datetime]:
    """Few enough that events often coincide, around a local midnight."""
    return st.integers(0, 12).map(lambda n: START + timedelta(minutes=10 * n))


@st.composite
def events(draw: st.DrawFn, number: int = 0, cases: int = 3) -> CaseEvent:
    step = draw(st.one_of(st.just(Step.REPORT), st.sampled_from(STEPS)))
    is_placed = step is Step.REPORT or (step not in SYSTEM_STEPS and draw(st.booleans()))
    return CaseEvent(
        source=draw(st.sampled_from(("hotline", "patrol"))),
        event_id=f"e{number}",
        case_id=f"c{draw(st.integers(1, cases))}",
        step=step,
        occurred_at=draw(moments()),
        path=draw(st.sampled_from(PATHS)) if is_placed else (),
        due_at=draw(st.none() | moments()) if step in (Step.REPORT, Step.DISPATCH) else None,
        center=draw(st.none() | st.sampled_from(list(Center))) if step is not Step.NOTE else None,
        class_=draw(st.none() | st.sampled_from(list(CaseClass))) if step is Step.CLASSIFY else None,
        item=draw(st.none() | st.sampled_from("XY")),
        condition=draw(st.none() | st.just("grave")),
        book=draw(st.none() | st.sampled_from(sorted(RULES.books))),
        workflow=draw(st.sampled_from(sorted(RULES.workflows))) if step in (Step.REPORT, Step.CLASSIFY) else None,
        into="c0" if step is Step.MERGE else None,
        level=draw(st.none() | st.just("grid")) if step is Step.CLOSE else None,
        actor=draw(st.none() | st.just("li")),
        unit=draw(st.none() | st.sampled_from(("roads", "parks"))) if step is Step.DISPATCH else None,
        score=draw(st.sampled_from((None, 0, 50, 80, 100))) if step is Step.CONFIRM else None,
    )


@st.composite
def batches(draw: st.DrawFn, cases: int = 3) -> list[CaseEvent]:
    """Events that a log may hold: the first of a case has always a place."""
    found = [draw(events(n, cases)) for n in range(draw(st.integers(1, 14)))]
    for n, (old, new) in enumerate(pairwise(found), start=1):
        if draw(st.integers(0, 3)) == 0 and (old.source, old.case_id) == (new.source, new.case_id):
            is_like = new.path or not old.path
            found[n] = new._replace(supersedes=old.event_id) if is_like else new
    return possible(found)


def possible(found: list[CaseEvent]) -> list[CaseEvent]:
    """The same events in the nearest order the intake would take: the first of a case has a place."""
    firsts = {event.case_id: event for event in reversed(found) if event.path}
    ordered = list[CaseEvent]()
    for event in found:
        first = firsts.pop(event.case_id, None)
        ordered += [first] if first else []
        if event is not first and any(one.case_id == event.case_id for one in ordered) and event not in ordered:
            ordered.append(event)
    return ordered


def arrive(arrivals: Iterable[CaseEvent]) -> tuple[dict[str, Case], Counter[object], list[CaseChange], list[Poison]]:
    """The cases, the history summed up and the changes after the events have come in that order."""
    changes, poisons = track({}, [("140303007", event) for event in arrivals], day_of, RULES)
    folded = fold_shifts(("140303007", shift) for change in changes for shift in change.shifts)
    sums: Counter[object] = Counter({tuple(key): n for *key, n in history(folded, TREE)})
    cases = {change.file.case.case_id: change.file.case for change in changes}
    return cases, sums, changes, poisons


@seed(SEED)
@reproducible
@given(batches(), st.randoms(use_true_random=False))
def test_no_order_of_arrival_changes_a_case_or_a_count(found: list[CaseEvent], chance: random.Random) -> None:
    print(f"SEED={SEED}")
    cases, sums, _, poisons = arrive(found)
    assert poisons == []
    for _ in range(3):
        chance.shuffle(found)
        again, sums_again, _, _ = arrive(possible(found))
        assert again == cases
        assert sums_again == sums


@seed(SEED)
@reproducible
@given(batches())
def test_what_has_come_in_equals_the_fold_of_its_events(found: list[CaseEvent]) -> None:
    print(f"SEED={SEED}")
    cases, sums, _, _ = arrive(found)
    whole: Counter[object] = Counter()
    for case_id, case in cases.items():
        moves = make_moves(fold([event for event in found if event.case_id == case_id], RULES), day_of)
        assert moves[-1].movement.after == case
        whole.update(_history_of([shift for move in moves for shift in move.shifts]))
    assert Counter({key: n for key, n in whole.items() if n}) == sums


def _history_of(shifts: Iterable[Shift]) -> Counter[object]:
    counter: Counter[object] = Counter()
    for shift in shifts:
        changed = day_of(shift.at).toordinal()
        for pair, number, day, delta in entries(shift):
            for place in shift.places:
                counter[TREE.unit(place).id, number // 100, day or changed, changed, number, pair] += delta
    return counter


@seed(SEED)
@reproducible
@given(batches(cases=4))
def test_no_count_is_ever_negative_and_parts_make_up_their_whole(found: list[CaseEvent]) -> None:
    print(f"SEED={SEED}")
    changes = arrive(found)[2]
    counts = LiveCounts(date(2026, 11, 1), date(2026, 12, 31))
    latest: dict[str, Case] = {}
    for change in changes:
        counts.add(fold_shifts(("140303007", shift) for shift in change.shifts))
        latest[change.file.case.case_id] = change.file.case
        assert all(n >= 0 for row in counts.rows.values() for n in row.values())
        _check_parts(counts, latest)


def _check_parts(counts: LiveCounts, latest: dict[str, Case]) -> None:
    for place in {place for path in PATHS for place in path}:
        here = [case for case in latest.values() if place in case.path]
        totals = Counter[tuple[Basis, str]]()
        for key, row in counts.rows.items():
            for cell, n in row.items() if key.place == place else ():
                totals[COUNT_NAMES[cell % 1000]] += n
        n_open = sum(case.is_open for case in here)
        assert sum(totals[Basis.STOCK, name] for name in OPEN_PARTS) == n_open
        assert sum(totals[Basis.STOCK, name] for name in OPEN_STAGES.values()) == n_open
        for name in OPEN_PARTS:
            assert totals[Basis.STOCK, name] == sum(open_part(case) == name for case in here)
        for name in DUE_PARTS:
            assert totals[Basis.DUE, name] == sum(due_part(case) == name for case in here)
        ended = sum(totals[Basis.COHORT, name] for name in ("closed", "voided", "merged"))
        assert totals[Basis.COHORT, "reported"] == n_open + ended
        for name, one in ratios(complete({count_number(*key): n for key, n in totals.items()}, 0)).items():
            assert RATES_BY_NAME[name].kind is not Kind.SHARE or 0 <= one.n <= one.d, name


@seed(SEED)
@reproducible
@given(batches(cases=1))
def test_the_difference_of_two_folds_leads_from_one_to_the_other(found: list[CaseEvent]) -> None:
    print(f"SEED={SEED}")
    if len(found) < 2:
        return
    old, new = (
        [shift for move in make_moves(fold(part, RULES), day_of) for shift in move.shifts]
        for part in (found[:-1], found)
    )
    assert _without_zeros([*old, *difference(old, new)]) == _without_zeros(new)
    assert difference(new, new) == ()


def _without_zeros(shifts: Iterable[Shift]) -> Counter[object]:
    counter: Counter[object] = Counter()
    for shift in shifts:
        for cell in entries(shift):
            counter[shift.at, cell[:3], shift.places] += cell[3]
    return Counter({key: n for key, n in counter.items() if n})


def test_a_step_of_a_case_whose_report_was_set_apart_is_set_apart_too() -> None:
    broken = CaseEvent("hotline", "e1", "c1", Step.REPORT, START, path=PATHS[0], due_at=NEVER)
    step = CaseEvent("hotline", "e2", "c1", Step.CLOSE, START)
    again = CaseEvent("hotline", "e3", "c1", Step.REPORT, START, path=PATHS[0])
    changes, poisons = track({}, [("s", event) for event in (broken, step, again)], day_of)
    assert [poison.index for poison in poisons] == [0, 1]
    assert "no place is known" in poisons[1].reason
    assert [change.file.events for change in changes] == [(again,)]


def test_a_poison_event_is_set_apart_and_the_rest_goes_on() -> None:
    good = CaseEvent("hotline", "e1", "c1", Step.REPORT, START, path=PATHS[0])
    broken = CaseEvent("hotline", "e2", "c2", Step.REPORT, START, path=PATHS[0], due_at=NEVER)
    after = CaseEvent("hotline", "e3", "c2", Step.REPORT, START, path=PATHS[0])
    changes, poisons = track({}, [("s", event) for event in (good, broken, after)], day_of)
    assert [change.file.case.case_id for change in changes] == ["c1", "c2"]
    assert [poison.index for poison in poisons] == [1]
    assert "year" in poisons[0].reason
    assert changes[1].file.events == (after,)
    assert all(delta == 1 for change in changes for shift in change.shifts for _, delta in shift.cells)
