"""Numbers as people read them, in both languages; missing is a dash, zero is 0, and the two are never mixed."""

from dataclasses import dataclass

from dashboard.wording.words import Language, Word
from pipelines.domain.comparison import SMALL_BASE

MISSING = "—"
_SCALES = {
    Language.ZH: ((100_000_000, 100_000_000, "亿"), (10_000, 10_000, "万")),
    Language.EN: ((1_000_000, 1_000_000, "M"), (10_000, 1_000, "k")),
}
_CASES = Word("件", "")
_POINTS = Word("个百分点", "pp")
_POINTS_ON_A_WALL = Word("点", "pp")
_SAME = Word("持平", "same")


@dataclass(frozen=True, slots=True)
class Amount:
    """A number and its unit, which a wall sets in two sizes."""

    value: str
    unit: str = ""

    def __str__(self) -> str:
        return f"{self.value} {self.unit}".rstrip()


def count(n: int | None, language: Language, is_wall: bool = False) -> str:
    """2,846; on a wall from ten thousand on three significant digits, 1.28 万 or 12.8 k."""
    return str(_scaled(n, language) if is_wall else _grouped(n))


def amount(n: int | None, language: Language, is_wall: bool = False) -> Amount:
    """A number of cases with its unit: 2,846 件, 1.28 万件; English has no unit."""
    found = _scaled(n, language) if is_wall else _grouped(n)
    return found if n is None else Amount(found.value, found.unit + _CASES.on(language))


def _grouped(n: int | None) -> Amount:
    return Amount(MISSING if n is None else f"{n:,}")


def _scaled(n: int | None, language: Language) -> Amount:
    for least, divisor, sign in _SCALES[language] if n is not None else ():
        if n is not None and abs(n) >= least:
            return Amount(_three_digits(n / divisor), sign)
    return _grouped(n)


def _three_digits(value: float) -> str:
    for decimals in (2, 1):
        text = f"{value:.{decimals}f}"
        if len(text.lstrip("-")) <= 4:
            return text
    return f"{value:,.0f}"


def share(value: float | None, language: Language) -> str:
    """96.8%; 100% and 0% only when they are exact: what is nearly so stays at 99.9% or 0.1%."""
    found = percent(value)
    return found.value + found.unit


def percent(value: float | None) -> Amount:
    """A share as number and sign, for a wall that sets the sign smaller."""
    if value is None:
        return Amount(MISSING)
    if value in {0, 1}:
        return Amount(f"{value * 100:.0f}", "%")
    return Amount(f"{min(max(value * 100, 0.1), 99.9):.1f}", "%")


def size(n_bytes: int) -> str:
    """What a file, a memory or a disk holds: 640 KiB, 3.2 MiB, 118 GiB."""
    value, unit = n_bytes / 1024, "KiB"
    for larger in ("MiB", "GiB", "TiB"):
        if value < 1000:
            break
        value, unit = value / 1024, larger
    return f"{_three_digits(value)} {unit}" if value < 100 else f"{value:,.0f} {unit}"


def per_unit(value: float | None) -> str:
    """A figure per grid or worker: 23.0."""
    return MISSING if value is None else f"{value:,.1f}"


def change(value: int | None, base: int | None, language: Language) -> str:
    """Change of a count: ↑ 3.2% of its base; below a base of 30 the difference, ↑ 6; empty without a base."""
    if value is None or base is None:
        return ""
    if base < SMALL_BASE:
        return _arrow(value - base, f"{abs(value - base):,}", language)
    return _arrow(value - base, f"{abs(value - base) / base * 100:,.1f}%", language)


def change_of_share(value: float | None, base: float | None, language: Language, is_wall: bool = False) -> str:
    """Change of a share in points: ↑ 0.3 个百分点 (on a wall ↑ 0.3 点), ↑ 0.3 pp; empty without a base."""
    if value is None or base is None:
        return ""
    points = round((value - base) * 100, 1)
    unit = (_POINTS_ON_A_WALL if is_wall else _POINTS).on(language)
    return _arrow(points, f"{abs(points):.1f} {unit}", language)


def change_per_unit(value: float | None, base: float | None, language: Language) -> str:
    """Change of a figure per grid or worker: ↑ 0.5; empty without a base."""
    if value is None or base is None:
        return ""
    difference = round(value - base, 1)
    return _arrow(difference, f"{abs(difference):.1f}", language)


def apart(difference: float | None) -> str:
    """How far a count is from another: +6, −0.5, 0; empty where there is nothing to compare."""
    if difference is None:
        return ""
    size = f"{abs(difference):,.1f}".removesuffix(".0")
    return f"{'' if not difference else '+' if difference > 0 else '−'}{size}"


def apart_points(difference: float | None) -> str:
    """How far a share is from another, in points: +1.5; empty where there is nothing to compare."""
    return "" if difference is None else apart(round(difference * 100, 1))


def _arrow(difference: float, text: str, language: Language) -> str:
    if difference == 0:
        return _SAME.on(language)
    return f"{'↑' if difference > 0 else '↓'} {text}"
