"""Ids of the components that callbacks know."""

LOCATION = "address"
PAGE = "page"
PICKER = "place-picker"
