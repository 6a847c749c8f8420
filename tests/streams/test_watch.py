"""Rules against readings: raised once, not flapping, cleared, and nothing said under two ids."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta

from pipelines.domain.alarm import Alarm, Severity, alarm_of
from pipelines.domain.alarm_rule import AlarmRule, Condition, Reading
from pipelines.domain.record import Record
from pipelines.sample import sample_alarms
from pipelines.streams.watch import Watched, alarm_records, judge

NOW = datetime(2026, 11, 20, 4, tzinfo=UTC)
STREET = "140303001"
PATHS = {STREET: ("140303", STREET)}
HIGH = AlarmRule("burst", Condition.BURST, Severity.WARNING, 20, 10)
LOW = AlarmRule("slow", Condition.RATE, Severity.WARNING, 0.90, 0.93, timedelta(minutes=10))


class Desk:
    """Minute after minute one value of one subject; what was raised and cleared when."""

    def __init__(self, rule: AlarmRule) -> None:
        self.rule = rule
        self.now = NOW
        self.waiting: Mapping[Watched, datetime] = {}
        self.records: dict[str, list[Record]] = {}
        self.said: list[tuple[int, str]] = []

    def alarms(self) -> list[Alarm]:
        return [alarm for own in self.records.values() if (alarm := alarm_of(own))]

    def minute(self, *values: float | None) -> None:
        for value in values:
            readings = [] if value is None else [Reading(STREET, STREET, value)]
            open_alarms = [alarm for alarm in self.alarms() if alarm.is_open]
            verdict = judge([(self.rule, readings)], open_alarms, self.waiting, self.now)
            self.waiting = verdict.waiting
            earlier = {Watched(self.rule.name, STREET): len(self.alarms())}
            for record in alarm_records(verdict, earlier, PATHS, self.now):
                self.records.setdefault(record.values["alarm_id"], []).append(record)
                self.said.append(((self.now - NOW) // timedelta(minutes=1), record.values["action"]))
            self.now += timedelta(minutes=1)


def said(rule: AlarmRule, *values: float | None) -> list[tuple[int, str]]:
    desk = Desk(rule)
    desk.minute(*values)
    return desk.said


def test_a_value_is_raised_once_and_cleared_below_the_other_border() -> None:
    assert said(HIGH, 19, 20, 40, 19, 11, 10, 9) == [(1, "raise"), (5, "clear")]


def test_a_value_that_wavers_between_the_borders_does_not_flap() -> None:
    assert said(HIGH, 20, *[19, 21] * 20) == [(0, "raise")]


def test_a_subject_that_is_measured_no_more_is_cleared() -> None:
    assert said(HIGH, 25, None, None) == [(0, "raise"), (1, "clear")]


def test_a_rate_that_falls_must_stay_low_and_come_back_for_as_long() -> None:
    low = [0.5] * 5 + [0.95] + [0.9] * 11 + [0.92] * 30 + [0.93] * 11
    assert said(LOW, *low) == [(16, "raise"), (57, "clear")]


def test_each_alarm_of_a_subject_has_its_own_id() -> None:
    desk = Desk(HIGH)
    desk.minute(20, 0, 20, 0)
    assert [action for _, action in desk.said] == ["raise", "clear"] * 2
    assert len(desk.records) == 2


def test_whoever_judges_the_same_says_it_under_the_same_id() -> None:
    def ids(now: datetime) -> Sequence[str]:
        verdict = judge([(HIGH, [Reading(STREET, STREET, 30)])], [], {}, now)
        return [record.event_id for record in alarm_records(verdict, {}, PATHS, now)]

    assert ids(NOW) == ids(NOW + timedelta(minutes=3))
    assert len(ids(NOW)) == 1


def test_a_rule_of_the_end_of_the_month_looks_at_its_last_day_only() -> None:
    rush = next(rule for rule in sample_alarms() if rule.name == "closing_rush")
    assert [day for day in range(1, 31) if rush.applies_on(date(2026, 11, day))] == [30]


def test_every_rule_leaves_a_gap_between_raise_and_clear_and_fits_an_id() -> None:
    for rule in sample_alarms():
        assert rule.raise_at != rule.clear_at
        assert len(f"raise:{rule.name}:{'0' * 20}:999999") <= 64
