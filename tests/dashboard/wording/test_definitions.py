"""Every figure has its meaning in both languages, and its formula comes from the catalogue."""

import pytest

from dashboard.wording import definitions, exports
from dashboard.wording.definitions import rate_definition
from dashboard.wording.durations import duration_definition
from dashboard.wording.kpi import COUNTS
from dashboard.wording.words import Language
from pipelines.domain.comparison import Comparison
from pipelines.domain.kpi import RATES_BY_NAME, Basis


def test_every_count_basis_and_comparison_is_defined():
    assert {basis: set(words) for basis, words in definitions.COUNTS.items()} == {
        basis: set(words) for basis, words in COUNTS.items()
    }
    assert set(definitions.BASES) == set(Basis)
    assert set(definitions.COMPARISONS) == set(Comparison)


@pytest.mark.parametrize(
    ("name", "chinese", "english"),
    [
        ("closure_rate", "办结率 = 办结数 / 上报数", "Closure rate = Closed / Reported"),
        (
            "settled_rate",
            "结案率 = (按期结案数 + 逾期结案数) / 应结案数",
            "Settled rate = (Closed on time + Closed late) / To be settled",
        ),
        ("report_rate", "上报率 = 有效上报数 / 网格数", "Reports per grid = Valid reports / Grids"),
        (
            "petition_resolution",
            "积案化解率 = 已化解积案 / (已化解积案 + 信访积案)",
            "Petition backlog resolved = Backlog petitions resolved / (Backlog petitions resolved + Petition backlog)",
        ),
    ],
)
def test_a_rate_is_defined_by_its_formula(name, chinese, english):
    rate = RATES_BY_NAME[name]
    assert [rate_definition(rate, language) for language in Language] == [chinese, english]


@pytest.mark.parametrize(
    ("name", "chinese", "english"),
    [
        ("report_to_close", "从上报到结案的时长，计在结案之日", "from report to close, on the day of the close"),
        (
            "back_work_working",
            "工作时间内从最近一次派遣到处置完毕的时长，计在处置完毕之日",
            "in working time from last dispatch to end of the work, on the day of the end of the work",
        ),
    ],
)
def test_a_duration_is_defined_by_its_milestones(name, chinese, english):
    assert [duration_definition(name, language) for language in Language] == [chinese, english]


LISTS = [
    definitions.BASES, definitions.COMPARISONS, *definitions.COUNTS.values(), exports.MENU, exports.SHEETS,
    exports.ABOUT, exports.HEADS,
]  # fmt: skip


@pytest.mark.parametrize("words", LISTS)
def test_every_word_of_a_file_is_chinese_in_zh_and_not_in_en(words):
    for word in words.values():
        assert any("一" <= sign <= "鿿" for sign in word.zh) or word.zh.isascii(), word
        assert word.en
        assert word.en.isascii()


def test_names_of_sheets_are_such_as_a_workbook_takes():
    for word in exports.SHEETS.values():
        assert all(len(name) <= 31 and not set(name) & set("[]:*?/\\'") for name in (word.zh, word.en))
