"""An address that somebody keeps under a name."""

from dataclasses import dataclass
from enum import StrEnum

from pipelines.domain.errors import ThreeCenterError

MOST_VIEWS = 50
LONGEST_NAME = 80
LONGEST_ADDRESS = 2000


@dataclass(frozen=True, slots=True)
class SavedView:
    """A name, and the address of a desk page of ours."""

    name: str
    address: str


class ViewFault(StrEnum):
    """Why a view is not kept."""

    NAME = "name"
    TAKEN = "taken"
    FULL = "full"
    MISSING = "missing"
    ADDRESS = "address"
    ACCOUNT = "account"


class ViewError(ThreeCenterError):
    """A view that cannot be kept; the fault says which of the reasons it is."""

    def __init__(self, fault: ViewFault, message: str) -> None:
        super().__init__(message)
        self.fault = fault


def view_name(text: str) -> str:
    """The name as it is kept: spaces and line ends made one space; ViewError when it is empty or too long."""
    name = " ".join(text.split())
    if not name or len(name) > LONGEST_NAME or not name.isprintable():
        raise ViewError(ViewFault.NAME, f"view '{name[:20]}': cannot be a name; choose 1 to {LONGEST_NAME} characters")
    return name
