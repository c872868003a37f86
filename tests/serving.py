"""Serve the pages as a user does, and what every story in a browser begins with."""

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
from playwright.sync_api import expect

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Page

FLAGS = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
).split()
PATIENCE = 60_000
SEEN = 700  # a claim must have been on screen for a moment before a key counts
expect.set_options(timeout=30_000)


def chromium() -> str:
    """Return the Chromium of this machine; without one, skip, or fail where a browser is required."""
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if found is None:
        if os.environ.get("WORKBENCH_REQUIRE_BROWSER") == "1":
            pytest.fail("no Chromium on this machine, and WORKBENCH_REQUIRE_BROWSER=1 asks for one")
        pytest.skip("no Chromium on this machine: install it, or run the tests elsewhere")
    return found


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def served(database: Path | str, *options: str, port: int | None = None, **environment: str) -> Iterator[str]:
    """Serve the pages over a store while the block runs, with options of the command; yields their address."""
    port = port or free_port()
    server = subprocess.Popen(
        [sys.executable, "-m", "workbench", "serve", "--port", str(port), *options],
        env={**os.environ, "WORKBENCH_DATABASE": str(database), **environment},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        answered(server, f"http://127.0.0.1:{port}/_stcore/health")
        yield f"http://127.0.0.1:{port}"
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(timeout=300)


def answered(server: subprocess.Popen[bytes], address: str) -> None:
    """Wait until a server that was started answers at an address; fail when it ends or stays silent."""
    for _ in range(2_400):
        if server.poll() is not None:
            pytest.fail(f"the server ended with status {server.returncode}")
        try:
            with urllib.request.urlopen(address, timeout=1):
                return
        except (urllib.error.URLError, TimeoutError, ConnectionError):
            time.sleep(0.25)
    pytest.fail("the server did not come up within ten minutes")


def import_text(page: Page, address: str, title: str, text: str, published: str) -> None:
    """Paste a text, confirm its date, store it; the review page opens at it."""
    page.goto(f"{address}/import")
    page.get_by_label("Title").fill(title)
    page.get_by_label("Text", exact=True).fill(text)
    page.get_by_role("button", name="Read text").click()
    page.get_by_role("spinbutton", name="year, Published").click()
    page.keyboard.type(published)
    page.keyboard.press("Tab")
    page.wait_for_timeout(SEEN)
    page.get_by_role("button", name="Check and store").click()
    expect(page.get_by_role("group", name="Text with its claims")).to_be_visible()


def press(page: Page, key: str, then: str) -> None:
    """Press a key once the claim has been on screen, and wait for the claim or notice that follows."""
    page.wait_for_timeout(SEEN)
    page.keyboard.press(key)
    expect(page.locator(".st-key-card").get_by_text(then).first).to_be_visible()
