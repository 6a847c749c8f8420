"""What all panels of the governance center's board are drawn with, and how they write what they have in common."""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from dashboard.address import Address, Listed
from dashboard.queries.case_row import CaseDetail
from dashboard.wording.governance import governance_word
from dashboard.wording.numbers import count, share
from dashboard.wording.places import listed_name
from dashboard.wording.wall import wall_word
from dashboard.wording.words import Language
from pipelines.domain.catalogue import Catalogue
from pipelines.domain.comparison import SMALL_BASE
from pipelines.domain.event import Center
from pipelines.domain.kpi import Basis, Ratio
from pipelines.domain.matter import MatterPart
from pipelines.domain.period import local_day
from pipelines.domain.unit import OrgLevel

TODAY = "today"


@dataclass(frozen=True, slots=True)
class Setting:
    """The place and moment of a board, the items by code, and the language it is read in."""

    place: str
    now: datetime
    zone: ZoneInfo
    catalogue: Catalogue
    language: Language

    @property
    def today(self) -> date:
        """The local day."""
        return local_day(self.now, self.zone)

    @property
    def month(self) -> str:
        """The period of this month."""
        return f"{self.today:%Y-%m}"

    @property
    def year(self) -> str:
        """The period of this year."""
        return f"{self.today:%Y}"

    def word(self, identifier: str) -> str:
        """A word of this board."""
        return governance_word(identifier, self.language)

    def number(self, n: int | None) -> str:
        """A count; a dash for None."""
        return count(n, self.language, is_wall=True)

    def rate(self, ratio: Ratio | None) -> str:
        """A share; a dash without a denominator."""
        return share(None if ratio is None else ratio.value, self.language)

    def parts(self, ratio: Ratio | None) -> str:
        """What a share is made of: 711 / 893, and that these are few."""
        if ratio is None:
            return ""
        small = f" · {self.word('small')}" if 0 < ratio.d < SMALL_BASE else ""
        return f"{ratio.n:,} / {ratio.d:,}{small}"

    def listing(
        self,
        period: str,
        basis: Basis,
        name: str,
        place: str = "",
        item: str | None = None,
        matter: MatterPart | None = None,
    ) -> str:
        """The address of the cases behind a count of this center."""
        listed = Listed(basis, name)
        return Address(
            key=place or self.place,
            period=period,
            center=Center.GOVERNANCE,
            item=item,
            listed=listed,
            matter=matter,
            language=self.language,
        ).href

    def records(self, period: str, basis: Basis, name: str) -> str:
        """The address of the records behind a count."""
        return Address(key=self.place, period=period, language=self.language).behind(basis, name).href

    def case(self, case_id: str) -> str:
        """The address of a case."""
        return f"/cases/{case_id}"

    def item_name(self, code: str | None) -> str:
        """What a matter is called."""
        item = self.catalogue.items.get(code or "")
        if item is None:
            return wall_word("no_item", self.language)
        return item.name_en if self.language == Language.EN else item.name

    def where(self, detail: CaseDetail) -> str:
        """The place of a case, without its grid where the path names more."""
        named = [unit for unit in detail.path if unit.level is not OrgLevel.GRID] or list(detail.path)
        return listed_name(named[-1], self.language)
