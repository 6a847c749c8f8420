"""Words that only the emergency center's board uses."""

from collections.abc import Mapping
from datetime import datetime

from dashboard.wording.kpi import count_label
from dashboard.wording.numbers import MISSING
from dashboard.wording.times import duration, time_left
from dashboard.wording.words import Language, Word, find
from pipelines.domain.comparison import Change, ChangeUnit
from pipelines.domain.kpi import Basis

EMERGENCY: Mapping[str, Word] = {
    "hazards": Word("隐患分类", "Hazards"),
    "found": Word("本月发现", "Found"),
    "fixed": Word("其中处置", "Fixed"),
    "open": Word("当前在办", "Open now"),
    "hazards_told": Word(
        "发现：本月上报的隐患；已处置：其中已处置的；在办：此刻未结案的，不论何时上报",
        "Found: hazards reported this month; fixed: of these, disposed of; open: not closed now, whenever reported",
    ),
    "more_cases": Word("A类另有 {} 件", "{} more of class A"),
    "handling": Word("今年隐患处置率", "Hazards fixed this year"),
    "against_last_year": Word("同比", "vs last year"),
    "last_year_was": Word("去年同期 {}", "then {}"),
    "made_of": Word("{} / {} 件", "{} / {}"),
    "clock": Word("本月上报至", "Report to"),
    "median": Word("半数以内", "Half in"),
    "p90": Word("九成以内", "90% in"),
    "clock_change": Word("均值同比", "Mean, year"),
    "clock_told": Word(
        "自然时间；半数（九成）案件的用时不超过该值，误差 5% 以内；均值与去年同期比百分比",
        "Natural time; half (90%) of the cases took no longer, give or take 5%; "
        "the mean is compared with last year's in percent",
    ),
    "report_to_arrive": Word("到场", "arrival"),
    "report_to_dispose": Word("处置", "fixing"),
    "small": Word("* 样本不足", "* small sample"),
    "incidents": Word("预警与A、B类", "Alarms, class A, B"),
    "running": Word("另有 {} 件在办", "{} more"),
    "none_running": Word("没有预警，A、B类没有在办", "No alarms, nothing open in class A or B"),
    "shifts": Word("今日在岗", "On duty today"),
    "people": Word("{} 人", "{} people"),
    "nobody": Word("{} 处无人在岗", "nobody in {}"),
    "more_places": Word("其余 {} 处均有人在岗", "{} more, all staffed"),
    "more_places_empty": Word("其余 {} 处，含无人在岗", "{} more, some without anybody"),
    "shift_workers_on_duty": Word("合计", "All"),
    "shift_workers_full_time": Word("专职", "Staff"),
    "shift_workers_retired": Word("退休", "Retired"),
    "shift_workers_coordinator": Word("协管", "Aides"),
    "shift_workers_temporary": Word("临聘", "Temps"),
}
_CLOCKED = frozenset({"overdue", "due_soon", "on_schedule"})


def emergency_word(identifier: str, language: Language) -> str:
    """A word of the emergency center's board."""
    return find(EMERGENCY, identifier, language)


def standing(open_part: str | None, due_at: datetime | None, now: datetime, language: Language) -> str:
    """The time left or overdue of an open case; 待结案, 已挂起 where its clock does not run, a dash where unknown."""
    if open_part is None or open_part in _CLOCKED:
        return time_left(due_at, now, language)
    return count_label(Basis.STOCK, open_part, language)


def change_of_duration(change: Change | None, language: Language) -> str:
    """Change of a mean: ↓ 86.5%, or on a small base the difference with a star, ↓ 3.2 小时*; a dash without a base."""
    if change is None:
        return MISSING
    is_percent = change.unit is ChangeUnit.PERCENT
    size = f"{abs(change.value):,.1f}%" if is_percent else f"{duration(abs(change.value), language)}*"
    return f"{'↑' if change.value > 0 else '↓'} {size}"
