"""The page of forecasts, in a real browser."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect
from serving import chromium, served

from workbench.desk import import_documents
from workbench.model import Document
from workbench.reference import load_reference
from workbench.store import Store

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.long]
TEXT = "Norland's unemployment rate will be 4% in 2023. Unemployment in Suden will stand at 6% in 2031."


def test_a_forecast_that_comes_due_is_shown_and_taken_in(page: Page, tmp_path: Path) -> None:
    """Once a figure arrives, its forecast stands with both workings, and checking again takes it out of the waiting."""
    chromium()
    tables = tmp_path / "tables"
    shutil.copytree(Path(__file__).parent.parent / "desk", tables)
    with Store.open(str(tmp_path / "reviews.db")) as store:
        document = Document("outlook", TEXT, published=date(2023, 4, 1), title="Outlook")
        list(import_documents(store, [document], load_reference(tables)))
    with served(tmp_path / "reviews.db", WORKBENCH_REFERENCE=str(tables)) as address:
        page.goto(f"{address}/forecasts?reviewer=ada")
        expect(page.get_by_text("None of the waiting forecasts can be decided")).to_be_visible()
        expect(page.get_by_role("heading", name="2 forecasts still to come")).to_be_visible()

        with (tables / "observations" / "figures.csv").open("a", encoding="utf8") as file:
            file.write("jobless,x-norland,,2023,5.1,A,2024-02-01,nso\n")
        page.wait_for_timeout(2000)
        page.reload()
        expect(page.get_by_role("heading", name="1 forecast can be decided now")).to_be_visible()
        sides = page.locator(".side")
        expect(sides.nth(0)).to_contain_text("Not due yet")
        expect(sides.nth(1)).to_contain_text("Contradicted")
        expect(sides.nth(1)).to_contain_text("5.1 > 4.5")
        expect(page.get_by_role("heading", name="1 forecast still to come")).to_be_visible()

        expect(page.get_by_role("columnheader").nth(1)).to_have_text("Due")
        expect(page.get_by_role("row", name="6%")).to_contain_text("2031-12-31")

        page.get_by_role("button", name="Check their documents again").click()
        expect(page.get_by_role("heading", name="1 forecast can be decided now")).to_have_count(0)
        page.goto(f"{address}/queue?reviewer=ada&state=due")
        expect(page.get_by_text("1 claim", exact=True)).to_be_visible()
        page.get_by_role("button", name="4%").click()
        expect(page.locator(".st-key-card").get_by_text("Contradicted").first).to_be_visible()
