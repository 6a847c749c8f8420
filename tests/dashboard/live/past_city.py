"""A district through some days, told late and out of order, with the minutes at which its boards are remembered."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from dashboard.live.boards import BOARDS
from dashboard.live.channel import View
from dashboard.live.snapshot import Snapshot
from dashboard.queries.bundle import Queries
from dashboard.wording.words import Language
from db.alarm_store import AlarmReader
from db.register_store import RegisterStore
from pipelines.domain.access import ALL
from pipelines.domain.alarm_rule import AlarmRule
from pipelines.domain.duty import DutyEntry, DutyKind
from pipelines.domain.housing import Rental, RentalGrade, RentalType
from pipelines.domain.staff import StaffCategory, StaffPost
from tests.dashboard.live.city import City
from tests.system import PILOT, PILOT_GRIDS, System

BEGUN = datetime(2026, 11, 17, 22, 30, tzinfo=UTC)
"""In the morning of 18 November."""
MINUTES = 4 * 24 * 60
DISTRICT, STREET = "140303", "140303005"
ITEMS = ("G06", "G01", "V05", "E08", "E02", "V01", None)
ROUTE = ("classify", "dispatch", "arrive", "dispose", "close", "archive")
STRAY = (
    "accept", "register", "suspend", "resume", "extend", "exempt", "resolve", "confirm", "feedback", "send_back",
    "rework", "hand_over", "void", "merge", "dispatch", "close",
)  # fmt: skip
DAY = date(2026, 11, 19)


@dataclass
class Said:
    """Something that happened at an instant, and the instant it came in."""

    at: datetime
    heard_at: datetime
    body: dict[str, Any]
    is_record: bool = False


def board_at(queries: Queries, city: City, view: View, now: datetime) -> Snapshot:
    """A board that has just been opened, with everything it reads beside the rounds."""
    board = BOARDS[view.board](queries, city.system.settings.timezone, view)
    board.catch_up(now)
    return board.draw(now, view.language).snapshot


def views() -> list[View]:
    places = (DISTRICT, PILOT[0], STREET)
    return [
        View(board, place, frozenset({ALL}), Language.ZH) for board in BOARDS if board != "health" for place in places
    ]


class PastCity:
    """Lets the days pass, minute by minute of those that are looked at."""

    def __init__(self, city: City, chance: random.Random, cases: int) -> None:
        self.city, self.system, self._chance = city, city.system, chance
        self._key = city.system.key("window", may="send,backfill,confirm")
        _put_registers(city.system)
        self._told = sorted([*self._lives(cases), *self._rounds()], key=lambda one: one.heard_at)

    def pass_to(self, minutes: Sequence[datetime]) -> Iterator[datetime]:
        """Each of the minutes, once all that had happened by then has come in, in its own order."""
        for now in minutes:
            due = [one for one in self._told if one.at <= now]
            self._told = [one for one in self._told if one.at > now]
            self._send(due)
            self._settle(now)
            self._answer_alarms(now)
            yield now

    def _send(self, due: Sequence[Said]) -> None:
        self.system.send([one.body for one in due if not one.is_record], self._key)
        self.system.send_records([one.body for one in due if one.is_record], self._key)

    def _settle(self, now: datetime) -> None:
        """The worker takes everything up, and what time alone has brought; then it looks at the rules of alarms."""
        self.system.work(now)
        for _ in range(3):
            self.system.tick(now)
        self.system.watch().look(now)
        self.system.work(now)

    def _answer_alarms(self, now: datetime) -> None:
        """Somebody takes some of the open alarms, and puts others off."""
        for one in AlarmReader(self.system.database.derived).open():
            said = self._chance.choice(({"action": "acknowledge"}, {"action": "shelve"}, None))
            if said is not None:
                until = (now + timedelta(hours=self._chance.choice((1, 24)))).isoformat()
                more = {"until": until} if said["action"] == "shelve" else {}
                values = said | more | {"reason": "已派人", "alarm_id": one.alarm_id}
                self.system.send_records([self.system.record("alarm", one.path[-1], now, **values)], self._key)
        self.system.work(now)

    def _lives(self, cases: int) -> Iterator[Said]:
        for n in range(cases):
            yield from self._life(f"c{n}", self._moment())

    def _moment(self) -> datetime:
        return BEGUN + timedelta(minutes=self._chance.random() * MINUTES)

    def _life(self, case_id: str, at: datetime) -> Iterator[Said]:
        """The usual way of a case, with steps beside it; some events are corrected later."""
        place, item = self._chance.choice([*PILOT_GRIDS[:14], f"{STREET}001"]), self._chance.choice(ITEMS)
        more = {"place": place, "channel": self._chance.choice(("patrol", "hotline", "window"))}
        more |= {"item": item} if item else {}
        if self._chance.random() < 0.7:
            more["due_at"] = (at + timedelta(hours=self._chance.choice((2, 8, 30, 90)))).isoformat()
        yield self._event(case_id, "report", at, more)
        for step in ROUTE[: self._chance.randint(0, len(ROUTE))]:
            at += timedelta(hours=self._chance.choice((0.02, 0.5, 4, 20)))
            yield self._event(case_id, step, at, {"place": place} | ({"level": "community"} if step == "close" else {}))
            if self._chance.random() < 0.4:
                at += timedelta(hours=self._chance.choice((0.1, 3)))
                yield self._event(case_id, *self._stray(at, place))

    def _stray(self, at: datetime, place: str) -> tuple[str, datetime, dict[str, Any]]:
        step = self._chance.choice(STRAY)
        more = {"hand_over": {"center": "grid"}, "merge": {"into": "c0"}, "confirm": {"score": 80}}.get(step, {})
        return (
            step,
            at,
            more | {"place": place} | ({"note": "请核实"} if step in {"send_back", "rework", "exempt", "void"} else {}),
        )

    def _event(self, case_id: str, step: str, at: datetime, more: dict[str, Any]) -> Said:
        """A case does not go into itself: then it is only noted."""
        named = step if more.get("into") != case_id else "note"
        kept = more if named == step else {"place": more["place"]}
        late = timedelta(minutes=self._chance.choice((0, 0, 5, 300)))
        return Said(at, at + late, self.system.event(case_id, named, at, **kept))

    def _rounds(self) -> Iterator[Said]:
        """Patrols, visits, inspections and rosters; the duty list grows shorter."""
        for n in range(120):
            at, kind = self._moment(), self._chance.choice(("patrol", "visit", "roster", "inspection"))
            values: dict[str, Any] = {
                "patrol": {},
                "visit": {"households": 3},
                "roster": {"worker": f"W{n % 20}", "category": self._chance.choice(("full_time", "retired"))},
                "inspection": {"rental": f"H{n % 10}", "grade": "C"},
            }[kind]
            place = PILOT_GRIDS[n % 10]
            yield Said(at, at, self.system.record(kind, place, at, **values), is_record=True)
        at = self._moment()
        yield Said(at, at, self.system.record("duty", DISTRICT, at, duty="D1", cut="取消"), is_record=True)


def _put_registers(system: System) -> None:
    """Staff that comes and goes, a duty list, homes; and rules of alarms without those of staff."""
    first = date(2026, 1, 1)
    posts = [
        StaffPost(f"W{n}", "王伟", StaffCategory.FULL_TIME, PILOT_GRIDS[n], first, True, DAY if n % 7 == 0 else None)
        for n in range(len(PILOT_GRIDS))
    ]
    duties = [DutyEntry(f"D{n}", DISTRICT, DutyKind.DUTY, f"D{n}", first, 4) for n in range(3)]
    homes = [
        Rental(f"H{n}", PILOT_GRIDS[n], RentalType.SHARED, RentalGrade.B, 5, date(2026, 11, 16), first)
        for n in range(10)
    ]
    RegisterStore(system.database.log).put([*posts, *duties, *homes])
    rules = RegisterStore(system.database.log)
    rules.replace(AlarmRule, [one for one in rules.rows(AlarmRule) if one.condition != "vacancy"])
