"""The whole way in a real browser: import, read, decide by key, reload, export, read back."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pandas as pd
import pytest
from playwright.sync_api import expect
from serving import SEEN, import_text

from workbench.export import COLUMNS

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Page

pytestmark = pytest.mark.browser
TITLE = "Trade <b>figures</b> of the year"
TEXT = (
    "China's trade with Russia came to $190.3 billion in 2022. It rose by 45% on the year.\n\n"
    "In 2021 Germany's unemployment rate was 3.6%.\n\n"
    '<script>document.title = "broken"</script> "><img src=x onerror=alert(1)> \u202eabc\u202c '
    "*no* _markdown_ [here](there)\n"
)


def test_the_whole_way(page: Page, address: str, tmp_path: Path) -> None:
    """A pasted document is checked, a verdict key is kept over a reload, and the CSV reads back with its columns."""
    import_text(page, address, TITLE, TEXT, "20230201")
    text = page.get_by_role("group", name="Text with its claims")
    expect(text).to_contain_text('<script>document.title = "broken"</script>')
    expect(text).to_contain_text("*no* _markdown_ [here](there)")
    expect(page.get_by_role("heading", name="$190.3 billion")).to_be_visible()
    expect(page.get_by_text("190.271").first).to_be_visible()

    page.wait_for_timeout(SEEN)
    page.keyboard.press("1")
    expect(page.get_by_role("status").filter(has_text="Recorded")).to_be_visible()
    expect(page.get_by_role("heading", name="45%")).to_be_visible()
    expect(page.get_by_text("Contradicted").first).to_be_visible()
    page.wait_for_timeout(SEEN)
    page.keyboard.press("4")
    expect(page.get_by_role("heading", name="3.6%")).to_be_visible()

    page.reload()
    expect(page.get_by_text(re.compile(r"2 of 3 claims of this document decided"))).to_be_visible()
    page.get_by_role("button", name=re.compile(r"Claim 1, \$190.3 billion, decided: True")).click()
    expect(page.get_by_role("heading", name="$190.3 billion")).to_be_visible()

    page.goto(f"{address}/export")
    expect(page.get_by_role("region", name="The first claims of the export")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("link", name="Download Verdict CSV").click()
    file = tmp_path / "verdicts.csv"
    download.value.save_as(file)
    table = pd.read_csv(file, dtype=str, keep_default_na=False)
    assert list(COLUMNS) == list(table.columns)
    ratings = dict(zip(table["quote"], table["review_rating"], strict=True))
    assert ("true", "false", "") == (ratings["$190.3 billion"], ratings["45%"], ratings["3.6%"])
    assert {TITLE} == set(table["document_title"])
    assert "broken" not in page.title()


def test_a_held_key_decides_at_most_one_claim(page: Page, address: str) -> None:
    """Keys pressed faster than a claim can be read decide nothing more."""
    lines = [f"Inflation in Germany was {n}.{n}% in 202{n}." for n in range(1, 4)]
    import_text(page, address, "Held key", "\n\n".join(lines), "20240201")
    page.wait_for_timeout(SEEN)
    for _ in range(12):
        page.keyboard.down("2")
    page.keyboard.up("2")
    expect(page.get_by_text(re.compile(r"1 of 3 claims of this document decided"))).to_be_visible()
    page.wait_for_timeout(1500)
    expect(page.get_by_text(re.compile(r"1 of 3 claims of this document decided"))).to_be_visible()


def test_an_empty_text_is_told_and_nothing_breaks(page: Page, address: str) -> None:
    """Bad input gives a message with the remedy, never a traceback."""
    page.goto(f"{address}/import")
    page.get_by_role("button", name="Read text").click()
    expect(page.get_by_role("alert").filter(has_text="no text")).to_be_visible()
