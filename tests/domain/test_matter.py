"""Parts of disputes and petitions, as an address names them."""

import pytest

from pipelines.domain.errors import QuestionError
from pipelines.domain.matter import AGE_DAYS, LOOP, MatterKind, MatterPart, read_matter

PARTS = (
    *(MatterPart(kind, age=age) for kind in MatterKind for age in (None, *range(len(AGE_DAYS) + 1))),
    *(MatterPart(MatterKind.PETITION, reached=step) for step in LOOP),
    *(MatterPart(MatterKind.PETITION, waiting=step) for step in LOOP),
)


@pytest.mark.parametrize("part", PARTS, ids=str)
def test_a_part_written_and_read_is_the_same(part):
    assert read_matter(str(part)) == part


def test_nothing_asked_is_no_part():
    assert read_matter("") is read_matter(None) is None


@pytest.mark.parametrize(
    "text",
    ["war", "dispute.", "dispute.age.4", "petition.age.-1", "dispute.reached.8", "petition.waiting.3", "petition.age"],
)
def test_what_names_no_part_is_refused_with_what_would(text):
    with pytest.raises(QuestionError, match=r"^matter .* use one of dispute, .*petition.waiting.10$"):
        read_matter(text)
