from collections import Counter

import pytest

from pipelines.domain.event import CaseClass, Center
from pipelines.domain.workflow import WORKFLOWS
from tests.pipelines.simulation.conftest import read_items

THREE = {Center.GOVERNANCE, Center.EMERGENCY, Center.GRID}


@pytest.fixture(params=["catalogue.csv", "catalogue_nyc.csv"])
def items(request):
    return list(read_items(request.param).items.values())


def test_every_item_has_short_code_two_names_a_center_and_a_class(items):
    for item in items:
        assert 0 < len(item.code) <= 64
        assert item.name
        assert item.name_en
        assert item.name_en.isascii()
        assert (item.center in THREE, item.class_ is not CaseClass.NONE) == (True, True)
    assert len({item.name for item in items}) == len(items)


def test_the_sample_has_all_classes_of_hazards_and_items_for_each_center():
    items = list(read_items().items.values())
    hazards = Counter(item.class_ for item in items if item.is_hazard)
    assert hazards.total() == 124
    assert set(hazards) == {CaseClass.A, CaseClass.B, CaseClass.C, CaseClass.D}
    assert {item.workflow for item in items} == set(WORKFLOWS)
    assert set(Counter(item.center for item in items)) == THREE
    names = {item.name for item in items}
    assert {"燃气异味", "消防通道堵塞", "共享单车淤积", "占道经营", "邻里纠纷", "物业服务咨询"} <= names


def test_the_foreign_catalogue_has_a_code_made_of_the_whole_text_for_each_complaint():
    items = read_items("catalogue_nyc.csv").items
    assert len(items) == 54
    assert items["getxlate-udf-code-genera"].name == "@getxlate.Udf_Code_Genera"
    assert items["land-use-and-zoning"].name == "Land Use and Zoning"
    grave = {code for code, item in items.items() if item.class_ in (CaseClass.A, CaseClass.B)}
    assert grave == {code for code, item in items.items() if item.center is Center.EMERGENCY}
