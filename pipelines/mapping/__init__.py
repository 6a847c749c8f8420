"""Foreign columns to ours: a YAML mapping, the places it makes and the events of each row."""

from pipelines.mapping.load import load_mapping
from pipelines.mapping.places import NewUnit
from pipelines.mapping.rows import MappedCase, Reject, RowMapper
from pipelines.mapping.rules import Mapping

__all__ = ["MappedCase", "Mapping", "NewUnit", "Reject", "RowMapper", "load_mapping"]
