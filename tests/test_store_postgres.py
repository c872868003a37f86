"""A team's store on a server: locked, read-only and unreachable are told with a remedy, and lose nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import stores
from sqlalchemy import text

from workbench.errors import NotOurStore, StoreUnavailable
from workbench.store import Store, opening

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def store_url(postgres_server: str, postgres_store: str) -> Iterator[str]:
    with stores.database(postgres_server, postgres_store) as url:
        yield url


def test_while_another_program_holds_the_store(filled: Store, monkeypatch: pytest.MonkeyPatch, store_url: str) -> None:
    """A decision waits as long as told, then fails with a remedy and stores nothing; afterwards it goes through."""
    monkeypatch.setattr(opening, "LOCK_SECONDS", 0.2)
    with Store.open(store_url) as hasty:
        with filled._database.writing() as other:
            other.execute(text("LOCK TABLE chain"))
            with pytest.raises(StoreUnavailable, match="the database is locked") as caught:
                hasty.decide("orm-1", 0, "true", reviewer="Ada")
            assert "try again" in caught.value.hint
        assert 1 == hasty.decide("orm-1", 0, "true", reviewer="Ada").rev
    assert [] == filled.verify()


def test_a_statement_that_takes_too_long(monkeypatch: pytest.MonkeyPatch, store_url: str) -> None:
    """The server ends it, which is told with a remedy; the next one goes through on the same connection."""
    monkeypatch.setattr(opening, "STATEMENT_SECONDS", 0.2)
    with Store.open(store_url) as hasty:
        database = hasty._database
        with (
            pytest.raises(StoreUnavailable, match="takes too long to answer") as caught,
            database.reading() as connection,
        ):
            connection.execute(text("SELECT pg_sleep(600)"))
        assert "try again" in caught.value.hint
        with database.reading() as connection:
            assert 1 == connection.execute(text("SELECT 1")).scalar()


def test_a_read_only_server(filled: Store, store_url: str) -> None:
    """What is stored can be read and verified; a verdict is refused with a remedy."""
    filled.decide("orm-1", 0, "true", reviewer="Ada")
    name = store_url.rsplit("/", 1)[1]
    stores.run(store_url, f'ALTER DATABASE "{name}" SET default_transaction_read_only = on')
    with Store.open(store_url) as store:
        assert "true" == store.claim("orm-1").rating
        with pytest.raises(StoreUnavailable, match="read-only"):
            store.decide("orm-1", 1, "false", reviewer="Bert")
        assert [] == store.verify()


def test_a_connection_that_was_cut_is_made_again(filled: Store, store_url: str) -> None:
    """After the server dropped all connections, such as for a restart, the next verdict goes through."""
    filled.decide("orm-1", 0, "true", reviewer="Ada")
    cut = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> "
    stores.run(store_url, cut + "pg_backend_pid()")
    assert 2 == filled.decide("orm-1", 1, "false", reviewer="Ada").rev
    assert [] == filled.verify()


@pytest.mark.parametrize(
    ("change", "error", "message"),
    [
        ({"database": "nowhere"}, StoreUnavailable, "no such database"),
        ({"port": 9}, StoreUnavailable, "cannot be reached"),
        ({"host": "no-such-host.invalid"}, StoreUnavailable, "cannot be reached"),
        ({"username": "stranger"}, StoreUnavailable, "does not let you in"),
    ],
)
def test_a_server_that_does_not_answer_as_hoped(
    store_url: str, change: dict[str, object], error: type[StoreUnavailable], message: str
) -> None:
    """A wrong database, port, host or name is told with its remedy, and without the password."""
    address = opening.address(store_url).set(password="hush", **change)  # type: ignore[arg-type]
    with pytest.raises(error, match=message) as caught:
        Store.open(address.render_as_string(hide_password=False))
    assert caught.value.hint
    assert "hush" not in str(caught.value)


def test_a_database_of_something_else(store_url: str) -> None:
    """A database with other tables is refused and left alone."""
    with stores.blank(store_url) as url:
        stores.run(url, "CREATE TABLE recipes (name text)")
        with pytest.raises(NotOurStore, match="other tables"):
            Store.open(url)
        with pytest.raises(NotOurStore, match="other tables"):
            Store.open(url, make=False)


def test_an_empty_database_is_set_up_only_when_asked(store_url: str) -> None:
    """Looking at an empty database makes no store of it; opening it to work does."""
    with stores.blank(store_url) as url:
        with pytest.raises(StoreUnavailable, match="holds no store"):
            Store.open(url, make=False)
        Store.open(url).close()
        with Store.open(url, make=False) as store:
            assert store.is_empty()


def test_no_text_is_told_by_an_error(filled: Store) -> None:
    """An error of the database shows none of the values that were to be stored."""
    with filled._database.engine.connect() as connection, pytest.raises(Exception, match="nowhere") as caught:
        connection.execute(text("INSERT INTO nowhere VALUES (:words)"), {"words": "the secret words"})
    assert "secret" not in str(caught.value)
