"""The operators' page: its frame at once, its facts over the live channel."""

import platform
from importlib.metadata import version

from dash import html

from dashboard.address import Address
from dashboard.pages.frame import frame
from dashboard.queries.vitals import check_operator
from dashboard.static import build_id
from dashboard.views.desk_health import health_view
from dashboard.wording.health import HEALTH
from dashboard.wording.words import find
from pipelines.domain.access import Viewer


def health_page(address: Address, viewer: Viewer, zone: str) -> html.Div:
    """The page; AccessError for who sees only a part of the deployment."""
    check_operator(viewer)
    versions = (
        ("product", version("threecenter")),
        ("build", build_id()),
        ("python", platform.python_version()),
        ("dash", version("dash")),
        ("zone", zone),
    )
    title = find(HEALTH, "title", address.language)
    return frame(address, viewer, None, title, [health_view(address, versions)])
