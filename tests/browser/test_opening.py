"""What a browser fetches to open a page."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from serving import import_text

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.long]


def test_the_review_page_names_beforehand_all_that_it_loads(page: Page, address: str) -> None:
    """No file of the browser's side is found out only when a part of the page is drawn."""
    import_text(page, address, "Opening", "Poland lifted its military spending to 4.15% of GDP in 2024.", "20250201")
    answer = page.goto(f"{address}/?reviewer=ada")
    assert answer is not None
    page.locator(".st-key-card .quote").wait_for()
    page.wait_for_selector('[data-testid="stApp"][data-test-script-state="notRunning"]')
    loaded = page.evaluate("performance.getEntriesByType('resource').map((each) => each.name)")
    named = set(re.findall(r"[\w.-]+\.js", answer.headers["link"] + answer.text()))
    assert [] == [name for name in loaded if name.endswith(".js") and name.rpartition("/")[2] not in named]
    assert len(answer.headers["link"]) < 3000  # proxies read 4 KB of headers
