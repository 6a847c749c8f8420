"""Words of the bar over a board that shows a past minute."""

from collections.abc import Mapping

from dashboard.wording.words import Language, Word

REPLAY: Mapping[str, Word] = {
    "replay": Word("回放", "Replay"),
    "open": Word("回放", "Replay"),
    "open_title": Word("回看今天或以前任一分钟的本屏", "See this board at any past minute"),
    "region": Word("回放控制", "Replay controls"),
    "not_live": Word("非实时", "Not live"),
    "not_live_title": Word("只含该时刻以前发生的事", "Only what had happened by that minute"),
    "events": Word("当时最新上报", "Newest then"),
    "stopped": Word("画面停在 {}", "Stands at {}"),
    "reaches": Word("数据只到 {}", "Figures reach to {} only"),
    "minute": Word("时刻", "Time of day"),
    "date": Word("日期", "Day"),
    "step": Word("{} 分", "{} min"),
    "back_by": Word("后退 {} 分钟", "Back {} minutes"),
    "on_by": Word("前进 {} 分钟", "On {} minutes"),
    "play": Word("播放", "Play"),
    "pause": Word("暂停", "Pause"),
    "pace": Word("播放速度", "Speed"),
    "a_second": Word("每秒 {} 分", "{} min/s"),
    "reading": Word("正在读取 {}", "Reading {}"),
    "failed": Word("读不到 {}，请再试", "Cannot read {}; try again"),
    "kept": Word("读不到 {}，画面仍是上一时刻", "Cannot read {}: the picture is the one before"),
    "refused": Word(
        "{} 不能回放：未到，或早于最早的记录", "{} cannot be replayed: not yet, or before the first record"
    ),
    "unread": Word("地址里的时刻读不懂：{}", "The address names no minute: {}"),
    "forbidden": Word("{} 时，此地不在您的管辖范围", "At {}, this place was outside your scope"),
    "live": Word("返回实时", "Back to live"),
}


def replay_words(language: Language) -> dict[str, str]:
    """All of them, for the script that makes the bar."""
    return {name: word.on(language) for name, word in REPLAY.items()}
