"""The words of what holds for the whole deployment."""

from collections.abc import Mapping

from dashboard.wording.words import Word

POLICY: Mapping[str, Word] = {
    "title": Word("评比方式", "Ranking of places"),
    "hint": Word("对全平台生效，更改记入审计", "holds for the whole deployment; every change is audited"),
    "now": Word("当前", "In force"),
    "change_to": Word("改为“{}”", "Change to “{}”"),
    "effect": Word(
        "大屏、页面和导出几秒内随之改变，更改记在您的名下。",
        "Walls, pages and exports follow within seconds; the change stands in your name.",
    ),
    "confirm": Word("确认更改", "Confirm the change"),
    "may_not": Word("更改由全域运维账号进行。", "An operator of the whole deployment may change it."),
    "changes": Word("更改记录", "Changes"),
    "none": Word("从未更改", "Never changed"),
    "at": Word("时间", "When"),
    "actor": Word("更改人", "Who"),
    "from_to": Word("更改", "Change"),
}
RANKINGS: Mapping[str, Word] = {
    "rank": Word("排名", "Ranked"),
    "benchmark": Word("只比中位", "Against the median"),
    "off": Word("不作比较", "No comparison"),
}
EXPLAINED: Mapping[str, Word] = {
    "rank": Word("按成绩排序，显示名次和与中位的差距", "in order of results, with rank and distance to the median"),
    "benchmark": Word(
        "按编码固定排列，只显示与中位和目标的差距", "in the fixed order of codes, against median and target only"
    ),
    "off": Word("按编码固定排列，各地数字互不比较", "in the fixed order of codes, nothing set against anything"),
}
SAID: Mapping[str, Word] = {
    "done": Word("已更改。", "Changed."),
    "AccessError": Word("未更改：您无权更改评比方式。", "Not done: it is not yours to change."),
    "SettingsError": Word("未更改：没有这种评比方式。", "Not done: there is no such policy."),
    "StoreError": Word("未更改：数据暂时写不进，请稍后再试。", "Not done: it cannot be stored now; try again soon."),
}
"""What came of a change."""
