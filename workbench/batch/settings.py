"""What a run is asked to do, and the keys that tell whether a result of an earlier run still holds."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from functools import cache
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import Any

from workbench import __version__

_PACKAGE = Path(__file__).parents[1]
_EXTRACTING = ("model.py", "extract.py", "records.py", "units.py", "read", "lexicon", "grammar", "batch/exact.py")
_CHECKING = (*_EXTRACTING, "interval.py", "reference", "link", "check", "batch/columns.py")
_READERS = ("trafilatura", "htmldate", "pypdf", "python-docx")
_JUDGES = ("pint", "rapidfuzz", "pandas")


@dataclass(frozen=True, slots=True)
class Settings:
    """The options of a run that workers need; every value is JSON.

    ``output`` and ``reference`` are absolute addresses, ``fingerprint`` that of the tables the workers must find there.
    ``seconds`` (of CPU) and ``megabytes`` (of memory above that of the idle process) limit one document.
    """

    output: str
    reference: tuple[str, ...] = ()
    fingerprint: str = ""
    published: str | None = None
    as_of: str | None = None
    text_column: str = "text"
    id_column: str = "id"
    seconds: float = 60.0
    megabytes: int = 512

    def to_json(self) -> dict[str, Any]:
        """Return the settings as JSON values."""
        return asdict(self)

    @classmethod
    def from_json(cls, values: dict[str, Any]) -> Settings:
        """Return the settings of ``to_json``."""
        return cls(**{**values, "reference": tuple(values["reference"])})

    def extraction_key(self) -> str:
        """Return what an extraction depends on besides its document: the code that reads, and what it is told."""
        return _digest(_code(_EXTRACTING, _READERS), self.published, self.text_column, self.id_column)

    def checking_key(self) -> str:
        """Return what a suggestion depends on besides its extraction: the code that judges, and the tables."""
        return _digest(_code(_CHECKING, _JUDGES), self.fingerprint, self.as_of)


def versions() -> dict[str, str]:
    """Return the versions that a run manifest names."""
    import platform

    names = ("pyarrow", "distributed", "fsspec", *_READERS, *_JUDGES)
    return {"workbench": __version__, "python": platform.python_version()} | {name: version(name) for name in names}


def _digest(*parts: object) -> str:
    return sha256("\0".join(map(str, parts)).encode()).hexdigest()[:16]


@cache
def _code(rooms: tuple[str, ...], libraries: tuple[str, ...]) -> str:
    """Return a hash of source files and library versions: a rule changed without a new version counts as well."""
    digest = sha256(__version__.encode())
    for room in rooms:
        place = _PACKAGE / room
        for file in sorted(place.rglob("*")) if place.is_dir() else [place]:
            if file.is_file() and file.suffix != ".pyc":
                digest.update(f"\0{file.relative_to(_PACKAGE).as_posix()}\0".encode())
                digest.update(file.read_bytes())
    for library in libraries:
        digest.update(f"\0{library} {version(library)}".encode())
    return digest.hexdigest()
