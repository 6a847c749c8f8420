"""The words of the page of alarms."""

from collections.abc import Mapping

from dashboard.wording.words import Word

ALARMS: Mapping[str, Word] = {
    "title": Word("{} · 预警", "{} · alarms"),
    "alarms": Word("预警", "Alarms"),
    "state": Word("状态", "State"),
    "open": Word("未解除", "Open"),
    "hint": Word("{} 至 {}，共 {} 条 · 按发生时间倒序", "{} to {} of {} · newest first"),
    "severity": Word("级别", "Severity"),
    "rule": Word("预警", "Alarm"),
    "place": Word("地点", "Place"),
    "since": Word("发生", "Raised"),
    "handled": Word("处理", "Handled"),
    "lasting": Word("已 {}", "for {}"),
    "until": Word("静默至 {}", "quiet until {}"),
    "cleared_at": Word("{} 解除", "cleared {}"),
    "answer": Word("处理", "Answer"),
    "reason": Word("原因或措施", "Reason or measure"),
    "hours": Word("静默时长", "Quiet for"),
    "hour_count": Word("{} 小时", "{} h"),
    "acknowledge": Word("确认知悉", "Acknowledge"),
    "shelve": Word("搁置", "Shelve"),
    "confirm": Word("核实解除", "Confirm cleared"),
    "none": Word("没有预警", "No alarms"),
    "none_hint": Word("这里一切如常。", "All is quiet here."),
    "none_so": Word("换一个状态查看。", "Look at another state."),
    "effects": Word("督办成效", "Supervision"),
    "effects_hint": Word("期限内处置的占比", "disposed within the reply deadline"),
    "rung": Word("层级", "Rung"),
    "cases": Word("案件", "Cases"),
    "judged": Word("已到回复期限", "Reply due"),
    "in_time": Word("期限内处置", "In time"),
    "share": Word("占比", "Share"),
    "may_not": Word("您可以查看，处理由值班人员进行。", "You may look; the duty officer answers."),
}
STATES: Mapping[str, Word] = {
    "raised": Word("未处理", "Raised"),
    "acknowledged": Word("已知悉", "Acknowledged"),
    "shelved": Word("已搁置", "Shelved"),
    "cleared": Word("已解除", "Cleared"),
    "confirmed": Word("已核实", "Confirmed"),
}
SAID: Mapping[str, Word] = {
    "done": Word("已处理。", "Done."),
    "sent": Word("已送出，稍后生效，请刷新。", "Sent; it takes effect in a moment, refresh to see it."),
    "AccessError": Word("未处理：您无权处理这条预警。", "Not done: this alarm is not yours to answer."),
    "QuestionError": Word("未处理：请填写原因。", "Not done: say why."),
    "ChangedError": Word("未处理：已有人处理过，请重新查看。", "Not done: somebody was first; look again."),
    "SendError": Word("未处理：接收端没有响应，请稍后再试。", "Not done: the intake does not answer; try again soon."),
    "StoreError": Word("未处理：数据暂时读不到，请稍后再试。", "Not done: the data cannot be read; try again soon."),
}
"""What came of an answer."""
