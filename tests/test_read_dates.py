"""Publication dates: given, machine-readable, visible, guessed."""

from __future__ import annotations

from datetime import date

import pytest

from workbench.errors import UsageError
from workbench.read import parse_published, read_bytes, read_text

LINKED = '<script type="application/ld+json">{}</script>'
GRAPH = """[{"@graph": [{"@type": "WebPage", "datePublished": "2001-01-01"},
{"@type": "NewsArticle", "datePublished": "2022-12-30"}]}]"""
BODY = "<p>The port of Elm shipped 4.2 million tons of ore last year, the harbour master said on Friday.</p>"
UPDATED = "Updated March 3rd, 2021 at 09:45 IST"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2022-12-30", ("2022-12-30", None)),
        ("2022-12-30T16:16+05:30", ("2022-12-30", "2022-12-30T16:16:00+05:30")),
        ("2022-12-30T10:46:00Z", ("2022-12-30", "2022-12-30T10:46:00+00:00")),
        ("2022-12-30 16:16", ("2022-12-30", "2022-12-30T16:16:00")),
    ],
)
def test_a_given_date_is_read(value: str, expected: tuple[str, str | None]) -> None:
    """A given date is an ISO day, with or without a time and a zone."""
    day, moment = parse_published(value)
    assert expected == (day.isoformat(), moment.isoformat() if moment else None)


@pytest.mark.parametrize("value", ["tomorrow", "30.12.2022", "", "2022-13-01", "0001-01-01", "2022-12-30T25:00"])
def test_a_given_date_that_is_none_is_refused(value: str) -> None:
    """Anything else is refused with the form it must have."""
    with pytest.raises(UsageError) as error:
        parse_published(value)
    assert "2022-12-30T16:16+05:30" in error.value.hint


@pytest.mark.parametrize(
    ("line", "moment", "source"),
    [
        (UPDATED, "2021-03-03T09:45:00+05:30", "visible updated"),
        ("Published: 30 Dec 2022, 16:16 GMT+5:30", "2022-12-30T16:16:00+05:30", "visible"),
        ("Last updated: 2022-12-30 16:16 UTC", "2022-12-30T16:16:00+00:00", "visible updated"),
        ("Published Fri, 30 Dec 2022 4pm ET", "2022-12-30T16:00:00-05:00", "visible"),
        ("Published on July 3, 2021 at 4:05 p.m. ET", "2021-07-03T16:05:00-04:00", "visible"),
        ("By A. Moor | Posted 3 May 2021 | Lisbon", "2021-05-03", "visible"),
        ("This article was first published on 3 May 2021.", "2021-05-03", "visible"),
        ("Posted 13/05/2021", "2021-05-13", "visible"),
        ("Lisbon, 3 May 2021, 19:10", "2021-05-03T19:10:00", "guess"),
    ],
)
@pytest.mark.parametrize(
    "form", ["{}\n\nOre rose by 5%.", "A headline\n\nOre rose by 5%.\n\n{}\n"], ids=["head", "foot"]
)
def test_a_visible_line_dates_a_text(line: str, moment: str, source: str, form: str) -> None:
    """A line at the head or foot that says published or updated gives day, time and zone."""
    dates = read_text(form.format(line)).dates
    assert [(moment, source)] == [((d.moment or d.day).isoformat(), d.source) for d in dates]


@pytest.mark.parametrize(
    "line",
    [
        "A study published on 3 May 2021 found less.",
        "Posted 3/5/2021",
        "Updated 31 February 2021",
        "In May 2021 ore fell",
    ],
)
def test_other_lines_do_not_date_a_text(line: str) -> None:
    """A date within a sentence, an ambiguous one and one that is no day date nothing."""
    document = read_text(f"{line}\n\nOre rose by 5%.")
    assert ((), None) == (document.dates, document.published)
    assert "--published" in document.notes[0]


@pytest.mark.parametrize(
    ("head", "body", "published", "updated", "source"),
    [
        (LINKED.format('{"datePublished": "2022-12-30T10:46:00Z"}'), "", "2022-12-30", None, "json-ld"),
        (LINKED.format(GRAPH), "", "2022-12-30", None, "json-ld"),
        (LINKED.format('{"datePublished": "2022-12-30", "author": [{"n": "A"},],}'), "", "2022-12-30", None, "json-ld"),
        (LINKED.format('{"datePublished": "2022-12-30", broken'), "", "2022-12-30", None, "json-ld"),
        ('<meta property="article:published_time" content="2022-12-30T16:16+05:30">', "", "2022-12-30", None, "meta"),
        ('<meta name="sailthru.date" content="Fri, 30 Dec 2022 10:46:00 GMT">', "", "2022-12-30", None, "meta"),
        ('<meta itemprop="datePublished" content="2022-12-30">', "", "2022-12-30", None, "meta"),
        ("", '<time datetime="2022-12-30">30 Dec</time>', "2022-12-30", None, "time"),
        ("", 'Updated <time datetime="2023-01-02">2 Jan</time> <time datetime="2022-12-30">30 Dec</time>',
         "2022-12-30", "2023-01-02", "time"),
        ("", f"<p>{UPDATED}</p>", "2021-03-03", "2021-03-03", "visible updated"),
        (LINKED.format('{"datePublished": "2022-12-30", "dateModified": "2023-01-02"}')
         + '<meta name="date" content="2001-01-01">', "", "2022-12-30", "2023-01-02", "json-ld"),
    ],
)  # fmt: skip
def test_a_page_is_dated(head: str, body: str, published: str, updated: str | None, source: str) -> None:
    """JSON-LD comes before meta, time elements and visible lines; published and updated are two dates."""
    page = f"<html><head>{head}</head><body><article>{body}{BODY}</article></body></html>"
    document = read_bytes("page.html", page.encode())
    assert published == str(document.published)
    assert updated == (str(document.updated) if document.updated else None)
    used = next(d for d in document.dates if d.day == document.published)
    assert source == used.source


def test_a_given_date_wins_and_a_disagreement_is_told() -> None:
    """The given date is used, and a note says what the document itself says."""
    document = read_text("Published: 3 May 2021\n\nOre rose.", published="2021-06-01")
    assert date(2021, 6, 1) == document.published
    assert "2021-05-03" in document.notes[0]


def test_an_ambiguous_zone_is_told() -> None:
    """IST is read as India's time, and a note says so."""
    notes = read_text(f"{UPDATED}\n\nOre rose.").notes
    assert any("India" in note and "+05:30" in note for note in notes)


def test_a_guess_is_offered_and_not_used() -> None:
    """A date without a word about it stays a suggestion."""
    document = read_text("Lisbon, 3 May 2021\n\nOre rose.")
    assert document.published is None
    assert "2021-05-03" in document.notes[0]
