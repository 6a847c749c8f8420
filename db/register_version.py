"""The number that grows with every change of what people maintain, by which its readers see that there is one."""

from sqlalchemy import Connection, insert, select, update

from db.tables import register_version


def version(connection: Connection) -> int:
    """The number as it stands."""
    return connection.execute(select(register_version.c.version)).scalar() or 0


def grow(connection: Connection) -> None:
    """Say that something has changed."""
    column = register_version.c.version
    if not connection.execute(update(register_version).values(version=column + 1)).rowcount:
        connection.execute(insert(register_version).values(name="register", version=1))
