"""What is said when a page cannot be shown: the fault, and what to do."""

from collections.abc import Mapping

from dashboard.wording.words import Word

NOTICES: Mapping[str, tuple[Word, Word]] = {
    "AccessError": (
        Word("这里不在您的管辖范围", "This is outside your scope"),
        Word("请从您管辖的地点进入。", "Start from one of your own places."),
    ),
    "UnknownPlaceError": (
        Word("没有这个地点", "There is no such place"),
        Word("地点编码可能有误，请重新选择。", "The code may be wrong; choose a place again."),
    ),
    "UnknownCaseError": (
        Word("没有这个案件，或不在您的管辖范围", "No such case, or it is outside your scope"),
        Word("请核对案件编号。", "Check the number of the case."),
    ),
    "PeriodError": (
        Word("时间写法无法识别", "The period cannot be read"),
        Word(
            "可用：今日、2026-11-21、2026-W47、2026-11、2026-Q4、2026。", "Use 2026-11-21, 2026-W47, 2026-11 or 2026."
        ),
    ),
    "QuestionError": (
        Word("地址中有无法识别的条件", "The address holds a condition that is not known"),
        Word("请回到地点页重新筛选。", "Go back to the place and filter again."),
    ),
    "StoreError": (
        Word("数据暂时读不到", "The data cannot be read right now"),
        Word("稍后刷新；若持续，请联系运维人员。", "Refresh in a moment; if it lasts, call the operator."),
    ),
    "empty_scope": (
        Word("您还没有可查看的地点", "No place has been assigned to you"),
        Word("请联系管理员设置管辖范围。", "Ask the administrator to set your scope."),
    ),
    "not_found": (
        Word("没有这个页面", "There is no such page"),
        Word("请检查地址是否完整。", "Check whether the address is complete."),
    ),
    "no_cases": (
        Word("这里还没有案件", "No cases here yet"),
        Word("收到第一件上报后，数字和图表会出现在这里。", "Figures and charts appear with the first report."),
    ),
}
GO_WALL = Word("打开总览大屏", "Open the overview wall")
GO_START = Word("回到我的地点", "Go to my places")
