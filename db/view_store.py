"""The addresses that people keep under names of their own."""

from sqlalchemy import Connection, Engine, and_, delete, func, insert, select, update
from sqlalchemy.sql.elements import ColumnElement

from db.engine import reading, writing
from db.log_tables import saved_view
from pipelines.domain.saved_view import MOST_VIEWS, SavedView, ViewError, ViewFault


class ViewStore:
    """Every verb is of one account and touches no other's views."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def views(self, account: str) -> list[SavedView]:
        """All of an account, by name."""
        query = select(saved_view).where(saved_view.c.account == account).order_by(saved_view.c.name)
        with reading(self._engine) as connection:
            return [SavedView(row.name, row.address) for row in connection.execute(query)]

    def save(self, account: str, view: SavedView) -> None:
        """Keep one more; ViewError when the name is taken or there are too many."""
        with writing(self._engine) as connection:
            _check_free(connection, account, view.name)
            own = select(func.count()).select_from(saved_view).where(saved_view.c.account == account)
            if connection.execute(own).scalar_one() >= MOST_VIEWS:
                raise ViewError(ViewFault.FULL, f"views of {account}: {MOST_VIEWS} are kept already; delete one first")
            row = {"account": account, "name": view.name, "address": view.address}
            connection.execute(insert(saved_view).values(row))

    def rename(self, account: str, name: str, new: str) -> None:
        """Give one another name; ViewError when that is taken or there is none."""
        with writing(self._engine) as connection:
            if new != name:
                _check_free(connection, account, new)
            statement = update(saved_view).where(_own(account, name)).values(name=new)
            _check_found(connection.execute(statement).rowcount, name)

    def delete(self, account: str, name: str) -> None:
        """Forget one; ViewError when there is none."""
        with writing(self._engine) as connection:
            _check_found(connection.execute(delete(saved_view).where(_own(account, name))).rowcount, name)


def _own(account: str, name: str) -> ColumnElement[bool]:
    return and_(saved_view.c.account == account, saved_view.c.name == name)


def _check_free(connection: Connection, account: str, name: str) -> None:
    if connection.execute(select(saved_view.c.name).where(_own(account, name))).first():
        raise ViewError(ViewFault.TAKEN, f"view '{name}': there is one of that name; choose another")


def _check_found(rows: int, name: str) -> None:
    if not rows:
        raise ViewError(ViewFault.MISSING, f"view '{name}': there is none of that name any more; look again")
