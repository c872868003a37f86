"""Pages for everybody: no rule of the accessibility checker is broken, and no page needs a mouse."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect
from serving import SEEN, chromium, served

from workbench import desk
from workbench.model import Document
from workbench.reference import load_reference
from workbench.store import Filter, Store

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.long]
TEXTS = {
    "Budgets": "Poland lifted its military spending to 4.15% of GDP in 2024. Sweden raised its military expenditure "
    "to 2% of GDP in 2024, an increase of 0.5%.",
    "Prices": "Inflation in Germany was 8.7% in 2022. In 2022 Germany's unemployment rate was 3.1%. "
    "Poland will spend 5% of GDP on its military in 2029.",
}
# A page, and what is opened on it before it is looked at.
PLACES = (
    ("", ""), ("", "e"), ("", "a"), ("", "x"), ("queue", ""), ("queue", "tick"), ("queue", "More filters"),
    ("queue", "Save view"), ("queue?q=nowhere", ""), ("documents", ""), ("documents", "Withdraw a document"),
    ("reference", ""), ("import", ""), ("import", "Files"), ("import", "A table of claims"), ("team", ""),
    ("team?part=people", ""), ("team?part=activity", ""), ("forecasts", ""), ("export", ""),
    ("export", "Report (HTML)"), ("keys", ""),
)  # fmt: skip


@pytest.fixture(scope="module")
def desk_address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a desk on which something has been done: verdicts, a disagreement, a dismissal, a saved view."""
    chromium()
    path = tmp_path_factory.mktemp("desk") / "reviews.db"
    with Store.open(str(path)) as store:
        documents = [Document(name, text, published=date(2025, 2, 1), title=name) for name, text in TEXTS.items()]
        list(desk.import_documents(store, documents, load_reference()))
        first, second, third = store.queue(Filter(document="Budgets"))
        store.decide(first.id, first.rev, "true", reviewer="ada", note="As printed.", second_opinion=True)
        store.dismiss(second.id, second.rev, "repeated", reviewer="ada")
        store.comment(third.id, "Points, surely?", reviewer="bo")
        store.views.save("Mine", "state=open", owner="ada")
        disputed = store.queue(Filter(document="Prices"))[0]
        store.team.assign([disputed.id], ["ada", "bo"], by="ada", blind=True)
        for name, rating in (("ada", "true"), ("bo", "false")):
            rev = store.claim(disputed.id, viewer=name).rev
            store.decide(disputed.id, rev, rating, reviewer=name)
    with served(path) as address:
        yield address


def open_part(page: Page, part: str) -> None:
    """Open what is named: a form by its key, a row by its tick, else a part by its words."""
    if part == "tick":
        page.get_by_role("checkbox", name=re.compile("Choose ")).nth(1).check()
    elif len(part) == 1:
        page.wait_for_timeout(SEEN)
        page.keyboard.press(part)
    elif part:
        page.get_by_text(part, exact=True).first.click()
    page.wait_for_timeout(2000)


@pytest.mark.parametrize("page", ["light", "dark"], indirect=True)
def test_no_rule_is_broken(page: Page, desk_address: str) -> None:
    """Neither theme breaks a rule of the accessibility checker on any page, whatever is open on it."""
    broken = {}
    for path, part in PLACES:
        page.goto(f"{desk_address}/{path}")
        expect(page.get_by_role("link", name="Import")).to_be_visible()
        page.wait_for_timeout(1500)
        open_part(page, part)
        found = Axe().run(page).response["violations"]
        told = [(rule["id"], node["html"][:160]) for rule in found for node in rule["nodes"]]
        if told:
            broken[path, part] = told
    assert {} == broken


def focused(page: Page) -> str:
    """Return what has the focus, into shadow trees: its role or name of element, and its words."""
    return str(
        page.evaluate(
            """() => {
              let at = document.activeElement;
              while (at && at.shadowRoot && at.shadowRoot.activeElement) { at = at.shadowRoot.activeElement; }
              const words = at.getAttribute("aria-label") || at.innerText || at.value || "";
              return `${at.getAttribute("role") || at.tagName.toLowerCase()}: ${words.trim().split("\\n")[0]}`;
            }"""
        )
    )


def is_marked(page: Page) -> bool:
    """Tell whether what has the focus looks otherwise than without it; a box around a field may carry the mark."""
    return bool(
        page.evaluate(
            """async () => {
              let at = document.activeElement;
              while (at && at.shadowRoot && at.shadowRoot.activeElement) { at = at.shadowRoot.activeElement; }
              const boxes = [...(at.labels || [])].flatMap((label) => [label, ...label.querySelectorAll("*")]);
              for (let box = at; box && boxes.length < 30 && !box.matches("form"); box = box.parentElement) {
                boxes.push(box);
              }
              const look = (box) => {
                const style = getComputedStyle(box);
                return [style.outline, style.boxShadow, style.borderColor, style.backgroundColor, style.color].join();
              };
              const drawn = () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
              await drawn();
              const before = boxes.map(look);
              at.blur();
              await drawn();
              const after = boxes.map(look);
              at.focus({ focusVisible: true });
              return before.some((mark, n) => mark !== after[n]);
            }"""
        )
    )


@pytest.mark.parametrize("path", ["", "queue", "documents", "forecasts", "reference", "import", "team", "export"])
def test_every_stop_of_the_tab_key_is_marked(page: Page, desk_address: str, path: str) -> None:
    """The Tab key goes through a page from its head to its end, is held nowhere, and is always seen."""
    page.goto(f"{desk_address}/{path}")
    expect(page.get_by_role("link", name="Import")).to_be_visible()
    page.wait_for_timeout(2500)
    page.add_style_tag(content="* { transition: none !important; }")
    stops: list[str] = []
    unmarked = []
    while not stops or not stops[-1].startswith("body"):
        assert len(stops) < 100
        page.keyboard.press("Tab")
        stops.append(focused(page))
        if not is_marked(page):
            unmarked.append(stops[-1])
    assert "a: Review" in stops
    assert len(stops) > 9
    assert [] == [stop for stop in unmarked if stop != stops[-1]]


def tab_to(page: Page, words: str) -> None:
    """Press Tab until what has the focus is called so."""
    for _ in range(80):
        page.keyboard.press("Tab")
        if words in focused(page):
            return
    pytest.fail(f"the Tab key does not reach {words!r}")


def test_a_day_without_a_mouse(page: Page, desk_address: str) -> None:
    """Open a claim from the queue, move in its text, give a verdict, write a note, undo: all by keys."""
    page.goto(f"{desk_address}/queue?document_=Prices")
    expect(page.get_by_role("button", name="3.1%")).to_be_visible()
    tab_to(page, "button: 3.1%")
    page.keyboard.press("Enter")
    expect(page.locator(".st-key-card .quote")).to_have_text("3.1%")
    page.wait_for_timeout(SEEN)

    tab_to(page, "Claim 2, 3.1%")
    page.keyboard.press("ArrowLeft")
    assert "Claim 1, 8.7%" in focused(page)
    page.keyboard.press("Enter")
    expect(page.locator(".st-key-card .quote")).to_have_text("8.7%")
    page.keyboard.press("j")
    expect(page.locator(".st-key-card .quote")).to_have_text("3.1%")
    page.wait_for_timeout(SEEN)

    tab_to(page, "Note")
    page.keyboard.type("As the office printed it.")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Note kept")).to_be_visible()
    page.wait_for_timeout(SEEN)
    tab_to(page, "button: True")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Recorded")).to_be_visible()
    page.keyboard.press("u")
    expect(page.get_by_text("Taken back")).to_be_visible()
    expect(page.locator(".st-key-card .quote")).to_have_text("3.1%")
    expect(page.get_by_label("Note")).to_have_count(1)
    expect(page.get_by_label("Note")).to_have_value("As the office printed it.")
