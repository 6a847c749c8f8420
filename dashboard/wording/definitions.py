"""What every figure means, in a sentence; its formula comes from the catalogue."""

from collections.abc import Mapping

from dashboard.wording import records
from dashboard.wording.durations import duration_definition, duration_label
from dashboard.wording.kpi import RATES, count_label, rate_label
from dashboard.wording.words import Language, Word, find
from pipelines.domain.comparison import Comparison
from pipelines.domain.kpi import RATES_BY_NAME, Basis, Kind, Rate
from pipelines.domain.kpi.catalogue import Entry

BASES: Mapping[str, Word] = {
    Basis.COHORT: Word("期内上报的案件，取截至时的状态", "cases reported in the period, in their state as of then"),
    Basis.DUE: Word(
        "期内到期的案件，取截至时的状态；无时限的、作废的与并案的不计",
        "cases due in the period, in their state as of then; without a deadline, voided or merged: left out",
    ),
    Basis.FLOW: Word(
        "期内发生的办理动作；同一案件发生两次计两次", "steps taken in the period; one taken twice counts twice"
    ),
    Basis.STOCK: Word(
        "截至时（期已结束则为期末）的状态，与上报日无关",
        "the state as of then, or at the end of a period that is over, whenever reported",
    ),
}
COHORT: Mapping[str, Word] = {
    "reported": Word("全部上报，含作废与并案", "all that were reported, voided and merged ones included"),
    "valid": Word("上报数 - 作废数 - 并案数", "reported - voided - merged"),
    "registered": Word("其中已立案", "of these, registered"),
    "classified": Word("其中已到分类或其后环节", "of these, classified or further"),
    "dispatched": Word("其中已到派遣或其后环节", "of these, dispatched or further"),
    "disposed": Word(
        "其中已到处置或其后环节；作废与并案的不计", "of these, disposed or further; voided and merged ones left out"
    ),
    "resolved": Word("其中已到化解或其后环节", "of these, resolved or further"),
    "confirmed": Word("其中群众本人已确认", "of these, confirmed by the citizen"),
    "fed_back": Word("其中已到反馈或其后环节", "of these, feedback given or further"),
    "closed": Word("其中已结案或归档", "of these, closed or archived"),
    "archived": Word("其中已归档", "of these, archived"),
    "voided": Word("其中已作废", "of these, voided"),
    "merged": Word("其中已并入他案", "of these, merged into another case"),
    "recurring": Word(
        "其中上报前 30 天内同一网格、相距 100 米以内、同一事项刚结案的，作废与并案的不计；无坐标的按同一网格",
        "of these, valid ones with a case of their item closed in their grid and within 100 m in the 30 days before; "
        "without coordinates the grid alone tells",
    ),
    "grids_reporting": Word("有案件上报的现有基础网格", "today's base grids in which a case was reported"),
    "parked": Word("有暂不能办理的动作的案件，每案计一", "cases with a step they cannot take yet, each once"),
    "hazards_reported": Word("其中的安全隐患", "of these, hazards"),
    "hazards_disposed": Word("其中已到处置或其后环节的安全隐患", "of these, hazards disposed of or further"),
    "disputes_reported": Word("其中的矛盾纠纷", "of these, disputes"),
    "disputes_escalated": Word("其中后来转为信访诉求的矛盾纠纷", "of these, disputes that became a petition later"),
}
DUE: Mapping[str, Word] = {
    "due": Word("期内到期的全部案件，即以下六部分之和", "all that are due: the sum of the six parts"),
    "settle_due": Word("到期数 - 尚未到期", "due - not yet due"),
    "closed_on_time": Word("到期前处置完毕，已结案", "disposed of by the deadline, and closed"),
    "closed_late": Word("到期后处置完毕，已结案", "disposed of after the deadline, and closed"),
    "awaiting_on_time": Word("到期前处置完毕，未结案", "disposed of by the deadline, not yet closed"),
    "awaiting_late": Word("到期后处置完毕，未结案", "disposed of after the deadline, not yet closed"),
    "open_overdue": Word("已过时限，未处置完毕", "past the deadline, not disposed of"),
    "not_yet_due": Word("未到时限，未处置完毕", "before the deadline, not disposed of"),
    "exempted": Word("经申诉豁免，不参与考核", "exempted on appeal, not judged"),
    "exempted_overdue": Word("豁免案件中已超期的", "of the exempted, past the deadline"),
}
FLOW: Mapping[str, Word] = {
    "reported": Word("上报的次数", "reports made"),
    "accepted": Word("受理的次数", "times accepted"),
    "registered": Word("立案的次数", "times registered"),
    "dispatched": Word("派遣的次数，含再次派遣", "times dispatched, again or for the first time"),
    "arrived": Word("到场的次数", "times arrived"),
    "disposed": Word("处置完毕的次数", "times disposed of"),
    "confirmed": Word("群众确认的次数", "times a citizen confirmed"),
    "fed_back": Word("反馈的次数", "times feedback was given"),
    "closed": Word("结案的次数", "times closed"),
    "archived": Word("归档的次数", "times archived"),
    "reworked": Word("返工的次数", "times sent to rework"),
    "sent_back": Word("退回的次数", "times sent back"),
    "extended": Word("延期的次数", "times extended"),
    "suspended": Word("挂起的次数", "times suspended"),
    "urged": Word("催办的次数", "times urged"),
    "disposed_supervised": Word(
        "上过督办阶梯的案件处置完毕的次数", "times the work of a case on the ladder of supervision was done"
    ),
    "disposed_in_reply": Word(
        "其中在最近一级的答复时限之前处置完毕的次数",
        "of these, times it was done before the reply to the last rung was due",
    ),
    "supervised": Word("督办的次数", "times supervised"),
    "handed_over": Word("在中心之间移交的次数", "times handed to another center"),
    "resolved_at_grid": Word("在网格解决的结案次数", "closures resolved in the grid"),
    "resolved_at_community": Word("在社区解决的结案次数", "closures resolved in the community"),
    "resolved_at_subdistrict": Word("在街道解决的结案次数", "closures resolved in the subdistrict"),
    "resolved_at_district": Word("在区级解决的结案次数", "closures resolved by the district"),
    "closed_reworked": Word("此前返工过的结案次数", "closures of cases that had been sent to rework"),
    "closed_dispatched": Word("此前派遣过的结案次数", "closures of cases that had been dispatched"),
    "closed_first_unit": Word(
        "派遣过且从未改派其他单位的结案次数", "closures of cases dispatched to one unit and to no other"
    ),
    "closed_by_reporter_60s": Word(
        "上报人本人在上报后 60 秒内结案的次数", "closures by the reporter within 60 s of the report"
    ),
    "satisfaction_answers": Word("群众确认时给出评价的次数", "confirmations with a score"),
    "satisfaction_50": Word("评价为 50 分的次数", "answers worth 50 points"),
    "satisfaction_80": Word("评价为 80 分的次数", "answers worth 80 points"),
    "satisfaction_100": Word("评价为 100 分的次数", "answers worth 100 points"),
    "satisfaction_points": Word("全部评价得分之和", "the points of all answers together"),
}
STOCK: Mapping[str, Word] = {
    "open": Word(
        "已上报，未结案、作废、并案；即六部分之和", "reported, not closed, voided, merged: the sum of six parts"
    ),
    "awaiting_close": Word("在办：处置完毕，待结案", "open: disposed of, to be closed"),
    "suspended": Word("在办：已挂起，不计时", "open: suspended, the clock stands"),
    "no_deadline": Word("在办：无时限", "open: without a deadline"),
    "overdue": Word("在办：已过时限", "open: past the deadline"),
    "due_soon": Word("在办：剩余时限不多于 20%", "open: at most 20 % of the limit left"),
    "on_schedule": Word("在办：剩余时限多于 20%", "open: more than 20 % of the limit left"),
    "open_reported": Word("在办：已上报", "open: reported"),
    "open_accepted": Word("在办：已受理", "open: accepted"),
    "open_registered": Word("在办：已立案", "open: registered"),
    "open_classified": Word("在办：已分类", "open: classified"),
    "open_dispatched": Word("在办：已派遣", "open: dispatched"),
    "open_disposed": Word("在办：已处置", "open: disposed"),
    "open_verified": Word("在办：已核查", "open: verified"),
    "open_resolved": Word("在办：已化解", "open: resolved"),
    "open_confirmed": Word("在办：群众已确认", "open: confirmed by the citizen"),
    "open_fed_back": Word("在办：已反馈", "open: feedback given"),
    "hazards_open": Word("在办的安全隐患", "open: hazards"),
    "petition_backlog": Word("已过时限、尚未化解的信访诉求", "petitions past their deadline that are not resolved"),
    "petitions_resolved": Word(
        "过时限后化解的信访诉求，累计至今", "petitions resolved past their deadline, ever so far"
    ),
    "grids": Word("导出当日登记的基础网格", "base grids in the register on the day of the export"),
}
COMPARISONS: Mapping[str, Word] = {
    Comparison.PERIOD_ON_PERIOD: Word(
        "与上一个等长周期的同一进度相比：数量比百分比，比率比百分点，基数小于 30 比差值",
        "against the period before, equally far on: counts in percent, shares in points, base under 30 by difference",
    ),
    Comparison.YEAR_ON_YEAR: Word(
        "与上年同期的同一进度相比：数量比百分比，比率比百分点，基数小于 30 比差值",
        "against the same period last year, equally far on: counts in percent, shares in points, base under 30 by "
        "difference",
    ),
}
_OF_CASES = {Basis.COHORT: COHORT, Basis.DUE: DUE, Basis.FLOW: FLOW, Basis.STOCK: STOCK}
COUNTS: Mapping[Basis, Mapping[str, Word]] = {
    basis: {**own, **records.DEFINITIONS[basis]} for basis, own in _OF_CASES.items()
}


def rate_definition(rate: Rate, language: Language) -> str:
    """按期结案率 = 按期结案数 / 应结案数: the formula in words."""
    top = " + ".join(count_label(rate.basis, name, language) for name in rate.numerator)
    below = rate.denominator_basis or rate.basis
    bottom = " + ".join(count_label(below, name, language) for name in rate.denominator)
    numerator = f"({top})" if len(rate.numerator) > 1 else top
    denominator = f"({bottom})" if len(rate.denominator) > 1 else bottom
    return f"{find(RATES, rate.name, language)} = {numerator} / {denominator}"


def entry_label(entry: Entry, language: Language) -> str:
    """What a figure of the catalogue is called."""
    if entry.name in records.LOADS:
        return find(records.LOADS, entry.name, language)
    if entry.kind is Kind.COUNT:
        return count_label(entry.basis, entry.name, language)
    return duration_label(entry.name, language) if entry.kind is Kind.DURATION else rate_label(entry.name, language)


def entry_definition(entry: Entry, language: Language) -> str:
    """What a figure of the catalogue means."""
    if entry.name in records.LOADS:
        return find(records.LOAD_DEFINITIONS, entry.name, language)
    if entry.kind is Kind.COUNT:
        return find(COUNTS[entry.basis], entry.name, language)
    if entry.kind is Kind.DURATION:
        return duration_definition(entry.name, language)
    return rate_definition(RATES_BY_NAME[entry.name], language)
