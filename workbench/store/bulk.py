"""Many rows in few statements."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from sqlalchemy import insert, text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Table
    from sqlalchemy.engine import Connection

_AT_ONCE = 1_000


def insert_many(connection: Connection, table: Table, rows: Sequence[dict[str, Any]]) -> None:
    """Insert rows, all with the same columns, in their order.

    A server gets a thousand in one statement, as JSON: its driver would ask it for each row, and read a longer
    statement sign by sign.
    """
    if connection.dialect.name != "postgresql":
        connection.execute(insert(table), rows)
        return
    quote = connection.dialect.identifier_preparer.quote
    columns = ", ".join(map(quote, rows[0]))
    told = (
        f"json_populate_recordset(NULL::{quote(table.name)}, CAST(:rows AS json)) WITH ORDINALITY ORDER BY ordinality"
    )
    statement = text(f"INSERT INTO {quote(table.name)} ({columns}) SELECT {columns} FROM {told}")  # noqa: S608 - our names
    for start in range(0, len(rows), _AT_ONCE):
        connection.execute(statement, {"rows": json.dumps(rows[start : start + _AT_ONCE], ensure_ascii=False)})
