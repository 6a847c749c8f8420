from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from dashboard.wording.times import clock, day, day_time, duration, span, time_left
from dashboard.wording.words import Language

ZH, EN = Language.ZH, Language.EN
SHANGHAI = ZoneInfo("Asia/Shanghai")
AT = datetime(2026, 11, 21, 8, 32, 8, tzinfo=UTC)


def test_clock_and_day_are_those_of_the_deployment():
    assert (clock(AT, SHANGHAI), clock(AT, SHANGHAI, is_short=True)) == ("16:32:08", "16:32")
    assert day_time(AT, SHANGHAI) == "2026-11-21 16:32"
    assert clock(None, SHANGHAI) == day_time(None, SHANGHAI) == day(None, ZH) == "—"


def test_a_day_is_written_as_people_say_it():
    assert (day(date(2026, 11, 21), ZH), day(date(2026, 11, 21), EN)) == ("11月21日 周六", "Sat 21 Nov")


@pytest.mark.parametrize(
    ("seconds", "zh", "en"),
    [
        (None, "—", "—"),
        (0, "0 秒", "0 s"),
        (45, "45 秒", "45 s"),
        (59.7, "1.0 分钟", "1.0 min"),
        (384, "6.4 分钟", "6.4 min"),
        (3599, "1.0 小时", "1.0 h"),
        (34_920, "9.7 小时", "9.7 h"),
        (97_200, "1 天 3 小时", "1 d 3 h"),
        (172_800, "2 天", "2 d"),
    ],
)
def test_a_duration_takes_the_unit_that_fits(seconds, zh, en):
    assert (duration(seconds, ZH), duration(seconds, EN)) == (zh, en)


def test_a_deadline_says_what_is_left_or_how_far_it_is_over():
    later = timedelta(hours=1, minutes=42, seconds=30)
    assert (time_left(AT + later, AT, ZH), time_left(AT + later, AT, EN)) == (
        "剩 1 小时 42 分",
        "1 h 42 min left",
    )
    earlier = timedelta(minutes=12)
    assert (time_left(AT - earlier, AT, ZH), time_left(AT - earlier, AT, EN)) == ("超时 12 分", "12 min overdue")
    assert time_left(None, AT, ZH) == "—"


def test_a_span_shows_its_two_largest_units():
    assert span(3 * 86400 + 7 * 3600 + 59, ZH) == "3 天 7 小时"
    assert span(59, EN) == "0 min"
