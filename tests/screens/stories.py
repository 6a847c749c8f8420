"""Cases that the pictures need to show: overdue ones of class A and B, and one that was sent back."""

from datetime import datetime, timedelta
from typing import Any

SENT_BACK = "LH-SCREENS-1"
OVERDUE = (
    ("LH-SCREENS-2", "E03", "440309004018002", 78, 18, "大浪应急抢险队"),
    ("LH-SCREENS-3", "G03", "440309003021004", 190, 71, "龙华交通设施养护队"),
    ("LH-SCREENS-4", "E09", "440309001016003", 150, 34, "观湖市政养护队"),
)
"""Number, item, grid, minutes since the report and since the deadline, handling unit."""
_REPORTED = {"item": "E07", "place": "440309002018003", "channel": "hotline", "receipt": "2611219001"}
_STORY = (
    ("report", 305, {"actor": "苏女士", "note": "热线转办：消防通道堵塞。", **_REPORTED}),
    ("classify", 302, {"actor": "高洋"}),
    ("dispatch", 297, {"actor": "林静", "unit": "民治城管执法队"}),
    ("send_back", 251, {"actor": "陈志强", "note": "经核实权属不在本单位，退回。"}),
    ("dispatch", 240, {"actor": "林静", "unit": "民治消防救援站"}),
    ("arrive", 176, {"actor": "赵磊"}),
    ("urge", 45, {"actor": "林静", "note": "临近时限，请尽快处置并反馈。"}),
)
_LATE_MINUTES = 12


def events(now: datetime) -> list[dict[str, Any]]:
    """All of them as a sender writes them, with their times counted back from now."""

    def before(minutes: float) -> str:
        return (now - timedelta(minutes=minutes)).isoformat()

    def event(case_id: str, step: str, minutes: float, **more: Any) -> dict[str, Any]:
        own = {"event_id": f"{case_id}-{minutes}", "case_id": case_id, "step": step, "occurred_at": before(minutes)}
        return own | more

    told = []
    for case_id, item, place, since, late, unit in OVERDUE:
        told.append(event(case_id, "report", since, item=item, place=place, channel="patrol", due_at=before(late)))
        told.append(event(case_id, "dispatch", since - 6, unit=unit))
    for step, minutes, more in _STORY:
        due = {"due_at": before(_LATE_MINUTES)} if step == "report" else {}
        told.append(event(SENT_BACK, step, minutes, **more, **due))
    return told
