"""The report of a check as a reader opens it: from a file, in both themes, on a desk and on a telephone."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from workbench.check import check
from workbench.export import html_reports
from workbench.model import Document
from workbench.records import check_record
from workbench.reference import load_reference

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser
HOSTILE = "<script>document.title = 'run'</script>\"'><img src=x onerror=alert(1)>"
TEXT = (
    "Norland's unemployment rate was 5.4% in 2022. Norland's economy grew by 4% in 2022. Norland was the "
    f"third-largest economy in 2022. {HOSTILE} Norland and Suden signed the Harbour Treaty in April 2021."
)


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The report of two documents over a fictional desk's tables."""
    desk = load_reference(Path(__file__).parents[1] / "desk")
    documents = [Document(name, TEXT, published=date(2023, 6, 1), title=f"{name} {HOSTILE}") for name in ("a", "b")]
    checked = ((check_record(check(document, desk)), document.text) for document in documents)
    path = tmp_path_factory.mktemp("report") / "report.html"
    path.write_text("".join(html_reports(checked, desk)), encoding="utf8")
    return path


@pytest.fixture(params=[("light", 1280), ("dark", 1280), ("light", 390), ("dark", 390)], ids=lambda p: f"{p[0]}-{p[1]}")
def reader(browser: Browser, request: pytest.FixtureRequest, report: Path) -> Iterator[Page]:
    """The report in a fresh tab, and nothing of the network allowed."""
    theme, width = request.param
    context = browser.new_context(viewport={"width": width, "height": 844}, color_scheme=theme, offline=True)
    page = context.new_page()
    page.on("dialog", lambda dialog: pytest.fail(f"the report ran a script: {dialog.message}"))
    page.on("request", lambda asked: asked.url.startswith("file:") or pytest.fail(f"the report asks for {asked.url}"))
    page.goto(report.as_uri())
    yield page
    context.close()


def test_anybody_can_read_it(reader: Page) -> None:
    """No rule of accessibility is broken, and no line runs out of the window."""
    found = Axe().run(reader).response["violations"]
    assert [] == [(rule["id"], node["html"][:160]) for rule in found for node in rule["nodes"]]
    assert reader.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_a_mark_leads_to_its_claim(reader: Page) -> None:
    """A press on a figure of the text shows its working, rows and chart; a press more leads back."""
    reader.get_by_role("link", name="5.4%").first.click()
    section = reader.locator("section:target")
    expect(section.get_by_role("heading", name="1. 5.4%")).to_be_in_viewport()
    expect(section.get_by_role("img", name="Unemployment rate")).to_be_visible()
    expect(section.locator("svg").get_by_text("claimed")).to_be_visible()
    expect(section.locator(".compared")).to_contain_text("0.2 points above the tables")
    expect(section.get_by_text("5.2 < 5.35")).to_be_visible()
    section.get_by_role("link", name="Back to the text").click()
    expect(reader.get_by_role("link", name="5.4%").first).to_be_in_viewport()


def test_hostile_text_is_shown_as_text(reader: Page) -> None:
    """Markup in a text or title is shown letter by letter and never run."""
    assert "Fact-check report" == reader.title()
    assert 4 <= reader.locator("main").inner_text().count(HOSTILE)
    assert 0 == reader.locator("script, main img:not([role])").count()
