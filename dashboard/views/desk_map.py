"""The map: areas below a place, coloured by open cases per grid; the script draws it from the stored geometry."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from dash import dcc, html

from dashboard.address import Address
from dashboard.ids import MAP_ASKED, MAP_DETAIL
from dashboard.views.desk_panel import marks, panel
from dashboard.views.desk_ranking import Ranked, level_word
from dashboard.wording.desk import CHARTS, FIGURES, place_name, say, short_name
from dashboard.wording.words import Language
from pipelines.domain.kpi import Basis
from pipelines.domain.unit import Hierarchy, OrgLevel, OrgUnit

Breaks = tuple[float, float, float, float]
GRID_BREAKS: Breaks = (1.0, 2.0, 3.0, 4.0)
MEAN_BREAKS: Breaks = (0.2, 0.5, 1.0, 2.0)
_GRIDS = {(OrgLevel.GRID, Hierarchy.BASE)}
NO_DATA = 0
PLAIN = -1


def density(row: Ranked) -> float | None:
    """Open cases per grid; None without a grid."""
    grids = row.counts[Basis.STOCK]["grids"]
    return row.open / grids if grids else None


def density_class(value: float | None, breaks: Breaks) -> int:
    """The class 1 to 5 of a density, by breaks that stay the same from day to day; 0 without data."""
    return NO_DATA if value is None else 1 + sum(value >= one for one in breaks)


def breaks_of(units: Sequence[OrgUnit]) -> Breaks:
    """Whole numbers where single grids are coloured; finer where the density is a mean over grids."""
    return GRID_BREAKS if {(unit.level, unit.kind) for unit in units} == _GRIDS else MEAN_BREAKS


@dataclass(frozen=True, slots=True)
class Mapped:
    """What a map shows: a place, the one above it, the rows of the places below, and what each of those holds."""

    unit: OrgUnit
    above: OrgUnit | None
    rows: Sequence[Ranked]
    held: Mapping[str, Sequence[OrgUnit]]

    @property
    def geometry(self) -> str:
        """Whose drawing is used: a unit of another hierarchy has none, but lies in that of the place it hangs below."""
        return self.unit.code if self.unit.kind is Hierarchy.BASE or self.above is None else self.above.code

    @property
    def has_groups(self) -> bool:
        """Whether the places below are units of another hierarchy: groups of areas."""
        return any(row.unit.kind is not Hierarchy.BASE for row in self.rows)


def children_map(address: Address, mapped: Mapped) -> html.Section:
    """The places below, each a link down that keeps the question; coloured one level finer where there is one."""
    language, rows = address.language, mapped.rows
    finer = [unit for units in mapped.held.values() for unit in units]
    is_fine = is_one_level(finer) and not mapped.has_groups
    coloured = finer if is_fine else [row.unit for row in rows]
    word, breaks = level_word(coloured, language), breaks_of(coloured)
    title = say(CHARTS, "map", language, place_name(mapped.unit, language), word.lower())
    areas = dict(_areas(address, mapped, None if is_fine else breaks))
    drawing = _drawing(title, mapped.geometry, areas, language, "")
    detail = [dcc.Store(id=MAP_ASKED, data=address.href), html.Div(id=MAP_DETAIL)] if is_fine else []
    return panel(title, say(FIGURES, "per_grid", language), _legend(breaks), drawing, *detail, name="desk-where")


def _areas(address: Address, mapped: Mapped, breaks: Breaks | None) -> Iterator[tuple[str, dict[str, str | int]]]:
    """What the script draws for each area: a place below, or one that a unit of another hierarchy holds."""
    for row in mapped.rows:
        area = _area(address, row, breaks)
        if row.unit.kind is Hierarchy.BASE:
            yield row.unit.code, area
        for n, unit in enumerate(mapped.held.get(row.unit.code, ()) if row.unit.kind is not Hierarchy.BASE else ()):
            yield unit.code, area | {"group": row.unit.code} | ({"label": ""} if n else {})


def is_one_level(units: Sequence[OrgUnit]) -> bool:
    """Whether there are places and all are of one level, so that their densities compare."""
    return len({unit.level for unit in units}) == 1


def map_detail(rows: Sequence[Ranked]) -> html.Div:
    """The density class of each place one level finer, for the script that draws."""
    levels = {row.unit.code: density_class(density(row), breaks_of([row.unit])) for row in rows}
    return html.Div(**marks(data_desk_levels=json.dumps(levels)))


def place_map(address: Address, unit: OrgUnit, around: OrgUnit, siblings: Sequence[OrgUnit]) -> html.Section:
    """Where a place without places below lies among its neighbours."""
    title = say(CHARTS, "map_here", address.language, place_name(unit, address.language))
    areas: dict[str, dict[str, str | int]] = {
        one.code: {"name": place_name(one, address.language), "href": address.at_place(one.code).href, "level": PLAIN}
        for one in siblings
    }
    hint = place_name(around, address.language)
    return panel(title, hint, _drawing(title, around.code, areas, address.language, unit.code), name="desk-where")


def _area(address: Address, row: Ranked, breaks: Breaks | None) -> dict[str, str | int]:
    """What the script draws of a place; without breaks it stays plain under the finer ones."""
    value = density(row)
    shown = "—" if value is None else f"{value:.1f} {say(FIGURES, 'per_grid', address.language)}"
    name = place_name(row.unit, address.language)
    label = short_name(row.unit, address.language)
    href = address.at_place(row.unit.code).href
    return {
        "name": f"{name}  {shown}",
        "label": label,
        "level": PLAIN if breaks is None else density_class(value, breaks),
        "href": href,
    }


def _drawing(
    title: str, geometry: str, areas: Mapping[str, Mapping[str, str | int]], language: Language, here: str
) -> html.Div:
    data = marks(
        data_desk_map=f"/geometry/{geometry}.json",
        data_areas=json.dumps(areas, ensure_ascii=False),
        data_here=here,
        data_title=title,
    )
    note = html.Div(say(CHARTS, "schematic", language), className="desk-map-note")
    return html.Div([html.Div(className="desk-map", **data), note], className="desk-map-frame")


def _legend(breaks: Breaks) -> html.Div:
    """Five swatches with the breaks below their edges."""
    marks = ["0", *(f"{one:g}" for one in breaks)]
    marks[-1] += "+"
    swatches = [
        html.Span(html.Span(mark, className="num"), className=f"desk-swatch desk-ramp-{n}")
        for n, mark in enumerate(marks, start=1)
    ]
    return html.Div(swatches, className="desk-legend")
