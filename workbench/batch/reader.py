"""The process that reads: it loads the tables once and works through shards as they come on standard input.

One line of JSON a task in, one line of JSON an event out: ``{"ready": …}``, ``{"at": digest}`` before each document,
``{"done": receipt}``, ``{"stop": message}`` where the output cannot be written. It ends when its supervisor does.
"""

from __future__ import annotations

import gc
import json
import os
import queue
import signal
import sys
import threading
from typing import Any

from workbench.batch.plan import Shard
from workbench.batch.settings import Settings
from workbench.batch.shard import ShardReader
from workbench.errors import BatchError
from workbench.read import parse_published
from workbench.reference import load_reference


def main() -> None:
    """Serve tasks until standard input ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the supervisor's affair
    channel = os.fdopen(os.dup(1), "w", encoding="utf8", buffering=1)
    os.dup2(2, 1)  # what a library prints must not stand among the events

    def say(event: dict[str, Any]) -> None:
        channel.write(json.dumps(event) + "\n")

    tasks: queue.SimpleQueue[str] = queue.SimpleQueue()
    threading.Thread(target=_listen, args=(tasks,), daemon=True).start()
    reader = _reader(Settings.from_json(json.loads(tasks.get())), say)
    say({"ready": os.getpid()})
    while True:
        task = json.loads(tasks.get())
        poison = {digest: tuple(why) for digest, why in task["poison"].items()}
        try:
            say({"done": reader.run(Shard.from_json(task["shard"]), poison, judge_only=task["judge_only"])})
        except OSError as error:
            say({"stop": error.strerror or str(error)})


def _listen(tasks: queue.SimpleQueue[str]) -> None:
    for line in sys.stdin:
        tasks.put(line)
    os._exit(0)  # the supervisor is gone: nobody waits for what is being read


def _reader(settings: Settings, say: Any) -> ShardReader:
    reference = load_reference(list(settings.reference) or None)
    if reference.fingerprint != settings.fingerprint:
        message = "this worker has other reference tables than the one who started the run"
        say({"stop": str(BatchError(message, file=str(settings.reference), hint="give all the same tables"))})
        sys.exit(2)
    as_of = parse_published(settings.as_of)[0] if settings.as_of else None
    gc.collect()
    gc.freeze()  # the tables stay: no use in looking them through again and again
    return ShardReader(settings, reference, as_of, lambda digest: say({"at": digest}))


if __name__ == "__main__":
    main()
