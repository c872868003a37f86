"""What a visitor sees who has not signed in."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser


def test_a_visitor_sees_nothing_but_the_way_in(page: Page, guarded_address: str) -> None:
    """Without having signed in no page shows more than a button to do so."""
    for place in ("", "/queue", "/documents", "/import", "/export"):
        page.goto(guarded_address + place)
        expect(page.get_by_role("button", name="Sign in")).to_be_visible()
        expect(page.get_by_role("link", name="Export")).to_have_count(0)
        assert "claim" not in page.inner_text("body").lower()
