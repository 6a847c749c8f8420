"""What the menu of saved views says on a page."""

from urllib.parse import parse_qsl

from dashboard.kept_address import SAID, kept_address
from dashboard.pages.frame import DeskPage
from dashboard.queries.bundle import Queries
from dashboard.views.desk_views import Kept
from pipelines.domain.access import Viewer
from pipelines.domain.errors import StoreError
from pipelines.domain.saved_view import ViewError


def ask_kept(queries: Queries, viewer: Viewer, page: DeskPage, pathname: str, search: str) -> Kept | None:
    """The viewer's own; None for who has no account, and while they cannot be read: the page does without."""
    if not viewer.has_account:
        return None
    try:
        views = queries.views.of(viewer)
    except StoreError:
        return None
    said = dict(parse_qsl(search.lstrip("?"))).get(SAID, "")
    return Kept(views, "" if page.is_notice else _keepable(f"{pathname}?{search.lstrip('?')}"), said)


def _keepable(address: str) -> str:
    try:
        return kept_address(address)
    except ViewError:
        return ""
