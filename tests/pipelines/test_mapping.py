import csv
import gzip
from collections import Counter
from dataclasses import replace
from datetime import date

import pandas as pd
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from pipelines.domain.catalogue import Catalogue, Item
from pipelines.domain.errors import RegisterError
from pipelines.domain.event import CaseClass, Center
from pipelines.domain.org import OrgTree
from pipelines.domain.step import Step
from pipelines.domain.unit import OrgLevel, OrgUnit
from pipelines.mapping import MappedCase, Reject, RowMapper, load_mapping
from pipelines.mapping.places import LONGEST_CODE, NewUnit, code_of, is_missing, slug
from pipelines.mapping.rules import Blank, TimeRule
from tests.pipelines import nyc

GOOD = {
    "root": {"code": "c", "level": "city", "name": "City"},
    "path": {"district": "district", "community": ["district", "quarter"]},
    "case": "id",
    "item": "type",
    "steps": {"report": "opened", "close": "closed"},
}
COLUMNS = ["id", "district", "quarter", "type", "opened", "closed", "channel"]


def changed(**changes):
    """GOOD with dotted keys changed; None takes one out."""
    raw = yaml.safe_load(yaml.safe_dump(GOOD))
    for key, value in changes.items():
        target = raw
        *above, last = key.split("__")
        for part in above:
            target = target.setdefault(part, {})
        if value is None:
            target.pop(last)
        else:
            target[last] = value
    return raw


def loaded(tmp_path, raw):
    file = tmp_path / "own.yaml"
    file.write_text(raw if isinstance(raw, str) else yaml.safe_dump(raw, allow_unicode=True), "utf-8")
    return load_mapping(file)


def mapper(tmp_path, catalogue=None, tree=nyc.NO_PLACES, **changes):
    catalogue = catalogue or nyc.catalogue_of(["Noise", "Rent"])
    return RowMapper(loaded(tmp_path, changed(**changes)), COLUMNS, tree, catalogue, nyc.ZONE)


def row(**cells):
    usual = {"id": "1", "district": "North", "quarter": "Mill", "type": "Noise", "opened": "2020-01-02"}
    return [({**usual, **cells}).get(column, "") for column in COLUMNS]


def report(mapped):
    assert isinstance(mapped, MappedCase), mapped
    return mapped.events[0]


@pytest.mark.parametrize(
    ("changes", "key", "words"),
    [
        ({"case": None}, "case", "is missing"),
        ({"case": 7}, "case", "not text"),
        ({"cases": "id"}, "cases", "is unknown; use case"),
        ({"path": None}, "path", "is missing"),
        ({"path": {}}, "path", "is empty"),
        ({"path__street": "x"}, "path.street", "is unknown"),
        ({"path__city": "x"}, "path.city", "is unknown"),
        ({"path__community": "district"}, "path.community", "names no column that the levels above lack"),
        ({"path__community": []}, "path.community", "not a list of columns"),
        ({"place": "code"}, "place", "stands beside root and path"),
        ({"root__code": None}, "root.code", "is missing"),
        ({"root__code": "a/b"}, "root.code", "no slash"),
        ({"root__level": "town"}, "root.level", "use one of province, city"),
        ({"root": "c"}, "root", "is no map"),
        ({"blanks__grid": "reject"}, "blanks.grid", "is unknown"),
        ({"blanks__district": "none"}, "blanks.district", "use one of reject, unlocated"),
        ({"blanks__item": "unlocated"}, "blanks.item", "use one of reject, none"),
        ({"steps__report": None}, "steps.report", "is missing"),
        ({"steps__suspend": "x"}, "steps.suspend", "is unknown"),
        ({"times__format": "yyyy-mm-dd"}, "times.format", "write it as %Y"),
        ({"times__date_only": "yes please"}, "times.date_only", "use true or false"),
        ({"times__timezone": "Peking"}, "times.timezone", "IANA"),
        ({"constants__channel": "letter"}, "constants.channel", "use one of patrol"),
        ({"constants__colour": "red"}, "constants.colour", "is unknown"),
        ({"constants__note": "a", "fields__note": "type"}, "fields.note", "stands in constants too"),
        ({"fields__class": "type"}, "fields.class", "is unknown"),
        ({"fields__level": "type", "steps__close": None}, "level", "without the step close"),
        ({"values__channel": {"a": "b"}}, "values.channel", "nothing here reads"),
        ({"values__type": {1: "b"}}, "values.type.1", "quotes"),
        ({"encoding": "utf-9"}, "encoding", "gb18030"),
        ({"delimiter": ";;"}, "delimiter", "use one character"),
        ({"case_prefix": "p" * 40}, "case_prefix", "at most 32"),
    ],
)
def test_a_faulty_mapping_is_refused_with_file_key_and_remedy(tmp_path, changes, key, words):
    with pytest.raises(RegisterError) as caught:
        loaded(tmp_path, changed(**changes))
    told = str(caught.value)
    assert told.startswith(f"mapping own.yaml: {key} ") and words in told and "; " in told


@pytest.mark.parametrize(
    ("text", "words"),
    [("a: [", "not YAML"), ("- a", "no map"), ("", "no map"), ("case: a\ncase: b", "case stands twice")],
)
def test_a_file_that_is_no_mapping_is_refused(tmp_path, text, words):
    with pytest.raises(RegisterError, match=words):
        loaded(tmp_path, text)


def test_a_mapping_that_is_not_there_is_named():
    with pytest.raises(RegisterError, match=r"nowhere\.yaml: cannot be read"):
        load_mapping(nyc.ROOT / "nowhere.yaml")


def test_a_good_mapping_is_taken_as_it_stands(tmp_path):
    mapping = loaded(tmp_path, changed(blanks__item="none", delimiter="\t", encoding="gb18030"))
    assert [(level.level, level.own) for level in mapping.path] == [
        (OrgLevel.DISTRICT, ("district",)),
        (OrgLevel.COMMUNITY, ("quarter",)),
    ]
    assert (mapping.blank_item, mapping.delimiter, mapping.encoding) == (Blank.NONE, "\t", "gb18030")
    assert mapping.columns == ("id", "district", "quarter", "type", "opened", "closed")


def test_a_missing_column_is_told_with_the_columns_found(tmp_path):
    with pytest.raises(RegisterError, match=r"column 'quarter' is missing from the file; .* found: id, district, type"):
        RowMapper(loaded(tmp_path, GOOD), ["id", "district", "type"], nyc.NO_PLACES, Catalogue({}), nyc.ZONE)


def test_a_column_that_stands_twice_is_refused(tmp_path):
    with pytest.raises(RegisterError, match="'id' stands in the file more than once"):
        RowMapper(loaded(tmp_path, GOOD), ["id", *COLUMNS], nyc.NO_PLACES, Catalogue({}), nyc.ZONE)


def test_a_code_is_made_of_the_whole_path():
    units = RowMapper(nyc.mapping(), _nyc_columns(), nyc.NO_PLACES, nyc.catalogue(), nyc.ZONE).new_units(
        _nyc_row(borough="Queens", community_board="01 Queens", zip="11101")
    )
    assert units == [
        NewUnit("us-nyc", OrgLevel.CITY, "New York City", None),
        NewUnit("us-nyc/queens", OrgLevel.DISTRICT, "Queens", "us-nyc"),
        NewUnit("us-nyc/queens/01-queens", OrgLevel.SUBDISTRICT, "01 Queens", "us-nyc/queens"),
        NewUnit("us-nyc/queens/01-queens/11101", OrgLevel.COMMUNITY, "01 Queens 11101", "us-nyc/queens/01-queens"),
    ]


def test_blank_levels_become_unlocated_units_that_keep_what_is_known():
    mapper = RowMapper(nyc.mapping(), _nyc_columns(), nyc.NO_PLACES, nyc.catalogue(), nyc.ZONE)
    assert report(mapper.map_row(2, _nyc_row()))["place"] == "us-nyc/unlocated/unlocated/unlocated"
    known = _nyc_row(unique_key="2", borough="Queens", zip="11101")
    assert [unit.name for unit in mapper.new_units(known)] == ["New York City", "Queens", "Unlocated", "11101"]
    assert report(mapper.map_row(3, known))["place"] == "us-nyc/queens/unlocated/11101"


def test_a_blank_level_that_may_not_be_blank_rejects_the_row_and_makes_no_unit(tmp_path):
    own = mapper(tmp_path)
    assert own.new_units(row(quarter=" ")) == []
    assert own.map_row(7, row(quarter=" ")) == Reject(
        7, "quarter", "", "community is blank; fill it in or map blanks to unlocated"
    )


@given(st.lists(st.text(max_size=12).map(str.strip).filter(bool), min_size=2, max_size=2, unique=True))
def test_different_names_never_share_a_slug(names):
    assert slug(names[0]) != slug(names[1])
    assert "/" not in slug(names[0]) and slug(names[0]) != "unlocated"


def test_spellings_whose_words_are_the_same_stay_apart_whatever_comes_first(tmp_path):
    spellings = ["Old Mill", "old mill", "OLD MILL", "Old-Mill", "Old  Mill", "Unlocated", "!"]
    rows = [row(id=str(number), quarter=name) for number, name in enumerate(spellings)]
    forward, backward = mapper(tmp_path), mapper(tmp_path)
    codes = [report(forward.map_row(2, cells))["place"] for cells in rows]
    assert len(set(codes)) == len(spellings) and codes[0] == "c/north/old-mill"
    assert codes == [report(backward.map_row(2, cells))["place"] for cells in reversed(rows)][::-1]


def test_a_place_that_is_called_unlocated_is_not_the_unlocated_unit():
    mapper = RowMapper(nyc.mapping(), _nyc_columns(), nyc.NO_PLACES, nyc.catalogue(), nyc.ZONE)
    named, blank = mapper.map_row(2, _nyc_row(borough="Unlocated")), mapper.map_row(3, _nyc_row(unique_key="2"))
    assert report(named)["place"] != report(blank)["place"]


def test_two_columns_of_one_level_are_told_apart(tmp_path):
    own = mapper(tmp_path, path={"district": ["district", "quarter"]})
    one = report(own.map_row(2, row(id="1", district="A B", quarter="C")))["place"]
    other = report(own.map_row(3, row(id="2", district="A", quarter="B C")))["place"]
    assert (one, other) == ("c/a-b.c", "c/a.b-c")


def test_a_long_code_is_cut_to_the_limit_and_stays_unique():
    codes = {code_of(["root", "x" * 80, str(number)]) for number in range(50)}
    assert len(codes) == 50 and {len(code) for code in codes} == {LONGEST_CODE}


def test_a_unit_is_missing_unless_the_register_has_it_at_the_same_level():
    tree = OrgTree([OrgUnit(1, "c", OrgLevel.CITY, "City")], [])
    assert not is_missing(NewUnit("c", OrgLevel.CITY, "City", None), tree)
    assert is_missing(NewUnit("d", OrgLevel.CITY, "City", None), tree)
    with pytest.raises(RegisterError, match="place c: the register holds it as city"):
        is_missing(NewUnit("c", OrgLevel.DISTRICT, "City", None), tree)


def test_a_place_column_takes_only_codes_of_the_register(tmp_path):
    raw = changed(root=None, path=None, place="district")
    tree = OrgTree([OrgUnit(1, "140303", OrgLevel.DISTRICT, "矿区")], [])
    own = RowMapper(loaded(tmp_path, raw), COLUMNS, tree, nyc.catalogue_of(["Noise"]), nyc.ZONE)
    assert report(own.map_row(2, row(district="140303")))["place"] == "140303"
    assert own.new_units(row(district="9")) == []
    rejected = own.map_row(3, row(id="2", district="9"))
    assert (rejected.column, rejected.value) == ("district", "9") and "no such place" in rejected.reason


def test_items_are_found_by_either_name_by_code_and_by_the_value_table(tmp_path):
    own = mapper(tmp_path, values__type={"Lärm": "n0"})
    codes = [report(own.map_row(2, row(id=name, type=name)))["item"] for name in ("Noise", "类0", "n0", "Lärm", "Rent")]
    assert codes == ["n0", "n0", "n0", "n0", "n1"]


@pytest.mark.parametrize(("name", "words"), [("Ghosts", "no item of this name"), ("", "no item; fill it in")])
def test_an_item_that_is_unknown_or_blank_rejects_the_row(tmp_path, name, words):
    rejected = mapper(tmp_path).map_row(2, row(type=name))
    assert isinstance(rejected, Reject) and (rejected.column, rejected.value) == ("type", name)
    assert words in rejected.reason


def test_a_name_of_several_items_is_not_guessed(tmp_path):
    items = [Item(code, name, "Noise", Center.GRID, CaseClass.C) for code, name in (("a", "噪音"), ("b", "喧哗"))]
    own = mapper(tmp_path, catalogue=Catalogue({item.code: item for item in items}))
    rejected = own.map_row(2, row())
    assert isinstance(rejected, Reject) and "several items of this name: a, b" in rejected.reason


def test_a_blank_item_may_go_in_without_one(tmp_path):
    assert "item" not in report(mapper(tmp_path, blanks__item="none").map_row(2, row(type="")))


@pytest.mark.parametrize(
    ("rule", "text", "expected"),
    [
        (TimeRule("%Y-%m-%d", is_date_only=True), "2015-01-02", "2015-01-02"),
        (TimeRule("%m/%d/%Y", is_date_only=True), "01/02/2015", "2015-01-02"),
        (TimeRule("%m/%d/%Y", is_date_only=True), "2015-01-02T00:00:00", "2015-01-02"),
        (TimeRule("%Y-%m-%d %H:%M"), "2015-01-02 13:05", "2015-01-02T13:05:00+08:00"),
        (TimeRule(), "2015-01-02", "2015-01-02"),
        (TimeRule(), "20150102", "2015-01-02"),
        (TimeRule(), "2015-01-02T13:05:00", "2015-01-02T13:05:00+08:00"),
        (TimeRule(), "2015-01-02T13:05:00-05:00", "2015-01-02T13:05:00-05:00"),
    ],
)
def test_a_time_is_written_as_precisely_as_it_was_told(rule, text, expected):
    assert rule.read(text, nyc.ZONE).text == expected


def test_the_mappings_own_zone_goes_before_the_deployments(tmp_path):
    own = mapper(tmp_path, times__timezone="America/New_York")
    assert report(own.map_row(2, row(opened="2020-07-01T09:00")))["occurred_at"] == "2020-07-01T09:00:00-04:00"


def test_the_local_day_decides_when_a_bare_date_meets_an_instant():
    instant, day = TimeRule().read("2020-01-01T20:00:00+00:00", nyc.ZONE), TimeRule().read("2020-01-01", nyc.ZONE)
    assert instant.day == date(2020, 1, 2) and day.is_before(instant) and not instant.is_before(day)


@pytest.mark.parametrize(
    ("cells", "column", "reason"),
    [
        ({"closed": "2020-01-01"}, "closed", "close lies before report (2020-01-02)"),
        ({"opened": ""}, "opened", "no time of report; fill it in"),
        ({"opened": "2020-13-01"}, "opened", "not a time written as iso"),
        ({"closed": "soon"}, "closed", "not a time written as iso"),
        ({"id": ""}, "id", "no case key; fill it in"),
        ({"id": "k" * 58}, "id", "case key longer than 57 characters"),
    ],
)
def test_a_row_that_cannot_be_mapped_names_column_value_and_reason(tmp_path, cells, column, reason):
    assert mapper(tmp_path).map_row(9, row(**cells)) == Reject(9, column, cells[column], reason)


def test_a_row_with_a_stray_delimiter_is_rejected(tmp_path):
    rejected = mapper(tmp_path).map_row(9, [*row(), "more"])
    assert isinstance(rejected, Reject) and rejected.reason.startswith("has 8 fields, the header 7")


def test_the_first_row_of_a_key_that_can_go_in_stands(tmp_path):
    own = mapper(tmp_path)
    assert isinstance(own.map_row(2, row(opened="never")), Reject)
    assert isinstance(own.map_row(3, row()), MappedCase)
    assert own.map_row(4, row(quarter="Hill")) == Reject(4, "id", "1", "repeated key")


def test_a_step_without_a_time_is_left_out_and_ids_name_case_and_step(tmp_path):
    own = mapper(tmp_path, case_prefix="old:")
    still_open, closed = own.map_row(2, row()), own.map_row(3, row(id="2", closed="2020-01-02"))
    assert [event["event_id"] for event in still_open.events] == ["old:1:report"]
    assert [event["event_id"] for event in closed.events] == ["old:2:report", "old:2:close"]
    assert {event["case_id"] for event in closed.events} == {"old:2"}


def test_constants_and_fields_go_to_the_step_they_belong_to(tmp_path):
    raw = changed(fields={"channel": "channel", "level": "quarter"}, constants={"note": "moved"})
    raw["values"] = {"quarter": {"Mill": "community"}, "channel": {"12345": "hotline"}}
    own = RowMapper(loaded(tmp_path, raw), COLUMNS, nyc.NO_PLACES, nyc.catalogue_of(["Noise"]), nyc.ZONE)
    reported, closed = own.map_row(2, row(channel="12345", closed="2020-01-03")).events
    assert (reported["channel"], reported["note"], "level" in reported) == ("hotline", "moved", False)
    assert closed["level"] == "community" and "note" not in closed


def test_a_deadline_that_is_a_bare_date_ends_with_its_day(tmp_path):
    own = mapper(tmp_path, fields={"due_at": "channel"})
    assert report(own.map_row(2, row(channel="2020-02-03")))["due_at"] == "2020-02-03T23:59:59+08:00"


@pytest.fixture(scope="module")
def real_file():
    """Every row of the real file, mapped."""
    with gzip.open(nyc.FILE, "rt", encoding="utf-8", newline="") as stream:
        rows = csv.reader(stream)
        own = RowMapper(nyc.mapping(), next(rows), nyc.NO_PLACES, nyc.catalogue(), nyc.ZONE)
        units, mapped = {}, []
        for number, cells in enumerate(rows, start=2):
            units.update((unit.code, unit) for unit in own.new_units(cells))
            mapped.append(own.map_row(number, cells))
    cases = [one for one in mapped if isinstance(one, MappedCase)]
    return units, cases, [one for one in mapped if isinstance(one, Reject)]


@pytest.fixture(scope="module")
def counted_elsewhere():
    """The same file through pandas, first row of each key."""
    frame = pd.read_csv(nyc.FILE, dtype=str, keep_default_na=False)
    return frame.drop_duplicates("unique_key")


def test_the_real_file_gives_its_cases_and_rejects_repeated_keys_only(real_file):
    _, cases, rejects = real_file
    assert (len(cases), len(rejects)) == (233_238, 93)
    assert {(reject.column, reject.reason) for reject in rejects} == {("unique_key", "repeated key")}


def test_the_real_file_counts_per_borough_and_year_as_pandas_does(real_file, counted_elsewhere):
    units, cases, _ = real_file
    found = Counter((_borough(units, case), case.events[0]["occurred_at"][:4]) for case in cases)
    names = counted_elsewhere["borough"].replace("", "Unlocated")
    expected = counted_elsewhere.groupby([names, counted_elsewhere["opendate"].str[:4]]).size().to_dict()
    assert dict(found) == expected and len(found) == 30


def test_the_real_file_closes_and_classifies_as_pandas_does(real_file, counted_elsewhere):
    _, cases, _ = real_file
    closed = Counter(event["occurred_at"] for case in cases for event in case.events if event["step"] == Step.CLOSE)
    shut = counted_elsewhere["closedate"]
    assert dict(closed) == shut[shut != ""].value_counts().to_dict()
    names = {item.code: item.name_en for item in nyc.catalogue().items.values()}
    items = Counter(names.get(case.events[0].get("item"), "") for case in cases)
    assert dict(items) == counted_elsewhere["complaint_type"].value_counts().to_dict()


def test_each_path_of_the_real_file_has_one_code_and_each_code_one_path(real_file, counted_elsewhere):
    units, cases, _ = real_file
    paths = counted_elsewhere[["borough", "community_board", "zip"]].drop_duplicates()
    assert len({case.events[0]["place"] for case in cases}) == len(paths)
    assert all(unit.parent in units for unit in units.values() if unit.code != "us-nyc")
    assert max(map(len, units)) <= LONGEST_CODE


def _borough(units, case):
    unit = units[case.events[0]["place"]]
    while unit.level is not OrgLevel.DISTRICT:
        unit = units[unit.parent]
    return unit.name


def _nyc_columns():
    return list(nyc.mapping().columns)


def _nyc_row(**cells):
    usual = {"unique_key": "1", "opendate": "2015-01-01"}
    return [({**usual, **cells}).get(column, "") for column in _nyc_columns()]


def test_the_shipped_mapping_lets_unlocated_rows_in():
    assert all(level.blank is Blank.UNLOCATED for level in nyc.mapping().path)
    strict = replace(nyc.mapping(), path=tuple(replace(level, blank=Blank.REJECT) for level in nyc.mapping().path))
    own = RowMapper(strict, _nyc_columns(), nyc.NO_PLACES, nyc.catalogue(), nyc.ZONE)
    assert isinstance(own.map_row(2, _nyc_row()), Reject)
