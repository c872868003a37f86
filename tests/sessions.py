"""What reviewers' processes do at once, or until they are killed; each tells what the store confirmed to it."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
import time
from contextlib import contextmanager
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any

from workbench.errors import RevisionConflict, StoreUnavailable
from workbench.store import Filter, Store

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from multiprocessing.connection import Connection

    Work = Callable[..., None]

RATINGS = ("true", "false", "misleading", "outdated")
READY = ("ready",)
AWAY = "away"
# A server of clean forks: started once, with all modules loaded, so that a process costs some milliseconds.
processes = multiprocessing.get_context("forkserver")
processes.set_forkserver_preload(["sessions", "alembic.command", "pg8000", "workbench.store.migrating"])


@contextmanager
def started(work: Work, *arguments: Any) -> Iterator[tuple[Any, Connection]]:
    """Start a process that does some work; yield it with the pipe through which it tells what was confirmed."""
    # The server of forks looks for modules where the one who started it does.
    os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, sys.path))
    ours, theirs = processes.Pipe(duplex=False)
    process = processes.Process(target=work, args=(*arguments, theirs))
    process.start()
    theirs.close()
    try:
        yield process, ours
    finally:
        if process.is_alive():
            process.kill()
        process.join()
        ours.close()


def confirmed(pipe: Connection) -> list[tuple[Any, ...]]:
    """Everything that a process told until it ended; a message that was cut off confirms nothing."""
    found = []
    try:
        while True:
            found.append(pipe.recv())
    except (EOFError, OSError):
        return found


def kill(work: Work, after: int, seconds: float, *arguments: Any) -> list[tuple[Any, ...]]:
    """Start work, kill it so many confirmations and seconds after it has begun; return what was confirmed."""
    with started(work, *arguments) as (process, pipe):
        assert READY == pipe.recv()
        told = [pipe.recv() for _ in range(after)]
        listener = threading.Thread(target=lambda: told.extend(confirmed(pipe)))
        listener.start()
        time.sleep(seconds)
        os.kill(process.pid, signal.SIGKILL)
        process.join()
        listener.join()
    return told


def decide_for_ever(url: str, seed: int, pipe: Connection) -> None:
    """Decide on one claim after the other; tells claim, revision and rating of each verdict."""
    random = Random(seed)
    with Store.open(url) as store:
        ids = store.ids()
        pipe.send(READY)
        while True:
            claim_id = random.choice(ids)
            rating = random.choice(RATINGS)
            event = store.decide(claim_id, store.claim(claim_id).rev, rating, reviewer=f"reviewer {seed}")
            pipe.send((claim_id, event.rev, rating, event.hash))


def import_for_ever(url: str, record: dict[str, Any], text: str, start: int, pipe: Connection) -> None:
    """Import one document after the other; tells the id of each."""
    with Store.open(url) as store:
        pipe.send(READY)
        number = start
        while True:
            name = f"doc{number}"
            claims = [{**claim, "id": f"{name}-{at}"} for at, claim in enumerate(record["claims"])]
            store.put_document({**record, "id": name, "claims": claims}, text)
            pipe.send((name,))
            number += 1


def migrate(url: str, pipe: Connection) -> None:
    """Open a store of an older version; tells when it is up to date."""
    pipe.send(READY)
    Store.open(url).close()
    pipe.send(("done",))
    time.sleep(60)


def decide_at_once(url: str, name: str, barrier: Any, claims: list[str], pipe: Connection) -> None:
    """Decide on each claim at the same moment as others; tells who of them was refused and how."""
    with Store.open(url) as store:
        for claim_id in claims:
            barrier.wait(600)
            try:
                store.decide(claim_id, 0, "true", reviewer=name)
                pipe.send((claim_id, name, ""))
            except RevisionConflict as error:
                pipe.send((claim_id, name, error.message))


def sit(url: str, names: list[str], seconds: float, pipe: Connection) -> None:
    """Be several sessions of one server, which decide as fast as they can; tells every confirmed verdict."""
    lock = threading.Lock()
    with Store.open(url) as store:
        ids = store.ids(Filter(worthy_only=False))
        until = time.monotonic() + seconds

        def session(name: str) -> None:
            random, decided = Random(name), 0
            while time.monotonic() < until or not decided:
                claim_id, rating = random.choice(ids), random.choice(RATINGS)
                try:
                    event = store.decide(claim_id, store.claim(claim_id).rev, rating, reviewer=name)
                    told: tuple[Any, ...] = (claim_id, event.rev, rating, event.hash)
                    decided += 1
                except RevisionConflict:
                    told = ("conflict",)
                except StoreUnavailable:
                    told = ("busy",)
                with lock:
                    pipe.send(told)

        threads = [threading.Thread(target=session, args=(name,)) for name in names]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()


def decide_throughout(url: str, name: str, claims: list[str], pipe: Connection) -> None:
    """Decide until stopped, whatever becomes of the server; tells each verdict, and each time what was refused."""
    random = Random(name)
    with Store.open(url) as store:
        while True:
            claim_id, rating = random.choice(claims), random.choice(RATINGS)
            try:
                event = store.decide(claim_id, store.claim(claim_id).rev, rating, reviewer=name)
                pipe.send((claim_id, event.rev, rating, event.hash))
            except StoreUnavailable as error:
                pipe.send((AWAY, error.message, error.hint))
                time.sleep(0.05)


def fill(url: str, room: int, pipe: Connection) -> None:
    """Write long notes until files may not grow any more; tells each, then what the store says of backup and claim."""
    import resource

    with Store.open(url) as store:
        largest = max(file.stat().st_size for file in Path(url).parent.glob(Path(url).name + "*"))
        resource.setrlimit(resource.RLIMIT_FSIZE, (largest + room, largest + room))
        rev = store.claim("orm-1").rev
        try:
            while True:
                event = store.annotate("orm-1", rev, reviewer="Ada", note="long " * 2_000)
                pipe.send((event.hash,))
                rev += 1
        except StoreUnavailable as error:
            pipe.send(("refused", error.message, error.hint))
        pipe.send(("verified", store.verify(), store.claim("orm-1").rev))
