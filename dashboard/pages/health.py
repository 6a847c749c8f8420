"""The operators' page: its frame at once, its facts over the live channel."""

import platform
from importlib.metadata import version
from zoneinfo import ZoneInfo

from dashboard.address import Address
from dashboard.pages.frame import DeskPage
from dashboard.queries.bundle import Queries
from dashboard.queries.vitals import check_operator
from dashboard.static import build_id
from dashboard.views.desk_health import health_view
from dashboard.views.desk_policy import RankingPolicy, policy_panel, said
from dashboard.wording.health import HEALTH
from dashboard.wording.words import find
from pipelines.domain.access import Viewer, may_set_policy


def ask_policy(queries: Queries, viewer: Viewer) -> RankingPolicy:
    """What holds, and who changed it; AccessError for who sees only a part of the deployment."""
    check_operator(viewer)
    policies = queries.policies
    return RankingPolicy(policies.ranking(), policies.ranking_changes(), may_set_policy(viewer))


def health_page(address: Address, policy: RankingPolicy, zone: ZoneInfo) -> DeskPage:
    """The page of those who see the whole deployment."""
    versions = (
        ("product", version("threecenter")),
        ("build", build_id()),
        ("python", platform.python_version()),
        ("dash", version("dash")),
        ("zone", zone.key),
    )
    title = find(HEALTH, "title", address.language)
    ranking = policy_panel(address.asking(said=""), policy, zone)
    return DeskPage(address, None, title, [*said(address), health_view(address, versions, ranking)])
