"""Words of alarms: what each rule tells of, and its measured value."""

from collections.abc import Mapping

from dashboard.wording.numbers import share
from dashboard.wording.places import place_name
from dashboard.wording.words import Language, Word, find
from pipelines.domain.alarm import Alarm
from pipelines.domain.unit import OrgUnit

RULES: Mapping[str, Word] = {
    "overdue_a": Word("A类超期", "class A overdue"),
    "overdue_b": Word("B类超期", "class B overdue"),
    "slow_subdistrict": Word("按期结案率偏低", "on-time rate is low"),
    "slow_community": Word("按期结案率偏低", "on-time rate is low"),
    "report_surge": Word("上报激增", "surge of reports"),
    "closing_rush": Word("月末集中结案", "rush of closes at the month's end"),
    "instant_closes": Word("上报即结案偏多", "closed within a minute of the report"),
    "self_closing": Word("自报自结偏多", "closed at once by their reporters"),
    "burst": Word("一小时内集中上报", "many reports within an hour"),
    "vacancy": Word("网格长空缺", "has no chief"),
    "unadmitted": Word("事项未经准入", "work that was not admitted"),
    "silent_feed": Word("数据来源中断", "source is silent"),
}
_SHARES = frozenset({"slow_subdistrict", "slow_community", "instant_closes", "self_closing"})
_TIMES = frozenset({"report_surge", "closing_rush"})
_COUNTS = frozenset({"burst", "unadmitted"})
_USUAL = Word("平日的 {:.1f} 倍", "{:.1f}× the usual")
_CASES = Word("{:.0f} 件", "{:.0f} cases")


def rule_title(alarm: Alarm, place: OrgUnit, language: Language) -> str:
    """Who or what it is about, and what the rule tells of it."""
    about = place_name(place, language) if alarm.subject == place.code else alarm.subject
    return f"{about} {find(RULES, alarm.rule, language)}"


def rule_fact(alarm: Alarm, language: Language) -> str:
    """The value that was measured when it was raised; empty where it says no more than the title."""
    if alarm.rule in _SHARES:
        return share(alarm.value, language)
    shape = _USUAL if alarm.rule in _TIMES else _CASES if alarm.rule in _COUNTS else None
    return shape.on(language).format(alarm.value) if shape else ""
