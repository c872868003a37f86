"""The guard before the pages, asked over real connections."""

from __future__ import annotations

import base64
import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import closing, contextmanager
from http.client import HTTPConnection
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import streamlit

from workbench.app.secrets import has_sign_in, secrets
from workbench.app.server import serve
from workbench.errors import ServeError

if TYPE_CHECKING:
    from collections.abc import Iterator

SECRET = """
[auth]
redirect_uri = "http://127.0.0.1/oauth2callback"
cookie_secret = "wholly-invented-for-this-test"
client_id = "desk"
client_secret = "also-invented"
server_metadata_url = "http://127.0.0.1:9/.well-known/openid-configuration"
"""


@contextmanager
def pages(database: Path, *options: str, **environment: str) -> Iterator[int]:
    """Serve the pages as a user does and yield the port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "workbench", "serve", "--port", str(port), "--database", str(database), *options]
    log = database.with_suffix(".log").open("wb")
    server = subprocess.Popen(command, env={**os.environ, **environment}, stdout=log, stderr=log)
    try:
        while not healthy(port):
            assert server.poll() is None
            time.sleep(0.25)
        yield port
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(timeout=300)
        log.close()


def healthy(port: int) -> bool:
    try:
        return 200 == ask(port, "/_stcore/health")[0]
    except OSError:
        return False


def ask(port: int, path: str, method: str = "GET", **headers: str) -> tuple[int, dict[str, str]]:
    """Return status and headers of an answer; ``host`` and ``origin`` may be of any kind."""
    status, found, _ = hear(port, path, method, **headers)
    return status, found


def hear(port: int, path: str, method: str = "GET", **headers: str) -> tuple[int, dict[str, str], bytes]:
    """Return status, headers and the first words of an answer."""
    connection = HTTPConnection("127.0.0.1", port, timeout=10)
    host = headers.pop("host", f"127.0.0.1:{port}")
    connection.putrequest(method, path, skip_host=True)
    for name, value in {"Host": host, **headers}.items():
        connection.putheader(name.replace("_", "-"), value)
    connection.endheaders()
    answer = connection.getresponse()
    said = answer.read(100)
    found = answer.status, {name.lower(): value for name, value in answer.getheaders()}, said
    connection.close()
    return found


def websocket(port: int, **headers: str) -> int:
    """Return the status with which the pages answer a request for their live connection; 101 is a yes."""
    key = base64.b64encode(os.urandom(16)).decode()
    asked = {"Upgrade": "websocket", "Connection": "Upgrade", "Sec-WebSocket-Version": "13", "Sec-WebSocket-Key": key}
    with socket.create_connection(("127.0.0.1", port), timeout=10) as line:
        told = {"Host": f"127.0.0.1:{port}", **asked, **headers}
        head = "".join(f"{name}: {value}\r\n" for name, value in told.items())
        line.sendall(f"GET /_stcore/stream HTTP/1.1\r\n{head}\r\n".encode())
        return int(line.recv(64).split()[1])


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    with pages(tmp_path_factory.mktemp("guard") / "reviews.db", "--host", "desk.example") as found:
        yield found


@pytest.mark.parametrize("path", ["/", "/queue", "/_stcore/health", "/static/nothing.js"])
def test_every_answer_carries_the_security_headers(port: int, path: str) -> None:
    """No page can be framed, sniffed, or made to load from elsewhere."""
    _, headers = ask(port, path)
    assert "DENY" == headers["x-frame-options"]
    assert "nosniff" == headers["x-content-type-options"]
    assert "no-referrer" == headers["referrer-policy"]
    policy = dict(part.split(" ", 1) for part in headers["content-security-policy"].split("; "))
    assert ("'none'", "'none'", "'self'") == (policy["default-src"], policy["frame-ancestors"], policy["connect-src"])
    assert "unsafe-inline" not in policy["script-src"]
    assert not [source for sources in policy.values() for source in sources.split() if "//" in source or source == "*"]


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("127.0.0.1:1", 200), ("localhost", 200), ("LOCALHOST:8501", 200), ("[::1]:8501", 200),
        ("desk.example", 200), ("desk.example:443", 200),
        ("evil.example", 421), ("evil.example:8501", 421), ("127.0.0.1.evil.example", 421), ("desk.example.evil", 421),
        ("", 421), ("desk.example@evil.example", 421),
    ],
)  # fmt: skip
def test_only_known_hosts_are_answered(port: int, host: str, status: int) -> None:
    """A name that a stranger points at this machine is not served; names given with --host are."""
    assert status == ask(port, "/", host=host)[0]


def test_the_files_of_the_browsers_side_are_served_whole(port: int) -> None:
    """A script is sent byte for byte with its kind, to be kept for ever, under the guard; unknown names are not."""
    folder = Path(streamlit.__file__).with_name("static") / "static" / "js"
    file = max(
        (path for path in folder.glob("*.js") if path.stat().st_size < 10**6), key=lambda path: path.stat().st_size
    )
    for wanted in (None, "bytes=0-9"):
        body, answer = fetched(port, f"/static/js/{file.name}", **({"range": wanted} if wanted else {}))
        assert file.read_bytes()[: 10 if wanted else None] == body
        assert "javascript" in answer["content-type"]
        assert "immutable" in answer["cache-control"]
        assert "DENY" == answer["x-frame-options"]
    for name in ("gone.js", "../../index.html", "%2e%2e/%2e%2e/index.html"):
        assert "javascript" not in fetched(port, f"/static/js/{name}")[1].get("content-type", "")


def fetched(port: int, path: str, **headers: str) -> tuple[bytes, dict[str, str]]:
    """Return body and headers of an answer."""
    with closing(HTTPConnection("127.0.0.1", port, timeout=30)) as connection:
        connection.request("GET", path, headers=headers)
        answer = connection.getresponse()
        return answer.read(), {name.lower(): value for name, value in answer.headers.items()}


def test_the_live_connection_has_the_same_guard(port: int) -> None:
    """The pages' live connection is opened for our own pages alone."""
    own = f"http://127.0.0.1:{port}"
    assert 101 == websocket(port, Origin=own)
    assert 403 == websocket(port, Host="evil.example", Origin="http://evil.example")
    assert 403 == websocket(port, Origin="http://evil.example")
    assert 403 == websocket(port, Origin=f"http://127.0.0.1:{port + 1}")
    assert 403 == websocket(port, Origin="null")


def test_a_page_of_another_address_cannot_send_files(port: int) -> None:
    """A foreign page's upload is refused, and so is one without the token of our page."""
    path = "/_stcore/upload_file/session/file"
    status, _, said = hear(port, path, "PUT", Origin="http://evil.example")
    assert (403, b"a page of another address") == (status, said[:25])
    assert 403 == ask(port, path, "PUT", Origin=f"http://127.0.0.1:{port}", Content_Length="0")[0]


@pytest.mark.parametrize("path", ["/_stcore/metrics", "/_stcore/agent", "/_stcore/agent/openapi.json"])
def test_what_is_not_for_browsers_is_closed(port: int, path: str) -> None:
    """The server's counters and its interface for programs are not served."""
    assert 404 == ask(port, path)[0]


@pytest.fixture
def secret_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "secrets.toml"
    path.write_text(SECRET, encoding="utf8")
    path.chmod(0o600)
    monkeypatch.setenv("WORKBENCH_SECRETS", str(path))
    return path


def test_secrets_come_from_a_file_of_ones_own(secret_file: Path) -> None:
    """A file that only its owner can read is taken."""
    assert "desk" == secrets()["auth"]["client_id"]
    assert has_sign_in()


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620, 0o666])
def test_secrets_that_others_can_reach_are_refused(secret_file: Path, mode: int) -> None:
    """A file that another user could read or change is no secret; the remedy is told, the content is not."""
    secret_file.chmod(mode)
    with pytest.raises(ServeError, match="chmod 600") as caught:
        secrets()
    assert "invented" not in str(caught.value)


def test_broken_secrets_are_refused_without_being_quoted(secret_file: Path) -> None:
    """An error in the file does not print a line of it, and a missing file is not taken for none."""
    for broken in (
        'cookie_secret = "invented',
        "[invented]\n[invented]",
        "a = 1\na.invented = 2",
        "a = " + "[" * 3_000,
    ):
        secret_file.write_text(broken, encoding="utf8")
        with pytest.raises(ServeError, match="not TOML") as caught:
            secrets()
        assert "invented" not in str(caught.value)
    secret_file.unlink()
    with pytest.raises(ServeError, match="cannot be read"):
        secrets()


def test_sign_in_opens_other_addresses_only_to_who_signed_in(tmp_path: Path, secret_file: Path) -> None:
    """With sign-in another address is served; without it, or with broken secrets, it is not."""
    with pages(tmp_path / "team.db", "--address", "0.0.0.0") as port:
        assert 200 == ask(port, "/")[0]
    log = (tmp_path / "team.log").read_text(encoding="utf8")
    assert "invented" not in log
    secret_file.write_text("[other]\n", encoding="utf8")
    with pytest.raises(ServeError, match="--insecure"):
        serve(address="0.0.0.0")
    secret_file.chmod(0o644)
    with pytest.raises(ServeError, match="chmod 600"):
        serve(address="0.0.0.0")
