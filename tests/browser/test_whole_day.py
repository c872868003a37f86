"""The whole day of a desk: three analysts, three documents, one table that changes."""

from __future__ import annotations

import json
import re
import shutil
from typing import TYPE_CHECKING

import pandas as pd
import pytest
from playwright.sync_api import expect
from serving import PATIENCE, SEEN, chromium, import_text, press, served

from workbench.desk import import_documents, stored_as_document
from workbench.export import COLUMNS
from workbench.reference import load_reference, shipped
from workbench.store import Store

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.browser, pytest.mark.long]

BUDGETS = (
    "Poland lifted its military spending to 4.15% of GDP in 2024.\n\n"
    "Sweden raised its military expenditure to 2% of GDP in 2024.\n\n"
    "The minister has 4 dogs. Nobody counted the remaining nine."
)
PRICES = "Inflation in Germany was 8.7% in 2022.\n\nIn 2022 Germany's unemployment rate was 3.1%."
TRADE = "China's trade with Russia came to $190.3 billion in 2022. It rose by 45% on the year."


def card(page: Page) -> str:
    """Return the words of the card's claim."""
    return page.locator(".st-key-card .quote").inner_text()


def opened(page: Page, address: str, name: str, query: str = "") -> None:
    """Open the review page as a person of the desk."""
    page.goto(f"{address}/?reviewer={name}{query}")
    expect(page.locator(".st-key-card .quote")).to_be_visible()
    page.wait_for_timeout(SEEN)


def pick(page: Page, words: str) -> None:
    """Go to a claim of the text by a click."""
    page.get_by_role("group", name="Text with its claims").get_by_role(
        "button", name=re.compile(re.escape(words))
    ).click()
    expect(page.locator(".st-key-card .quote")).to_have_text(words)
    page.wait_for_timeout(SEEN)


def select_words(page: Page, words: str) -> None:
    """Mark words of the text with the mouse."""
    place = page.evaluate(
        """(words) => {
          const root = window.workbenchArticle;
          const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
          while (walker.nextNode()) {
            const at = walker.currentNode.textContent.indexOf(words);
            if (at >= 0) {
              const range = document.createRange();
              range.setStart(walker.currentNode, at);
              range.setEnd(walker.currentNode, at + words.length);
              const boxes = [...range.getClientRects()];
              const first = boxes[0], last = boxes[boxes.length - 1];
              return [first.left, first.top + first.height / 2, last.right, last.top + last.height / 2];
            }
          }
        }""",
        words,
    )
    page.mouse.move(place[0], place[1])
    page.mouse.down()
    page.mouse.move(place[2], place[3], steps=5)
    page.mouse.up()


def choose(page: Page, label: str, words: str) -> None:
    """Choose in a list by typing."""
    box = page.get_by_role("combobox", name=re.compile(label))
    box.click()
    box.fill(words)
    page.get_by_role("option", name=words).first.click()


def download(page: Page, form: str, file: Path) -> str:
    """Download one form of the export by one press and return it as text, if it is one."""
    page.get_by_text(form, exact=True).click()
    with page.expect_download() as loaded:
        page.get_by_role("link", name=f"Download {form}").click()
    loaded.value.save_as(file)
    return file.read_bytes().decode("utf8", "replace")


def test_the_whole_day(browser: Browser, tmp_path: Path) -> None:
    """From three imports to five exports and back, with everything that a desk does in between."""
    chromium()
    tables = tmp_path / "tables"
    shutil.copytree(shipped(), tables)
    context = browser.new_context(viewport={"width": 1280, "height": 800}, accept_downloads=True)
    context.set_default_timeout(PATIENCE)
    with served(tmp_path / "reviews.db", WORKBENCH_REFERENCE=str(tables)) as address:
        morning(context.new_page(), address)
        second_opinions(context.new_page(), address)
        a_figure_changes(context.new_page(), address, tables / "observations" / "military.csv")
        evening(context.new_page(), address, tmp_path)
    another_desk(tmp_path, tables)
    with served(tmp_path / "another.db", WORKBENCH_REFERENCE=str(tables)) as address:
        verdicts_come_back(context.new_page(), address, tmp_path / "verdicts.csv")
    context.close()


def morning(page: Page, address: str) -> None:
    """Import, correct a reading, add a missed claim, decide by keys, undo, reload."""
    for title, text in (("Budgets", BUDGETS), ("Prices", PRICES), ("Trade", TRADE)):
        import_text(page, address, title, text, "20250201")
    opened(page, address, "ada", "&document=pasted")
    page.goto(f"{address}/documents?reviewer=ada")
    page.get_by_role("button", name="Budgets").click()
    expect(page.locator(".st-key-card .quote")).to_have_text("4.15%")

    press(page, "1", "Recorded")
    press(page, "1", "Recorded")
    page.reload()
    expect(page.get_by_text(re.compile("2 of 3 claims of this document decided"))).to_be_visible()

    pick(page, "2%")
    page.keyboard.press("e")
    figure = page.get_by_role("textbox", name="Figure, as printed")
    figure.fill("2.4%")
    figure.press("Tab")
    expect(page.locator(".preview").get_by_text("Contradicted").first).to_be_visible()
    choose(page, "About", "Poland")
    page.get_by_role("button", name="Keep this reading").click()
    expect(page.locator(".st-key-card").get_by_text("Reading kept")).to_be_visible()
    expect(page.locator(".st-key-card").get_by_text("Read as, corrected by a reviewer")).to_be_visible()
    press(page, "4", "Recorded")
    press(page, "u", "Taken back")

    select_words(page, "remaining nine")
    page.get_by_role("button", name="Add as claim").click()
    expect(page.locator(".st-key-card").get_by_text("is a claim of this document now")).to_be_visible()
    expect(page.locator(".st-key-card .quote")).to_have_text("remaining nine")
    press(page, "x", "Why is it dismissed?")
    page.get_by_role("button", name="Not worth checking").click()
    expect(page.locator(".st-key-card").get_by_text("dismissed.")).to_be_visible()


def second_opinions(page: Page, address: str) -> None:
    """Filter, assign blind, two reviewers disagree, adjudicate."""
    page.goto(f"{address}/queue?reviewer=ada&q=Inflation")
    expect(page.get_by_text("1 claim", exact=True)).to_be_visible()
    page.get_by_role("checkbox", name="Choose 8.7%").check()
    expect(page.get_by_text("1 chosen")).to_be_visible()
    people = page.get_by_role("combobox", name=re.compile("Assign to"))
    for name in ("bo", "cy"):
        people.click()
        people.fill(name)
        page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    page.get_by_text("Blind: each decides without seeing the others").click()
    page.get_by_role("button", name="Assign", exact=True).click()
    expect(page.get_by_text("1 claim assigned to bo, cy.")).to_be_visible()

    for name, key in (("bo", "1"), ("cy", "4")):
        page.goto(f"{address}/queue?reviewer={name}&assigned={name}")
        page.get_by_role("button", name="8.7%").click()
        expect(page.locator(".st-key-card .quote")).to_have_text("8.7%")
        expect(page.locator(".st-key-card .outcome").filter(has_text="Verdict")).to_have_count(0)
        press(page, key, "Recorded")

    page.goto(f"{address}/team?reviewer=ada")
    expect(page.get_by_role("heading", name="8.7%")).to_be_visible()
    expect(page.get_by_text("1 claim, 2 verdicts, 2 reviewers")).to_be_visible()
    page.get_by_role("button", name="This holds: False").click()
    expect(page.get_by_text("Adjudicated").first).to_be_visible()
    page.get_by_text("Show adjudicated ones too").click()
    page.get_by_role("button", name="Open the claim").click()
    history = page.locator(".st-key-card ol.working")
    for line in ("bo called it True", "cy called it False", "ada adjudicated False"):
        expect(history.get_by_text(re.compile(line))).to_be_visible()


def a_figure_changes(page: Page, address: str, table: Path) -> None:
    """A row of the tables is revised: the verdict on it is marked, with old and new side by side."""
    text = table.read_text(encoding="utf8")
    row = next(line for line in text.splitlines() if line.startswith("military_spending_share,POL,,2024,"))
    table.write_text(text.replace(row, row.replace(",4.15,", ",4.48,")), encoding="utf8")
    page.wait_for_timeout(2000)
    page.goto(f"{address}/documents?reviewer=ada")
    page.get_by_role("button", name="Check again").click()
    expect(page.get_by_role("button", name="Check again")).to_have_count(0)
    page.goto(f"{address}/queue?reviewer=ada&state=stale")
    page.get_by_role("button", name="4.15%").click()
    sides = page.locator(".stale .side")
    expect(sides.nth(0)).to_contain_text("Supported")
    expect(sides.nth(0)).to_contain_text("= 4.15")
    expect(sides.nth(1)).to_contain_text("Contradicted")
    expect(sides.nth(1)).to_contain_text("= 4.48")
    press(page, "6", "Recorded")
    # The other claim that was read as one about the same row.
    page.goto(f"{address}/queue?reviewer=ada&state=stale")
    expect(page.get_by_text("1 claim", exact=True)).to_be_visible()
    page.get_by_role("button", name="2%").click()
    expect(page.locator(".st-key-card .quote")).to_have_text("2%")
    press(page, "4", "Recorded")
    page.goto(f"{address}/queue?reviewer=ada&state=stale")
    expect(page.get_by_role("heading", name="No claim passes these filters")).to_be_visible()


def evening(page: Page, address: str, folder: Path) -> None:
    """Export all forms and read them back."""
    page.goto(f"{address}/export?reviewer=ada")
    download(page, "Verdict CSV", folder / "verdicts.csv")
    table = pd.read_csv(folder / "verdicts.csv", dtype=str, keep_default_na=False)
    assert list(COLUMNS) == list(table.columns)
    ratings = dict(zip(table["quote"], table["review_rating"], strict=True))
    assert ("outdated", "false") == (ratings["4.15%"], ratings["8.7%"])

    download(page, "Workbook (XLSX)", folder / "verdicts.xlsx")
    book = pd.read_excel(folder / "verdicts.xlsx", keep_default_na=False)
    assert list(COLUMNS) == list(book.columns)
    assert ratings == dict(zip(book["quote"], book["review_rating"], strict=True))
    assert 4.15 == book.set_index("quote").loc["4.15%", "value"]  # a number is one, no text

    reviews = json.loads(download(page, "ClaimReview (JSON-LD)", folder / "reviews.json"))
    assert {"outdated", "false"} <= {each["reviewRating"]["alternateName"].lower() for each in reviews}

    lines = download(page, "Check records (JSON lines)", folder / "checked.jsonl").splitlines()
    records = {record["title"]: record for record in map(json.loads, lines)}
    assert {"Budgets", "Prices", "Trade"} == set(records)
    (claim,) = [claim for claim in records["Budgets"]["claims"] if claim["quote"] == "2%"]
    assert (2.4, "POL") == (claim["value"], claim["suggestion"]["entity"])

    report = download(page, "Report (HTML)", folder / "report.html")
    page.set_content(report)
    expect(page.get_by_role("heading", name=re.compile("Budgets"))).to_be_visible()
    expect(page.get_by_text("Outdated").first).to_be_visible()
    expect(page.locator("svg").first).to_be_visible()


def another_desk(folder: Path, tables: Path) -> None:
    """Store the same texts elsewhere, without a verdict."""
    with Store.open(str(folder / "reviews.db")) as store, Store.open(str(folder / "another.db")) as other:
        documents = [stored_as_document(store.document(each.id)) for each in store.documents()]
        list(import_documents(other, documents, load_reference(tables)))


def verdicts_come_back(page: Page, address: str, file: Path) -> None:
    """The verdict table that one desk wrote is read in at another; a second time it changes nothing."""
    for _ in range(2):
        page.goto(f"{address}/import?reviewer=di")
        page.get_by_role("radio", name="Files").click()
        page.locator("input[type=file]").set_input_files(file)
        expect(page.get_by_text(file.name)).to_be_visible()
        page.get_by_role("button", name="Read files").click()
        expect(page.get_by_role("status").filter(has_text=file.name)).to_be_visible()
    page.goto(f"{address}/queue?reviewer=di&state=decided")
    for quote, rating, who in (("4.15%", "Outdated", "ada"), ("8.7%", "False", "ada")):
        row = page.get_by_role("row").filter(has=page.get_by_role("button", name=quote))
        expect(row).to_contain_text(rating)
        expect(row).to_contain_text(who)
