"""What every figure, stage and other identifier of the product is called."""

from collections.abc import Mapping

from dashboard.wording import records
from dashboard.wording.words import Language, Word, find
from pipelines.domain.kpi import Basis

RATES: Mapping[str, Word] = {
    "closure_rate": Word("办结率", "Closure rate"),
    "settled_rate": Word("结案率", "Settled rate"),
    "on_time_rate": Word("按期结案率", "On-time rate"),
    "overdue_rate": Word("超期率", "Overdue rate"),
    "disposal_rate": Word("处置率", "Disposal rate"),
    "report_rate": Word("上报率", "Reports per grid"),
    "hazard_rate": Word("隐患处置率", "Hazard disposal rate"),
    "rework_rate": Word("返工率", "Rework rate"),
    "dispatch_accuracy": Word("准确派遣率", "Dispatch accuracy"),
    "on_the_spot_rate": Word("就地解决率", "Resolved on the spot"),
    "within_subdistrict_rate": Word("街道办结占比", "Resolved within the subdistrict"),
    "citizen_confirmed_rate": Word("群众确认率", "Confirmed by citizens, rate"),
    "satisfaction": Word("群众满意度", "Satisfaction of citizens"),
    "petition_resolution": Word("积案化解率", "Petition backlog resolved"),
    "dispute_escalation": Word("转访率", "Disputes turned into petitions"),
    "recurrence_rate": Word("重复发生率", "Recurrence rate"),
    "reporting_coverage": Word("网格上报覆盖率", "Grids reporting"),
    "self_closing_share": Word("自办自结率", "Closed by the reporter at once"),
    "supervision_reply_rate": Word("督办按期处置率", "Done within the reply time of supervision"),
    **records.RATES,
}
BASES: Mapping[str, Word] = {
    Basis.COHORT: Word("按上报日", "By day reported"),
    Basis.DUE: Word("按到期日", "By day due"),
    Basis.FLOW: Word("按发生日", "By day done"),
    Basis.STOCK: Word("时点存量", "As it stands"),
}
_OF_CASES: Mapping[Basis, Mapping[str, Word]] = {
    Basis.COHORT: {
        "reported": Word("上报数", "Reported"),
        "valid": Word("有效上报数", "Valid reports"),
        "registered": Word("立案数", "Registered"),
        "classified": Word("分类数", "Classified"),
        "dispatched": Word("派遣数", "Dispatched"),
        "disposed": Word("处置数", "Disposed"),
        "resolved": Word("化解数", "Resolved"),
        "confirmed": Word("群众确认数", "Confirmed by citizens"),
        "fed_back": Word("反馈数", "Feedback given"),
        "closed": Word("办结数", "Closed"),
        "archived": Word("归档数", "Archived"),
        "voided": Word("作废数", "Voided"),
        "merged": Word("并案数", "Merged"),
        "parked": Word("待补数", "Parked"),
        "hazards_reported": Word("隐患上报数", "Hazards reported"),
        "hazards_disposed": Word("隐患处置数", "Hazards disposed of"),
        "disputes_reported": Word("纠纷上报数", "Disputes reported"),
        "disputes_escalated": Word("转访数", "Disputes escalated"),
        "recurring": Word("重复发生数", "Recurring"),
        "grids_reporting": Word("有上报的网格数", "Grids with a report"),
    },
    Basis.DUE: {
        "due": Word("到期数", "Due"),
        "settle_due": Word("应结案数", "To be settled"),
        "closed_on_time": Word("按期结案数", "Closed on time"),
        "closed_late": Word("逾期结案数", "Closed late"),
        "awaiting_on_time": Word("按期处置待结", "Done on time, to be closed"),
        "awaiting_late": Word("逾期处置待结", "Done late, to be closed"),
        "open_overdue": Word("超期未结", "Open, overdue"),
        "not_yet_due": Word("尚未到期", "Not yet due"),
        "exempted": Word("豁免数", "Exempted"),
        "exempted_overdue": Word("豁免中超期数", "Exempted, overdue"),
    },
    Basis.FLOW: {
        "reported": Word("上报件次", "Reports made"),
        "accepted": Word("受理件次", "Accepted"),
        "registered": Word("立案件次", "Registered"),
        "dispatched": Word("派遣件次", "Dispatched"),
        "arrived": Word("到场件次", "Arrived"),
        "disposed": Word("处置件次", "Disposed"),
        "confirmed": Word("群众确认件次", "Confirmed by citizens"),
        "fed_back": Word("反馈件次", "Feedback given"),
        "closed": Word("结案件次", "Closed"),
        "archived": Word("归档件次", "Archived"),
        "reworked": Word("返工数", "Reworked"),
        "sent_back": Word("退回件次", "Sent back"),
        "extended": Word("延期件次", "Extended"),
        "suspended": Word("挂起件次", "Suspended"),
        "urged": Word("催办件次", "Urged"),
        "supervised": Word("督办件次", "Supervised"),
        "handed_over": Word("移交件次", "Handed over"),
        "resolved_at_grid": Word("网格内解决", "Resolved in the grid"),
        "resolved_at_community": Word("社区内解决", "Resolved in the community"),
        "resolved_at_subdistrict": Word("街道内解决", "Resolved in the subdistrict"),
        "resolved_at_district": Word("区级解决", "Resolved by the district"),
        "closed_reworked": Word("返工后结案", "Closed after rework"),
        "closed_dispatched": Word("派遣过的结案", "Closed, dispatched before"),
        "closed_first_unit": Word("首派单位结案", "Closed by the first unit"),
        "closed_by_reporter_60s": Word("自办自结件次", "Closed by the reporter within 60 s"),
        "satisfaction_answers": Word("评价件次", "Answers of citizens"),
        "satisfaction_50": Word("评价 50 分", "Answers worth 50"),
        "satisfaction_80": Word("评价 80 分", "Answers worth 80"),
        "satisfaction_100": Word("评价 100 分", "Answers worth 100"),
        "disposed_supervised": Word("督办后处置件次", "Disposed, supervised"),
        "disposed_in_reply": Word("督办按期处置件次", "Disposed within the reply time"),
        "satisfaction_points": Word("评价总分", "Points of all answers"),
    },
    Basis.STOCK: {
        "open": Word("当前在办", "Open"),
        "awaiting_close": Word("待结案", "To be closed"),
        "suspended": Word("已挂起", "Suspended"),
        "no_deadline": Word("无时限", "No deadline"),
        "overdue": Word("超期未结", "Overdue"),
        "due_soon": Word("即将到期", "Due soon"),
        "on_schedule": Word("时限内", "On schedule"),
        "open_reported": Word("已上报", "Reported, open"),
        "open_accepted": Word("已受理", "Accepted, open"),
        "open_registered": Word("已立案", "Registered, open"),
        "open_classified": Word("已分类", "Classified, open"),
        "open_dispatched": Word("已派遣", "Dispatched, open"),
        "open_disposed": Word("已处置", "Disposed, open"),
        "open_verified": Word("已核查", "Verified, open"),
        "open_resolved": Word("已化解", "Resolved, open"),
        "open_confirmed": Word("群众已确认", "Confirmed, open"),
        "open_fed_back": Word("已反馈", "Feedback given, open"),
        "hazards_open": Word("在办隐患", "Hazards, open"),
        "petition_backlog": Word("信访积案", "Petition backlog"),
        "petitions_resolved": Word("已化解积案", "Backlog petitions resolved"),
        "grids": Word("网格数", "Grids"),
    },
}
COUNTS = {basis: {**own, **records.LABELS[basis]} for basis, own in _OF_CASES.items()}
CENTERS: Mapping[str, Word] = {
    "governance": Word("综治中心", "Governance Center"),
    "emergency": Word("应急指挥中心", "Emergency Center"),
    "grid": Word("网格管理中心", "Grid Center"),
    "none": Word("未分类", "Unclassified"),
}
CLASSES: Mapping[str, Word] = {
    "A": Word("A类", "Class A"),
    "B": Word("B类", "Class B"),
    "C": Word("C类", "Class C"),
    "D": Word("D类", "Class D"),
    "none": Word("未分类", "Unclassified"),
}
STAGES: Mapping[str, Word] = {
    "REPORTED": Word("已上报", "Reported"),
    "ACCEPTED": Word("已受理", "Accepted"),
    "REGISTERED": Word("已立案", "Registered"),
    "CLASSIFIED": Word("已分类", "Classified"),
    "DISPATCHED": Word("已派遣", "Dispatched"),
    "DISPOSED": Word("已处置", "Disposed"),
    "VERIFIED": Word("已核查", "Verified"),
    "RESOLVED": Word("已化解", "Resolved"),
    "CONFIRMED": Word("群众已确认", "Confirmed"),
    "FEEDBACK_GIVEN": Word("已反馈", "Feedback given"),
    "CLOSED": Word("已结案", "Closed"),
    "ARCHIVED": Word("已归档", "Archived"),
}
LEVELS: Mapping[str, Word] = {
    "province": Word("省", "Province"),
    "city": Word("市", "City"),
    "district": Word("区", "District"),
    "subdistrict": Word("街道", "Subdistrict"),
    "community": Word("社区", "Community"),
    "grid": Word("网格", "Grid"),
}
HIERARCHIES: Mapping[str, Word] = {
    "base": Word("综合网格", "Base grids"),
    "party_grid": Word("党建网格", "Party grids"),
    "block": Word("片区", "Blocks"),
    "zone": Word("专属网格", "Zones"),
}
CHANNELS: Mapping[str, Word] = {
    "patrol": Word("网格巡查", "Patrol"),
    "hotline": Word("热线", "Hotline"),
    "window": Word("窗口", "Window"),
    "app": Word("手机应用", "App"),
    "sensor": Word("感知设备", "Sensor"),
    "inspection": Word("检查", "Inspection"),
    "other": Word("其他来源", "Other"),
}


def count_label(basis: Basis, name: str, language: Language) -> str:
    """What a count is called."""
    return find(COUNTS[basis], name, language)


def rate_label(name: str, language: Language) -> str:
    """What a rate is called."""
    return find(RATES, name, language)
