"""Words of alarms: what a rule tells of, and its measured value."""

from collections.abc import Mapping

from dashboard.wording.kpi import count_label, rate_label
from dashboard.wording.numbers import per_unit, share
from dashboard.wording.places import place_name
from dashboard.wording.records import LOADS
from dashboard.wording.words import Language, Word, find
from pipelines.domain.alarm import Alarm
from pipelines.domain.alarm_rule import AlarmRule, Condition
from pipelines.domain.kpi import RATES_BY_NAME, Basis, Kind
from pipelines.domain.unit import OrgUnit

HIGH: Mapping[str, Word] = {
    Condition.RATE: Word("{}偏高", "{} is high"),
    Condition.CHANGE: Word("{}环比上升", "{} has risen"),
    Condition.TREND: Word("{}激增", "{}: surge"),
    Condition.INSTANT_CLOSES: Word("上报即结案偏多", "closed within a minute of the report"),
    Condition.BURST: Word("一小时内集中上报", "many reports within an hour"),
    Condition.OVERDUE: Word("{}类超期", "class {} overdue"),
    Condition.VACANCY: Word("网格长空缺", "has no chief"),
    Condition.UNADMITTED: Word("事项未经准入", "work that was not admitted"),
    Condition.SILENCE: Word("数据来源中断", "source is silent"),
}
"""By condition what is told of values that are too high; blanks hold what the rule is about."""
LOW: Mapping[str, Word] = {
    Condition.RATE: Word("{}偏低", "{} is low"),
    Condition.CHANGE: Word("{}环比下降", "{} has fallen"),
}
MANY: Mapping[str, Word] = {
    Condition.VACANCY: Word("{} 个网格无网格长", "{} grids have no chief"),
    Condition.UNADMITTED: Word("{} 项事项未经准入", "{} items were not admitted"),
    Condition.SILENCE: Word("{} 个数据来源中断", "{} sources are silent"),
}
"""By condition how many it is told of at once; of any other, the places are counted."""
_PLACES = Word("{} 处{}", "{} places: {}")
_AT_MONTH_END = Word("月末{}", "{} at the month's end")
_USUAL = Word("平日的 {:.1f} 倍", "{:.1f}× the usual")
_CASES = Word("{:.0f} 件", "{:.0f} cases")
_POINTS = Word("{:+.1f} 个百分点", "{:+.1f} pp")


def rule_title(alarm: Alarm, rule: AlarmRule | None, place: OrgUnit, language: Language) -> str:
    """Who or what it is about, and what the rule tells of it; of a rule that is no more only its name is known."""
    name = place_name(place, language)
    about = name if alarm.case_id else alarm.subject.replace(place.code, name)
    return f"{about} {rule_told(rule, language) if rule else alarm.rule}"


def flood_title(alarm: Alarm, rule: AlarmRule | None, alike: int, language: Language) -> str:
    """How many alarms the rule of this one has raised."""
    if rule and rule.condition in MANY:
        return find(MANY, rule.condition, language).format(alike)
    return _PLACES.on(language).format(alike, rule_told(rule, language) if rule else alarm.rule)


def rule_told(rule: AlarmRule, language: Language) -> str:
    """What a rule tells of whom it is about."""
    told = find(LOW if rule.is_low else HIGH, rule.condition, language).format(_subject(rule, language))
    return _AT_MONTH_END.on(language).format(told) if rule.is_of_period_end else told


def _subject(rule: AlarmRule, language: Language) -> str:
    if rule.condition in {Condition.RATE, Condition.CHANGE}:
        return find(LOADS, rule.of, language) if rule.of in LOADS else rate_label(rule.of, language)
    return count_label(Basis.FLOW, rule.of, language) if rule.condition is Condition.TREND else rule.of


def rule_fact(alarm: Alarm, rule: AlarmRule | None, language: Language) -> str:
    """The value that was measured when it was raised; empty where it says no more than the title."""
    if rule is None:
        return ""
    if rule.condition is Condition.RATE:
        return share(alarm.value, language) if _is_share(rule) else per_unit(alarm.value)
    if rule.condition is Condition.INSTANT_CLOSES:
        return share(alarm.value, language)
    if rule.condition is Condition.CHANGE:
        return _POINTS.on(language).format(alarm.value) if _is_share(rule) else f"{alarm.value:+.1f}%"
    shape = {Condition.TREND: _USUAL, Condition.BURST: _CASES, Condition.UNADMITTED: _CASES}.get(rule.condition)
    return shape.on(language).format(alarm.value) if shape else ""


def _is_share(rule: AlarmRule) -> bool:
    return rule.of in RATES_BY_NAME and RATES_BY_NAME[rule.of].kind is Kind.SHARE
