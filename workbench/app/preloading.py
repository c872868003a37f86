"""What every page needs of the browser's side, named before the browser finds out piece by piece."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

# The parts of Streamlit that the review page is made of; each is a file that the shell does not name.
PARTS = ("TextInput", "Html", "Selectbox", "BidiComponent", "Button")
_IMPORTED = re.compile(r'(?:from|import)\s*"\./([\w.-]+\.js)"')


def preloaded(static: Path, shell: str, parts: tuple[str, ...] = PARTS) -> list[str]:
    """Return the files behind some parts and all that they import, without those that the shell names itself.

    ``static`` is the folder of the browser's side; a part that is not there is passed over.

    >>> import tempfile, pathlib
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     (js := pathlib.Path(folder, "js")).mkdir()
    ...     _ = js.joinpath("Html.a1.js").write_text('import{a}from"./lib.b2.js";import"./main.c3.js"')
    ...     _ = js.joinpath("lib.b2.js").write_text("export const a = 1")
    ...     preloaded(pathlib.Path(folder), '<script src="main.c3.js">', ("Html", "Gone"))
    ['Html.a1.js', 'lib.b2.js']
    """
    found: dict[str, None] = {}
    waiting = [file.name for part in parts for file in sorted((static / "js").glob(f"{part}.*.js"))]
    while waiting:
        name = waiting.pop()
        file = static / "js" / name
        if name in found or name in shell or not file.is_file():
            continue
        found[name] = None
        waiting += _IMPORTED.findall(file.read_text(encoding="utf8"))
    return list(found)
