"""Claim and figure fact-checking: extract figures and dates, check them against reference tables, record verdicts.

>>> import workbench
>>> reference = workbench.load_reference()
>>> article = workbench.read_text("Sweden's military spending was 2% of GDP in 2024.", published="2025-05-01")
>>> checked = workbench.check(article, reference)
>>> checked.suggestions[0].latest.outcome
'supported'

Nothing is imported before it is asked for, so that ``import workbench`` and the commands start at once.
"""

from __future__ import annotations

import sys
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from workbench.errors import WorkbenchError
    from workbench.model import Claim, Document, Suggestion
    from workbench.notebook import Checked, Extraction, check, extract
    from workbench.read import read, read_text
    from workbench.reference import Reference, load_reference

__version__ = "0.1.0"
__all__ = [
    "Checked",
    "Claim",
    "Document",
    "Extraction",
    "Reference",
    "Suggestion",
    "WorkbenchError",
    "check",
    "extract",
    "load_reference",
    "read",
    "read_text",
]
_HOMES = {
    "Checked": "notebook", "Claim": "model", "Document": "model", "Extraction": "notebook", "Reference": "reference",
    "Suggestion": "model", "WorkbenchError": "errors", "check": "notebook", "extract": "notebook",
    "load_reference": "reference", "read": "read", "read_text": "read",
}  # fmt: skip


class _Public:
    """A public name that is imported when it is asked for."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __get__(self, package: ModuleType, owner: type) -> Any:
        return getattr(import_module(f"{__name__}.{_HOMES[self._name]}"), self._name)

    def __set__(self, package: ModuleType, value: object) -> None:
        """Keep the function where the import of a room of the same name would take its place."""


class _Package(ModuleType):
    """The package with its public names as attributes; ``workbench.read`` is the function, not the room."""

    def __dir__(self) -> list[str]:
        return sorted({*super().__dir__(), *__all__})


for _name in __all__:
    setattr(_Package, _name, _Public(_name))
sys.modules[__name__].__class__ = _Package
