import pytest

from dashboard.views.desk_record_counts import KINDS
from dashboard.wording import alarms, desk_records, durations, kpi, records, steps
from dashboard.wording.words import Language, UnknownWordError, find, read_language
from pipelines.domain.alarm_rule import Condition
from pipelines.domain.duty import DutyKind
from pipelines.domain.event import CaseClass, Center
from pipelines.domain.housing import RentalType
from pipelines.domain.kpi import ASIDE, BASES, RATES, Basis, complete
from pipelines.domain.kpi.durations import DURATION_NUMBERS, DURATIONS
from pipelines.domain.record_counts import RECORD_COUNTS
from pipelines.domain.staff import StaffCategory
from pipelines.domain.step import CaseStage, Step
from pipelines.domain.unit import OrgLevel

LISTS = [
    (kpi.RATES, {rate.name for rate in RATES}),
    (kpi.BASES, set(Basis)),
    *((kpi.COUNTS[basis], {*complete({}, 0)[basis], *ASIDE.get(basis, ()), *RECORD_COUNTS[basis]}) for basis in BASES),
    (kpi.CENTERS, set(Center)),
    (kpi.CLASSES, set(CaseClass)),
    (kpi.STAGES, {stage.name for stage in CaseStage}),
    (kpi.LEVELS, set(OrgLevel)),
    (steps.STEPS, set(Step)),
    (records.CATEGORIES, set(StaffCategory)),
    (records.BURDENS, set(DutyKind)),
    (records.RENTAL_TYPES, set(RentalType)),
    (desk_records.GROUPS, set(KINDS)),
    (alarms.HIGH, set(Condition)),
    (alarms.LOW, {Condition.RATE, Condition.CHANGE}),
    (alarms.MANY, {Condition.VACANCY, Condition.UNADMITTED, Condition.SILENCE}),
    (durations.NAMES, set(DURATION_NUMBERS)),
    (durations.MILESTONES, {name for one in DURATIONS for name in (one.start, one.end)}),
]


@pytest.mark.parametrize(("words", "identifiers"), LISTS)
def test_every_identifier_of_the_domain_has_a_word_and_no_word_is_left_over(words, identifiers):
    assert set(words) == identifiers


@pytest.mark.parametrize("words", [*(words for words, _ in LISTS), kpi.CHANNELS])
def test_every_word_is_chinese_in_zh_and_not_in_en(words):
    for word in words.values():
        assert any("一" <= sign <= "鿿" for sign in word.zh), word
        assert word.en
        assert word.en.isascii()


def test_an_unknown_identifier_is_named():
    with pytest.raises(UnknownWordError, match="shine_rate"):
        find(kpi.RATES, "shine_rate", Language.ZH)


def test_the_same_name_may_read_differently_on_another_basis():
    assert kpi.count_label(Basis.COHORT, "registered", Language.ZH) == "立案数"
    assert kpi.count_label(Basis.FLOW, "registered", Language.ZH) == "立案件次"


def test_a_screen_is_chinese_unless_english_is_asked_for():
    assert [read_language(text) for text in (None, "zh", "fr", "en")] == [Language.ZH] * 3 + [Language.EN]
