"""Files to events: read, map, send to the intake, tell what did not go in."""

from pipelines.importer.flow import ImportSummary, import_file

__all__ = ["ImportSummary", "import_file"]
