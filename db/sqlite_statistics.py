"""What SQLite's planner believes about the tables: the proportions of a full deployment, from the first day on.

SQLite would learn them with ANALYZE only from what is there when it runs, and guesses without it: then it walks all
cases of a district to find those of one week. On PostgreSQL the server learns them by itself.
"""

from sqlalchemy import Connection, text

PROPORTIONS = {
    ("cases", "cases_city"): "300000 300000 800 8 1",
    ("cases", "cases_district"): "300000 150000 400 4 1",
    ("cases", "cases_subdistrict"): "300000 20000 60 2 1",
    ("cases", "cases_community"): "300000 1500 5",
    ("cases", "cases_grid"): "300000 120 2",
    ("cases", "cases_stock"): "1000 80",
    ("cases", "cases_party_grid"): "300000 500 2",
    ("cases", "cases_block"): "300000 2500 8",
    ("cases", "cases_zone"): "300000 10000 30",
    ("cases", "cases_due"): "300000 800",
    ("cases", "cases_reported"): "300000 1",
    ("cases", "cases_closed"): "300000 120 4 1",
    ("cases", "cases_turns"): "1000 1",
    ("cases", "cases_parked"): "100 100",
    ("cases", "sqlite_autoindex_cases_1"): "300000 1",
    ("change", "change_day"): "2400000 8000",
    ("change", "change"): "2400000 8 1",
}
"""By table and index: rows, then how many of them share the first column, the first two, and so on."""


def write_statistics(connection: Connection) -> None:
    """Write them into the derived side, for every connection that is opened from now on."""
    connection.execute(text("ANALYZE sqlite_schema"))
    connection.execute(text("DELETE FROM sqlite_stat1"))
    rows = [{"tbl": table, "idx": index, "stat": stat} for (table, index), stat in PROPORTIONS.items()]
    connection.execute(text("INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES (:tbl, :idx, :stat)"), rows)
    connection.execute(text("ANALYZE sqlite_schema"))
