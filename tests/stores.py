"""Databases for tests: a PostgreSQL server, named by WORKBENCH_TEST_POSTGRES or started from a package; old stores."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

import clusters
import pg8000.native
from sqlalchemy import MetaData, create_engine
from sqlalchemy.engine import make_url

from workbench.store import basis, chain, migrating, opening
from workbench.store.schema import metadata

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

ENVIRONMENT = "WORKBENCH_TEST_POSTGRES"


@contextmanager
def server() -> Iterator[str]:
    """Yield the address of a server's database ``postgres``; skips where no server can run."""
    named = os.environ.get(ENVIRONMENT)
    if named:
        yield named
        return
    with clusters.binaries() as programs, tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        with clusters.started(Path(folder) / "data", *clusters.HASTE, programs=programs) as cluster:
            yield cluster.address


@contextmanager
def database(address: str, template: str = "template1") -> Iterator[str]:
    """Yield the address of a new database that is a copy of another; it is dropped at the end."""
    name = f"workbench_{uuid4().hex[:12]}"
    run(address, f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    try:
        yield make_url(address).set(database=name).render_as_string(hide_password=False)
    finally:
        run(address, f'DROP DATABASE "{name}" WITH (FORCE)')


@contextmanager
def blank(url: str) -> Iterator[str]:
    """Yield the address of a database without tables beside a store, on the same server or in the same folder."""
    if "://" not in url:
        yield url + ".blank"
        return
    with database(url) as made:
        yield made


def empty(url: str) -> None:
    """Delete everything from a store on a server, as if nothing had ever been written."""
    tables = ", ".join(name for name in metadata.tables if name != "chain")
    run(url, f"TRUNCATE {tables} RESTART IDENTITY CASCADE")
    run(url, f"UPDATE chain SET hash = '{chain.START}', events = 0")


def run(address: str, statement: str) -> None:
    """Run a statement outside of any transaction."""
    url = make_url(address)
    connection = pg8000.native.Connection(
        url.username or "postgres", host=url.host or "127.0.0.1", port=url.port or 5432, database=url.database,
        password=url.password,
    )  # fmt: skip
    try:
        connection.run(statement)
    finally:
        connection.close()


FIRST_EVENTS = ("decide", "note", "decide")


def write_first_version(url: str, record: dict[str, Any], text: str) -> None:
    """Write a store as the first version of the workbench did: a document, and three events on its first claim."""
    engine = create_engine(opening.address(url))
    with engine.begin() as connection:
        migrating.upgrade(connection, "0001")
        tables = MetaData()
        tables.reflect(connection)
        document, claim, events = (tables.tables[name] for name in ("document", "claim", "verdict_event"))
        head = {name: record[name] for name in ("id", "title", "url", "author", "published", "reference_version")}
        connection.execute(document.insert().values(
            number=1, text=text, sha256=basis.digest(text), record="{}", imported_at="2024-01-01", **head
        ))  # fmt: skip
        for position, body in enumerate(record["claims"]):
            suggestion, decided = body["suggestion"], position == 0
            connection.execute(claim.insert().values(
                id=body["id"], document=1, position=position, active=True, quote=body["quote"], kind=body["kind"],
                outcome=suggestion["outcome"], as_published=suggestion["as_published"],
                indicator=suggestion["indicator"], checkworthy=body["checkworthy"], body=json.dumps(body),
                rev=len(FIRST_EVENTS) if decided else 0, rating="true" if decided else None, note="",
                second_opinion=False, reviewer="Ada" if decided else None,
                decided_at="2024-01-03" if decided else None, decided_on=suggestion["outcome"] if decided else None,
            ))  # fmt: skip
        head_hash = chain.START
        for rev, action in enumerate(FIRST_EVENTS, 1):
            event = {
                "claim": record["claims"][0]["id"], "rev": rev, "action": action, "rating": "true", "note": "",
                "second_opinion": False, "reviewer": "Ada", "at": f"2024-01-0{rev}", "suggested": "supported",
                "suggested_as_published": "no_data", "reference_version": "1.0 abc",
            }  # fmt: skip
            linked = chain.link(event | {"form": 1}, head_hash)
            connection.execute(events.insert().values(**event, prev_hash=head_hash, hash=linked))
            head_hash = linked
        connection.execute(tables.tables["chain"].update().values(hash=head_hash, events=len(FIRST_EVENTS)))
    engine.dispose()


@contextmanager
def copied(url: str, folder: Path) -> Iterator[str]:
    """Yield the address of a copy of a store that nobody has open."""
    if "://" not in url:
        place = folder / f"copy-{uuid4().hex[:8]}.db"
        shutil.copyfile(url, place)
        yield str(place)
        for left in folder.glob(place.name + "*"):
            left.unlink()
        return
    with database(url.rsplit("/", 1)[0] + "/postgres", make_url(url).database or "") as made:
        yield made
