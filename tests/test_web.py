"""Web addresses: off by default, never into one's own network, and never longer or larger than allowed."""

from __future__ import annotations

import ssl
import threading
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

import pytest

from workbench.errors import FetchRefused, InputError, TooLarge, UnsupportedFile, WorkbenchError
from workbench.read import iter_documents, read_address
from workbench.read.limits import FETCH_REDIRECTS, MAX_FILE_BYTES
from workbench.read.web import Way, fetch, is_public, resolve

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PAGE = b"<html><body><article><p>Exports rose by 12% in 2022, the harbour office said.</p></article></body></html>"


class Answers(BaseHTTPRequestHandler):
    """A small web server with good and bad manners; the path says which."""

    def do_GET(self) -> None:
        wish, _, rest = self.path.lstrip("/").partition("/")
        getattr(self, f"_{wish}", self._page)(rest)

    def _page(self, rest: str) -> None:
        self._send(200, PAGE, ("Content-Type", "text/html; charset=utf-8"))

    def _to(self, rest: str) -> None:
        self._send(302, b"", ("Location", rest))

    def _round(self, rest: str) -> None:
        self._send(302, b"", ("Location", "/round/"))

    def _picture(self, rest: str) -> None:
        self._send(200, b"\x89PNG", ("Content-Type", "image/png"))

    def _packed(self, rest: str) -> None:
        self._send(200, b"\x1f\x8b", ("Content-Type", "text/html"), ("Content-Encoding", "gzip"))

    def _gone(self, rest: str) -> None:
        self._send(404, b"", ("Content-Type", "text/html"))

    def _endless(self, rest: str) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/plain")
        self.end_headers()
        self._pour(b"12 per cent. " * 100_000, MAX_FILE_BYTES)

    def _slow(self, rest: str) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/plain")
        self.end_headers()
        for _ in range(200):
            self.wfile.write(b"1")
            if self.server.stopped.wait(0.05):  # type: ignore[attr-defined]
                return

    def _short(self, rest: str) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/plain")
        self.send_header("Content-Length", "1000")
        self.end_headers()
        self.wfile.write(b"12 per cent")

    def _pour(self, data: bytes, enough: int) -> None:
        sent = 0
        while sent <= enough:
            sent += self.wfile.write(data)

    def _send(self, status: int, body: bytes, *about: tuple[str, str]) -> None:
        self.send_response(status)
        for name, value in (*about, ("Content-Length", str(len(body)))):
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def handle(self) -> None:
        try:
            super().handle()
        except OSError:
            return  # the workbench hung up, as it should

    def log_message(self, *_: object) -> None:
        return


@contextmanager
def serving(context: ssl.SSLContext | None = None) -> Iterator[int]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    server.stopped = threading.Event()  # type: ignore[attr-defined]
    if context:
        server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield server.server_address[1]
    server.stopped.set()  # type: ignore[attr-defined]
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    with serving() as found:
        yield found


@pytest.fixture(autouse=True)
def _allowed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WORKBENCH_FETCH", "1")


def way(port: int, seconds: float = 20, names: dict[str, list[str]] | None = None) -> Way:
    """A way on which 127.0.0.1 and one port count as public, and names are looked up in a table."""
    names = {"127.0.0.1": ["127.0.0.1"], "desk.example": ["127.0.0.1"], **(names or {})}
    return Way(lambda host, _: names.get(host, []), lambda a: a == "127.0.0.1", frozenset({80, 443, port}), seconds)


def test_nothing_is_fetched_unless_allowed(monkeypatch: pytest.MonkeyPatch, port: int) -> None:
    """Without WORKBENCH_FETCH=1 an address is refused before any name is looked up."""
    monkeypatch.delenv("WORKBENCH_FETCH")
    with pytest.raises(FetchRefused, match="WORKBENCH_FETCH=1"):
        fetch(f"http://127.0.0.1:{port}/", way(port))
    with pytest.raises(FetchRefused, match="not fetched here"):
        list(iter_documents(["https://example.org/a"]))


def test_a_page_becomes_a_document(port: int) -> None:
    """A page is read, and the address at which it was found is kept."""
    found = fetch(f"http://desk.example:{port}/to//2022/ports%20and%20ferries.htm?x=1", way(port))
    assert (PAGE, f"http://desk.example:{port}/2022/ports%20and%20ferries.htm?x=1") == (found.data, found.url)
    assert "ports and ferries.html" == found.name


FORBIDDEN = (
    "127.0.0.1 127.8.9.1 0.0.0.0 10.1.2.3 172.16.0.1 172.31.255.255 192.168.1.1 169.254.169.254 100.64.0.1 192.0.2.1 "
    "198.18.0.1 224.0.0.1 240.0.0.1 255.255.255.255 ::1 :: fe80::1 fe80::1%eth0 fc00::1 fd12::1 ff02::1 2001:db8::1 "
    "::ffff:127.0.0.1 ::ffff:169.254.169.254 64:ff9b::10.0.0.1 64:ff9b::7f00:1 2002:7f00:1:: 2002:a00:1:: ::127.0.0.1 "
    "2001:0:4136:e378:8000:63bf:80ff:fffe"
).split()


@pytest.mark.parametrize("address", FORBIDDEN)
def test_addresses_of_ones_own_network_are_refused(address: str) -> None:
    """Private, loopback, link-local and other special addresses, also inside mapped and tunnelled ones, are refused."""
    assert not is_public(address)
    with pytest.raises(FetchRefused, match="public internet"):
        fetch("http://innocent.example/", Way(resolve=lambda *_: ["93.184.216.34", address]))


@pytest.mark.parametrize("address", ["93.184.216.34", "8.8.8.8", "2606:4700::1111", "64:ff9b::808:808"])
def test_public_addresses_are_public(address: str) -> None:
    """Ordinary addresses are not refused."""
    assert is_public(address)


@pytest.mark.parametrize(
    "url",
    ["http://127.0.0.1/", "http://localhost/", "http://2130706433/", "http://0x7f.1/", "http://0/", "http://[::1]/",
     "http://[::ffff:127.0.0.1]/", "http://127.1/", "http://0177.0.0.1/", "http://[::ffff:7f00:1]/", "http://ⓛocalhost/",
     "http://127。0。0。1/", "http://169.254.169.254/latest/meta-data"],
)  # fmt: skip
def test_every_spelling_of_this_machine_is_refused(url: str) -> None:
    """What the system takes for this machine is refused however it is written."""
    with pytest.raises(FetchRefused, match="is not on the public internet"):
        fetch(url)


@pytest.mark.parametrize(
    ("said", "url"),
    [
        *(("only http and https", url) for url in (
            "file:///etc/passwd", "ftp://desk.example/a", "gopher://desk.example/", "javascript://desk.example/%0a",
            "://x", "http://", "http:///a",
        )),
        ("a name or a password", "http://a:b@desk.example/"),
        ("port 22 is not", "http://desk.example:22/"),
        ("no web address", "http://desk.example:99999/"),
        ("no web address", "http://[::1"),
        ("more than 2,000", "http://desk.example/" + "a" * 2_000),
        ("no web address", "http://desk.example\r\nHost: x/"),
    ],
)  # fmt: skip
def test_anything_but_plain_http_is_refused(port: int, said: str, url: str) -> None:
    """Other schemes, ports, passwords in the address and addresses that are none are refused, each for its reason."""
    with pytest.raises(FetchRefused, match=said):
        fetch(url, way(port))


@pytest.mark.parametrize(
    "to",
    ["http://inner.example/", "http://10.0.0.1/", "//inner.example/", "file:///etc/passwd", "http://desk.example:22/"],
)
def test_a_redirect_is_checked_like_the_first_address(port: int, to: str) -> None:
    """A public page that leads into one's own network, to a file or to another port is not followed."""
    with pytest.raises(FetchRefused):
        fetch(
            f"http://desk.example:{port}/to/{to}",
            way(port, names={"inner.example": ["10.0.0.1"], "10.0.0.1": ["10.0.0.1"]}),
        )


def test_redirects_have_an_end(port: int) -> None:
    """A page that leads to itself is given up."""
    with pytest.raises(FetchRefused, match=f"more than {FETCH_REDIRECTS} redirects"):
        fetch(f"http://desk.example:{port}/round/", way(port))


def test_a_name_that_changes_its_mind_gains_nothing(port: int) -> None:
    """The connection goes to the address that was checked: a name is looked up once for each request."""
    answers = iter([["127.0.0.1"], ["10.0.0.1"]])
    asked: list[str] = []

    def changing(host: str, _port: int) -> list[str]:
        asked.append(host)
        return next(answers)

    url = f"http://rebind.example:{port}/page"
    found = fetch(url, Way(changing, lambda a: a == "127.0.0.1", frozenset({port})))
    assert (PAGE, ["rebind.example"]) == (found.data, asked)
    with pytest.raises(FetchRefused, match=r"10\.0\.0\.1"):
        fetch(url, Way(changing, lambda a: a == "127.0.0.1", frozenset({port})))


@pytest.mark.parametrize(
    ("path", "error", "said"),
    [
        ("picture", UnsupportedFile, "image/png"),
        ("packed", UnsupportedFile, "no document"),
        ("gone", InputError, "404"),
        ("short", InputError, "breaks off"),
        ("endless", TooLarge, "more than"),
    ],
)
def test_bad_answers_are_told(port: int, path: str, error: type[WorkbenchError], said: str) -> None:
    """What is no document, too large or broken off is told with the address."""
    with pytest.raises(error, match=said) as caught:
        fetch(f"http://desk.example:{port}/{path}", way(port))
    assert "desk.example" in str(caught.value)


def test_a_slow_server_is_cut_off(port: int) -> None:
    """A server that drips is cut off when the time for the whole is over, not byte by byte."""
    with pytest.raises(InputError):
        fetch(f"http://desk.example:{port}/slow", way(port, seconds=0.5))


def test_a_server_that_cannot_prove_its_name_is_not_read(tmp_path: Path) -> None:
    """A certificate that nobody vouches for ends the talk."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(self_signed(tmp_path))
    with serving(context) as port, pytest.raises(InputError, match="certificate"):
        fetch(f"https://desk.example:{port}/page", way(port))


def self_signed(folder: Path) -> Path:
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.x509.oid import NameOID

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "desk.example")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
        .serial_number(1).not_valid_before(now).not_valid_after(now + timedelta(days=1)).sign(key, hashes.SHA256())
    )  # fmt: skip
    path = folder / "desk.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path.write_bytes(private + certificate.public_bytes(serialization.Encoding.PEM))
    return path


def test_a_name_has_all_its_addresses_checked() -> None:
    """The system's own look-up gives every address of a name, each once."""
    found = resolve("localhost", 80)
    assert found
    assert len(set(found)) == len(found)
    assert not any(is_public(address) for address in found)
    with pytest.raises(FetchRefused, match="public internet"):
        read_address("http://localhost/")
