import pytest

from dashboard.wording.numbers import (
    Amount,
    amount,
    change,
    change_of_share,
    change_per_unit,
    count,
    per_unit,
    percent,
    share,
)
from dashboard.wording.words import Language

ZH, EN = Language.ZH, Language.EN


@pytest.mark.parametrize(
    ("n", "zh", "en"),
    [
        (None, "—", "—"),
        (0, "0", "0"),
        (2846, "2,846", "2,846"),
        (9999, "9,999", "9,999"),
        (10_000, "1.00 万", "10.0 k"),
        (12_800, "1.28 万", "12.8 k"),
        (128_000, "12.8 万", "128 k"),
        (1_280_000, "128 万", "1.28 M"),
        (128_000_000, "1.28 亿", "128 M"),
        (-12_800, "-1.28 万", "-12.8 k"),
    ],
)
def test_a_count_on_a_wall_has_three_significant_digits_from_ten_thousand_on(n, zh, en):
    assert (count(n, ZH, is_wall=True), count(n, EN, is_wall=True)) == (zh, en)


def test_a_count_off_the_wall_is_exact():
    assert count(1_280_000, ZH) == count(1_280_000, EN) == "1,280,000"


def test_an_amount_keeps_number_and_unit_apart():
    assert amount(2846, ZH) == Amount("2,846", "件")
    assert amount(12_800, ZH, is_wall=True) == Amount("1.28", "万件")
    assert amount(12_800, EN, is_wall=True) == Amount("12.8", "k")
    assert amount(None, ZH) == Amount("—")
    assert str(amount(2846, ZH)) == "2,846 件"


@pytest.mark.parametrize(
    ("value", "text"),
    [(None, "—"), (0.0, "0%"), (1.0, "100%"), (0.968, "96.8%"), (0.99999, "99.9%"), (0.00001, "0.1%"), (0.5, "50.0%")],
)
def test_a_share_has_one_decimal_and_is_100_or_0_only_when_exact(value, text):
    assert share(value, ZH) == share(value, EN) == text


def test_a_percent_keeps_its_sign_apart():
    assert percent(0.968) == Amount("96.8", "%")
    assert percent(None) == Amount("—")


def test_a_figure_per_unit_has_one_decimal():
    assert (per_unit(23.02), per_unit(None)) == ("23.0", "—")


def test_a_count_compares_in_percent_of_its_base():
    assert change(1032, 1000, ZH) == "↑ 3.2%"
    assert change(968, 1000, EN) == "↓ 3.2%"
    assert (change(30, 30, ZH), change(30, 30, EN)) == ("持平", "same")


def test_a_base_below_thirty_gives_the_absolute_difference():
    assert change(35, 29, ZH) == "↑ 6"
    assert change(0, 0, ZH) == "持平"
    assert change(3, 0, ZH) == "↑ 3"
    assert change(36, 30, ZH) == "↑ 20.0%"


def test_a_share_compares_in_points():
    assert change_of_share(0.971, 0.968, ZH) == "↑ 0.3 个百分点"
    assert change_of_share(0.971, 0.968, ZH, is_wall=True) == "↑ 0.3 点"
    assert change_of_share(0.965, 0.968, EN) == "↓ 0.3 pp"


def test_without_a_base_there_is_no_arrow():
    assert change(5, None, ZH) == change_of_share(0.5, None, ZH) == change_per_unit(1.0, None, ZH) == ""
