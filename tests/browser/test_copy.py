"""A checked claim on the clipboard, in a real browser."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect
from serving import SEEN, import_text

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.long]


def test_a_claim_is_copied_for_an_article(page: Page, address: str) -> None:
    """One press puts the claim with its verdict, working and source on the clipboard, as text."""
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    import_text(page, address, "<b>Prices</b>", "Inflation in Germany was 8.7% in 2022.", "20230201")
    page.wait_for_timeout(SEEN)
    page.keyboard.press("4")
    expect(page.locator(".st-key-card").get_by_text("Recorded")).to_be_visible()
    page.get_by_role("button", name="Copy for an article").click()
    expect(page.get_by_role("status").filter(has_text="Copied")).to_be_visible()
    words = page.evaluate("navigator.clipboard.readText()")
    for line in ("“8.7%” in: Inflation", "<b>Prices</b>, 2023-02-01", "Verdict: False", "1.83 points above", "?claim="):
        assert line in words
