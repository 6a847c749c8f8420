"""Ids of the components that callbacks know."""

LOCATION = "address"
PAGE = "page"
PICKER = "place-picker"
PICKED = "place-picked"
MAP_ASKED = "map-asked"
MAP_DETAIL = "map-detail"
