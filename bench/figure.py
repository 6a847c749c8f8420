"""One measured figure and the gate it has to pass."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Figure:
    """What was measured, its value and unit; `least` or `most` is the gate, none for a peer."""

    name: str
    value: float
    unit: str
    least: float | None = None
    most: float | None = None

    @property
    def gate(self) -> str:
        """The gate in words, empty without one."""
        if self.least is not None:
            return f"≥ {self.least:,g}"
        return f"≤ {self.most:,g}" if self.most is not None else ""

    @property
    def passes(self) -> bool:
        """Whether the value keeps its gate."""
        return (self.least is None or self.value >= self.least) and (self.most is None or self.value <= self.most)
