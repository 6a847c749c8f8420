"""Ranks, the one in the middle, and rows that take turns."""

import pytest

from pipelines.domain.errors import SettingsError
from pipelines.domain.ranking import Ranking, apart, in_turn, middle, ranks, read_ranking
from pipelines.domain.saved_view import LONGEST_NAME, ViewError, view_name


def test_equal_keys_share_a_rank_and_the_next_one_skips():
    assert ranks([(-5.0,), (-9.0,), (-5.0,), (0.0,)]) == [2, 1, 2, 4]
    assert ranks([]) == []


@pytest.mark.parametrize(
    ("values", "expected"), [([3, 1, 2], 2), ([1, 2, 3, 4], 2.5), ([1, None, 3], 2), ([None, 7], None), ([], None)]
)
def test_the_middle_one_needs_two_to_stand_between(values, expected):
    assert middle(values) == expected


def test_a_distance_needs_both_ends():
    assert (apart(3, 1), apart(None, 1), apart(3, None)) == (2, None, None)


def test_rows_take_turns_until_all_have_stood_and_begin_again():
    shown = [in_turn("abcdefg", 3, turn) for turn in range(4)]
    assert shown == [(0, "abc"), (3, "def"), (6, "g"), (0, "abc")]
    assert in_turn("ab", 3, 17) == (0, "ab")
    assert in_turn("", 3, 17) == (0, "")


def test_an_unknown_policy_is_refused_with_those_there_are():
    assert [read_ranking(one) for one in ("rank", "benchmark", "off")] == list(Ranking)
    with pytest.raises(SettingsError, match="ranking 'best': not known; use one of rank, benchmark, off"):
        read_ranking("best")


def test_a_name_of_a_view_is_one_line_of_some_length():
    assert view_name("  早会 \n 逾期 ") == "早会 逾期"
    assert view_name("长" * LONGEST_NAME) == "长" * LONGEST_NAME
    for text in ("", "   ", "长" * (LONGEST_NAME + 1), "a\x00b", "a\u202eb"):
        with pytest.raises(ViewError):
            view_name(text)
