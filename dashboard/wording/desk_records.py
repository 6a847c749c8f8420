"""The words of the page of records and registers, and what one of their rows says."""

from collections.abc import Mapping

from dashboard.wording.words import Word

RECORDS: Mapping[str, Word] = {
    "title": Word("{} · 台账明细", "{} · records"),
    "heading": Word("台账明细", "Records"),
    "count": Word("指标", "Figure"),
    "choose": Word("选择一个数", "Choose a figure"),
    "all": Word("全部台账数", "All figures"),
    "rows": Word("明细", "Rows"),
    "newest_first": Word("日期近的在前", "newest first"),
    "page": Word("第 {} 页", "page {}"),
    "previous": Word("上一页", "Previous"),
    "next": Word("下一页", "Next"),
    "when": Word("时间", "When"),
    "when_due": Word("到期日", "Due"),
    "when_stood": Word("截至", "As it stood"),
    "place": Word("地点", "Place"),
    "subject": Word("人员或对象", "Who or what"),
    "what": Word("内容", "What"),
    "n": Word("计数", "Counts"),
    "source": Word("来源", "Source"),
    "register": Word("登记表", "Register"),
    "simulated": Word("模拟", "Simulated"),
    "none": Word("这里没有可列的记录", "Nothing to list here"),
    "none_hint": Word("换一个时间段或地点，或选择另一个数。", "Choose another period, place or figure."),
    "unlisted": Word("这个数不能逐条列出", "This figure cannot be listed"),
    "unlisted_hint": Word("下列各数都可以打开明细：", "Each of these opens its rows:"),
    "elsewhere": Word("这里没有台账", "No records are kept here"),
    "elsewhere_hint": Word(
        "巡查、人员和各类登记按综合网格统计，请选择街道、社区或网格。",
        "Patrols, staff and registers are counted by base grids: choose a street, a community or a grid.",
    ),
}
GROUPS: Mapping[str, Word] = {
    "rounds": Word("巡查与走访", "Patrols and visits"),
    "staff": Word("人员", "Staff"),
    "duties": Word("职责清单", "Duty lists"),
    "homes": Word("出租屋", "Rental homes"),
    "inspections": Word("出租屋检查", "Inspections"),
    "groups": Word("群众团队", "Residents' groups"),
}
"""The kinds of counts, in the order in which they are offered."""
TOLD: Mapping[str, Word] = {
    "patrol": Word("巡查", "Patrol"),
    "patrol_minutes": Word("巡查 {} 分钟", "Patrol of {} min"),
    "visit": Word("走访 {} 户", "{} households visited"),
    "passed": Word("检查合格", "Passed"),
    "failed": Word("检查不合格", "Failed"),
    "graded": Word("评为 {} 级", "graded {}"),
    "on_duty": Word("在岗", "on duty"),
    "to_patrol": Word("当日应巡查", "to be patrolled that day"),
    "grade": Word("{} 级", "grade {}"),
    "done_on": Word("{} 已查", "done on {}"),
    "not_done": Word("尚未检查", "not done yet"),
    "chief": Word("网格长", "Grid chief"),
    "since": Word("自 {} 起", "since {}"),
    "vacant_since": Word("自 {} 起空缺", "vacant since {}"),
    "vacant_ever": Word("尚无网格长", "nobody has ever been chief"),
    "cut": Word("已削减：{}", "cut: {}"),
    "cut_unnamed": Word("已削减，未列明", "cut, not itemised"),
    "admitted": Word("准入新增", "admitted since"),
    "led_by": Word("负责人 {}", "led by {}"),
    "filed": Word("待批准", "to be approved"),
    "approved": Word("已批准", "approved"),
    "renewal_due": Word("应续期", "to be renewed"),
    "ended": Word("已终止", "ended"),
}
