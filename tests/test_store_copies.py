"""Backups, restoring, proof and migration, on both kinds of store: nothing is lost, nothing overwritten silently."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest
import stores
from commands import run
from sqlalchemy import select

from workbench.errors import NotOurStore, StoreError, StoreUnavailable
from workbench.store import Store
from workbench.store.schema import metadata

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path
    from typing import Any

    Make = Callable[..., dict[str, Any]]


@pytest.fixture(autouse=True)
def _own_data_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Backups of a server's database land where this test looks."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "home"))


@pytest.fixture
def worked_on(filled: Store) -> Store:
    """A store in which a team has decided, disagreed, commented and saved a view."""
    filled.team.set_role("Ada", "owner", by="Ada")
    filled.team.set_role("Bert", "reviewer", by="Ada")
    filled.decide("orm-1", 0, "true", reviewer="Bert", note="=SUM(A1) \u202e'\"\n日本")
    filled.comment("orm-1", "are we sure?", reviewer="Ada")
    filled.dismiss("ulm-1", 0, "repeated", reviewer="Bert")
    filled.team.assign(["orm-2"], ["Ada", "Bert"], by="Ada", blind=True)
    filled.decide("orm-2", 0, "false", reviewer="Bert")
    filled.decide("orm-2", 0, "true", reviewer="Ada")
    filled.views.save("mine", "state=open", owner="Ada")
    return filled


@pytest.fixture(params=["sqlite", "postgres"])
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    """Another store, empty, of each kind in turn."""
    if request.param == "sqlite":
        with Store.open(str(tmp_path / "empty.db")) as opened:
            yield opened
        return
    server, template = (request.getfixturevalue(name) for name in ("postgres_server", "postgres_store"))
    with stores.database(server, template) as url, Store.open(url) as opened:
        yield opened


def content(store: Store) -> dict[str, list[tuple[Any, ...]]]:
    """All rows of all tables."""
    with store._database.reading() as connection:
        return {
            table.name: sorted(map(tuple, connection.execute(select(table))), key=repr)
            for table in metadata.sorted_tables
        }


def test_a_backup_restores_into_either_kind_of_store(worked_on: Store, empty: Store, tmp_path: Path) -> None:
    """Every row of every table comes back, the trail is whole, and work goes on where it ended."""
    copy = tmp_path / "copy"
    worked_on.backup(copy)
    assert empty.restore(copy) is None
    assert content(worked_on) == content(empty)
    assert [] == empty.verify()
    assert 2 == empty.decide("orm-1", 1, "false", reviewer="Ada").rev
    empty.put_document({**empty.document("orm").record(), "id": "new", "claims": []}, "Nothing here.")
    assert [] == empty.verify()


def test_a_backup_never_overwrites_a_file(worked_on: Store, tmp_path: Path) -> None:
    """A file that is there stays as it is, and no half copy is left beside it."""
    copy = tmp_path / "copy"
    copy.write_bytes(b"my notes")
    with pytest.raises(StoreUnavailable, match="the file exists"):
        worked_on.backup(copy)
    with pytest.raises(StoreUnavailable, match="folder does not exist"):
        worked_on.backup(tmp_path / "nowhere" / "copy")
    assert b"my notes" == copy.read_bytes()
    assert not list(tmp_path.glob("*.part"))


def test_restoring_over_a_store_asks_and_keeps_what_was_there(worked_on: Store, empty: Store, tmp_path: Path) -> None:
    """A store that is not empty is refused; when told to replace it, it is backed up first and can be brought back."""
    before = content(worked_on)
    other = tmp_path / "other"
    empty.backup(other)
    with pytest.raises(StoreError, match="not empty"):
        worked_on.restore(other)
    assert before == content(worked_on)
    kept = worked_on.restore(other, replace=True)
    assert worked_on.is_empty()
    assert kept is not None
    assert worked_on.restore(kept) is None
    assert before == content(worked_on)


def cut(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:10_000])


def change(file: Path) -> None:
    with closing(sqlite3.connect(file)) as raw:
        raw.execute("UPDATE verdict_event SET rating = 'false' WHERE claim = 'orm-1' AND action = 'decide'")
        raw.commit()


@pytest.mark.parametrize(
    ("spoil", "error", "message"),
    [
        (lambda file: file.unlink(), StoreUnavailable, "cannot read"),
        (lambda file: file.write_bytes(b""), NotOurStore, "empty"),
        (lambda file: file.write_bytes(b"Dear diary, " * 500), NotOurStore, "not a database"),
        (cut, NotOurStore, "damaged"),
        (change, StoreError, r"the backup is broken: event \d+ \(claim orm-1, revision 1\) was changed"),
    ],
    ids=["gone", "empty", "text", "cut", "changed"],
)
def test_a_broken_backup_is_refused(
    worked_on: Store, tmp_path: Path, spoil: Callable[[Path], object], error: type[StoreError], message: str
) -> None:
    """It is named with what is wrong, and the store stays as it was."""
    copy = tmp_path / "copy"
    worked_on.backup(copy)
    spoil(copy)
    before = content(worked_on)
    with pytest.raises(error, match=message) as caught:
        worked_on.restore(copy, replace=True)
    assert str(copy) == caught.value.file
    assert caught.value.hint
    assert before == content(worked_on)


def test_a_store_of_the_first_version_migrates_after_a_backup(
    store_url: str, make_record: Make, text: str, tmp_path: Path
) -> None:
    """Its trail and verdicts hold, its backup restores, and new verdicts follow the old ones."""
    with stores.blank(store_url) as url:
        stores.write_first_version(url, make_record(), text)
        with Store.open(url) as store:
            assert [] == store.verify()
            claim = store.claim("orm-1")
            assert ("true", 3, "Ada", False) == (claim.rating, claim.rev, claim.reviewer, claim.stale)
            assert [*stores.FIRST_EVENTS] == [event.action for event in store.history("orm-1")]
            assert 4 == store.decide("orm-1", 3, "false", reviewer="Bert").rev
            assert [] == store.verify()
        (backup,) = tmp_path.rglob("*.version-0001-*.backup")
        with Store.open(str(tmp_path / "again.db")) as store:
            store.restore(backup)
            assert ("true", 3) == (store.claim("orm-1").rating, store.claim("orm-1").rev)


def test_the_commands(worked_on: Store, store_url: str, tmp_path: Path) -> None:
    """Backup, restore and verify tell what they did; a broken trail ends with status 1 and its first broken link."""
    copy, other = str(tmp_path / "copy"), str(tmp_path / "other.db")
    done = run("backup", copy, "--database", store_url)
    assert (0, f"{copy}: 11 events on 2 documents, copied from {worked_on.place}\n") == (done.status, done.out)
    done = run("restore", copy, "--database", other)
    assert (0, f"{other}: 11 events on 2 documents, restored from {copy}\n") == (done.status, done.out)
    done = run("verify", "--database", other)
    assert (0, f"{other}: unbroken, 11 events on 2 documents\n") == (done.status, done.out)
    with worked_on._database.writing() as raw:
        raw.exec_driver_sql("UPDATE verdict_event SET note = 'other' WHERE number = 5")
        raw.exec_driver_sql("UPDATE verdict_event SET note = 'other' WHERE number = 7")
    done = run("verify", "--database", store_url)
    assert (1, "was changed after it was written") == (done.status, done.out.splitlines()[0][-32:])
    assert "event 5 (claim orm-1, revision 1)" in done.out.splitlines()[0]


@pytest.mark.parametrize("command", [["verify"], ["export"], ["backup", "copy"]], ids=lambda words: words[0])
def test_a_store_that_is_not_there_is_not_made(tmp_path: Path, command: list[str]) -> None:
    """A mistyped address is told, with what to do, and no empty store is left behind."""
    place = tmp_path / "typo" / "reviews.db"
    done = run(*command, "--database", str(place))
    assert 2 == done.status
    assert f"{place}: there is no such store (check the address" in done.err
    assert not place.parent.exists()
