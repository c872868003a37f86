"""What leaves the workbench: every cell, every field, nothing that runs."""

from __future__ import annotations

import csv
import io
import json
from datetime import date
from html.parser import HTMLParser
from typing import TYPE_CHECKING

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench import desk
from workbench.errors import DamagedFile, InputError, UsageError, WrongEncoding
from workbench.export import (
    COLUMNS,
    claim_review,
    export_csv,
    export_store,
    html_report,
    read_verdict_csv,
    verdict_row,
)
from workbench.export.marks import pieces
from workbench.export.telling import told
from workbench.export.verdicts import plain, safe
from workbench.export.wording import names_from
from workbench.model import Document
from workbench.reference import load_reference

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from typing import Any

    from workbench.store import Store

    Make = Callable[..., dict[str, Any]]


@pytest.fixture
def store_url(tmp_path: Path) -> str:
    """What is exported does not depend on the kind of store."""
    return str(tmp_path / "reviews.db")


HOSTILE = ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "\u202eevil\u202c", "**bold** [a](b)"]


def rows_of(lines: object) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO("".join(lines)), strict=True))  # type: ignore[arg-type]


def test_columns_are_those_of_the_format() -> None:
    """The header of the verdict CSV is the published one, in its order."""
    expected = (
        "claim_id, document_id, document_title, document_url, claim_text, claim_author_name, claim_date, quote, "
        "start, end, text_sha256, kind, value, unit, bound, period_start, period_end, entity, counterpart, indicator, "
        "suggested_outcome, suggested_reason, working, evidence_value, evidence_unit, evidence_keys, evidence_vintage, "
        "evidence_url, reference_version, review_rating, review_note, reviewer_name, review_date, review_url, "
        "disagreement, suggested_outcome_as_published, checkworthy, dismissed, second_opinion"
    )
    assert expected == ", ".join(COLUMNS)


def test_a_row_tells_everything_of_a_claim(filled: Store, text: str) -> None:
    """Each cell of a decided claim holds what the document, the suggestion and the reviewer said."""
    event = filled.decide("orm-1", 0, "false", reviewer="Ada", note="see the annex")
    row = rows_of(export_csv(filled, documents=["orm"]))[0]
    sha256 = filled.document("orm").sha256
    expected = {
        "claim_id": "orm-1", "document_id": "orm", "document_title": "The ferries of orm",
        "document_url": "https://example.org/orm", "claim_text": text[:71], "claim_author_name": "the harbour office",
        "claim_date": "2022-01-15", "quote": "12%", "start": "34", "end": "37", "text_sha256": sha256,
        "kind": "percent_change", "value": "12", "unit": "%", "bound": "'=", "period_start": "2021-01-01",
        "period_end": "2021-12-31", "entity": "X-ORM", "counterpart": "", "indicator": "ferry_growth",
        "suggested_outcome": "supported", "suggested_reason": "",
        "working": "ferry_growth X-ORM 2021 = 12.3 (published 2022-02-01); inside 11.5 to 12.5",
        "evidence_value": "12.3", "evidence_unit": "percent",
        "evidence_keys": "ferry_growth,X-ORM,,2021,2022-02-01,harbour", "evidence_vintage": "2022-02-01",
        "evidence_url": "https://example.org/ferries", "reference_version": "1.0 abc", "review_rating": "false",
        "review_note": "see the annex", "reviewer_name": "Ada", "review_date": event.at,
        "review_url": "http://127.0.0.1:8501/?claim=orm-1", "disagreement": "yes",
        "suggested_outcome_as_published": "no_data", "checkworthy": "0.9", "dismissed": "", "second_opinion": "",
    }  # fmt: skip
    assert expected == row


def test_all_claims_or_only_decided_ones(filled: Store) -> None:
    """The CSV has one row a claim; on request only those with a verdict."""
    filled.decide("ulm-2", 0, "true", reviewer="Ada")
    assert 6 == len(rows_of(export_csv(filled)))
    assert ["ulm-2"] == [row["claim_id"] for row in rows_of(export_csv(filled, decided_only=True))]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＠"])
def test_no_cell_runs_in_a_spreadsheet(filled: Store, start: str) -> None:
    """A note that a spreadsheet would run is written as text and read back as it was."""
    note = f"{start}HYPERLINK(1)"
    filled.decide("orm-1", 0, "true", reviewer="Ada", note=note)
    row = rows_of(export_csv(filled, decided_only=True))[0]
    assert "'" + note == row["review_note"]
    assert note == plain(row["review_note"])


@given(st.text())
def test_safe_cells_come_back(text: str) -> None:
    """Making a cell safe loses nothing, and a safe cell never starts a formula."""
    assert text == plain(safe(text))
    assert not safe(text).startswith(("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"))


@pytest.mark.parametrize("note", ['quotes "here", commas', "two\nlines", "two\r\nlines", "Äpfel 苹果", "", *HOSTILE])
def test_the_csv_can_be_read_back(filled: Store, tmp_path: Path, note: str) -> None:
    """Our own reader and pandas find the same text in the file."""
    filled.decide("orm-1", 0, "true", reviewer="Ada", note=note)
    file = tmp_path / "verdicts.csv"
    with file.open("w", encoding="utf8", newline="") as output:
        output.writelines(export_csv(filled, decided_only=True))
    assert [note] == [row["review_note"] for row in read_verdict_csv(file)]
    table = pd.read_csv(file, keep_default_na=False, dtype=str)
    assert list(COLUMNS) == list(table.columns)
    assert [note.replace("\r\n", "\n")] == [cell.replace("\r\n", "\n") for cell in table["review_note"]]


@pytest.mark.parametrize(
    ("content", "error", "message"),
    [
        (b"name,age\r\nAda,36\r\n", InputError, "no verdict table: the header lacks claim_id, review_rating"),
        (b"", InputError, "the header lacks"),
        (b"claim_id,review_rating\r\na,true,extra\r\n", DamagedFile, "3 cells instead of 2"),
        (b'claim_id,review_rating\r\n"a,true', DamagedFile, "not CSV"),
        ("claim_id,review_rating\r\nä,true".encode("latin-1"), WrongEncoding, "not UTF-8"),
    ],
)
def test_a_file_that_is_no_verdict_csv(tmp_path: Path, content: bytes, error: type[InputError], message: str) -> None:
    """A file of something else is refused with its name, the fault and a remedy."""
    file = tmp_path / "other.csv"
    file.write_bytes(content)
    with pytest.raises(error, match=message) as caught:
        list(read_verdict_csv(file))
    assert str(file) == caught.value.file
    assert caught.value.hint


def test_a_verdict_csv_that_is_not_there(tmp_path: Path) -> None:
    """A missing file is told as such."""
    with pytest.raises(InputError, match="cannot read"):
        list(read_verdict_csv(tmp_path / "none.csv"))


def test_claim_review_has_what_schema_org_asks_for(filled: Store, text: str) -> None:
    """A decided claim becomes a ClaimReview with rating, author, appearance and explanation; others do not appear."""
    filled.decide("orm-1", 0, "mostly_true", reviewer="Ada", note="A tenth off.", at="2022-03-01T10:00:00+00:00")
    (review,) = claim_review(filled, pages="https://check.example.org")
    document = filled.document("orm")
    appearance = {
        "@type": "CreativeWork", "headline": "The ferries of orm", "url": "https://example.org/orm",
        "datePublished": "2022-01-15", "author": {"@type": "Person", "name": "A. Reporter"},
    }  # fmt: skip
    expected = {
        "@context": "https://schema.org", "@type": "ClaimReview", "claimReviewed": text[:71],
        "url": "https://check.example.org/?claim=orm-1", "datePublished": "2022-03-01",
        "author": {"@type": "Person", "name": "Ada"},
        "itemReviewed": {
            "@type": "Claim", "author": {"@type": "Person", "name": "the harbour office"},
            "datePublished": "2022-01-15", "appearance": appearance, "firstAppearance": appearance,
        },
        "reviewRating": {
            "@type": "Rating", "alternateName": "Mostly true", "ratingValue": 4, "bestRating": 5, "worstRating": 1,
            "ratingExplanation": "A tenth off. " + document.claims[0].body["suggestion"]["working"],
        },
    }  # fmt: skip
    assert expected == review


def test_a_rating_without_a_number(filled: Store) -> None:
    """A rating that is no step between true and false has a name only."""
    filled.decide("orm-1", 0, "unverifiable", reviewer="Ada")
    (review,) = claim_review(filled)
    assert {"@type", "alternateName", "ratingExplanation"} == review["reviewRating"].keys()


def test_json_lines_carry_the_verdict(filled: Store) -> None:
    """Each document is one line: its check record, and in each claim what was decided."""
    filled.decide("orm-2", 0, "false", reviewer="Ada", note="n")
    first, second = [json.loads(line) for line in export_store(filled, "jsonl")]
    assert ["orm", "ulm"] == [first["id"], second["id"]]
    assert [None, "false", None] == [claim["verdict"]["rating"] for claim in first["claims"]]


class Tags(HTMLParser):
    """Collects the tags, addresses and text of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.addresses: list[str] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note the tag and where it points."""
        self.tags.add(tag)
        self.addresses += [value or "" for name, value in attrs if name in ("href", "src")]
        assert not any(name.startswith("on") for name, _ in attrs)

    def handle_data(self, data: str) -> None:
        """Collect the text."""
        self.text += data


@pytest.mark.parametrize("hostile", HOSTILE)
def test_hostile_text_is_text_in_the_report(make_record: Make, make_claim: Make, hostile: str) -> None:
    """Whatever stands in a text, a title, a row or a hint is shown and never run."""
    text = f"Prices of {hostile} rose."
    row = dict.fromkeys(
        ("table", "line", "indicator", "entity", "period", "value", "unit", "vintage", "source"), hostile
    )
    claim = make_claim(
        "a-1", hostile, text, working=hostile, hints=[f"vintage: {hostile}"], indicator=hostile,
        evidence=[{**row, "url": f"javascript:{hostile}"}], reason=hostile,
        alternatives=[{"indicator": hostile, "outcome": "mixed", "working": hostile, "score": 1}],
    )  # fmt: skip
    page = html_report({**make_record("a", [claim]), "title": hostile, "author": hostile, "url": hostile}, text)
    found = Tags()
    found.feed(page)
    assert not {"script", "img", "b", "iframe"} & found.tags
    assert all(address.startswith("#document-1-claim-") for address in found.addresses)
    assert found.text.count(hostile) >= 8


def test_the_report_needs_nothing_else(filled: Store) -> None:
    """The report of all documents is one page without scripts, pictures or styles from elsewhere."""
    filled.decide("orm-1", 0, "true", reviewer="Ada", note="quite so")
    page = "".join(export_store(filled, "html"))
    found = Tags()
    found.feed(page)
    assert 1 == page.count("<!DOCTYPE html>")
    assert not {"script", "link", "img"} & found.tags
    for part in ("True", "quite so", "Supported", "ferries.csv:7", "The ferries of ulm"):
        assert part in found.text
    links = [address for address in found.addresses if address.startswith("#")]
    assert all(f'id="{address[1:]}"' in page for address in links)
    assert 8 == len(links)  # four claims, each with a way back


def test_the_report_draws_the_series_and_names_the_decisions(store: Store) -> None:
    """With tables at hand each checked claim has its series; dismissals are told, verdicts named."""
    text = "Poland lifted its military spending to 4.15% of GDP in 2024. Sweden raised its own to 2.9% of GDP."
    reference = load_reference()
    (imported,) = desk.import_documents(
        store, [Document("budget", text, published=date(2025, 2, 1), title="Budgets")], reference
    )
    first, second = store.queue()
    store.decide(first.id, 0, "true", reviewer="Ada")
    store.dismiss(second.id, 0, "other", reviewer="Ada", note="said in jest")
    plain, drawn = "".join(export_store(store, "html")), "".join(export_store(store, "html", reference=reference))
    assert (0, 2) == (plain.count("<svg"), drawn.count("<svg"))
    assert 'aria-label="Military' in drawn
    assert "Dismissed by Ada: another reason (in the note). <q>said in jest</q>" in drawn
    assert imported.document_id == "budget"


def test_a_claim_is_told_in_plain_words(store: Store) -> None:
    """What is copied for an article names the claim, its place, the verdict, the working, the source, its page."""
    text = "Inflation in Germany was 8.7% in 2022."
    reference = load_reference()
    document = Document("prices", text, published=date(2023, 2, 1), title="Prices", url="https://example.org/prices")
    list(desk.import_documents(store, [document], reference))
    (claim,) = store.queue()

    def lines() -> list[str]:
        found = store.claim(claim.id)
        head = store.documents("prices")[0]
        return told(found, claim.sentence, head, names=names_from(reference), place="https://desk/?claim=1").split("\n")

    assert "Suggested, not yet decided: contradicted" == lines()[2]
    store.decide(claim.id, 0, "false", reviewer="Ada", note="By the bank’s index.")
    said = lines()
    assert [
        "“8.7%” in: Inflation in Germany was 8.7% in 2022.",
        "Prices, 2023-02-01, https://example.org/prices",
    ] == said[:2]
    assert said[2].startswith("Verdict: False (Ada, 20")
    assert "By the bank’s index." == said[3]
    assert "Claimed: 8.7%. The tables: 6.87%. Difference: 1.83 points above the tables." == said[4]
    assert "Inflation, consumer prices, Germany, 2022 = 6.87 (undated, wdi)" == said[5]
    assert any(line.startswith("Source: https://") for line in said)
    assert "https://desk/?claim=1" == said[-1]


def test_an_unknown_form(store: Store) -> None:
    """A form of export that does not exist is refused with those that do."""
    with pytest.raises(UsageError, match="no format 'pdf'"):
        export_store(store, "pdf")


@given(
    st.text(max_size=30),
    st.lists(st.tuples(st.integers(min_value=-3, max_value=35), st.integers(min_value=-3, max_value=35)), max_size=6),
)
def test_pieces_make_up_the_text(text: str, spans: list[tuple[int, int]]) -> None:
    """Cut pieces joined again are the text, and each piece names exactly the claims that cover it."""
    found = pieces(text, spans)
    assert text == "".join(piece.text for piece in found)
    place = 0
    for piece in found:
        middle = range(place, place + len(piece.text))
        covering = {n for n, (start, end) in enumerate(spans) if middle and start <= middle[0] and middle[-1] < end}
        assert covering == set(piece.claims)
        place += len(piece.text)


def test_the_sentence_stands_for_a_claim_without_one(filled: Store) -> None:
    """A claim whose sentence is unknown is told by its own words."""
    document = filled.document("orm")
    claim = document.claims[0]
    claim.body["sentence"] = [0, 0]
    assert "12%" == verdict_row(document, claim)["claim_text"]
