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
}
PARKED_EARLY = Word("缺少前一步，补报后自动接上", "an earlier step is missing; it is taken up when that arrives")
PARKED_MISFIT = Word("与案件当前进度不符，未计入", "does not fit the case as it stands; not counted")
