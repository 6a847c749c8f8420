"""Deadlines by rules against an oracle that lives through every minute: holidays, 调休, pauses and extensions."""

import csv
import os
import random
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from pipelines.domain.calendar import Counting, Limit, WorkCalendar
from pipelines.domain.deadline import MOST_EXTENSIONS
from pipelines.domain.event import CaseEvent
from pipelines.domain.fold import fold
from pipelines.domain.rules import DeadlineBook, DeadlineRule, Rules
from pipelines.domain.step import Step

SEED = int(os.environ.get("SEED") or random.randrange(10**6))
CASES = int(os.environ.get("CASES", "10000"))
SHANGHAI = ZoneInfo("Asia/Shanghai")
DAYS = Path(__file__).parents[2] / "db" / "seed" / "calendar.csv"
FIRST, LAST = date(2024, 12, 1), date(2026, 12, 31)
BEGIN = datetime.combine(FIRST, datetime.min.time(), SHANGHAI).astimezone(UTC)
MINUTE, DAY = timedelta(minutes=1), 24 * 60
MOST = {
    Counting.CONTINUOUS_HOURS: 72,
    Counting.WORKING_HOURS: 40,
    Counting.WORKING_DAYS: 15,
    Counting.NATURAL_DAYS: 30,
}


def special(kind: str) -> frozenset[date]:
    with DAYS.open(encoding="utf-8", newline="") as file:
        return frozenset(date.fromisoformat(row["day"]) for row in csv.DictReader(file) if row["kind"] == kind)


OFF, WORKED = special("off"), special("worked")
CALENDAR = WorkCalendar(SHANGHAI, days_off=OFF, days_worked=WORKED)


def is_work_day(day: date) -> bool:
    return day in WORKED or (day.isoweekday() <= 5 and day not in OFF)


def work_minutes() -> bytes:
    """One byte for every minute from FIRST to LAST, 1 when people work."""
    found = bytearray()
    for n in range((LAST - FIRST).days + 1):
        is_day = is_work_day(FIRST + timedelta(days=n))
        found += bytes(is_day and (510 <= m < 720 or 840 <= m < 1050) for m in range(DAY))
    return bytes(found)


WORK = work_minutes()


def minute_end(start: int, amount: int, counting: Counting) -> int:
    """The minute in which the limit that begins in a minute is used up, found by walking."""
    at = start
    if counting is Counting.WORKING_HOURS:
        left = amount * 60
        while left:
            left -= WORK[at]
            at += 1
        return at
    if counting is Counting.WORKING_DAYS:
        while not any(WORK[at // DAY * DAY : (at // DAY + 1) * DAY]) or at < start:
            at = (at // DAY + 1) * DAY
        if at != start:
            at += 510
        for _ in range(amount):
            at += DAY
            while not any(WORK[at // DAY * DAY : (at // DAY + 1) * DAY]):
                at += DAY
        return at
    return start + amount * (60 if counting is Counting.CONTINUOUS_HOURS else DAY)


class Oracle:
    """A clock that runs down minute by minute, stands still while suspended, and is wound up by an extension."""

    def __init__(self, start: int, amount: int, counting: Counting) -> None:
        self.amount, self.counting, self.at = amount, counting, start
        self.left = minute_end(start, amount, counting) - start

    def extend(self) -> None:
        """One limit more, which begins in the minute in which the last one ends."""
        self.left = minute_end(self.due, self.amount, self.counting) - self.at

    def live_to(self, minute: int) -> None:
        self.left -= minute - self.at
        self.at = minute

    @property
    def due(self) -> int:
        return self.at + self.left


def instant(minute: int) -> datetime:
    return BEGIN + minute * MINUTE


def one_case(dice: random.Random) -> tuple[list[CaseEvent], Rules, int]:
    """The events of a case, the rules it goes by, and the minute in which it is due.

    It may be told once more which item it is, at any time: that counts the whole deadline anew, and moves nothing.
    """
    counting = dice.choice(list(Counting))
    amount, start = dice.randint(1, MOST[counting]), dice.randrange(40 * DAY, len(WORK) - 330 * DAY)
    rules = Rules(books={7: DeadlineBook((DeadlineRule("X", Limit(amount, counting)),), CALENDAR)})
    told = [(Step.REPORT, start)]
    if dice.random() < 0.4:
        start += dice.randrange(1, 3000)
        told.append((Step.REGISTER, start))
    oracle, turns = Oracle(start, amount, counting), [Step.SUSPEND, Step.SUSPEND, *[Step.EXTEND] * MOST_EXTENSIONS]
    for step in dice.sample([*turns, Step.CLASSIFY], dice.randint(0, 5)):
        if oracle.left < 3:
            break
        oracle.live_to(oracle.at + dice.randrange(1, oracle.left - 1))
        told.append((step, oracle.at))
        if step is Step.EXTEND:
            oracle.extend()
        elif step is Step.SUSPEND:
            oracle.at += dice.randrange(1, 20 * DAY)
            told.append((Step.RESUME, oracle.at))
    return [_event(n, *one) for n, one in enumerate(told)], rules, oracle.due


def _event(n: int, step: Step, minute: int) -> CaseEvent:
    item, path = "X" if step in (Step.REPORT, Step.CLASSIFY) else None, ("1403",) if step is Step.REPORT else ()
    book = 7 if step in (Step.REPORT, Step.REGISTER, Step.CLASSIFY) else None
    return CaseEvent("tester", f"e{n}", "c1", step, instant(minute), path=path, item=item, book=book)


def test_a_deadline_falls_where_the_minutes_run_out() -> None:
    print(f"SEED={SEED} CASES={CASES}")
    dice = random.Random(SEED)
    for n in range(CASES):
        events, rules, due = one_case(dice)
        case = fold(events, rules)[-1].after
        assert case.due_at == instant(due), (n, events, rules.books[7].rules)
        assert case.parked == ()


def test_the_oracle_meets_holidays_and_days_worked_instead() -> None:
    """A limit that ends nowhere near a special day would prove little."""
    dice = random.Random(SEED)
    print(f"SEED={SEED}")
    spans = [(case[0][0].occurred_at.date(), case[0][-1].occurred_at.date()) for case in map(one_case, [dice] * 300)]
    for days in (OFF, WORKED):
        assert sum(any(first <= day <= last for day in days) for first, last in spans) > 20
