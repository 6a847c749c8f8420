"""Ids of the components that callbacks know."""

LOCATION = "address"
PAGE = "page"
PICKER = "place-picker"
PICKED = "place-picked"
CASES_GRID = "cases-grid"
MAP_ASKED = "map-asked"
MAP_DETAIL = "map-detail"
KNOWN = frozenset({LOCATION, PAGE, PICKER, PICKED, CASES_GRID, MAP_ASKED, MAP_DETAIL})
