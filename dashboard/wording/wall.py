"""Words that only the walls use."""

from collections.abc import Mapping

from dashboard.wording.words import Language, Word, find

WALL: Mapping[str, Word] = {
    "title": Word("三中心指挥平台", "Three-Center Command"),
    "overview": Word("总览", "Overview"),
    "simulated": Word("模拟数据", "Simulated"),
    "critical": Word("紧急", "Critical"),
    "warning": Word("关注", "Warning"),
    "normal": Word("运行平稳", "Normal"),
    "needs_attention": Word("需关注", "Needs attention"),
    "is_critical": Word("需紧急处理", "Act now"),
    "reported_today": Word("今日上报", "Reported today"),
    "reported_short": Word("今日上报", "Today"),
    "open": Word("当前在办", "Open cases"),
    "on_time_rate": Word("按期结案率", "On-time rate"),
    "overdue": Word("超期未结", "Overdue"),
    "due_soon": Word("即将到期", "Due soon"),
    "closure_rate": Word("今日办结率", "Closure rate"),
    "open_short": Word("在办", "Open"),
    "overdue_short": Word("超期", "Overdue"),
    "due_soon_short": Word("临期", "Due soon"),
    "on_time_short": Word("按期", "On time"),
    "previous": Word("环比", "prev."),
    "last_year": Word("同比", "year"),
    "class_a": Word("A类", "Cl. A"),
    "target": Word("目标 {}", "Target {}"),
    "map": Word("在办案件分布", "Open cases by place"),
    "map_unit": Word("每平方公里在办（件）", "Open per km²"),
    "map_text": Word("在办案件密度地图，各区域数值见排名", "Map of open cases per km²; the ranking lists the figures"),
    "schematic": Word("示意图，非测绘边界", "Schematic map"),
    "ranking_subdistrict": Word("街道在办", "By subdistrict"),
    "ranking_community": Word("社区在办", "By community"),
    "ranking_grid": Word("网格在办", "By grid"),
    "ranking_mixed": Word("街道、社区在办", "By place"),
    "cases": Word("件", "open"),
    "alarms": Word("预警", "Alarms"),
    "alarms_open": Word("{} 项未解除", "{} open"),
    "all_quiet": Word("没有需要处置的预警", "Nothing needs action"),
    "rhythm": Word("今日上报节奏", "Reports today"),
    "rhythm_unit": Word("件/15 分钟", "per 15 min"),
    "rhythm_unit_band": Word("件/15 分钟 · 灰带为常态", "per 15 min · band: usual"),
    "hours": Word("{}时", "{} h"),
    "events": Word("实时事件", "Live events"),
    "no_events": Word("暂无上报", "No reports yet"),
    "no_item": Word("未分类事项", "Unclassified matter"),
    "age": Word("数据更新 {} 秒前", "Data {} s old"),
    "age_late": Word("数据停更 {} 秒", "No update for {} s"),
    "age_lost": Word("数据停更，最后更新 {}", "No update since {}"),
    "age_none": Word("等待数据", "Waiting for data"),
    "banner": Word("连接或数据中断，以下为 {} 的数据", "Connection or data interrupted: figures below are those of {}"),
    "more": Word("其余 {} 个见下钻页", "{} more in the drill-down"),
}


def wall_word(identifier: str, language: Language) -> str:
    """A word of the walls."""
    return find(WALL, identifier, language)
