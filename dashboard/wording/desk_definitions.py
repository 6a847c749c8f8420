"""The words of the page that defines every figure."""

from collections.abc import Mapping

from dashboard.wording.kpi import CENTERS
from dashboard.wording.words import Word
from pipelines.domain.event import Center

DEFINITIONS: Mapping[str, Word] = {
    "title": Word("指标口径", "Definitions"),
    "search": Word("查找指标", "Find a figure"),
    "find": Word("查找", "Find"),
    "basis": Word("口径", "Basis"),
    "center": Word("牵头", "Owner"),
    "catalogue": Word("接口目录", "Catalogue as JSON"),
    "rates": Word("比率", "Rates"),
    "durations": Word("时长", "Durations"),
    "counts": Word("数量：{}", "Counts: {}"),
    "bases": Word("时间口径", "Time bases"),
    "comparisons": Word("比较", "Comparisons"),
    "total": Word("共 {} 项", "{} in all"),
    "name": Word("名称", "Name"),
    "meaning": Word("含义与公式", "Meaning and formula"),
    "judged": Word("方向", "Better"),
    "target": Word("目标", "Target"),
    "version": Word("版本", "Version"),
    "higher": Word("越高越好", "higher"),
    "lower": Word("越低越好", "lower"),
    "none": Word("没有符合条件的指标", "No figure matches"),
    "none_hint": Word("换一个词，或取消筛选。", "Try another word, or remove the filters."),
    "no_value": Word(
        "比率无分母则无值，不作 0% 或 100%。",
        "A rate without a denominator has no value: never 0% or 100% out of nothing.",
    ),
    "exact": Word(
        "均值精确，分位数误差不超过 {}；一端只知日期的按整日计。",
        "Means are exact, quantiles within {}; with an end known by its day only, whole days.",
    ),
    "look_up": Word("{}：查看口径", "{}: how it is defined"),
}
OWNERS: Mapping[str, Word] = {**CENTERS, Center.NONE: Word("三中心共用", "All three")}
"""Who answers for a figure: NONE stands for all three centers."""
