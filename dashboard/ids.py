"""Ids of the components that callbacks know."""

LOCATION = "address"
PAGE = "page"
PICKER = "place-picker"
MAP_ASKED = "map-asked"
MAP_DETAIL = "map-detail"
