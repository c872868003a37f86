"""The files of the browser's side, from memory: a new browser asks for a hundred of them before a page stands."""

from __future__ import annotations

from functools import lru_cache
from mimetypes import guess_type
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from workbench.app.guard import Message, Receive, Send, Served

_PLACE = "/static/"
# Their names change with their content: who has one need not ask again.
_FOR_EVER = (b"cache-control", b"public, immutable, max-age=31536000")
_KEPT, _LARGEST = 200, 1_000_000  # files, and bytes of one


class Files:
    """Answer for the files below a folder that were there at the start; pass everything else on.

    Scripts and style sheets that are small alone; each is read when it is first asked for, and kept.
    """

    def __init__(self, app: Served, *, folder: Path) -> None:
        self.app = app
        found = (path for kind in ("js", "css") for path in (folder / kind).glob(f"*.{kind}"))
        small = (path for path in found if path.stat().st_size <= _LARGEST)
        self._paths = {f"{_PLACE}{path.parent.name}/{path.name}": path for path in small}
        self._read = lru_cache(maxsize=_KEPT)(self._answer)

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Send a known file whole; parts of files are for who knows how to cut them."""
        known = scope["type"] == "http" and scope["method"] == "GET" and scope["path"] in self._paths
        if not known or any(name == b"range" for name, _ in scope["headers"]):
            await self.app(scope, receive, send)
            return
        headers, body = self._read(scope["path"])
        await send({"type": "http.response.start", "status": 200, "headers": list(headers)})
        await send({"type": "http.response.body", "body": body})

    def _answer(self, path: str) -> tuple[tuple[tuple[bytes, bytes], ...], bytes]:
        body = self._paths[path].read_bytes()
        kind = (guess_type(path)[0] or "application/octet-stream").encode()
        return ((b"content-type", kind), (b"content-length", str(len(body)).encode()), _FOR_EVER), body
