"""What the counts of records and registers are called, and what they mean."""

from collections.abc import Mapping

from dashboard.wording.words import Word
from pipelines.domain.kpi import Basis

CATEGORIES = {
    "full_time": Word("在职专职", "full-time"),
    "retired": Word("退休专职", "retired"),
    "coordinator": Word("综合协管员", "coordinators"),
    "temporary": Word("其它临聘", "temporary"),
}
BURDENS = {
    "duty": Word("职责事项", "duty items"),
    "assessment": Word("考核评比", "assessments"),
    "ledger": Word("台账报表", "ledgers"),
    "certificate": Word("证明盖章", "certificates"),
}
RENTAL_TYPES = {
    "whole": Word("整租", "whole homes"),
    "shared": Word("合租", "shared homes"),
    "dormitory": Word("集体宿舍", "dormitories"),
    "mixed_use": Word("商住混用", "mixed use"),
}
_GRADES = ("a", "b", "c")


def _workers(zh: str, en: str, what: str = "workers") -> dict[str, Word]:
    return {f"{what}_{name}": Word(zh.format(one.zh), en.format(one.en)) for name, one in CATEGORIES.items()}


def _burdens(what: str, zh: str, en: str) -> dict[str, Word]:
    return {f"{name}_{what}": Word(zh.format(one.zh), en.format(one.en)) for name, one in BURDENS.items()}


def _rentals(zh: str, en: str) -> dict[str, Word]:
    return {
        f"rentals_{name}_{grade}": Word(zh.format(one.zh, grade.upper()), en.format(one.en, grade.upper()))
        for name, one in RENTAL_TYPES.items()
        for grade in _GRADES
    }


RATES: Mapping[str, Word] = {
    "staffing_rate": Word("网格配备率", "Grids with a chief"),
    "patrol_coverage": Word("巡查覆盖率", "Patrol coverage"),
    "reports_per_worker": Word("人均上报", "Reports per worker-day"),
    "duty_reduction": Word("减负率", "Duty reduction"),
    "inspection_rate": Word("巡查到期完成率", "Inspections done on time"),
}
LOADS: Mapping[str, Word] = {"duty_load": Word("负荷指数", "Duty load index")}
LOAD_DEFINITIONS: Mapping[str, Word] = {
    "duty_load": Word(
        "加权在办 / 在岗人数，以同级各地的中位数为 100",
        "open cases weighted by class / workers on duty, with the median of the places beside it as 100",
    )
}
LABELS: Mapping[Basis, Mapping[str, Word]] = {
    Basis.COHORT: {},
    Basis.DUE: {
        "inspections_falling_due": Word("到期应查出租屋数", "Inspections falling due"),
        "inspections_on_time": Word("按期检查数", "Inspections on time"),
    },
    Basis.FLOW: {
        "patrols": Word("巡查次数", "Patrols"),
        "grid_days_patrolled": Word("已巡查网格日", "Grid-days patrolled"),
        "grid_days_due": Word("应巡查网格日", "Grid-days due"),
        "households_visited": Word("走访户次", "Households visited"),
        "inspections_done": Word("出租屋检查次数", "Inspections done"),
        "inspections_passed": Word("出租屋检查合格次数", "Inspections passed"),
        "inspections_failed": Word("出租屋检查不合格次数", "Inspections failed"),
        "worker_days": Word("在岗人日", "Worker-days"),
        **_workers("在岗人日：{}", "Worker-days: {}", "worker_days"),
    },
    Basis.STOCK: {
        "open_weighted": Word("加权在办", "Open, weighted by class"),
        "grids_with_chief": Word("有网格长的网格", "Grids with a chief"),
        "grids_vacant": Word("网格长空缺的网格", "Grids without a chief"),
        "workers_on_duty": Word("在岗人数", "Workers on duty"),
        **_workers("在岗：{}", "On duty: {}"),
        **_burdens("items", "现有{}", "On the list: {}"),
        **_burdens("baseline", "{}基数", "Baseline: {}"),
        "duty_removed": Word("职责事项减少数", "Duty items removed"),
        "rentals": Word("出租屋数", "Rental homes"),
        **_rentals("出租屋：{}（{}级）", "Rentals: {}, grade {}"),
        "inspections_due": Word("待查出租屋", "Inspections due"),
        "inspections_overdue": Word("超期未查出租屋", "Inspections overdue"),
        "groups": Word("群众团队数", "Residents' groups"),
        "groups_filed": Word("待批准群众团队", "Groups to be approved"),
        "groups_approved": Word("已批准群众团队", "Groups approved"),
        "groups_renewal_due": Word("应续期群众团队", "Groups to be renewed"),
        "alarms_open": Word("未解除预警", "Open alarms"),
    },
}
DEFINITIONS: Mapping[Basis, Mapping[str, Word]] = {
    Basis.COHORT: {},
    Basis.DUE: {
        "inspections_falling_due": Word("期内到期的检查，不含尚未到的日子", "inspections due on days that have come"),
        "inspections_on_time": Word("其中在到期日当天或之前完成", "of these, done on the day they were due or before"),
    },
    Basis.FLOW: {
        "patrols": Word("巡查的次数", "rounds through grids"),
        "grid_days_patrolled": Word(
            "有人巡查过的网格与日，一格一日计一", "grids on days with a patrol, each once a day"
        ),
        "grid_days_due": Word(
            "自首次有巡查记录之日起，每个基础网格每日计一",
            "one a day for every base grid since the first patrol recorded",
        ),
        "households_visited": Word("走访的户次", "households called on, each time"),
        "inspections_done": Word("检查出租屋的次数", "rental homes looked at"),
        "inspections_passed": Word("检查出租屋、结果合格的次数", "inspections that found nothing wrong"),
        "inspections_failed": Word("检查出租屋、结果不合格的次数", "inspections that found something wrong"),
        "worker_days": Word("在岗的人与日，一人一日计一", "workers on days on duty, each once a day"),
        **_workers("其中：{}", "of these: {}", "worker_days"),
    },
    Basis.STOCK: {
        "open_weighted": Word(
            "在办案件按类别加权，权重取自事项目录", "open cases, each times its class's weight in the catalogue"
        ),
        "grids_with_chief": Word("有在任网格长的基础网格", "base grids with an accountable chief"),
        "grids_vacant": Word("无在任网格长的基础网格", "base grids without an accountable chief"),
        "workers_on_duty": Word("当日排班在岗的人数", "workers whom the roster of the day has on duty"),
        **_workers("当日排班在岗：{}", "on duty that day: {}"),
        **_burdens("items", "清单上现有的{}", "{} on the list"),
        **_burdens("baseline", "起算时清单上的{}", "{} on the list when the counting began"),
        "duty_removed": Word("职责事项基数 - 现有职责事项", "baseline of duty items - those on the list"),
        "rentals": Word("登记在册的出租屋", "rental homes in the register"),
        **_rentals("登记在册：{}，{}级", "in the register: {}, grade {}"),
        "inspections_due": Word("当日或之前到期、尚未检查", "due that day or before, not yet done"),
        "inspections_overdue": Word("当日之前到期、尚未检查", "due before that day, not yet done"),
        "groups": Word("已备案、未终止的群众团队，即以下三部分之和", "filed and not ended: the sum of the three parts"),
        "groups_filed": Word("其中街道尚未批准", "of these, not yet approved by the street"),
        "groups_approved": Word("其中已批准、未到续期日", "of these, approved, the day to renew yet to come"),
        "groups_renewal_due": Word("其中已到续期日、尚未续期", "of these, past the day by which to renew"),
        "alarms_open": Word("已发出、尚未解除的预警", "raised and not cleared, seen and shelved ones too"),
    },
}
