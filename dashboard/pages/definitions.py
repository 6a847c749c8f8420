"""The page that defines every figure, from the same catalogue as the interface and the handbook."""

from dashboard.address import Address
from dashboard.pages.frame import DeskPage
from dashboard.views.desk_definitions import definitions_view
from dashboard.wording.desk import say
from dashboard.wording.desk_definitions import DEFINITIONS
from pipelines.domain.errors import QuestionError
from pipelines.domain.kpi import Basis


def definitions_page(address: Address) -> DeskPage:
    """The page; QuestionError for a basis that there is not."""
    basis = address.asked("basis")
    if basis and basis not in set(Basis):
        raise QuestionError(f"basis '{basis[:40]}': not known; use one of {', '.join(Basis)}")
    title = say(DEFINITIONS, "title", address.language)
    return DeskPage(address, None, title, definitions_view(address))
