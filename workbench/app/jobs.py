"""Long work that goes on when the tab is closed: read files, check and store documents, one step after the other.

A tray belongs to one person and lives as long as the server: what has been stored is in the store, what waits for a
date is in the tray whenever that person comes back.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass, field
from threading import Lock, Thread
from typing import TYPE_CHECKING

from workbench.errors import WorkbenchError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from workbench.desk import Imported
    from workbench.model import Document

    Step = tuple[str, Callable[[], None]]

_log = logging.getLogger(__name__)


class UnexpectedFault(WorkbenchError):
    """Something that is our fault, told without a traceback; the server's log has it."""

    title = "Something went wrong"


@dataclass(slots=True)
class Job:
    """Work in steps: how many there are, how many are done, what is being done."""

    label: str
    total: int
    done: int = 0
    at: str = ""
    finished: bool = False

    @property
    def share(self) -> float:
        """The part that is done, from 0 to 1."""
        return self.done / self.total if self.total else 1.0


@dataclass
class Tray:
    """What lies before one person: documents that wait for a date, work that runs, what it has brought and told."""

    waiting: dict[str, Document] = field(default_factory=dict)
    faults: list[WorkbenchError] = field(default_factory=list)
    imported: list[Imported] = field(default_factory=list)
    told: list[str] = field(default_factory=list)
    job: Job | None = None
    _lock: Lock = field(default_factory=Lock)

    @property
    def busy(self) -> bool:
        """Whether work is going on."""
        return self.job is not None and not self.job.finished

    def start(self, label: str, steps: Sequence[Step]) -> bool:
        """Start work in the background; tells whether it could, since one work at a time is done.

        >>> tray, seen = Tray(), []
        >>> tray.start("Count", [("one", lambda: seen.append(1)), ("two", lambda: seen.append(2))])
        True
        >>> tray.wait()
        >>> (seen, tray.job.done, tray.busy)
        ([1, 2], 2, False)
        """
        with self._lock:
            if self.busy:
                return False
            self.job = Job(label, len(steps))
            self._thread = Thread(target=self._run, args=(self.job, list(steps)), daemon=True)
            self._thread.start()
        return True

    def wait(self, seconds: float | None = None) -> None:
        """Wait until the work that was started last is done."""
        self._thread.join(seconds)

    def _run(self, job: Job, steps: list[Step]) -> None:
        for name, step in steps:
            job.at = name
            try:
                step()
            except WorkbenchError as error:
                error.file = error.file or name
                self.faults.append(error)
            except Exception:  # noqa: BLE001 - whatever it is, the other steps go on
                _log.exception("a step of %s failed", job.label)
                hint = "try again; if it happens again, the server's messages say more"
                self.faults.append(UnexpectedFault("this could not be done", file=name, hint=hint))
            job.done += 1
        job.finished = True
