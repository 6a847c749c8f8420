"""The words of the desk pages: frame, drill-down, case, and what is said when something cannot be shown."""

from collections.abc import Mapping

from dashboard.wording.words import Language, Word, find
from pipelines.domain.catalogue import Item
from pipelines.domain.comparison import Change, ChangeUnit
from pipelines.domain.unit import Hierarchy, OrgUnit

FRAME: Mapping[str, Word] = {
    "product": Word("三中心指挥平台", "Three-Center Command"),
    "overview": Word("总览", "Overview"),
    "governance": Word("综治", "Governance"),
    "emergency": Word("应急", "Emergency"),
    "grid": Word("网格", "Grid"),
    "places": Word("下钻分析", "Drill-down"),
    "explore": Word("切片分析", "Explore"),
    "records": Word("台账明细", "Records"),
    "alarms": Word("预警", "Alarms"),
    "definitions": Word("口径", "Definitions"),
    "wall": Word("大屏", "Wall"),
    "pages": Word("页面", "Pages"),
    "as_of": Word("数据截至 {}", "Data as of {}"),
    "delayed": Word("延迟 {}", "{} behind"),
    "stale": Word("停更 {}", "Stale for {}"),
    "refresh": Word("刷新", "Refresh"),
    "simulated": Word("模拟数据", "Simulated data"),
    "other_language": Word("English", "中文"),
    "light": Word("浅色", "Light"),
    "dark": Word("深色", "Dark"),
    "health": Word("运行状况", "System health"),
    "sign_out": Word("退出", "Sign out"),
    "skip": Word("跳到正文", "Skip to content"),
}
FILTERS: Mapping[str, Word] = {
    "path": Word("所在位置", "Location"),
    "picker": Word("查找地点", "Find a place"),
    "filters": Word("筛选", "Filters"),
    "period": Word("时间", "Period"),
    "center": Word("中心", "Center"),
    "class": Word("类别", "Class"),
    "channel": Word("来源", "Channel"),
    "hierarchy": Word("网格体系", "Division"),
    "item": Word("事项", "Item"),
    "all": Word("全部", "All"),
    "remove": Word("取消筛选：{}", "Remove filter: {}"),
    "today": Word("今日", "Today"),
    "week": Word("本周", "This week"),
    "month": Word("本月", "This month"),
    "quarter": Word("本季", "This quarter"),
    "year": Word("本年", "This year"),
    "last_month": Word("上月", "Last month"),
    "own": Word("自定", "Own dates"),
    "from": Word("起", "From"),
    "to": Word("止", "To"),
    "apply": Word("应用", "Apply"),
    "to_separator": Word("至", "to"),
}
FIGURES: Mapping[str, Word] = {
    "figures": Word("主要指标", "Key figures"),
    "reported": Word("上报", "Reported"),
    "open": Word("在办", "Open"),
    "overdue": Word("超期", "Overdue"),
    "year_on_year": Word("同比", "vs last year"),
    "period_on_period": Word("环比", "vs prev."),
    "ranges": Word("{} 对 {}", "{} against {}"),
    "small": Word("基数小", "small base"),
    "small_note": Word("* 基数小，比差值", "* small base: difference"),
    "same": Word("持平", "no change"),
    "cases": Word("件", "cases"),
    "per_grid": Word("件/网格", "per grid"),
    "each_grid": Word("每网格 {}", "{} per grid"),
    "warning": Word("关注", "Warning"),
    "critical": Word("紧急", "Critical"),
    "numerator": Word("分子：{}", "Numerator: {}"),
    "denominator": Word("分母：{}", "Denominator: {}"),
    "grids": Word("{} 网格", "{} grids"),
}
CHARTS: Mapping[str, Word] = {
    "trend": Word("每日上报", "Reported per day"),
    "trend_month": Word("每月上报", "Reported per month"),
    "trend_hint": Word("每日上报，件", "reported per day"),
    "trend_month_hint": Word("每月上报，件", "reported per month"),
    "rising": Word("{}连续 {} 周上升", "{} up {} weeks in a row"),
    "falling": Word("{}连续 {} 周下降", "{} down {} weeks in a row"),
    "without_today": Word("不含今日", "without today"),
    "without_month": Word("不含本月", "without this month"),
    "table": Word("以表格显示", "Show as table"),
    "day": Word("日期", "Day"),
    "all_cases": Word("全部", "All"),
    "items": Word("高频事项", "Most frequent items"),
    "leading": Word("{}居首，占 {}", "{} leads with {}"),
    "items_hint": Word("事项前 {}，件", "top {} items"),
    "items_sample": Word("{}（示例事项目录）", "{} (of the sample catalogue)"),
    "item": Word("事项", "Item"),
    "no_item": Word("未定事项", "No item yet"),
    "map": Word("{} · {}在办密度", "{} · open cases by {}"),
    "map_here": Word("{} · 位置", "{} · location"),
    "schematic": Word("示意图，非实测边界", "Schematic, not surveyed"),
    "ranking": Word("{}排名", "{} ranking"),
    "listing": Word("{}一览", "{} list"),
    "middle": Word("中位", "Median"),
    "from_middle": Word("距中位 {}", "{} from the median"),
    "places": Word("下级单位", "Place"),
    "sort_code": Word("编码", "code"),
    "ranked_by": Word("按{}，共 {}", "by {}, {} in all"),
    "sort_rate": Word("按期结案率", "on-time rate"),
    "sort_open": Word("在办数", "open cases"),
    "sort_overdue": Word("超期数", "overdue cases"),
    "rank": Word("名次", "Rank"),
    "place": Word("地点", "Place"),
    "direct": Word("直报本级", "Reported here directly"),
    "rest": Word("未归入其中", "In none of these"),
    "boundary": Word("区划调整", "Boundary change"),
    "gained": Word("划入{}", "gained {}"),
    "lost": Word("划出{}", "lost {}"),
    "and_more": Word("等 {} 个", "and {} in all"),
}
CASES: Mapping[str, Word] = {
    "cases": Word("案件明细", "Cases"),
    "total": Word("共 {} 件", "{} in all"),
    "newest_first": Word("按上报时间倒序", "newest first"),
    "back_to_reported": Word("恢复全部上报", "Back to all reported"),
    "number": Word("案件编号", "Case"),
    "reported_at": Word("上报时间", "Reported"),
    "at": Word("发生时间", "At"),
    "class": Word("类别", "Class"),
    "item": Word("事项", "Item"),
    "place": Word("地点", "Place"),
    "channel": Word("来源", "Channel"),
    "state": Word("状态", "State"),
    "deadline": Word("剩余时限", "Time left"),
    "none": Word("没有符合条件的案件", "No cases match"),
    "none_hint": Word("换一个时间段，或取消筛选。", "Choose another period, or remove the filters."),
    "previous": Word("上一页", "Previous"),
    "next": Word("下一页", "Next"),
    "page": Word("{} 至 {}，共 {}", "{} to {} of {}"),
    "voided": Word("已作废", "Voided"),
    "open": Word("在办", "Open"),
    "direct": Word("仅直报本级或未归入下级", "in no place below"),
    "part": Word("仅 {} 计入本级的", "only {} as counted here"),
}
SUFFIXES = ("街道", "社区", "网格")
SUFFIXES_EN = (" Subdistrict", " Community")


def say(words: Mapping[str, Word], identifier: str, language: Language, *values: object) -> str:
    """A word of one list with the values in its gaps."""
    return find(words, identifier, language).format(*values)


def place_name(unit: OrgUnit, language: Language) -> str:
    """A place's name; in English its English name where it has one."""
    return unit.name_en or unit.name if language is Language.EN else unit.name


def short_name(unit: OrgUnit, language: Language) -> str:
    """A place's name where room is short: without 街道, 社区 or 网格, unless it is a unit of another hierarchy."""
    name = place_name(unit, language)
    if unit.kind is not Hierarchy.BASE:
        return name
    for suffix in SUFFIXES_EN if language is Language.EN else SUFFIXES:
        if name.endswith(suffix) and len(name) > len(suffix) + 1:
            return name.removesuffix(suffix)
    return name


def item_name(items: Mapping[str, Item], code: str | None, language: Language) -> str:
    """What an item is called; a code without an entry stands for itself."""
    if code is None:
        return say(CHARTS, "no_item", language)
    item = items.get(code)
    if item is None:
        return code
    return item.name_en if language is Language.EN else item.name


_UNITS = {
    ChangeUnit.PERCENT: Word("%", "%"),
    ChangeUnit.POINTS: Word(" 点", " pp"),
    ChangeUnit.ABSOLUTE: Word("", ""),
}


def change_text(change: Change | None, language: Language) -> str:
    """↑ 3.2%, ↓ 1.6 点, ↑ 3; a dash without a base."""
    if change is None:
        return "—"
    whole = change.unit is ChangeUnit.ABSOLUTE and change.value == int(change.value)
    size = f"{abs(change.value):,.0f}" if whole else f"{abs(change.value):,.1f}"
    if float(size.replace(",", "")) == 0:
        return say(FIGURES, "same", language)
    return f"{'↑' if change.value > 0 else '↓'} {size}{_UNITS[change.unit].on(language)}"
