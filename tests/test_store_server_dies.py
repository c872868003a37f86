"""The server under a team's store is killed, or its disk is full: told, nothing confirmed is lost, it goes on."""

from __future__ import annotations

import gc
import os
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any

import clusters
import pytest
import sessions
from conftest import TEXT, check_record

from workbench.errors import StoreUnavailable
from workbench.store import Filter, Store, opening

if TYPE_CHECKING:
    from collections.abc import Iterator
    from multiprocessing.connection import Connection

    from clusters import Cluster

ROOT = Path(__file__).parents[1]
TINY = ("--wal-segsize=1",)
THRIFTY = (
    "-c shared_buffers=16MB",
    "-c min_wal_size=2MB",
    "-c max_wal_size=2MB",
    "-c autovacuum=off",
    "-c checkpoint_completion_target=0",
)
FULL = "the server's disk is full"
STARTING = "the server is not up yet"
SILENT = "the database does not answer"
AWAY = ("the database cannot be reached", "the server is going down", STARTING)
often = [pytest.param(1, id="once"), pytest.param(12, id="often", marks=pytest.mark.long)]


@pytest.fixture(scope="module")
def programs() -> Iterator[Path]:
    with clusters.binaries() as found:
        yield found


@pytest.fixture
def place() -> Iterator[Path]:
    """A folder that the server's own user reaches."""
    folder = Path(tempfile.gettempdir()) / f"server-{secrets.token_hex(4)}"
    folder.mkdir()
    folder.chmod(0o777)
    yield folder
    shutil.rmtree(folder)


@pytest.fixture
def cluster(programs: Path, place: Path) -> Iterator[Cluster]:
    """A server of its own; the machine under it goes on, so that flushing to the disk would only take time."""
    with clusters.started(place / "data", *clusters.HASTE, programs=programs) as started:
        yield started


def fill(store: Store) -> list[str]:
    store.put_document(check_record("orm"), TEXT)
    store.put_document(check_record("ulm"), TEXT)
    return store.ids(Filter(worthy_only=False))


class Listener:
    """Collects what a session tells, and lets others wait for what it tells next."""

    def __init__(self, pipe: Connection) -> None:
        self.told: list[tuple[Any, ...]] = []
        self._ended = False
        self._news = threading.Condition()
        self._thread = threading.Thread(target=self._listen, args=(pipe,))
        self._thread.start()

    def _listen(self, pipe: Connection) -> None:
        try:
            while True:
                said = pipe.recv()
                with self._news:
                    self.told.append(said)
                    self._news.notify_all()
        except (EOFError, OSError):
            with self._news:
                self._ended = True
                self._news.notify_all()

    def wait(self, count: int, *, away: bool) -> None:
        """Wait for so many more verdicts, or for so many more refusals."""
        with self._news:
            wanted = self._count(away=away) + count
            self._news.wait_for(lambda: self._ended or self._count(away=away) >= wanted, timeout=120)
            assert self._count(away=away) >= wanted, (self._ended, self.told[-3:])

    def end(self) -> None:
        self._thread.join()

    def _count(self, *, away: bool) -> int:
        return sum((said[0] == sessions.AWAY) == away for said in self.told)


@pytest.mark.parametrize("kills", often)
def test_a_killed_server_loses_no_verdict(cluster: Cluster, kills: int) -> None:
    """Killed under three sessions and started again, the server holds all they were told; they went on."""
    random = Random(14)
    with Store.open(cluster.address) as store:
        claims = fill(store)
        with (
            sessions.started(sessions.decide_throughout, cluster.address, "Ada", claims[::3]) as (first, one),
            sessions.started(sessions.decide_throughout, cluster.address, "Bert", claims[1::3]) as (second, two),
            sessions.started(sessions.decide_throughout, cluster.address, "Cleo", claims[2::3]) as (third, three),
        ):
            listeners = [Listener(pipe) for pipe in (one, two, three)]
            for _ in range(kills):
                for listener in listeners:
                    listener.wait(random.randrange(1, 15), away=False)
                cluster.kill()
                for listener in listeners:
                    listener.wait(1, away=True)
                cluster.start()
            for listener in listeners:
                listener.wait(1, away=False)
            for process, listener in zip((first, second, third), listeners, strict=True):
                process.kill()
                listener.end()
        told = [said for listener in listeners for said in listener.told]
        trail = {event.hash: event for claim_id in claims for event in store.history(claim_id)}
        for claim_id, rev, rating, link in (said for said in told if said[0] != sessions.AWAY):
            assert (claim_id, rev, rating) == (trail[link].claim, trail[link].rev, trail[link].rating)
        assert {said[1] for said in told if said[0] == sessions.AWAY} <= set(AWAY)
        assert [] == store.verify()


def test_commands_tell_that_the_server_is_away(cluster: Cluster, tmp_path: Path) -> None:
    """While the server is away, each command says so in one line and ends with status 2; afterwards it works."""
    with Store.open(cluster.address) as store:
        fill(store)
        store.decide("orm-1", 0, "true", reviewer="Ada")
    commands = (["verify"], ["backup", str(tmp_path / "copy")])

    def run(arguments: list[str]) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "workbench", *arguments, "--database", cluster.address]
        return subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)

    cluster.kill()
    for arguments in commands:
        done = run(arguments)
        assert (2, "") == (done.returncode, done.stdout), done.stderr
        assert AWAY[0] in done.stderr
        assert "check the address, the server" in done.stderr
        assert "Traceback" not in done.stderr
    cluster.start()
    for arguments in commands:
        assert 0 == run(arguments).returncode


def test_a_lost_connection_prints_no_traceback(cluster: Cluster, capfd: pytest.CaptureFixture[str]) -> None:
    """Who has a store open when its server dies is told by the error alone, and goes on without opening it again."""
    with Store.open(cluster.address) as store:
        fill(store)
        cluster.kill()
        with pytest.raises(StoreUnavailable, match=AWAY[0]):
            store.decide("orm-1", 0, "true", reviewer="Ada")
        cluster.start()
        assert 1 == store.decide("orm-1", 0, "true", reviewer="Ada").rev
    assert ("", "") == tuple(capfd.readouterr())


@pytest.mark.filterwarnings("ignore:unclosed:ResourceWarning")
def test_a_server_that_holds_still_is_told(
    cluster: Cluster, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """A server that falls silent holds nobody for ever; once it speaks, the store goes on and mixes nothing up."""
    monkeypatch.setattr(opening, "SILENCE_SECONDS", 1.0)
    monkeypatch.setattr(opening, "CONNECT_SECONDS", 1.0)
    with Store.open(cluster.address) as store:
        fill(store)
        with cluster.silenced():
            for _ in range(3):
                with pytest.raises(StoreUnavailable, match=SILENT) as caught:
                    store.decide("orm-1", 0, "true", reviewer="Ada")
                assert "look whether what you did last was stored" in caught.value.hint
            with pytest.raises(StoreUnavailable, match=SILENT):
                Store.open(cluster.address)
        assert "orm-1" == store.claim("orm-1").id
        assert 1 == store.decide("orm-1", 0, "true", reviewer="Ada").rev
        assert [] == store.verify()
    assert ("", "") == tuple(capfd.readouterr())
    del caught
    gc.collect()  # the driver leaves the line open on which it was let in no further


@pytest.mark.filterwarnings("ignore:unclosed:ResourceWarning")
def test_a_server_that_accepts_and_never_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    """Something else listens at the address, or the way back is closed: told after a while, without the password."""
    monkeypatch.setattr(opening, "CONNECT_SECONDS", 0.3)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        address = f"postgresql://ada:hush@127.0.0.1:{silent.getsockname()[1]}/reviews"
        with pytest.raises(StoreUnavailable, match=SILENT) as caught:
            Store.open(address)
    assert "hush" not in str(caught.value)
    del caught
    gc.collect()


@pytest.fixture
def small_disk(place: Path) -> Iterator[Path]:
    """A disk of 96 MB; only root may make one."""
    disk = place / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=96m", "tmpfs", str(disk)]
    if os.geteuid() != 0 or subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("no small disk can be mounted here")
    yield disk
    subprocess.run(["umount", disk], check=True)


def crowd(disk: Path, left: int) -> Path:
    """Leave so many bytes of a disk; returns the file that takes up the rest."""
    ballast = disk / "ballast"
    with ballast.open("wb") as file:
        os.posix_fallocate(file.fileno(), 0, shutil.disk_usage(disk).free - left)
    return ballast


def annotate_until_refused(store: Store) -> tuple[list[str], str, str]:
    """Write notes that do not compress until one is refused; returns what was confirmed, refusal and remedy."""
    confirmed: list[str] = []
    rev = store.claim("orm-1").rev
    while True:
        try:
            event = store.annotate("orm-1", rev, reviewer="Ada", note=secrets.token_hex(4_000))
        except StoreUnavailable as error:
            return confirmed, error.message, error.hint
        confirmed.append(event.hash)
        rev += 1


@pytest.mark.parametrize("whole", [False, True], ids=["tables", "tables and log"])
@pytest.mark.filterwarnings("ignore:unclosed:ResourceWarning")
@pytest.mark.long
def test_a_full_disk_of_the_server(programs: Path, place: Path, small_disk: Path, *, whole: bool) -> None:
    """Notes are written until the disk is full: told, nothing confirmed is lost, and after room is made it goes on.

    Where the server's log is full too, the server ends itself; it is started again once there is room.
    """
    data = small_disk / "data"
    server = clusters.Cluster(programs, data, *THRIFTY)
    server.make(*TINY, *([] if whole else [f"--waldir={place / 'log'}"]))
    server.start()
    try:
        with Store.open(server.address) as store:
            fill(store)
            ballast = crowd(small_disk, 1_000_000)
            confirmed, refused, remedy = annotate_until_refused(store)
            while whole and refused == FULL:
                more, refused, remedy = annotate_until_refused(store)
                confirmed += more
            assert refused in (AWAY if whole else (FULL,))
            if not whole:
                assert "nothing that was stored is lost" in remedy
                assert [] == store.verify()
            ballast.unlink()
            if whole:
                server.stop()
                server.start()
            kept = [event.hash for event in store.history("orm-1")]
            assert confirmed
            # The server may have stored the last one and died before it could say so.
            assert confirmed == kept[: len(confirmed)]
            assert len(kept) - len(confirmed) <= whole
            assert len(kept) + 1 == store.decide("orm-1", len(kept), "true", reviewer="Ada").rev
            assert [] == store.verify()
    finally:
        server.stop()
        gc.collect()  # the driver leaves the line open on which a server refused it
