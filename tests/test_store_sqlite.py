"""The embedded store: an SQLite file that loses nothing, and says what is wrong with a file that is not ours."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import tempfile
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import sessions

from workbench.errors import NotOurStore, StoreError, StoreUnavailable
from workbench.store import Store, opening

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Any


@pytest.fixture
def store_url(tmp_path: Path) -> str:
    return str(tmp_path / "reviews.db")


def test_sqlite_is_set_to_lose_nothing(filled: Store, tmp_path: Path) -> None:
    """The file is in WAL mode; foreign keys hold."""
    with closing(sqlite3.connect(tmp_path / "reviews.db")) as raw:
        assert ("wal",) == raw.execute("PRAGMA journal_mode").fetchone()
    with filled._database.reading() as connection:
        settings = [connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in ("synchronous", "foreign_keys")]
    assert [2, 1] == settings


def write_other_tables(file: Path) -> None:
    with closing(sqlite3.connect(file)) as raw:
        raw.execute("CREATE TABLE recipes (name)")


def write_newer_version(file: Path) -> None:
    Store.open(str(file)).close()
    with closing(sqlite3.connect(file, isolation_level=None)) as raw:
        raw.execute("UPDATE workbench_store_version SET version_num = '9999'")


@pytest.mark.parametrize(
    ("prepare", "error", "message"),
    [
        (lambda file: file.write_bytes(b"Dear diary, " * 200), NotOurStore, "not a database"),
        (write_other_tables, NotOurStore, "holds other tables"),
        (write_newer_version, NotOurStore, "newer version"),
        (lambda file: file.mkdir(), StoreUnavailable, "cannot be opened"),
    ],
    ids=["text", "other tables", "newer", "folder"],
)
def test_a_database_that_is_not_ours(
    tmp_path: Path, prepare: Callable[[Path], object], error: type[StoreError], message: str
) -> None:
    """A foreign file is refused with its name and a remedy, and left as it was."""
    file = tmp_path / "other.db"
    prepare(file)
    before = file.read_bytes() if file.is_file() else b""
    with pytest.raises(error, match=message) as caught:
        Store.open(str(file))
    assert str(file) == caught.value.file
    assert caught.value.hint
    assert before == (file.read_bytes() if file.is_file() else b"")


def test_a_locked_database(filled: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """While another program writes, a decision fails with a remedy and stores nothing."""
    with closing(sqlite3.connect(tmp_path / "reviews.db", isolation_level=None)) as raw:
        raw.execute("BEGIN IMMEDIATE")
        with filled._database.reading() as connection:
            connection.exec_driver_sql("PRAGMA busy_timeout=10")
        with pytest.raises(StoreUnavailable, match="locked"):
            filled.decide("orm-1", 0, "true", reviewer="Ada")
        raw.execute("ROLLBACK")
    assert 0 == filled.claim("orm-1").rev


def test_a_full_disk(filled: Store) -> None:
    """When there is no room, the verdict is refused and all before it is still there."""
    filled.decide("orm-1", 0, "true", reviewer="Ada")
    with filled._database.reading() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        connection.exec_driver_sql(f"PRAGMA max_page_count={pages}")
    with pytest.raises(StoreUnavailable, match="full"):
        filled.decide("orm-2", 0, "true", reviewer="Ada", note="long " * 50_000)
    assert ["true", None] == [filled.claim(name).rating for name in ("orm-1", "orm-2")]


def test_a_file_that_may_not_grow(filled: Store, store_url: str) -> None:
    """Where the system refuses to write more, the verdict is refused with a remedy; all confirmed ones are there."""
    with sessions.started(sessions.fill, store_url, 200_000) as (process, pipe):
        *told, refused, verified = sessions.confirmed(pipe)
        process.join()
    assert "refused" == refused[0]
    assert "nothing that was stored is lost" in refused[2]
    assert ("verified", [], len(told)) == verified
    assert [link for (link,) in told] == [event.hash for event in filled.history("orm-1")]
    assert told
    assert [] == filled.verify()


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of one mebibyte; only root may make one."""
    place = tmp_path / "disk"
    place.mkdir()
    made = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(place)], check=False, stderr=subprocess.DEVNULL
    )
    if made.returncode:
        pytest.skip("no disk of its own can be mounted here")
    yield place
    subprocess.run(["umount", str(place)], check=True)


def test_a_disk_that_is_full(small_disk: Path, make_record: Callable[..., dict[str, Any]], text: str) -> None:
    """Verdicts, imports and backups are refused with a remedy, no half copy stays, and all confirmed is still there."""
    with Store.open(str(small_disk / "reviews.db")) as store:
        store.put_document(make_record(), text)
        confirmed = []

        def decide_for_ever() -> None:
            while True:
                event = store.decide("orm-1", len(confirmed), "true", reviewer="Ada", note="long " * 2_000)
                confirmed.append(event.hash)

        with pytest.raises(StoreUnavailable, match="the disk is full"):
            decide_for_ever()
        with pytest.raises(StoreUnavailable, match="the disk is full"):
            store.put_document(make_record("new"), text * 5_000)
        with pytest.raises(StoreUnavailable, match="the disk is full") as caught:
            store.backup(small_disk / "copy")
        assert str(small_disk / "copy") == caught.value.file
        assert not list(small_disk.glob("copy*"))
    with Store.open(str(small_disk / "reviews.db")) as store:
        assert confirmed == [event.hash for event in store.history("orm-1")]
        assert len(confirmed) > 3
        assert [] == store.verify()


@pytest.fixture
def as_nobody() -> Iterator[Path]:
    """A folder that this process may not write to until the test ends, also where it is root's."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        place.chmod(0o755)
        yield place
        if os.geteuid() != os.getuid():
            os.seteuid(os.getuid())
        place.chmod(0o755)


def become_nobody(place: Path) -> None:
    for file in place.iterdir():
        file.chmod(0o444)
    place.chmod(0o555)
    if os.getuid() == 0:
        os.seteuid(65534)


@pytest.mark.skipif(os.name == "nt", reason="rights of POSIX")
def test_a_read_only_store(as_nobody: Path, make_record: Callable[..., dict[str, Any]], text: str) -> None:
    """A store in a folder without the right to write is refused with a remedy and stays as it is."""
    place = str(as_nobody / "reviews.db")
    with Store.open(place) as store:
        store.put_document(make_record(), text)
        store.decide("orm-1", 0, "true", reviewer="Ada")
    before = Path(place).read_bytes()
    become_nobody(as_nobody)
    with pytest.raises(StoreUnavailable, match=r"read-only|cannot be opened") as caught, Store.open(place) as store:
        store.decide("orm-1", 1, "false", reviewer="Bert")
    assert "writ" in caught.value.hint
    assert before == Path(place).read_bytes()


def test_the_default_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without an address the environment decides, else a file in the user's data folder."""
    monkeypatch.setenv("WORKBENCH_DATABASE", str(tmp_path / "deep" / "in" / "a.db"))
    with Store.open() as store:
        assert str(tmp_path / "deep" / "in" / "a.db") == store.place
    monkeypatch.delenv("WORKBENCH_DATABASE")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    assert str(opening.address(None).database).endswith("reviews.db")


@pytest.mark.parametrize(
    ("url", "message"),
    [
        ("nonsense://x", "no driver"),
        ("://", "no database address"),
        ("postgresql+nodriver://u:secret@host/db", "no driver"),
    ],
)
def test_an_address_that_leads_nowhere(url: str, message: str) -> None:
    """An address without a driver is told, without its password."""
    with pytest.raises(StoreUnavailable, match=message) as caught:
        Store.open(url)
    assert "secret" not in str(caught.value)
