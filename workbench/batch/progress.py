"""How far a run is: a bar with rate and time left on a terminal, a line now and then elsewhere."""

from __future__ import annotations

import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, TextIO

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

from workbench.counting import many

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_EVERY = 10.0  # seconds between lines where there is no terminal


@contextmanager
def progress(total: int, file: TextIO) -> Iterator[Callable[[int, int], None]]:
    """Show progress towards ``total`` bytes of input; yields what is called with bytes and documents finished."""
    console = Console(file=file)
    if not console.is_terminal:
        yield _Lines(total, file)
        return
    columns = (
        BarColumn(), TaskProgressColumn(), TextColumn("{task.fields[documents]:,} documents"),
        TextColumn("{task.fields[rate]:,.0f} a second"), TimeRemainingColumn(compact=True),
    )  # fmt: skip
    began, documents = time.monotonic(), 0
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task("", total=total, documents=0, rate=0.0)

        def advance(size: int, finished: int) -> None:
            nonlocal documents
            documents += finished
            rate = documents / max(time.monotonic() - began, 1e-3)
            bar.update(task, advance=size, documents=documents, rate=rate)

        yield advance


class _Lines:
    def __init__(self, total: int, file: TextIO) -> None:
        self._total, self._file = max(total, 1), file
        self._began = self._told = time.monotonic()
        self._size = self._documents = 0

    def __call__(self, size: int, finished: int) -> None:
        self._size += size
        self._documents += finished
        now = time.monotonic()
        if now - self._told < _EVERY:
            return
        self._told = now
        seconds = now - self._began
        left = seconds * (self._total - self._size) / max(self._size, 1)
        self._file.write(
            f"{self._size / self._total:4.0%}  {many(self._documents, 'document')}, "
            f"{self._documents / seconds:,.0f} a second, {_told(left)} left\n"
        )
        self._file.flush()


def _told(seconds: float) -> str:
    """Return a stretch of time in the largest two units.

    >>> _told(42), _told(150), _told(7_500)
    ('42 s', '2 min 30 s', '2 h 5 min')
    """
    whole = round(seconds)
    if whole < 60:
        return f"{whole} s"
    return f"{whole // 60} min {whole % 60} s" if whole < 3600 else f"{whole // 3600} h {whole % 3600 // 60} min"
