"""The distributed engine: shards over the workers of this machine or of a cluster, each finished one told at once."""

from __future__ import annotations

import logging
import os
import signal
import socket
import threading
import time
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any, NamedTuple

from workbench.batch.limits import peak_megabytes
from workbench.batch.supervisor import ReaderDied, run_shard, warm_up
from workbench.errors import BatchError, OutputUnavailable, SchedulerLost

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from distributed import Client

    from workbench.batch.plan import Shard
    from workbench.batch.settings import Settings

_AT_ONCE = 1_000  # shards that the scheduler is told of at a time
_RETRIES = 2  # of a shard whose worker died or whose files could not be reached
_WAIT_FOR_SCHEDULER, _WAIT_FOR_WORKERS = 8, 60
CALM = {
    # A worker here holds little besides its reading process, which has limits of its own.
    "distributed.worker.memory.terminate": False,
    "distributed.scheduler.worker-saturation": 1.1,
    # The engine watches itself many times a second, which takes from the readers as much as their work is worth to it:
    # tasks of seconds need neither a profile nor to be taken from one worker and given to another.
    "distributed.worker.profile.enabled": False,
    "distributed.scheduler.work-stealing": False,
    "distributed.scheduler.active-memory-manager.start": False,
    "distributed.admin.tick.interval": "500ms",
    "distributed.admin.system-monitor.interval": "10s",
}

Task = tuple["Shard", bool]  # a shard, and whether its extractions are only judged again


@contextmanager
def engine(scheduler: str | None, workers: int) -> Iterator[Client]:
    """Connect to a scheduler, or start workers on this machine; raises SchedulerLost where there is none."""
    import dask
    from distributed import Client, LocalCluster

    _hush()
    with dask.config.set(CALM):
        if scheduler:
            try:
                client = Client(scheduler, timeout=_WAIT_FOR_SCHEDULER, set_as_default=False)
            except (OSError, TimeoutError, ValueError) as error:
                hint = "start one with `dask scheduler`, or leave --scheduler out"
                raise SchedulerLost("no scheduler answers", file=scheduler, hint=hint) from error
            with _closing(client):
                yield client
            return
        with _deaf():
            cluster = LocalCluster(
                n_workers=workers, threads_per_worker=1, processes=True, dashboard_address=None, memory_limit=0,
                silence_logs=logging.CRITICAL,
            )  # fmt: skip
        with cluster, _closing(Client(cluster, set_as_default=False)) as client:
            yield client


def _hush() -> None:
    """Keep the engine's own reports from the user, who is told what matters by us; importing it has set them up."""
    for name in list(logging.root.manager.loggerDict):
        if name.partition(".")[0] in ("distributed", "tornado"):
            logging.getLogger(name).setLevel(logging.CRITICAL + 1)


@contextmanager
def _deaf() -> Iterator[None]:
    """Start processes that leave Ctrl-C, which a terminal sends to all, to the one that started them."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


@contextmanager
def _closing(client: Client) -> Iterator[Client]:
    try:
        yield client
    finally:
        with suppress(Exception):  # a scheduler that is gone cannot be told good-bye
            client.close(timeout=5)


def ready(client: Client, settings: Settings) -> int:
    """Let every worker load the tables; returns how many there are. Raises BatchError where they cannot serve."""
    from distributed import TimeoutError as Timeout

    try:
        client.wait_for_workers(1, timeout=_WAIT_FOR_WORKERS)
    except (Timeout, OSError) as error:
        hint = "start one with `dask worker ADDRESS --nthreads 1`"
        raise SchedulerLost("the scheduler has no worker", hint=hint) from error
    addresses = list(client.scheduler_info(n_workers=-1)["workers"])
    warm = [client.submit(warm_up, settings, workers=[address], pure=False) for address in addresses]
    try:
        told = sorted({said for said in client.gather(warm) if said})
    except ImportError as error:
        raise BatchError(
            f"a worker lacks the workbench: {error}", hint="install the same version everywhere"
        ) from error
    except ReaderDied as error:
        raise BatchError(str(error), hint="run with fewer workers, or see what `workbench check` says") from error
    if told:
        raise BatchError(told[0], hint="give every worker the same tables")
    return len(addresses)


class Usage(NamedTuple):
    """What the engine's own processes have used: this one, the scheduler and the workers, readers not counted."""

    cpu_seconds: float
    worker_mb: float

    @classmethod
    def of(cls, client: Client) -> Usage:
        """Ask every process; ``worker_mb`` is the most memory that a worker has held."""
        workers = list(client.run(_usage).values())
        told = [_usage(), client.run_on_scheduler(_usage), *workers]
        processes = {(host, number): seconds for host, number, seconds, _ in told}
        return cls(sum(processes.values()), max((held for *_, held in workers), default=0.0))


def _usage() -> tuple[str, int, float, float]:
    return socket.gethostname(), os.getpid(), time.process_time(), peak_megabytes()


def receipts(client: Client, settings: Settings, tasks: Sequence[Task]) -> Iterator[dict[str, Any]]:
    """Yield the receipt of each shard as it is finished.

    A shard that no worker survives comes back as ``{"lost": reason, "shard": name}``. Raises OutputUnavailable at once
    where a worker cannot write, and SchedulerLost where the scheduler or all workers went away.
    """
    from distributed import as_completed

    waiting = iter(tasks)
    names: dict[str, str] = {}

    def submit(task: Task) -> Any:
        shard, judge_only = task
        future = client.submit(
            run_shard, settings, shard.to_json(), judge_only=judge_only, pure=False, retries=_RETRIES
        )
        names[future.key] = shard.name
        return future

    first = [submit(task) for task, _ in zip(waiting, range(_AT_ONCE), strict=False)]
    running = as_completed(first, loop=client.loop)
    try:
        for future in running:
            yield _receipt(client, future, names.pop(future.key), settings)
            for task in waiting:
                running.add(submit(task))
                break
    except (OSError, TimeoutError) as error:
        if isinstance(error, BatchError):
            raise
        raise _lost() from error


def _receipt(client: Client, future: Any, name: str, settings: Settings) -> dict[str, Any]:
    if future.status == "cancelled" or (future.status == "lost" and client.status != "running"):
        raise _lost()
    error = future.exception()
    if isinstance(error, OSError):
        raise OutputUnavailable(str(error.strerror or error), file=settings.output)
    if error is not None:
        return {"lost": f"{type(error).__name__}: {error}".splitlines()[0], "shard": name}
    receipt: dict[str, Any] = future.result()
    if "stop" in receipt:
        hint = "make room and run the same command again: what is finished is kept"
        raise OutputUnavailable(receipt["stop"], file=settings.output, hint=hint)
    return receipt


def _lost() -> SchedulerLost:
    hint = "start it and its workers again, then run the same command: what is finished is kept"
    return SchedulerLost("the scheduler went away during the run", hint=hint)


class Clock:
    """The time since the workers are up, for the rate and the share of it that went into tasks."""

    def __init__(self) -> None:
        self._began = time.monotonic()

    def seconds(self) -> float:
        """Return the seconds since then."""
        return time.monotonic() - self._began
