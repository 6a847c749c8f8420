"""A rate beside its target: a dot on a line, a tick where the target stands, and the way between them."""

from collections.abc import Iterable
from dataclasses import dataclass

from dash import html
from dash.development.base_component import Component

NARROWEST = 0.05
"""As far as this to both sides of the target the line reaches at least, so that a hair's breadth looks like one."""


@dataclass(frozen=True, slots=True)
class TargetLine:
    """The target, and the shares at which a line of several rows begins and ends."""

    target: float
    low: float
    high: float

    @classmethod
    def over(cls, target: float, values: Iterable[float]) -> "TargetLine":
        """The line that holds all values; it ends at 100 %, which no share can pass."""
        held = list(values)
        return cls(target, min([*held, target - NARROWEST]), max([*held, min(target + NARROWEST, 1.0)]))

    def mark(self, value: float, is_first: bool) -> Component:
        """One row's line; what it says stands as text beside it."""
        at, target = self._at(value), self._at(self.target)
        way = {"left": f"{min(at, target):.1%}", "width": f"{abs(at - target):.1%}"}
        parts = [
            html.Span(className="desk-way", style=way),
            html.Span(className="desk-tick", style={"left": f"{target:.1%}"}),
            html.Span(className="desk-dot", style={"left": f"{at:.1%}"}),
        ]
        return html.Span(parts, className="desk-target" + " desk-target-first" * is_first)

    def _at(self, share: float) -> float:
        return (share - self.low) / (self.high - self.low)
