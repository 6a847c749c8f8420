"""The words of a case's own page."""

from collections.abc import Mapping

from dashboard.wording.words import Word

CASE: Mapping[str, Word] = {
    "case": Word("案件", "Case"),
    "facts": Word("案件信息", "Facts"),
    "timeline": Word("流转记录", "History"),
    "entries": Word("共 {} 条", "{} entries"),
    "milestones": Word("办理进度", "Progress"),
    "dispatched": Word("派遣 {}", "Sent {}"),
    "skipped": Word("未单独记录", "Not recorded"),
    "waiting": Word("未到", "Not yet"),
    "center": Word("所属中心", "Center"),
    "channel": Word("来源", "Channel"),
    "unit": Word("处置单位", "Handling unit"),
    "actor": Word("经办人", "Last handled by"),
    "receipt": Word("受理号", "Receipt"),
    "level": Word("解决层级", "Resolved at"),
    "due_at": Word("时限", "Deadline"),
    "note": Word("情况说明", "Description"),
    "place": Word("地点", "Place"),
    "registered": Word("立案", "Registered"),
    "system": Word("系统", "System"),
    "parked": Word("暂存：{}", "Parked: {}"),
    "parked_word": Word("暂存", "Parked"),
    "why": Word("原因：{}", "Reason: {}"),
    "to_unit": Word("交 {}", "to {}"),
    "day_only": Word("仅记日期", "day only"),
    "reply_by": Word("{} 前回复", "reply by {}"),
    "key_facts": Word("要点", "Key facts"),
    "matter": Word("事项", "Matter"),
    "stage": Word("当前环节", "Stage"),
    "for_so_long": Word("已 {}", "for {}"),
    "at": Word("于 {}", "at {}"),
    "holder": Word("在谁手里", "With whom"),
    "last_holder": Word("经办", "Handled by"),
    "since": Word("自 {}", "since {}"),
    "returns": Word("退回返工", "Sent back"),
    "times": Word("{} 次", "{} ×"),
    "never": Word("没有退回", "never sent back"),
    "due": Word("时限 {}", "due {}"),
    "no_deadline": Word("无时限", "no deadline"),
    "in_time": Word("按期处置", "Done in time"),
    "too_late": Word("超期 {}", "{} too late"),
    "dwell": Word("各环节用时", "Time in each stage"),
    "dwell_hint": Word("共 {}", "{} in all"),
    "stay": Word("环节", "Stage"),
    "from": Word("开始", "From"),
    "length": Word("用时", "Time"),
    "of_limit": Word("占时限", "Of limit"),
    "late": Word("其中超时", "Overdue"),
    "after": Word("隔 {}", "after {}"),
    "returned_to": Word("{} → {}", "{} → {}"),
    "dwell_text": Word("从上报到现在的用时，按环节", "Time since the report, by stage"),
}
STAYS: Mapping[str, Word] = {
    "REPORTED": Word("待分类", "To be classified"),
    "CLASSIFIED": Word("待派遣", "To be dispatched"),
    "DISPATCHED": Word("处置中", "Being handled"),
    "DISPOSED": Word("待反馈", "Feedback to come"),
    "FEEDBACK_GIVEN": Word("待结案", "To be closed"),
}
RUNGS: Mapping[str, Word] = {
    "urge": Word("催办", "Reminder"),
    "yellow": Word("黄牌", "Yellow card"),
    "red": Word("红牌", "Red card"),
    "instruction": Word("领导批示", "Leader's instruction"),
}
PARKED_EARLY = Word("缺少前一步，补报后自动接上", "an earlier step is missing; it is taken up when that arrives")
PARKED_MISFIT = Word("与案件当前进度不符，未计入", "does not fit the case as it stands; not counted")
