"""One address restores one exact view."""

import pytest
from hypothesis import given, seed
from hypothesis import strategies as st

from dashboard.address import Address, Listed, Page, Sort, Theme
from dashboard.address_reading import read_address, read_looks
from dashboard.wording.words import Language
from pipelines.domain.errors import QuestionError
from pipelines.domain.event import CaseClass, Center
from pipelines.domain.kpi import Basis
from pipelines.domain.matter import MatterKind, MatterPart

SEED = 20261121
TEXT = st.text(st.characters(codec="utf-8", exclude_categories=("Cs",)), min_size=1, max_size=20)
WORDS = st.text("abcdefghijklmnopqrstuvwxyz_", min_size=1, max_size=12)
CURSORS = st.text("ABCabc019-_=", min_size=1, max_size=30)
ADDRESSES = st.builds(
    Address,
    page=st.sampled_from([Page.PLACE, Page.CASE]),
    key=TEXT.filter(lambda key: key.strip("/") == key),
    period=st.sampled_from(["", "today", "2026-11", "2026-W47", "2026-11-01..2026-11-21"]),
    center=st.none() | st.sampled_from(list(Center)),
    class_=st.none() | st.sampled_from(list(CaseClass)),
    item=st.none() | TEXT,
    channel=st.none() | TEXT,
    listed=st.builds(Listed, st.sampled_from(list(Basis)), WORDS),
    is_direct=st.booleans(),
    part=st.just("") | TEXT,
    matter=st.none() | st.sampled_from([MatterPart(kind, age=n) for kind in MatterKind for n in (None, 0, 3)]),
    sort=st.sampled_from(list(Sort)),
    after=st.lists(CURSORS, max_size=4).map(tuple),
    language=st.sampled_from(list(Language)),
    theme=st.sampled_from(list(Theme)),
)


@seed(SEED)
@given(ADDRESSES)
def test_an_address_written_and_read_is_the_same_view(address):
    print("seed", SEED)
    path, _, query = address.href.partition("?")
    assert read_address(path, f"?{query}" if query else "") == address


@seed(SEED)
@given(ADDRESSES, TEXT.filter(lambda key: key.strip("/") == key))
def test_another_place_keeps_the_question_and_starts_its_list_anew(address, code):
    print("seed", SEED)
    there = address.at_place(code)
    kept = ("period", "center", "class_", "item", "channel", "listed", "sort", "language", "theme")
    assert [getattr(there, name) for name in kept] == [getattr(address, name) for name in kept]
    assert (there.page, there.key, there.after) == (Page.PLACE, code, ())
    assert (there.is_direct, there.part, there.matter) == (False, "", None)


def test_own_dates_become_a_period_in_the_right_order():
    assert read_address("/places/1", "?from=2026-11-21&to=2026-11-01").period == "2026-11-01..2026-11-21"


@pytest.mark.parametrize(
    "search", ["?center=moon", "?class=E", "?sort=luck", "?list=cohort", "?list=dream.closed", "?matter=war"]
)
def test_what_cannot_be_read_is_named(search):
    with pytest.raises(QuestionError, match=search[1:].partition("=")[0]):
        read_address("/places/1", search)


def test_looks_are_read_from_an_address_that_is_otherwise_wrong():
    looks = read_looks("/places/7", "?center=moon&lang=en&theme=dark")
    assert (looks.key, looks.language, looks.theme) == ("7", Language.EN, Theme.DARK)


def test_a_plain_address_stays_plain():
    assert read_address("/places/440309", "").href == "/places/440309"


def test_what_only_one_page_is_asked_is_kept_by_it_alone():
    address = read_address("/definitions", "?basis=due&find=a%26b&state=raised")
    assert address.own == (("find", "a&b"), ("basis", "due"))
    assert read_address("/definitions", address.href.partition("?")[2]) == address
    assert address.asking(basis="").own == (("find", "a&b"),)
    assert read_address("/places/1", "?find=a").own == ()
    assert read_address("/alarms", "?place=1&state=raised").at_case("X").own == ()
