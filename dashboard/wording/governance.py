"""Words that only the governance center's board uses."""

from collections.abc import Mapping

from dashboard.wording.words import Language, Word, find

GOVERNANCE: Mapping[str, Word] = {
    "matters": Word("矛盾纠纷与信访", "Disputes and petitions"),
    "disputes": Word("纠纷", "Disputes"),
    "petitions": Word("信访", "Petitions"),
    "matters_today": Word("今日上报", "Today"),
    "matters_open": Word("在办", "Open"),
    "matters_done": Word("本月已化解", "Done, month"),
    "matters_means": Word(
        "纠纷：综治中心 A 至 C 类、非隐患非信访的案件；信访：按诉求流程办理的案件。积压按上报之日起算",
        "disputes: cases of this center of class A to C that are no hazards; petitions: cases that go the way of "
        "appeals. Ages count from the day of the report",
    ),
    "done_means": Word(
        "本月上报的案件中已处置（纠纷）或已化解（信访）的，与本月上报数之比",
        "of the cases reported this month, those whose work is done, over all of them",
    ),
    "age_0": Word("不足 7 天", "< 7 d"),
    "age_1": Word("7–30 天", "7–30 d"),
    "age_2": Word("30–90 天", "30–90 d"),
    "age_3": Word("90 天以上", "90+ d"),
    "backlog": Word("信访积案", "Petition backlog"),
    "backlog_left": Word("未化解", "left"),
    "backlog_resolved": Word("已化解", "Resolved"),
    "petition_resolution": Word("化解率", "Resolution"),
    "oldest": Word("最久未结", "Open longest"),
    "open_days": Word("{} 天", "{} d"),
    "no_oldest": Word("没有在办的纠纷和信访", "No dispute or petition is open"),
    "loop": Word("诉求闭环", "Appeals, step by step"),
    "loop_note": Word("本月上报 · 停在此步", "This month · waiting"),
    "loop_1": Word("发现", "Found"),
    "loop_2": Word("受理", "Accepted"),
    "loop_8": Word("化解", "Resolved"),
    "loop_9": Word("确认", "Confirmed"),
    "loop_10": Word("反馈", "Answered"),
    "loop_waiting": Word("停 {}", "{} wait"),
    "step_reached": Word("到过“{}”", "reached: {}"),
    "step_waiting": Word("停在“{}”", "open at: {}"),
    "loop_means": Word(
        "本月上报的信访诉求中到过各步的件数，及现在停在此步的在办件数",
        "of the appeals reported this month, how many have reached each step, and how many stand open at it",
    ),
    "citizen_confirmed_rate": Word("群众确认率", "Citizens confirmed"),
    "confirm_own": Word("确认这一步只由群众本人完成", "Confirming is the citizen's own act"),
    "zero": Word("零转访", "Zero escalation"),
    "zero_days": Word("天", "days"),
    "zero_since": Word("距上次纠纷转为信访", "without escalation"),
    "zero_never": Word("有记录以来没有纠纷转为信访", "no escalation on record"),
    "zero_last": Word("上次转访", "Last"),
    "escalation_month": Word("本月转访率", "This month"),
    "escalation_year": Word("本年转访率", "This year"),
    "homes": Word("出租屋分类分级", "Rented homes"),
    "homes_note": Word("套", "homes"),
    "whole": Word("整租", "Whole"),
    "shared": Word("合租", "Shared"),
    "dormitory": Word("集体宿舍", "Dormitory"),
    "mixed_use": Word("商住混用", "Mixed use"),
    "grade": Word("{}级", "Gr. {}"),
    "all": Word("合计", "All"),
    "inspections_due": Word("待查", "To inspect"),
    "inspections_overdue": Word("逾期未查", "Overdue"),
    "inspection_rate": Word("本月按期检查", "On time, month"),
    "recurring": Word("同地重复发生", "Back at the same place"),
    "recurring_note": Word("近 30 天", "Last 30 days"),
    "recurrence_rate": Word("重复发生率", "Recurrence"),
    "recurring_means": Word(
        "同一网格、同一事项（有坐标的在 100 米内）的案件结案后 30 天内再次上报",
        "reported again in the same grid, on the same matter and within 100 m where located, within 30 days of a close",
    ),
    "recurring_times": Word("{} 件", "{}"),
    "no_recurring": Word("近 30 天没有重复发生", "Nothing has come back in 30 days"),
    "small": Word("样本不足", "few"),
}


def governance_word(identifier: str, language: Language) -> str:
    """A word of this board."""
    return find(GOVERNANCE, identifier, language)
