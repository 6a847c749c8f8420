"""Types of columns that both databases read in the same way."""

from sqlalchemy import BigInteger, Integer, String

SERIAL = BigInteger().with_variant(Integer, "sqlite")
TEXT = String().with_variant(String(collation="C"), "postgresql")  # sorted as Python and SQLite sort
