"""The reference tables in a real browser: find a series, see its prints, sources, findings and verdicts."""

from __future__ import annotations

import csv
import re
from datetime import date
from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect
from serving import chromium, served

from workbench import desk
from workbench.model import Document
from workbench.reference import load_reference
from workbench.starter import lay_out
from workbench.store import Filter, Store

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Page

pytestmark = pytest.mark.browser
HOSTILE = "<img src=x onerror=\"document.title='broken'\"> *no* $x$ :red[y]"
SERIES = "reference?series=library_loans%7Cx-port-orm"


def add_row(table: Path, *cells: str) -> None:
    with table.open("a", encoding="utf8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerow(cells)


@pytest.fixture(scope="module")
def tables_address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server over a desk's own tables, one row of them hostile, and one verdict on them."""
    folder = tmp_path_factory.mktemp("desk")
    lay_out(folder / "tables")
    add_row(folder / "tables/indicators.csv", "hostile", HOSTILE, HOSTILE, HOSTILE, "percent", *[""] * 15)
    add_row(folder / "tables/entities.csv", "x-bad", HOSTILE, "", "economy", "")
    add_row(folder / "tables/observations/libraries.csv", "hostile", "x-bad", "", "2022", "5", "A", "", "loans_survey",
            "javascript:alert(1)")  # fmt: skip
    with Store.open(str(folder / "reviews.db")) as store:
        text = "Public libraries of Port Orm lent 2.5 million books in 2022. Library loans rose by 12% in 2023."
        document = Document("orm", text, date(2024, 5, 1), title="The libraries of Orm")
        list(desk.import_documents(store, [document], load_reference(folder / "tables")))
        claim = store.queue(Filter(indicator="library_loans"))[0]
        store.decide(claim.id, claim.rev, "true", reviewer="Ada")
    chromium()
    with served(folder / "reviews.db", WORKBENCH_REFERENCE=str(folder / "tables")) as place:
        yield place


def test_a_series_is_found_and_shown(page: Page, tables_address: str) -> None:
    """A search leads to a series: chart, every print with its source, findings, and the verdict that rests on it."""
    page.goto(f"{tables_address}/reference")
    search = page.get_by_label("Search the tables")
    search.fill("libraries orm")
    search.press("Enter")
    expect(page.get_by_text("2 found", exact=False)).to_be_visible()
    page.get_by_role("button", name="Loans of public libraries", exact=True).click()

    expect(page.get_by_role("heading", name="Loans of public libraries")).to_be_visible()
    expect(page.get_by_role("img", name=re.compile("from 1.9 in 2020 to 2.8 in 2023"))).to_be_visible()
    prints = page.get_by_role("row").filter(has_text=re.compile("^2022"))
    expect(prints.filter(has_text="2.6").filter(has_text="earlier print")).to_have_count(1)
    expect(prints.filter(has_text="2.5").filter(has_text="libraries.csv:5")).to_have_count(1)
    link = page.get_by_role("link", name="Yearly survey of public libraries (invented)")
    assert "https://example.org/library-survey" == link.get_attribute("href")

    page.get_by_text("Verdicts", exact=True).click()
    expect(page.get_by_role("row").filter(has_text="2.5 million books").filter(has_text="Ada")).to_be_visible()
    page.get_by_text("Findings", exact=True).click()
    expect(page.get_by_text("The checks find nothing wrong with this series.")).to_be_visible()

    page.reload()
    expect(page.get_by_role("heading", name="Loans of public libraries")).to_be_visible()


def test_hostile_text_is_text(page: Page, tables_address: str) -> None:
    """Markup in the tables, and an address that is none, are shown as words and do nothing."""
    page.goto(f"{tables_address}/reference?series=hostile%7Cx-bad")
    expect(page.get_by_role("heading", name=HOSTILE)).to_be_visible()
    page.get_by_text("Findings", exact=True).click()
    expect(page.get_by_text("check label", exact=False).or_(page.get_by_text("nothing wrong"))).to_be_visible()
    assert 0 == page.locator("img[src=x]").count()
    assert "broken" not in page.title()


def test_words_that_nothing_answers_to(page: Page, tables_address: str) -> None:
    """A search without a result says what to do."""
    page.goto(f"{tables_address}/reference?find=zebra")
    expect(page.get_by_text("Take a word away", exact=False)).to_be_visible()


@pytest.mark.parametrize("page", ["light", "dark"], indirect=True)
def test_the_page_is_accessible(page: Page, tables_address: str) -> None:
    """Neither theme breaks a rule of the accessibility checker, in the list or on a series."""
    for path, shown in (("reference", "Dated events"), (SERIES, "Loans of public libraries")):
        page.goto(f"{tables_address}/{path}")
        expect(page.get_by_role("heading", name=shown)).to_be_visible()
        page.wait_for_timeout(1500)
        found = Axe().run(page).response["violations"]
        assert [] == [(rule["id"], node["html"][:160]) for rule in found for node in rule["nodes"]]
