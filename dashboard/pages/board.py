"""A board as a desk page: live as the wall's, for whoever sits before it."""

from dataclasses import replace

from dashboard.address import Address
from dashboard.centers.boards import desk_board
from dashboard.pages.frame import DeskPage
from dashboard.views.desk_filters import picker
from dashboard.wording.places import place_name
from dashboard.wording.wall import wall_word
from pipelines.domain.unit import OrgUnit


def board_page(address: Address, unit: OrgUnit, near: list[OrgUnit]) -> DeskPage:
    """The board of a place; `near` are places to choose from at once."""
    here = replace(address, key=unit.code)
    board = desk_board(here.page, unit.code, here.language, picker(here, near, {}))
    title = f"{place_name(unit, here.language)} · {wall_word(here.page, here.language)}"
    return DeskPage(here, None, title, [board])
