"""Times and durations as people read them, in both languages; days and clocks are those of the deployment."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from dashboard.wording.numbers import MISSING
from dashboard.wording.words import Language, Word

_MINUTE, _HOUR, _DAY = 60, 3600, 86400
_WEEKDAYS = (
    Word("周一", "Mon"),
    Word("周二", "Tue"),
    Word("周三", "Wed"),
    Word("周四", "Thu"),
    Word("周五", "Fri"),
    Word("周六", "Sat"),
    Word("周日", "Sun"),
)
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_SECONDS, _MINUTES, _HOURS = Word("秒", "s"), Word("分钟", "min"), Word("小时", "h")
_DAYS, _ODD_MINUTES = Word("天", "d"), Word("分", "min")
_LEFT, _OVER = Word("剩 {}", "{} left"), Word("超时 {}", "{} overdue")


def clock(at: datetime | None, zone: ZoneInfo, is_short: bool = False) -> str:
    """16:32:08, or 16:32."""
    return MISSING if at is None else at.astimezone(zone).strftime("%H:%M" if is_short else "%H:%M:%S")


def day(on: date | None, language: Language) -> str:
    """11月21日 周六, Sat 21 Nov."""
    if on is None:
        return MISSING
    weekday = _WEEKDAYS[on.weekday()].on(language)
    return f"{on.month}月{on.day}日 {weekday}" if language == Language.ZH else f"{weekday} {_short_day(on)}"


def _short_day(on: date) -> str:
    return f"{on.day} {_MONTHS[on.month - 1]}"


def day_time(at: datetime | None, zone: ZoneInfo) -> str:
    """2026-11-21 16:32, for tables and files."""
    return MISSING if at is None else at.astimezone(zone).strftime("%Y-%m-%d %H:%M")


def duration(seconds: float | None, language: Language) -> str:
    """45 秒 · 6.4 分钟 · 9.7 小时 · 1 天 3 小时; 45 s · 6.4 min · 9.7 h · 1 d 3 h."""
    if seconds is None:
        return MISSING
    for unit, size, end in ((_SECONDS, 1, _MINUTE), (_MINUTES, _MINUTE, _HOUR), (_HOURS, _HOUR, _DAY)):
        shown = round(seconds / size, 0 if size == 1 else 1)
        if shown * size < end:
            return f"{shown:g} {unit.on(language)}" if size == 1 else f"{shown:.1f} {unit.on(language)}"
    days, hours = divmod(round(seconds / _HOUR), 24)
    return " ".join(_part(n, unit, language) for n, unit in ((days, _DAYS), (hours, _HOURS)) if n)


def time_left(due_at: datetime | None, now: datetime, language: Language) -> str:
    """剩 1 小时 42 分 or 超时 12 分; 1 h 42 min left or 12 min overdue."""
    if due_at is None:
        return MISSING
    seconds = (due_at - now).total_seconds()
    return (_LEFT if seconds >= 0 else _OVER).on(language).format(span(abs(seconds), language))


def span(seconds: float, language: Language) -> str:
    """A length of time in its two largest units, cut to whole minutes: 1 天 3 小时, 1 小时 42 分, 12 分."""
    minutes = int(seconds) // _MINUTE
    days, hours, rest = minutes // 1440, minutes // 60 % 24, minutes % 60
    parts = ((days, _DAYS), (hours, _HOURS)) if days else ((hours, _HOURS), (rest, _ODD_MINUTES))
    shown = [_part(n, unit, language) for n, unit in parts if n]
    return " ".join(shown) or _part(0, _ODD_MINUTES, language)


def _part(n: int, unit: Word, language: Language) -> str:
    return f"{n} {unit.on(language)}"
