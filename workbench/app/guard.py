"""The guard before all pages: which hosts are answered, and what browsers are told not to do with our pages."""

from __future__ import annotations

import base64
import re
import socket
from hashlib import sha256
from ipaddress import ip_address
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable, MutableMapping

    Message = MutableMapping[str, Any]
    Send = Callable[[Message], Awaitable[None]]
    Receive = Callable[[], Awaitable[Message]]
    Served = Callable[[Message, Receive, Send], Awaitable[None]]

_INLINE = re.compile(r"<script>([^<]*)</script>")
_CLOSED = ("/_stcore/metrics", "/_stcore/agent")  # the server's counters and its interface for programs
_UNKNOWN_HOST = (421, b"this host is not served here: name it with --host\n")
_STRANGER = (403, b"a page of another address may not use these\n")
_NOT_HERE = (404, b"not served\n")


class Guard:
    """Answer known hosts only, and put the security headers on every answer.

    A page of a stranger can point a name of its own to 127.0.0.1 and so reach a server that listens there alone; its
    requests carry that name as ``Host``. An address in digits cannot be such a name. What a stranger's page sends
    under our own name carries its ``Origin``. A page names the files ``preloaded`` by the browser beforehand.
    """

    def __init__(
        self, app: Served, *, hosts: Iterable[str] = (), shell: str = "", preloaded: Iterable[str] = ()
    ) -> None:
        self.app = app
        self.links = [(b"link", f"<static/js/{name}>; rel=modulepreload".encode()) for name in preloaded]
        self.hosts = {"localhost", socket.gethostname().lower(), *(host.lower() for host in hosts)}
        self.headers = [(name.encode(), value.encode()) for name, value in headers(shell).items()]

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Refuse an unknown host, another's page and what is not for browsers; pass everything else on."""
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        refusal = self._refusal(scope)
        if refusal:
            await _refuse(scope, send, *refusal)
            return

        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                ours = {name for name, _ in self.headers}
                theirs = [(name.lower(), value) for name, value in message.get("headers", [])]
                drawn = any(name == b"content-type" and value.startswith(b"text/html") for name, value in theirs)
                kept = [pair for pair in theirs if pair[0] not in ours]
                message = {**message, "headers": [*kept, *self.headers, *(self.links if drawn else ())]}
            await send(message)

        await self.app(scope, receive, send_guarded)

    def _refusal(self, scope: Message) -> tuple[int, bytes] | None:
        given = {name: value.decode("latin-1").lower() for name, value in scope["headers"]}
        host, origin = given.get(b"host", ""), given.get(b"origin")
        if not is_served(host, self.hosts):
            return _UNKNOWN_HOST
        if origin is not None and origin.partition("://")[2] != host:
            return _STRANGER
        return _NOT_HERE if scope["path"].startswith(_CLOSED) else None


async def _refuse(scope: Message, send: Send, status: int, body: bytes) -> None:
    if scope["type"] == "websocket":
        await send({"type": "websocket.close", "code": 1008})
        return
    about = [(b"content-type", b"text/plain; charset=utf-8"), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": status, "headers": about})
    await send({"type": "http.response.body", "body": body})


def is_served(host: str, names: Iterable[str]) -> bool:
    """Tell whether a ``Host`` header is a known name or an address in digits, whatever the port.

    >>> [is_served(host, ["localhost"]) for host in ("localhost:8501", "127.0.0.1", "[::1]:8501", "evil.example", "")]
    [True, True, True, False, False]
    """
    name = host.lower().rsplit("]", 1)[0].removeprefix("[") if host.startswith("[") else host.lower().split(":")[0]
    try:
        ip_address(name)
    except ValueError:
        return name.rstrip(".") in names
    return True


def headers(shell: str) -> dict[str, str]:
    """Return the security headers of every answer; ``shell`` is the page into which all others are drawn.

    >>> headers("<script>start()</script>")["x-frame-options"]
    'DENY'
    """
    inline = (base64.b64encode(sha256(script.encode()).digest()).decode() for script in _INLINE.findall(shell))
    hashes = " ".join(f"'sha256-{digest}'" for digest in inline)
    policy = {
        "default-src": "'none'",
        # Charts compile their expressions; parts of the pages are modules made from text (blob:).
        "script-src": f"'self' 'unsafe-eval' blob: {hashes}".rstrip(),
        "style-src": "'self' 'unsafe-inline'",
        "font-src": "'self' data:",
        "img-src": "'self' data: blob:",
        "connect-src": "'self'",
        "worker-src": "'self' blob:",
        "manifest-src": "'self'",
        "base-uri": "'self'",
        "form-action": "'self'",
        "frame-ancestors": "'none'",
    }
    return {
        "content-security-policy": "; ".join(f"{name} {value}" for name, value in policy.items()),
        "cross-origin-opener-policy": "same-origin",
        "cross-origin-resource-policy": "same-origin",
        "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
        "referrer-policy": "no-referrer",
        "x-content-type-options": "nosniff",
        "x-frame-options": "DENY",
    }
