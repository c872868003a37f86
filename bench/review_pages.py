"""The review pages with 10,000 claims of 200 documents, in a real browser: from a verdict's key to the next claim.

Measured in Chromium on the same machine as the server: the time from key to screen, the bytes of a press over the
websocket, the time to open the page, the memory of the server with five people deciding.
"""

from __future__ import annotations

import itertools
import os
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bench.measurement import Measurement

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

DOCUMENTS, CLAIMS, PEOPLE, PRESSES = 200, 10_000, 5, 30
SEEDS = Path(__file__).parent.parent / "seeds"
FLAGS = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
).split()
# A claim must have been on screen for a moment before a key counts.
SEEN = 450
# The time from a key to the frame in which another claim's words stand on the card.
_CLOCK = """
() => {
  const words = () => (document.querySelector(".st-key-card .quote") || {}).textContent;
  const place = () => (document.querySelector(".st-key-card .meta") || {}).textContent;
  window.times = [];
  window.addEventListener("keydown", (event) => {
    if (!/^[1-6]$/.test(event.key)) { return; }
    const begun = performance.now(), before = words() + place();
    const look = () => {
      if (words() && words() + place() !== before) { window.times.push(performance.now() - begun); }
      else if (performance.now() - begun < 5000) { requestAnimationFrame(look); }
    };
    requestAnimationFrame(look);
  }, true);
}
"""


def chromium() -> str | None:
    """Return the Chromium of this machine."""
    return shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


def fill(database: Path) -> int:
    """Store documents made of the sample documents, checked against the shipped tables; return how many claims."""
    from workbench.check import check
    from workbench.model import Document
    from workbench.read import iter_documents
    from workbench.records import check_record
    from workbench.reference import load_reference
    from workbench.store import Filter, Store

    reference, samples = load_reference(), list(iter_documents([SEEDS]))
    made: list[tuple[dict[str, Any], str]] = []
    for first, second in itertools.permutations(samples, 2):
        text = f"{first.text}\n\n{second.text}"
        document = Document("made", text, published=first.published, title=f"{first.title}; {second.title}")
        made.append((check_record(check(document, reference)), text))
    with Store.open(str(database)) as store:
        for number, (record, text) in zip(range(DOCUMENTS), itertools.cycle(made), strict=False):
            store.put_document(renamed(record, f"made-{number}"), text)
        return store.count(Filter())


def renamed(record: dict[str, Any], name: str) -> dict[str, Any]:
    """Return a check record as that of another document, with claims of their own."""
    claims = [{**claim, "id": sha256(f"{name} {claim['id']}".encode()).hexdigest()[:12]} for claim in record["claims"]]
    return {**record, "id": name, "title": f"{name}: {record['title']}", "claims": claims}


@contextmanager
def served(database: Path) -> Iterator[tuple[str, int]]:
    """Serve the pages over a store; yields the address and the id of the process."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "workbench", "serve", "--port", str(port), "--database", str(database)]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    address = f"http://127.0.0.1:{port}"
    try:
        for _ in range(240):
            try:
                urllib.request.urlopen(f"{address}/_stcore/health", timeout=1).close()
                break
            except (urllib.error.URLError, TimeoutError, ConnectionError):
                time.sleep(0.25)
        yield address, server.pid
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(timeout=30)


def megabytes(pid: int) -> float:
    """Return the resident memory of a process and those it started, in megabytes (Linux)."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="utf8").split()
    lines = Path(f"/proc/{pid}/status").read_text(encoding="utf8").splitlines()
    own = next(int(line.split()[1]) / 1000 for line in lines if line.startswith("VmRSS"))
    return own + sum(megabytes(int(child)) for child in children)


def open_page(browser: Browser, address: str) -> Page:
    """Open the review page in a session of its own and wait until a claim stands on it."""
    page = browser.new_context(viewport={"width": 1280, "height": 800}).new_page()
    page.set_default_timeout(60_000)
    page.goto(address)
    page.locator(".st-key-card .quote").wait_for()
    return page


def presses(page: Page, count: int) -> tuple[list[float], list[float]]:
    """Decide claims by key; return the milliseconds and the kilobytes over the websocket of each press."""
    frames: list[int] = []
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")

    def note(event: dict[str, Any]) -> None:
        payload = event["response"]["payloadData"]
        frames.append(len(payload) * 3 // 4 if event["response"]["opcode"] == 2 else len(payload))

    session.on("Network.webSocketFrameReceived", note)
    session.on("Network.webSocketFrameSent", note)
    page.wait_for_timeout(4 * SEEN)
    page.evaluate(_CLOCK)
    sizes = []
    for number in range(count):
        page.wait_for_timeout(SEEN)
        frames.clear()
        page.keyboard.press(str(1 + number % 5))
        page.wait_for_function(f"window.times.length > {number}")
        page.wait_for_timeout(SEEN)
        sizes.append(sum(frames) / 1000)
    return list(page.evaluate("window.times")), sizes


def measure() -> Measurement:
    """Fill a store, open the pages as five people, decide."""
    title = f"The review pages with {CLAIMS:,} claims of {DOCUMENTS} documents"
    found = chromium()
    if found is None:
        return Measurement(title, {}, "", skipped={"Chromium": "not installed"})
    try:
        from playwright.sync_api import sync_playwright
    except ImportError as error:
        return Measurement(title, {}, "", skipped={"playwright": str(error)})

    with tempfile.TemporaryDirectory() as folder:
        claims = fill(Path(folder, "reviews.db"))
        with served(Path(folder, "reviews.db")) as (address, pid), sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=found, args=FLAGS)
            first = open_page(browser, address)
            times, sizes = presses(first, PRESSES)
            opened = []
            pages = [first]
            for person in range(1, PEOPLE + 1):
                begun = time.perf_counter()
                # Each has a document of their own: who comes second to a claim stays there.
                pages.append(open_page(browser, f"{address}/?document=made-{20 * person}"))
                opened.append(time.perf_counter() - begun)
            pages.pop().context.close()
            for page in pages[1:]:
                presses(page, 3)
            memory = megabytes(pid)
            browser.close()
    key = statistics.median(times)
    return Measurement(
        title=title,
        bars={"key to next claim, median": key, "slowest tenth": statistics.quantiles(times, n=10)[-1]},
        unit="ms in Chromium (less is better)",
        counts={"kilobytes a press": statistics.median(sizes)},
        figures={
            "claims": float(claims),
            "seconds to open the page, warm": statistics.median(opened),
            "megabytes of the server with five sessions": memory,
            "processors": float(os.cpu_count() or 0),
        },
    )
