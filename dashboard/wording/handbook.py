"""The page that defines every figure, made from the catalogue: `python -m dashboard.wording.handbook` prints it."""

from collections.abc import Iterable, Iterator

from dashboard.wording.definitions import BASES, COMPARISONS, entry_definition, entry_label
from dashboard.wording.kpi import BASES as BASIS_NAMES
from dashboard.wording.kpi import CENTERS
from dashboard.wording.words import Language, Word
from pipelines.domain.event import Center
from pipelines.domain.kpi import Basis, Kind
from pipelines.domain.kpi.catalogue import CATALOGUE, Entry
from pipelines.domain.kpi.durations import RELATIVE_ERROR

_ABOUT = f"""# 指标口径 KPI definitions

由指标目录生成，请勿手改：`make handbook`。Made from the catalogue in `pipelines/domain/kpi/`; do not edit, run
`make handbook`. The same definitions stand in `/api/v1/kpi/catalogue` and in every exported workbook.

比率无分母则无值，不作 0% 或 100%。A rate without a denominator has no value. 时长的均值精确，分位数误差不超过
{RELATIVE_ERROR:.0%}；任一端只知日期的，按整日计，不计工作时。Means of durations are exact, quantiles within
{RELATIVE_ERROR:.0%}; with an end of which only the day is known a duration has whole days and no working time.
"""
_HEADS = {
    "rates": "比率 Rates",
    "durations": "时长 Durations",
    "bases": "时间口径 Time bases",
    "comparisons": "比较 Comparisons",
}
_COLUMNS = (
    "标识 identifier",
    "中文",
    "English",
    "公式 formula",
    "口径 basis",
    "类型 kind",
    "优 better",
    "目标 target",
    "牵头 owner",
    "版本 version",
    "定义",
    "Definition",
)
_BETTER = {True: "↑", False: "↓", None: ""}


def handbook() -> str:
    """The whole page in Markdown, Chinese and English side by side."""
    bases = [(f"`{basis}`", *_both(BASIS_NAMES[basis]), *_both(word)) for basis, word in BASES.items()]
    compared = [(f"`{kind}`", *_both(word)) for kind, word in COMPARISONS.items()]
    parts = [
        _ABOUT,
        _section(_HEADS["bases"], ("", "中文", "English", "含义", "Meaning"), bases),
        _figures(_HEADS["rates"], (one for one in CATALOGUE if one.kind not in (Kind.COUNT, Kind.DURATION))),
        *(_figures(_name(basis), _counts(basis)) for basis in Basis),
        _figures(_HEADS["durations"], (one for one in CATALOGUE if one.kind is Kind.DURATION)),
        _section(_HEADS["comparisons"], ("", "含义", "Meaning"), compared),
    ]
    return "\n".join(parts)


def _counts(basis: Basis) -> Iterator[Entry]:
    return (one for one in CATALOGUE if one.kind is Kind.COUNT and one.basis is basis)


def _name(basis: Basis) -> str:
    return f"数量 Counts: {' '.join(_both(BASIS_NAMES[basis]))}"


def _figures(title: str, entries: Iterable[Entry]) -> str:
    return _section(title, _COLUMNS, [_row(one) for one in entries])


def _row(entry: Entry) -> tuple[str, ...]:
    named = [entry_label(entry, language) for language in Language]
    defined = [entry_definition(entry, language) for language in Language]
    formula = f"`{entry.formula}`" if entry.formula else ""
    target = "" if entry.target is None else f"{entry.target:g}"
    owner = "" if entry.owner is Center.NONE else CENTERS[entry.owner].zh
    judged = (_BETTER[entry.is_higher_better], target, owner, str(entry.version))
    return f"`{entry.identifier}`", *named, formula, entry.basis, entry.kind, *judged, *defined


def _section(title: str, heads: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [heads, ("---",) * len(heads), *rows]
    return f"## {title}\n\n" + "".join(f"| {' | '.join(line)} |\n" for line in lines)


def _both(word: Word) -> tuple[str, str]:
    return word.zh, word.en


if __name__ == "__main__":
    print(handbook(), end="")
