"""Colour tokens for what is drawn on the server; the sheet `assets/theme.css` holds the same values."""

from collections.abc import Mapping
from dataclasses import dataclass

from pipelines.domain.event import CaseClass

NUMERALS = '"Barlow Semi Condensed", "Noto Sans SC Words", "Noto Sans SC", sans-serif'


@dataclass(frozen=True, slots=True)
class Tokens:
    """The colours a figure needs in one theme."""

    surface: str
    line: str
    line_strong: str
    text_1: str
    text_2: str
    data: str
    class_a: str
    class_b: str
    class_c: str
    class_d: str
    stale: str

    def of_class(self, class_: CaseClass) -> str:
        """The colour of a class."""
        colours = {CaseClass.A: self.class_a, CaseClass.B: self.class_b, CaseClass.C: self.class_c}
        return colours.get(class_, self.class_d if class_ is CaseClass.D else self.stale)


TOKENS: Mapping[str, Tokens] = {
    "dark": Tokens(
        surface="#121a21",
        line="#26333e",
        line_strong="#43535f",
        text_1="#e9eff4",
        text_2="#aebac5",
        data="#74abca",
        class_a="#bddbfc",
        class_b="#77dabe",
        class_c="#cea6f8",
        class_d="#9da396",
        stale="#8795a1",
    ),
    "light": Tokens(
        surface="#ffffff",
        line="#dde3e8",
        line_strong="#b6c1ca",
        text_1="#16202a",
        text_2="#475664",
        data="#2c6f95",
        class_a="#1b3765",
        class_b="#1a5b58",
        class_c="#694d8e",
        class_d="#6e7567",
        stale="#5f6e7b",
    ),
}
DASHES: Mapping[CaseClass, str] = {
    CaseClass.A: "solid",
    CaseClass.B: "8px,4px",
    CaseClass.C: "2px,4px",
    CaseClass.D: "10px,4px,2px,4px",
}
