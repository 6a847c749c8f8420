"""Snapshots as a wall has them at its worst: long words, five-digit numbers, every row taken, every state at once."""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace

from dashboard.live.board import State
from dashboard.live.channel import View
from dashboard.live.hub import Hub
from dashboard.live.snapshot import Moment, Snapshot
from dashboard.wording.numbers import amount, count
from dashboard.wording.words import Language

_NUMBER = re.compile(r"[\d,]+")
_LARGE = 98_765
_NAMES = {Language.ZH: "乌兰察布察哈尔右翼街道", Language.EN: "Guanlanhu-Xinchengxincun Subdistrict"}
_TITLES = {
    Language.ZH: "观澜湖新城社区 消防安全管理责任长期缺位",
    Language.EN: "Underground-passageway firefighting misadministration",
}
_LONG: tuple[tuple[str, Callable[[Language], str]], ...] = (
    (r"rank-\d+-name|event-\d+-place|alarm-\d+-where", lambda language: _NAMES[language]),
    (r"(alarm|event)-\d+-title", lambda language: _TITLES[language]),
    (r".*-(previous|last_year|change)", lambda _: "↑ 123.4%"),
    (r"alarm-\d+-owner", lambda language: {"zh": "欧阳建国 已接手"}.get(language, "Christopher on it")),
    (r"pill-\w+", lambda _: "128"),
    (r"kpi-\w+-a", lambda _: "999"),
)
_TIME = re.compile(r"event-\d+-time")
_SAID = {"quiet": State.OFF, "incidents-none": State.OFF, "no-events": State.OFF, "simulated": State.ON}
_ROW = re.compile(r"rank-[0-6]|alarm-\d+|event-\d+|pill-\w+|kpi-.*-(previous|last_year)")


class Stressed(Hub):
    """A hub whose moments are all at their worst, and whole from the first one on."""

    def _moment(self, view: View, last: Moment | None) -> Moment:
        if last is None:
            self._board(view).catch_up(self.now())
        moment = super()._moment(view, last)
        return replace(moment, as_of=moment.now, snapshot=worst(moment.snapshot, view.language))


def worst(snapshot: Snapshot, language: Language) -> Snapshot:
    """The snapshot with the longest texts that its places are made for."""
    cells = {key: _longest(key, text, language) for key, text in snapshot.cells.items()}
    return replace(snapshot, cells=cells, states=_all_there(snapshot.states))


def _longest(key: str, text: str, language: Language) -> str:
    found = next((long for pattern, long in _LONG if re.fullmatch(pattern, key)), None)
    if found is not None:
        return found(language)
    if key.startswith("kpi-"):
        shown = amount(_LARGE, language, is_wall=True)
        return shown.value if _NUMBER.fullmatch(text) else shown.unit if key.endswith("-unit") and text != "%" else text
    return count(_LARGE, language, is_wall=True) if _NUMBER.fullmatch(text) and not _TIME.fullmatch(key) else text


def _all_there(states: Mapping[str, str]) -> dict[str, str]:
    """Every row, pill and comparison is on the screen; what says that there is nothing is not."""
    taken = {key: State.WARNING for key, state in states.items() if _ROW.fullmatch(key) and state == State.OFF}
    alarms = {key: State.CRITICAL for key in ("alarm-0", "alarm-1") if key in states}
    events = {key: "A" for key in states if re.fullmatch(r"event-\d+", key)}
    return {**states, **taken} | alarms | events | _SAID
