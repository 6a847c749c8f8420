"""The words of the page that slices figures."""

from collections.abc import Mapping

from dashboard.wording.words import Word

EXPLORE: Mapping[str, Word] = {
    "title": Word("{} · 切片分析", "{} · explore"),
    "measure": Word("指标", "Figure"),
    "by": Word("按", "By"),
    "beside": Word("对比", "Compare"),
    "nothing_beside": Word("不对比", "with none"),
    "add": Word("{} 个地点", "{} places"),
    "heading": Word("{} · 按{}", "{} by {}"),
    "value": Word("数值", "Value"),
    "made_of": Word("分子 / 分母", "n / d"),
    "lengths": Word("{} 件 · P90 {}", "{} cases · P90 {}"),
    "middle": Word("共 {}，中位 {}", "{} in all, median {}"),
    "median": Word("中位数", "median"),
    "small": Word("* 样本不足 30", "* fewer than 30 cases"),
    "first": Word("前 {}，共 {}", "first {} of {}"),
    "none": Word("这里没有可数的内容", "Nothing to count here"),
    "none_of": Word("未注明", "Not stated"),
    "direct": Word("{}（直报本级）", "{} (reported here)"),
    "over_time": Word("{} · 随时间变化", "{} over time"),
    "distribution": Word("{} · 分布", "{}: distribution"),
    "quantiles": Word("{} 件 · P50 {} · P90 {}", "{} cases · P50 {} · P90 {}"),
    "up_to": Word("≤ {}", "up to {}"),
    "above": Word("> {}", "over {}"),
    "length": Word("用时", "Length"),
    "cases": Word("案件", "Cases"),
    "funnel": Word("办理漏斗", "Funnel"),
    "funnel_hint": Word(
        "期内上报的案件走到了哪一步；有的流程没有派遣或处置",
        "how far the cases of the period have come; some workflows skip a step",
    ),
    "ages": Word("在办各环节", "Open by stage"),
    "ages_hint": Word("自上报至今的时长", "time since the report, now"),
    "stage": Word("环节", "Stage"),
    "p50": Word("中位数", "Median"),
    "p90": Word("P90 时长", "P90"),
    "oldest": Word("最久", "Oldest"),
    "listed": Word("案件明细", "Cases"),
    "listed_hint": Word("{} · 共 {} 件 · 最近发生在前", "{} · {} in all · newest first"),
    "listed_most": Word("表中最近 {} 件", "the newest {} in the table"),
    "loading": Word("读取中", "Loading"),
    "target": Word("目标 {}", "target {}"),
    "worst_first": Word("较差在前", "worst first"),
}
DIMENSIONS: Mapping[str, Word] = {
    "place": Word("下级单位", "place"),
    "class": Word("类别", "class"),
    "center": Word("中心", "center"),
    "item": Word("事项", "item"),
    "channel": Word("来源", "channel"),
    "category": Word("人员类别", "worker category"),
    "time": Word("时间", "time"),
}
