"""What the steps of a case are called."""

from collections.abc import Mapping

from dashboard.wording.words import Word

STEPS: Mapping[str, Word] = {
    "report": Word("上报", "Report"),
    "accept": Word("受理", "Accept"),
    "register": Word("立案", "Register"),
    "classify": Word("分类", "Classify"),
    "dispatch": Word("派遣", "Dispatch"),
    "arrive": Word("到场", "Arrive"),
    "dispose": Word("处置", "Dispose"),
    "feedback": Word("反馈", "Feedback"),
    "close": Word("结案", "Close"),
    "archive": Word("归档", "Archive"),
    "send_back": Word("退回", "Send back"),
    "rework": Word("返工", "Rework"),
    "void": Word("作废", "Void"),
    "hand_over": Word("移交", "Hand over"),
    "urge": Word("催办", "Urge"),
    "supervise": Word("督办", "Supervise"),
    "publish": Word("公开", "Publish"),
    "note": Word("备注", "Note"),
    "verify": Word("核查", "Verify"),
    "confirm": Word("群众确认", "Confirm"),
    "extend": Word("延期", "Extend"),
    "suspend": Word("挂起", "Suspend"),
    "resume": Word("恢复计时", "Resume"),
    "exempt": Word("豁免", "Exempt"),
    "merge": Word("并案", "Merge"),
    "resolve": Word("化解", "Resolve"),
    "became_due_soon": Word("即将到期", "Became due soon"),
    "became_overdue": Word("超期", "Became overdue"),
}
