"""Web addresses to documents: only where the owner allows it, and never into the owner's own network.

Each name is looked up once, every address it has must be public, and the connection goes to the very address that was
checked: a name that changes its mind between check and use (DNS rebinding) gains nothing. The same holds after every
redirect.
"""

from __future__ import annotations

import socket
import ssl
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPResponse
from ipaddress import IPv4Address, IPv6Address, ip_address
from pathlib import PurePosixPath
from threading import Event, Timer
from typing import TYPE_CHECKING
from urllib.parse import SplitResult, quote, unquote, urljoin, urlsplit

from workbench.errors import FetchRefused, InputError, TooLarge, UnsupportedFile
from workbench.read.addresses import ALLOWED, fetching_is_allowed
from workbench.read.limits import FETCH_REDIRECTS, FETCH_SECONDS, MAX_ADDRESS_CHARACTERS, MAX_FILE_BYTES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

SCHEMES = {"http": 80, "https": 443}
ENDINGS = {
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "text/plain": ".txt",
    "text/markdown": ".md",
    "application/pdf": ".pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
}
_HINT = "open it in a browser, save it, and import the file"


@dataclass(frozen=True, slots=True)
class Fetched:
    """What an address gave: ``name`` ends as its kind of file does, ``url`` is where the last redirect led."""

    name: str
    url: str
    data: bytes


def is_public(address: str) -> bool:
    """Tell whether an address belongs to the public internet, also the one inside a mapped or tunnelled address.

    >>> [is_public(a) for a in ("93.184.216.34", "10.0.0.1", "127.0.0.1", "169.254.169.254", "::ffff:10.0.0.1")]
    [True, False, False, False, False]
    """
    found = ip_address(address.split("%", maxsplit=1)[0])
    return all(part.is_global and not part.is_multicast for part in (found, *_inner(found)))


def _inner(found: IPv4Address | IPv6Address) -> list[IPv4Address]:
    if isinstance(found, IPv4Address):
        return []
    packed = found.packed
    embedded = [found.ipv4_mapped, found.sixtofour, *(found.teredo or ())]
    if packed.startswith((bytes.fromhex("0064ff9b"), bytes(12))):  # NAT64, and the old IPv4-compatible form
        embedded.append(IPv4Address(packed[-4:]))
    return [inner for inner in embedded if inner is not None]


def resolve(host: str, port: int) -> list[str]:
    """Return all addresses of a name; raises OSError for an unknown one."""
    return list(dict.fromkeys(str(found[4][0]) for found in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)))


@dataclass(frozen=True, slots=True)
class Way:
    """How an address is reached: how names are looked up, which addresses and ports are good."""

    resolve: Callable[[str, int], list[str]] = resolve
    is_good: Callable[[str], bool] = is_public
    ports: frozenset[int] = frozenset(SCHEMES.values())
    seconds: float = FETCH_SECONDS


def fetch(url: str, way: Way | None = None) -> Fetched:
    """Return what a web address gives.

    Raises FetchRefused where it is not allowed or leads to a forbidden place, TooLarge, UnsupportedFile for what is no
    document, and InputError where nobody answers as they should.
    """
    if not fetching_is_allowed():
        raise FetchRefused("web addresses are not fetched here", file=url, hint=f"{_HINT}; or set {ALLOWED}=1")
    way = way or Way()
    here = url
    for _ in range(FETCH_REDIRECTS + 1):
        try:
            found = _one(here, way)
        except (OSError, HTTPException) as error:
            raise InputError(f"nobody answers as they should: {error}", file=here, hint=_HINT) from error
        if isinstance(found, Fetched):
            return found
        here = urljoin(here, found)
    raise FetchRefused(f"more than {FETCH_REDIRECTS} redirects", file=url, hint=_HINT)


def _one(url: str, way: Way) -> Fetched | str:
    """Return what an address gives, or the address that it leads to."""
    parts = _checked(url, way)
    with _asked(parts, way) as response:
        if response.status in (301, 302, 303, 307, 308) and response.headers["location"]:
            return str(response.headers["location"])
        if response.status != 200:
            raise InputError(f"the server answers {response.status} {response.reason}", file=url, hint=_HINT)
        kind = response.headers.get_content_type()
        if kind not in ENDINGS or response.headers.get("content-encoding", "identity") != "identity":
            raise UnsupportedFile(f"this is {kind}, no document", file=url, hint=_HINT)
        data = response.read(MAX_FILE_BYTES + 1)
        if response.length and len(data) <= MAX_FILE_BYTES:
            raise InputError("the answer breaks off", file=url, hint="try again; or " + _HINT)
    if len(data) > MAX_FILE_BYTES:
        raise TooLarge(f"more than {MAX_FILE_BYTES:,} bytes", file=url, hint=_HINT)
    return Fetched((PurePosixPath(unquote(parts.path)).stem or parts.hostname or "page") + ENDINGS[kind], url, data)


def _checked(url: str, way: Way) -> SplitResult:
    try:
        parts = urlsplit(url)
        port = parts.port or SCHEMES.get(parts.scheme, 0)
    except ValueError as error:
        raise FetchRefused(f"this is no web address: {error}", file=url, hint=_HINT) from error
    wrong = (
        ("only http and https are fetched", parts.scheme not in SCHEMES or not parts.hostname),
        ("an address may not carry a name or a password", "@" in parts.netloc),
        (f"port {port} is not fetched", port not in way.ports),
        (f"it has more than {MAX_ADDRESS_CHARACTERS:,} characters", len(url) > MAX_ADDRESS_CHARACTERS),
    )
    for message, is_so in wrong:
        if is_so:
            raise FetchRefused(message, file=url[:200], hint=_HINT)
    return parts


@contextmanager
def _asked(parts: SplitResult, way: Way) -> Iterator[HTTPResponse]:
    """Ask for an address and yield the answer; the whole must be over within the time limit."""
    lines = [_connected(parts, way)]
    late = Event()
    watch = Timer(way.seconds, _cut, [lines, late])  # a limit for each byte alone would let a slow server hold us
    watch.daemon = True
    watch.start()
    connection = HTTPConnection(str(parts.hostname))
    try:
        if parts.scheme == "https":
            context = ssl.create_default_context()
            lines[0] = secure = context.wrap_socket(
                lines[0], server_hostname=parts.hostname, do_handshake_on_connect=False
            )
            secure.do_handshake()
        connection.sock = lines[0]
        about = {"Host": parts.netloc, "User-Agent": "claim-workbench", "Accept-Encoding": "identity"}
        connection.request("GET", _target(parts), headers=about)
        with connection.getresponse() as response:
            yield response
        if late.is_set():
            raise TooLarge(f"it takes more than {way.seconds:g} seconds", file=parts.geturl(), hint=_HINT)
    finally:
        watch.cancel()
        connection.close()
        lines[0].close()


def _target(parts: SplitResult) -> str:
    query = "?" + quote(parts.query, safe="/%:@!$&'()*+,;=~?") if parts.query else ""
    return quote(parts.path or "/", safe="/%:@!$&'()*+,;=~") + query


def _connected(parts: SplitResult, way: Way) -> socket.socket:
    host, port = str(parts.hostname), parts.port or SCHEMES[parts.scheme]
    try:
        addresses = way.resolve(host, port)
    except UnicodeError as error:
        raise FetchRefused("this is no name of a server", file=host, hint=_HINT) from error
    forbidden = [address for address in addresses if not way.is_good(address)]
    if forbidden or not addresses:
        raise FetchRefused(
            f"{host} is not on the public internet ({', '.join(forbidden)})", file=parts.geturl(), hint=_HINT
        )
    return socket.create_connection((addresses[0], port), timeout=way.seconds)


def _cut(lines: list[socket.socket], late: Event) -> None:
    late.set()
    with suppress(OSError):
        lines[0].shutdown(socket.SHUT_RDWR)
