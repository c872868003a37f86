"""A real browser on real pages: a server over a store of its own, and Chromium."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect, sync_playwright

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager
    from pathlib import Path

    from playwright.sync_api import Browser, Page

FLAGS = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
).split()
PATIENCE = 60_000
expect.set_options(timeout=30_000)


def chromium() -> str:
    """Return the Chromium of this machine; without one, skip, or fail where a browser is required."""
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if found is None:
        if os.environ.get("WORKBENCH_REQUIRE_BROWSER") == "1":
            pytest.fail("no Chromium on this machine, and WORKBENCH_REQUIRE_BROWSER=1 asks for one")
        pytest.skip("no Chromium on this machine: install it, or run the tests elsewhere")
    return found


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A Chromium for all browser tests."""
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        yield running
        running.close()


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def start(database: Path, port: int) -> subprocess.Popen[bytes]:
    """Start the server as a user does, and wait until it answers."""
    environment = {**os.environ, "WORKBENCH_DATABASE": str(database)}
    command = [sys.executable, "-m", "workbench", "serve", "--port", str(port)]
    server = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    for _ in range(120):
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=1):
                return server
        except (urllib.error.URLError, TimeoutError, ConnectionError):
            time.sleep(0.5)
    server.terminate()
    pytest.fail("the server did not come up within a minute")


@contextmanager
def serving(database: Path) -> Iterator[str]:
    """Serve the pages over a store as long as they are needed; give their address."""
    chromium()
    port = free_port()
    server = start(database, port)
    yield f"http://127.0.0.1:{port}"
    server.send_signal(signal.SIGTERM)
    server.wait(timeout=20)


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server over an empty store."""
    with serving(tmp_path_factory.mktemp("store") / "reviews.db") as place:
        yield place


@pytest.fixture(scope="module")
def served() -> Callable[[Path], AbstractContextManager[str]]:
    """A function that serves the pages over a store of a test's own making."""
    return serving


@pytest.fixture
def guarded_address(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The address of a server where people have to sign in, with a provider that does not answer."""
    secrets = tmp_path / "secrets.toml"
    secrets.touch(mode=0o600)
    secrets.write_text(
        '[auth]\nredirect_uri = "http://127.0.0.1/oauth2callback"\ncookie_secret = "invented"\nclient_id = "desk"\n'
        'client_secret = "invented"\nserver_metadata_url = "http://127.0.0.1:9/.well-known/openid-configuration"\n',
        encoding="utf8",
    )
    monkeypatch.setenv("WORKBENCH_SECRETS", str(secrets))
    with serving(tmp_path / "reviews.db") as place:
        yield place


@pytest.fixture(params=["light"])
def page(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A fresh tab of 1280 by 800."""
    context = browser.new_context(
        viewport={"width": 1280, "height": 800}, color_scheme=request.param, accept_downloads=True
    )
    tab = context.new_page()
    tab.set_default_timeout(PATIENCE)
    yield tab
    context.close()
