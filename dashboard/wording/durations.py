"""What every duration is called, and what it means."""

from collections.abc import Mapping

from dashboard.wording.words import Language, Word, find
from pipelines.domain.kpi.durations import DURATION_NUMBERS, DURATIONS, WORKING

NAMES: Mapping[str, Word] = {
    "report_to_dispatch": Word("上报至派遣用时", "Report to dispatch"),
    "report_to_arrive": Word("上报至到场用时", "Report to arrival"),
    "report_to_dispose": Word("上报至处置用时", "Report to disposal"),
    "report_to_close": Word("上报至结案用时", "Report to close"),
    "front_wait": Word("前端等待", "Wait before the work"),
    "back_work": Word("后端处置", "Work after the dispatch"),
    "hand_over_wait": Word("移交等待", "Wait after a hand-over"),
}
WORKING_LABEL = Word("{}（工作时）", "{}, working time")
MILESTONES: Mapping[str, Word] = {
    "report": Word("上报", "report"),
    "first_dispatch": Word("首次派遣", "first dispatch"),
    "last_dispatch": Word("最近一次派遣", "last dispatch"),
    "first_arrive": Word("首次到场", "first arrival"),
    "dispose": Word("处置完毕", "end of the work"),
    "close": Word("结案", "close"),
    "hand_over": Word("移交", "hand-over"),
    "next_step": Word("接收中心下一步办理", "next step of the new center"),
}
BETWEEN = Word("{}从{}到{}的时长，计在{}之日", "{}from {} to {}, on the day of the {}")
IN_WORKING_TIME = Word("工作时间内", "in working time ")


def duration_label(name: str, language: Language) -> str:
    """What a duration is called, measured in natural or in working time."""
    label = find(NAMES, name.removesuffix(WORKING), language)
    return WORKING_LABEL.on(language).format(label) if name.endswith(WORKING) else label


def duration_definition(name: str, language: Language) -> str:
    """从上报到结案的时长，计在结案之日: between which milestones it lies, and on which day it counts."""
    duration = DURATIONS[DURATION_NUMBERS[name.removesuffix(WORKING)]]
    start, end = (find(MILESTONES, one, language) for one in (duration.start, duration.end))
    how = IN_WORKING_TIME.on(language) if name.endswith(WORKING) else ""
    return BETWEEN.on(language).format(how, start, end, end)
