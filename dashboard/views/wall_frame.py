"""The pieces that a live frame is made of: elements that the live script finds by their identifier."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard.live.snapshot import Snapshot
from dashboard.wording.wall import WALL
from dashboard.wording.words import Language, Word, find

Children = Sequence[Component | str]


def attributes(**values: str) -> dict[str, Any]:
    """Attributes with dashes in their names, for an element: data_cell="x" -> data-cell="x"."""
    return {name.replace("_", "-"): value for name, value in values.items()}


@dataclass(frozen=True, slots=True)
class Frame:
    """A frame in a language, filled with what a first snapshot says; the words are those of the walls or its own."""

    language: Language
    first: Snapshot
    words: Mapping[str, Word] = field(default_factory=lambda: WALL)

    def word(self, identifier: str) -> str:
        """A word of the list."""
        return find(self.words, identifier, self.language)

    def label(self, identifier: str, classes: str = "label") -> Component:
        """A word that never changes."""
        return html.Span(self.word(identifier), className=classes)

    def cell(self, identifier: str, classes: str = "") -> Component:
        """A text that the live script keeps."""
        return html.Span(self.first.cells.get(identifier, ""), className=classes, **attributes(data_cell=identifier))

    def box(self, identifier: str, children: Children, classes: str = "", state: str = "off") -> Component:
        """A block with a state that the live script keeps; `state` is the one it waits in."""
        return html.Div(children, className=classes, **self._keyed(identifier, state))

    def span(self, identifier: str, children: Children, classes: str = "", state: str = "off") -> Component:
        """The same in a line of text."""
        return html.Span(children, className=classes, **self._keyed(identifier, state))

    def link(self, identifier: str, children: Children, classes: str = "") -> Component:
        """A block with a state that leads to another page."""
        href = self.first.links.get(identifier) or None
        return html.A(
            children, className=classes, href=href, **self._keyed(identifier), **attributes(data_link=identifier)
        )

    def listed(self, identifier: str, classes: str) -> Component:
        """A number that the live script keeps, and that opens what it counts."""
        text, href = self.first.cells.get(identifier, ""), self.first.links.get(identifier)
        marks = attributes(data_cell=identifier, data_link=identifier)
        return html.A(text, className=classes, href=href, **marks)

    def bar(self, identifier: str, classes: str) -> Component:
        """A block whose length or place is a share of its width, 0 to 1."""
        share = self.first.bars.get(identifier, 0)
        return html.Div(className=classes, style={"--share": share}, **attributes(data_bar=identifier))

    def since(self, identifier: str, classes: str = "num") -> Component:
        """A time span that the live script keeps counting."""
        return html.Span(className=classes, **attributes(data_since=identifier))

    def chart(self, identifier: str, kind: str, classes: str) -> Component:
        """A place for a drawing; its figures stand in text elsewhere."""
        return html.Div(className=classes, **attributes(data_chart=identifier, data_kind=kind, aria_hidden="true"))

    def _keyed(self, identifier: str, state: str = "off") -> dict[str, Any]:
        return attributes(data_key=identifier, data_state=self.first.states.get(identifier, state))


def shape() -> Component:
    """The sign of the state around it: a diamond for critical, a triangle for warning, nothing when normal."""
    return html.Span(className="shape", **attributes(aria_hidden="true"))
