"""Files for the browser, each under an address of its own.

A download of Streamlit's is answered over the live connection and kept until two runs of any script on the server have
ended: the run that a press starts may clear the answer away, and colleagues at work the file. A plain address needs
neither the connection nor a run, so one press is enough.
"""

from __future__ import annotations

import asyncio
import hmac
import logging
from collections import OrderedDict
from dataclasses import dataclass
from secrets import token_bytes
from threading import Lock
from typing import TYPE_CHECKING

from workbench.app.messages import told
from workbench.errors import WorkbenchError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from workbench.app.guard import Message, Receive, Send, Served

_PLACE = "/file/"
_MOST = 2_000  # offers that are kept; the one that was made longest ago goes first
_KEY = token_bytes(32)
_log = logging.getLogger(__name__)
_offers: OrderedDict[str, Offer] = OrderedDict()
_lock = Lock()


@dataclass(frozen=True, slots=True)
class Offer:
    """A file that can be fetched: its name, its media type, how it is made, and whether it still may be."""

    name: str
    mime: str
    made: Callable[[], Iterator[bytes]]
    allowed: Callable[[], bool]


def offer(file: Offer, *about: object) -> str:
    """Return the address of a file; what it is ``about`` tells it from others, and keeps its address the same.

    Nobody can guess it, it is good until the server ends, and it asks ``allowed`` each time.

    >>> first = offer(Offer("a.csv", "text/csv", lambda: iter([b"1"]), lambda: True), "ada", "csv")
    >>> again = offer(Offer("a.csv", "text/csv", lambda: iter([b"2"]), lambda: True), "ada", "csv")
    >>> first == again, first.endswith("/a.csv"), len(first) > 60
    (True, True, True)
    """
    secret = hmac.new(_KEY, repr(about).encode("utf8", "surrogatepass"), "sha256").hexdigest()
    place = f"{_PLACE}{secret}/{file.name}"
    with _lock:
        _offers[place] = file
        _offers.move_to_end(place)
        if len(_offers) > _MOST:
            _offers.popitem(last=False)
    return place


class Handing:
    """Answer for the files that are offered; pass everything else on."""

    def __init__(self, app: Served) -> None:
        self.app = app

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Send a file piece by piece while it is made; one that nobody offers, or that is refused, is not there."""
        if scope["type"] != "http" or not scope["path"].startswith(_PLACE):
            await self.app(scope, receive, send)
            return
        with _lock:
            found = _offers.get(scope["path"])
        try:
            if found is None or not await asyncio.to_thread(found.allowed):
                await _say(send, 404, "This file is offered no more: open the page Export again.")
                return
            pieces = await asyncio.to_thread(found.made)
            piece = await asyncio.to_thread(next, pieces, b"")
        except WorkbenchError as error:
            await _say(send, 503, told(error))
            return
        except Exception:  # noqa: BLE001 - whatever it is, who asked is told
            _log.exception("a file could not be made")
            await _say(send, 500, "This file could not be made; the server's messages say more.")
            return
        about = _headers(found.mime, f'attachment; filename="{found.name}"')
        await send({"type": "http.response.start", "status": 200, "headers": about})
        # A fault from here on ends the connection before the file's end: a browser tells that it is not whole.
        while piece:
            await send({"type": "http.response.body", "body": piece, "more_body": True})
            piece = await asyncio.to_thread(next, pieces, b"")
        await send({"type": "http.response.body", "body": b""})


async def _say(send: Send, status: int, words: str) -> None:
    await send({"type": "http.response.start", "status": status, "headers": _headers("text/plain; charset=utf-8")})
    await send({"type": "http.response.body", "body": words.encode()})


def _headers(kind: str, disposition: str = "") -> list[tuple[bytes, bytes]]:
    about = [(b"content-type", kind.encode()), (b"cache-control", b"no-store")]
    return about + ([(b"content-disposition", disposition.encode())] if disposition else [])
