"""What somebody new does wrong: each is told where it happened, and nothing else is lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect
from serving import SEEN, import_text

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.long]
TEXT = "Poland lifted its military spending to 4.15% of GDP in 2024. The mayor spoke for a while."


def test_every_bad_file_of_many_is_told(page: Page, address: str, tmp_path: Path) -> None:
    """Of four files that are dropped, three are told by name with a remedy, and the good one waits for its day."""
    files = {
        "numbers.pdf": b"hello", "letters.txt": bytes(range(256)) * 20, "list.csv": b"a,b\n1,2\n",
        "good.txt": TEXT.encode(),
    }  # fmt: skip
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)
    page.goto(f"{address}/import")
    page.get_by_role("radio", name="Files").click()
    page.locator("input[type=file]").set_input_files([tmp_path / name for name in files])
    expect(page.get_by_text("good.txt")).to_be_visible()
    page.wait_for_timeout(SEEN)
    page.get_by_role("button", name="Read files").click()
    expect(page.get_by_role("heading", name="Confirm the day of publication")).to_be_visible()
    for name in ("numbers.pdf", "letters.txt", "list.csv"):
        expect(page.get_by_role("alert").filter(has_text=name)).to_contain_text("What to do")
    page.get_by_role("button", name="Put all away").click()


def test_addresses_that_lead_nowhere_are_told(page: Page, address: str) -> None:
    """A claim or document that is not there, or a text without claims, is named; another claim is shown."""
    import_text(page, address, "Budgets", TEXT, "20250201")
    for query, told in (("claim=gone", "This claim is not here"), ("document=gone", "This document is not here")):
        page.goto(f"{address}/?{query}")
        expect(page.get_by_role("alert").filter(has_text=told)).to_contain_text("gone")
        expect(page.locator(".st-key-card .quote")).to_have_text("4.15%")
    import_text(page, address, "Words alone", "The mayor spoke for a while and then left.", "20250201")
    expect(page.get_by_role("alert").filter(has_text="No claims in this text")).to_contain_text("Words alone")


def test_a_reading_that_is_none_is_told_beside_the_fields(page: Page, address: str) -> None:
    """Words where a figure belongs, and words to add that hold none, are told with what to do instead."""
    import_text(page, address, "Again", TEXT + " Twice.", "20250201")
    page.wait_for_timeout(SEEN)
    page.keyboard.press("e")
    figure = page.get_by_role("textbox", name="Figure, as printed")
    figure.fill("many")
    figure.press("Tab")
    alert = page.get_by_role("alert").filter(has_text="Not understood")
    expect(alert).to_be_in_viewport()
    page.get_by_role("button", name="Close").click()
    page.get_by_role("button", name="Add claim").click()
    page.get_by_role("textbox", name="Words of the claim").fill("The mayor spoke")
    page.get_by_role("button", name="Add as claim").click()
    expect(alert).to_contain_text("hold no figure and no date")
