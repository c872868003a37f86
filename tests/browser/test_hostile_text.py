"""Text that would like to be markup, script, or wider than the page: it shows as text everywhere."""

from __future__ import annotations

import json
import re
from datetime import date
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect
from serving import PATIENCE, chromium, served

from workbench import desk
from workbench.model import Document
from workbench.reference import load_reference
from workbench.store import Filter, Store

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.browser, pytest.mark.long]
BAD = (
    '<script>window.broken = 1</script> "><img src=x onerror="window.broken = 2"> \u202eabc\u202c '
    "*no* _markdown_ [here](javascript:window.broken=3) :red[x] $y$ `z` | # h &amp; {{ 1 }}"
)
FIGURE = "In 2024 Sweden's military spending was 2.1% of GDP"
PAGES = (
    "", "queue", "documents", "reference", "import", "team", "team?part=People", "team?part=Who+did+what", "export",
    "keys",
)  # fmt: skip


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store in which every text that a person or a document can give is hostile."""
    path = tmp_path_factory.mktemp("hostile") / "reviews.db"
    texts = {
        "bad": f"{FIGURE} {BAD}.\n\n{BAD}\n\nThe {BAD} had 40,000 jobs.",
        "wide": f"{FIGURE}.\n\n{'W' * 1_000_000}",
        "=1+1": f"{FIGURE}, again.",
    }
    with Store.open(str(path)) as opened:
        documents = [
            Document(
                name, text, published=date(2025, 2, 1), title=f"{name} {BAD}", url="javascript:alert(1)", author=BAD
            )
            for name, text in texts.items()
        ]
        list(desk.import_documents(opened, documents, load_reference()))
        for document in ("bad", "=1+1"):
            claim = opened.queue(Filter(document=document))[0]
            opened.decide(claim.id, claim.rev, "true", reviewer=BAD, note=f"=HYPERLINK(1) {BAD}")
            opened.comment(claim.id, BAD, reviewer=BAD)
        opened.views.save(BAD[:60], "state=open", owner=BAD)
        other = opened.queue(Filter(document="wide"))[0]
        opened.team.assign([other.id], [BAD, "bo"], by=BAD, blind=True)
        opened.decide(other.id, other.rev, "true", reviewer=BAD, note=BAD)
        again = opened.claim(other.id, viewer="bo")
        opened.decide(other.id, again.rev, "false", reviewer="bo", note=BAD)
    return path


@pytest.fixture(scope="module")
def hostile(store: Path) -> Iterator[str]:
    """The address of a server over that store."""
    chromium()
    with served(store) as address:
        yield address


@pytest.fixture
def watched(browser: Browser) -> Iterator[Page]:
    """A tab in which any dialog and any request to elsewhere is kept."""
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    page.on("dialog", lambda dialog: pytest.fail(f"a dialog opened: {dialog.message}"))
    yield page
    context.close()


def is_whole(page: Page) -> None:
    """Nothing ran, nothing was made of the text, nothing is wider than the page."""
    assert page.evaluate("window.broken === undefined")
    assert 0 == page.locator("img[src='x']").count()
    assert 0 == page.locator("a[href^='javascript:']").count()
    wide = page.evaluate(
        """() => [document.documentElement, ...document.querySelectorAll(".stMain, .stMainBlockContainer")]
          .filter((box) => box.scrollWidth > Math.max(box.clientWidth, 1280))
          .map((box) => `${box.className} ${box.scrollWidth}`)"""
    )
    assert [] == wide


@pytest.mark.parametrize("path", PAGES)
def test_every_page_shows_text_as_text(watched: Page, hostile: str, path: str) -> None:
    """No page runs, draws or formats what somebody wrote."""
    watched.goto(f"{hostile}/{path}")
    expect(watched.get_by_role("link", name="Export")).to_be_visible()
    watched.wait_for_timeout(2500)
    is_whole(watched)


@pytest.mark.parametrize("document", ["bad", "wide", "%3D1%2B1"])
def test_the_review_page_shows_text_as_text(watched: Page, hostile: str, document: str) -> None:
    """The article, the card and what stands beside it hold every sign that was written."""
    watched.goto(f"{hostile}/?document={document}")
    expect(watched.locator(".st-key-card .quote")).to_be_visible()
    watched.wait_for_timeout(1500)
    is_whole(watched)
    if document == "bad":
        expect(watched.get_by_role("group", name="Text with its claims")).to_contain_text(BAD)
        watched.get_by_role("button", name=re.compile("Claim 1,")).click()
        expect(watched.locator(".st-key-card ol.working")).to_contain_text(BAD[:60])
        is_whole(watched)
        for key in ("e", "a", "x"):
            watched.keyboard.press(key)
            watched.wait_for_timeout(1500)
            is_whole(watched)


def test_every_export_holds_text_as_text(watched: Page, store: Path, tmp_path: Path) -> None:
    """Tables hold no formula, JSON holds every sign, a report opened in a browser runs nothing."""
    with Store.open(str(store)) as opened:
        files = {form: b"".join(desk.export(desk.Selection(opened), form)) for form in desk.FORMS}
    lines = [json.loads(line) for line in files["jsonl"].decode("utf8").splitlines()]
    assert {f"bad {BAD}", f"wide {BAD}", f"=1+1 {BAD}"} == {record["title"] for record in lines}
    assert not re.search(rb'(^|[,"])[=+@]', files["csv"], re.MULTILINE)
    assert BAD in json.dumps(json.loads(files["claimreview"]), ensure_ascii=False).replace('\\"', '"')
    report = tmp_path / "report.html"
    report.write_bytes(files["html"])
    watched.goto(report.as_uri())
    expect(watched.get_by_text(BAD[:40]).first).to_be_visible()
    is_whole(watched)
