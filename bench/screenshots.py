"""The pictures of the README, made from the sample documents by ``make screenshots``, in docs/pictures."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from bench.review_pages import FLAGS, SEEDS, chromium, served

if TYPE_CHECKING:
    from playwright.sync_api import Page

PICTURES = Path(__file__).parent.parent / "docs" / "pictures"
SIZE = {"width": 1280, "height": 800}
DOCUMENT = "guns_and_containers"
WORDS = "0.5%"  # a claim that fell into a trap


def fill(database: Path) -> str:
    """Store the sample documents, decide on the first claims of one; return the id of the claim to show."""
    from workbench import desk
    from workbench.read import iter_documents
    from workbench.reference import load_reference
    from workbench.store import Filter, Store

    verdicts = {"supported": "true", "close": "mostly_true", "contradicted": "false"}
    with Store.open(str(database)) as store:
        list(desk.import_documents(store, iter_documents([SEEDS]), load_reference()))
        claims = store.queue(Filter(document=DOCUMENT))
        shown = next(claim for claim in claims if claim.quote == WORDS)
        for claim in claims[: claims.index(shown)]:
            store.decide(claim.id, claim.rev, verdicts.get(claim.outcome, "unverifiable"), reviewer="ada")
        return shown.id


def take(page: Page, name: str, address: str, shown: str) -> None:
    """Open a page, wait until it is drawn, keep its picture."""
    page.goto(address)
    page.locator(f":text('{shown}'):visible").first.wait_for()
    page.wait_for_timeout(2500)
    page.screenshot(path=PICTURES / f"{name}.png")


def main() -> None:
    """Take the pictures of the review page, the queue and the reference tables."""
    from playwright.sync_api import sync_playwright

    found = chromium()
    if found is None:
        sys.exit("no Chromium on this machine: install it to take the pictures")
    PICTURES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        claim = fill(Path(folder, "reviews.db"))
        with served(Path(folder, "reviews.db")) as (address, _), sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=found, args=FLAGS)
            page = browser.new_context(viewport=SIZE, color_scheme="light", reduced_motion="reduce").new_page()
            page.set_default_timeout(60_000)
            take(page, "review", f"{address}/?reviewer=ada&claim={claim}", "Points vs percent")
            take(page, "queue", f"{address}/queue?reviewer=ada&outcome=contradicted", "Contradicted")
            take(
                page,
                "reference",
                f"{address}/reference?reviewer=ada&series=military_spending_share%7CSWE",
                "military.csv",
            )
            browser.close()


if __name__ == "__main__":
    main()
