"""Two people on one claim, and one person whose key sticks: nothing is overwritten, nothing is lost."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect
from serving import PATIENCE, SEEN, chromium, served

from workbench import desk
from workbench.model import Document
from workbench.reference import load_reference
from workbench.store import Filter, Store

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.browser, pytest.mark.long]
TEXT = "\n\n".join(f"Inflation in Germany was {n}.{n}% in 202{n}." for n in range(1, 5))


@pytest.fixture
def database(tmp_path: Path) -> Path:
    """A store with one document of four claims."""
    with Store.open(str(tmp_path / "reviews.db")) as store:
        document = Document("prices", TEXT, published=date(2025, 2, 1), title="Prices")
        list(desk.import_documents(store, [document], load_reference()))
    return tmp_path / "reviews.db"


@pytest.fixture
def tabs(browser: Browser, database: Path) -> Iterator[tuple[Page, Page]]:
    """Two browsers of two people at the same claim."""
    chromium()
    with served(database) as address:
        contexts = [browser.new_context(viewport={"width": 1280, "height": 800}) for _ in range(2)]
        pages = []
        for name, context in zip(("ada", "bo"), contexts, strict=True):
            context.set_default_timeout(PATIENCE)
            page = context.new_page()
            page.goto(f"{address}/?reviewer={name}&document=prices")
            expect(page.locator(".st-key-card .quote")).to_have_text("1.1%")
            pages.append(page)
        pages[0].wait_for_timeout(SEEN)
        yield pages[0], pages[1]
        for context in contexts:
            context.close()


def test_the_loser_is_told(tabs: tuple[Page, Page], database: Path) -> None:
    """Of two verdicts on one claim the first holds; the second is refused with who was first, and can be given anew."""
    ada, bo = tabs
    ada.keyboard.press("1")
    expect(ada.locator(".st-key-card .quote")).to_have_text("2.2%")
    bo.get_by_label("Note").fill("I have my doubts.")
    bo.get_by_role("button", name=re.compile("^False")).click()
    expect(bo.get_by_role("alert")).to_contain_text("ada")
    expect(bo.locator(".st-key-card .quote")).to_have_text("1.1%")
    expect(bo.locator(".st-key-card .outcome").filter(has_text="Verdict · ada")).to_be_visible()
    with Store.open(str(database)) as store:
        claim = store.queue(Filter(document="prices"))[0]
        assert ("true", "ada") == (claim.rating, claim.reviewer)

    bo.wait_for_timeout(SEEN)
    bo.keyboard.press("4")
    expect(bo.get_by_role("status").filter(has_text="Recorded")).to_be_visible()
    with Store.open(str(database)) as store:
        claim = store.queue(Filter(document="prices"))[0]
        assert ("false", "bo") == (claim.rating, claim.reviewer)
        told = [(event.action, event.rating, event.reviewer) for event in store.history(claim.id)]
        assert ("decide", "true", "ada") in told
        assert ("decide", "false", "bo") in told


def test_a_held_key_decides_one_claim(tabs: tuple[Page, Page], database: Path) -> None:
    """A key that repeats for seconds, and one that is hammered, decide what has been on screen and nothing else."""
    ada, bo = tabs
    for _ in range(40):
        ada.keyboard.down("2")
        ada.wait_for_timeout(40)
    ada.keyboard.up("2")
    for _ in range(12):
        bo.keyboard.press("3")
    ada.wait_for_timeout(1500)
    with Store.open(str(database)) as store:
        ratings = [claim.rating for claim in store.queue(Filter(document="prices"))]
    assert 1 == sum(rating is not None for rating in ratings)
    assert ratings[0] is not None


def test_one_press_gives_the_file_while_others_work(tabs: tuple[Page, Page], tmp_path: Path) -> None:
    """Each press on a download brings the file, while somebody else's pages are being drawn."""
    ada, bo = tabs
    ada.goto(re.sub(r"/\?.*", "/export?reviewer=ada", ada.url))
    for _ in range(3):
        for form in desk.FORMS.values():
            ada.get_by_text(form.label, exact=True).click()
            bo.goto(re.sub(r"/(queue)?\?.*", "/queue?reviewer=bo", bo.url), wait_until="commit")
            with ada.expect_download() as loaded:
                ada.get_by_role("link", name=f"Download {form.label}").click()
            assert form.file == loaded.value.suggested_filename
            loaded.value.save_as(tmp_path / form.file)
            assert (tmp_path / form.file).read_bytes()
