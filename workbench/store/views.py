"""Saved views of the queue: a filter with a name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, insert, select

from workbench.errors import StoreError
from workbench.store.records import SavedView
from workbench.store.schema import saved_view
from workbench.store.team import must_be, reading

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.engine import Connection

    from workbench.store.opening import Database

LONGEST = 80


class Views:
    """The saved views of a store, as ``Store.views``; everybody in a team sees all of them."""

    def __init__(self, database: Database, now: Callable[[], str]) -> None:
        self._database = database
        self._now = now

    def save(self, name: str, query: str, *, owner: str) -> None:
        """Keep the query of an address under a name; a view of the same owner and name is replaced."""
        name = name.strip()
        if not name or len(name) > LONGEST:
            raise StoreError(f"a view needs a name of 1 to {LONGEST} letters", hint="give it one")
        with self._database.writing() as connection:
            must_be(connection, owner, "reviewer")
            _delete(connection, name, owner)
            connection.execute(insert(saved_view).values(owner=owner, name=name, query=query, at=self._now()))

    def delete(self, name: str, *, owner: str) -> None:
        """Forget a view of an owner; one that is not there is no error."""
        with self._database.writing() as connection:
            must_be(connection, owner, "reviewer")
            _delete(connection, name, owner)

    def list(self, *, viewer: str | None = None) -> list[SavedView]:
        """Return all views by name."""
        query = select(saved_view).order_by(saved_view.c.name, saved_view.c.owner)
        with reading(self._database, viewer) as connection:
            return [SavedView(row.owner, row.name, row.query) for row in connection.execute(query)]


def _delete(connection: Connection, name: str, owner: str) -> None:
    connection.execute(delete(saved_view).where(saved_view.c.owner == owner, saved_view.c.name == name))
