"""The version of each half of the schema, and where a database keeps its own."""

from sqlalchemy import Column, Integer, Table

from db.derived_tables import DERIVED
from db.log_tables import LOG

VERSIONS = {LOG: 9, DERIVED: 9}
"""A new version of the log needs a step in migrations.py; what is derived is made anew, so a new number is enough."""
schema_version = {
    metadata: Table(
        f"schema_version_{name}",
        metadata,
        Column("id", Integer, primary_key=True),
        Column("version", Integer, nullable=False),
    )
    for name, metadata in (("log", LOG), ("derived", DERIVED))
}
