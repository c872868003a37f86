"""Feed malformed files to the commands, each with a time limit: ``python -m fuzz.run FOLDER [COUNT [SEED]]``.

Prints what became of them and exits 1 where one crashed, printed a traceback, took too long, or harmed the store.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import signal
import subprocess
import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from unittest.mock import patch

from fuzz.malformed import documents, package, tables

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from fuzz.malformed import Malformed

SECONDS = 10
GRACE = 120  # for the first command of a process, which imports everything


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one malformed file."""

    name: str
    how: str
    command: str
    status: int
    said: str

    @property
    def fault(self) -> str:
        """What should not have happened, empty where all is well."""
        if self.status not in (0, 1, 2):
            return f"ended with status {self.status}"
        return next((word for word in ("Traceback", "internal error") if word in self.said), "")


def feed(folder: Path, count: int, seed: int) -> Iterator[Outcome]:
    """Yield what became of ``count`` malformed files: three in five to ``import``, the rest to ``refs check``.

    One process takes them all, so that only the reading counts; where it dies or hangs, another goes on behind it.
    """
    database = folder / "reviews.db"
    jobs = [*_documents(folder, count * 3 // 5, seed, database), *_tables(folder, count - count * 3 // 5, seed)]
    while jobs:
        done = 0
        for answer in _fed([arguments for _, arguments in jobs]):
            yield _outcome(jobs[done], answer)
            done += 1
        if done < len(jobs):
            yield _outcome(jobs[done], (-signal.SIGKILL, f"crashed, or took more than {SECONDS} s of CPU"))
        jobs = jobs[done + 1 :]


Job = tuple["Malformed", list[str]]


def _documents(folder: Path, count: int, seed: int, database: Path) -> Iterator[Job]:
    for number, made in enumerate(documents(count, seed)):
        path = folder / f"d{number}" / made.name
        path.parent.mkdir()
        path.write_bytes(made.data)
        yield made, ["import", str(path), "--database", str(database)]


def _tables(folder: Path, count: int, seed: int) -> Iterator[Job]:
    for number, made in enumerate(tables(count, seed)):
        yield made, ["refs", "check", str(package(folder / f"t{number}", made))]


def _outcome(job: Job, answer: tuple[int, str]) -> Outcome:
    made, arguments = job
    return Outcome(made.name, made.how, " ".join(arguments), *answer)


def _fed(commands: Iterable[list[str]]) -> Iterator[tuple[int, str]]:
    """Run commands in one child process and yield status and words of each, as far as it comes."""
    child = subprocess.Popen(
        [sys.executable, "-m", "fuzz.run", "--child"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        cwd=Path(__file__).parent.parent,
    )  # fmt: skip
    assert child.stdin is not None
    assert child.stdout is not None
    with child:
        for command in commands:
            with contextlib.suppress(BrokenPipeError):
                child.stdin.write(json.dumps(command) + "\n")
                child.stdin.flush()
            answer = child.stdout.readline()
            if not answer:
                return
            status, said = json.loads(answer)
            yield status, said


def _child() -> None:
    """Run each command that comes in; an alarm ends the process when one takes too long."""
    from workbench.cli import main

    answers = os.fdopen(os.dup(1), "w")
    limit = GRACE
    for line in sys.stdin:
        out = io.StringIO()
        signal.setitimer(signal.ITIMER_PROF, limit)  # CPU, so that a busy machine makes no fault
        signal.alarm(10 * limit)
        limit = SECONDS
        status = 0
        arguments = patch.object(sys, "argv", ["workbench", *json.loads(line)])
        with arguments, contextlib.redirect_stdout(out), contextlib.redirect_stderr(out):
            try:
                main()
            except SystemExit as end:
                status = int(end.code or 0)
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.alarm(0)
        answers.write(json.dumps([status, out.getvalue()[-2000:]]) + "\n")
        answers.flush()


def report(outcomes: list[Outcome], broken: list[str]) -> int:
    """Print a table of what became of the files; return 1 for any fault."""
    for how, count in sorted(Counter(outcome.how for outcome in outcomes).items()):
        statuses = Counter(outcome.status for outcome in outcomes if outcome.how == how)
        print(f"{how:<11} {count:>5} files: " + ", ".join(f"{n} with status {s}" for s, n in sorted(statuses.items())))
    faults = [outcome for outcome in outcomes if outcome.fault]
    for outcome in faults:
        print(f"FAULT {outcome.fault}: {outcome.command}\n      {outcome.said[-600:]}")
    print(f"{len(outcomes)} malformed files, {len(faults)} faults, store {'broken' if broken else 'intact'}")
    return 1 if faults or broken else 0


def main(folder: str, count: str = "1000", seed: str = "1") -> int:
    """Feed the files and print the report."""
    from workbench.store import Store

    outcomes = list(feed(Path(folder), int(count), int(seed)))
    with Store.open(str(Path(folder) / "reviews.db")) as store:
        return report(outcomes, store.verify())


if __name__ == "__main__":
    if sys.argv[1:] == ["--child"]:
        _child()
    else:
        sys.exit(main(*sys.argv[1:]))
