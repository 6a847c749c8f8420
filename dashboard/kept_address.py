"""Which addresses may be kept: those of our desk pages, in the one form that restores them."""

from dataclasses import replace

from dashboard.address import Address, Page
from dashboard.address_reading import read_address
from pipelines.domain.errors import QuestionError
from pipelines.domain.saved_view import LONGEST_ADDRESS, ViewError, ViewFault

SAID = "views"
"""What came of keeping a view, in the address; like every answer to an action it is not kept."""
_KEYED, _KEYLESS = {Page.CASE}, {Page.DEFINITIONS, Page.HEALTH}


def kept_address(text: str) -> str:
    """The address with what was asked, relative periods as they are; ViewError for what is no desk page of ours."""
    path, _, query = text.partition("?")
    is_ours = path.startswith("/") and not path.startswith("//") and not {"\\", "#"} & set(text)
    try:
        address = read_address(path, query)
    except QuestionError:
        is_ours = False
    if not is_ours or len(text) > LONGEST_ADDRESS or not _is_shown(address):
        raise ViewError(ViewFault.ADDRESS, f"address '{text[:40]}': no desk page of this dashboard; open one and save")
    return replace(address, own=tuple(pair for pair in address.own if pair[0] != "said")).href


def _is_shown(address: Address) -> bool:
    page, has_key = address.page, bool(address.key)
    return page is not Page.NONE and not (page in _KEYED and not has_key) and not (page in _KEYLESS and has_key)
