"""What the checks find on the tables in use, found out in the background: a large package takes seconds."""

from __future__ import annotations

from threading import Thread
from typing import TYPE_CHECKING

import streamlit as st

from workbench.app import services
from workbench.errors import WorkbenchError
from workbench.refcheck import check_tables

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from workbench.refcheck import Finding


class Checking:
    """The checks of some folders, running or done; ``error`` says why they could not be run.

    ``fingerprint`` names the state of the tables that they were begun on.
    """

    def __init__(self, folders: Sequence[Path], fingerprint: str) -> None:
        self.fingerprint = fingerprint
        self.findings: list[Finding] = []
        self.error: WorkbenchError | None = None
        self._thread = Thread(target=self._run, args=(folders,), daemon=True)
        self._thread.start()

    @property
    def running(self) -> bool:
        """Whether the findings are still to come."""
        return self._thread.is_alive()

    def _run(self, folders: Sequence[Path]) -> None:
        try:
            layers = [(folder, folders[:place]) for place, folder in enumerate(folders)]
            self.findings = [finding for folder, below in layers for finding in check_tables(folder, over=below)]
        except WorkbenchError as error:
            self.error = error


def checking() -> Checking:
    """Return the checks of the tables in use, begun by whoever asks first."""
    reference = services.reference()
    return _checking(tuple(reference.paths), reference.fingerprint)


@st.cache_resource(show_spinner=False, max_entries=1)
def _checking(folders: tuple[Path, ...], fingerprint: str) -> Checking:
    """Return the checks of some folders, begun anew when their tables are other ones."""
    return Checking(folders, fingerprint)
