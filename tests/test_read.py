"""Files to documents: one article in four forms, and every kind of bad input."""

from __future__ import annotations

import gzip
import io
import json
import os
import subprocess
import sys
import zipfile
from typing import TYPE_CHECKING

import docx
import pypdf
import pytest
from reportlab.lib.pagesizes import A5
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.platypus import Paragraph, SimpleDocTemplate

from workbench import errors
from workbench.desk import import_documents
from workbench.errors import InputError, TooLarge
from workbench.read import iter_documents, limits, read, read_bytes, read_text
from workbench.read.limits import FIELDS
from workbench.read.office import read_office
from workbench.reference import load_reference

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from reportlab.pdfgen.canvas import Canvas

    from workbench.store import Store

ARTICLE = [
    ("h", text) if text.count(" ") < 5 and text[-1] != "." else ("p", text)
    for text in """
Port Elm counts its ore
The port of Elm shipped 4.2~million tons of ore in 2022, a tenth more than the year before, its harbour master said on \
Friday. “We have never seen such a year,” she added, and pointed to $1.2~billion of income.
A longer quay
The new quay is 1,240~metres long. It opened in March 2021, less than two weeks after the old one closed, and has \
doubled the port’s room for well-known visitors such as the ferries, of which 12 a day now call there.
Fees rose.
Unemployment in the town fell from 7.5% to 6.1%, by 1.4 percentage points, while the rate of the whole province stood \
at 5.9% in the third quarter; by 2025 the council wants fewer than 1,000 people out of work.
""".strip()
    .replace("~", "\u00a0")
    .splitlines()
]


def as_text() -> bytes:
    return "\n\n".join(text for _, text in ARTICLE).encode()


def as_page() -> bytes:
    body = "\n".join(
        f"<{'h2' if kind == 'h' else 'p'}>{text}</{'h2' if kind == 'h' else 'p'}>" for kind, text in ARTICLE
    )
    linked = '<script type="application/ld+json">{"@type": "NewsArticle", "datePublished": "2023-01-06"}</script>'
    return (
        f"<!DOCTYPE html><html><head><title>Ore</title>{linked}</head><body><nav><a href='/'>Home</a> 99%</nav>"
        f"<article>{body}<script>var share = 3;</script></article><footer>Since 1901</footer></body></html>"
    ).encode()


def _head(canvas: Canvas, document: SimpleDocTemplate) -> None:
    canvas.setFont("Helvetica", 8)
    if document.page > 1:
        canvas.drawString(60, 575, "The Elm Gazette, Friday edition")
    canvas.drawCentredString(200, 20, str(document.page))


def as_pdf(times: int = 1) -> bytes:
    styles, file = getSampleStyleSheet(), io.BytesIO()
    flow = [Paragraph(text, styles["Heading2" if kind == "h" else "BodyText"]) for kind, text in ARTICLE * times]
    SimpleDocTemplate(file, pagesize=A5).build(flow, onFirstPage=_head, onLaterPages=_head)
    return file.getvalue()


def as_docx() -> bytes:
    document, file = docx.Document(), io.BytesIO()
    for kind, text in ARTICLE:
        document.add_heading(text, 1) if kind == "h" else document.add_paragraph(text)
    document.save(file)
    return file.getvalue()


def locked() -> bytes:
    writer, file = pypdf.PdfWriter(clone_from=io.BytesIO(as_pdf())), io.BytesIO()
    writer.encrypt("secret", algorithm="RC4-128")
    writer.write(file)
    return file.getvalue()


def pictures_only() -> bytes:
    writer, file = pypdf.PdfWriter(), io.BytesIO()
    writer.add_blank_page(200, 200)
    writer.write(file)
    return file.getvalue()


def bomb() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b" " * (limits.MAX_UNPACKED_BYTES + 1))
    return file.getvalue()


@pytest.mark.parametrize(
    ("name", "made"), [("ore.txt", as_text), ("ore.html", as_page), ("ore.pdf", as_pdf), ("ore.docx", as_docx)]
)
def test_one_article_reads_alike_in_four_forms(name: str, made: Callable[[], bytes]) -> None:
    """Text, page, PDF and DOCX of one article give the same paragraphs, spaces and quotes included."""
    document = read_bytes(name, made())
    # The library that makes this PDF writes a no-break space as a plain one.
    spaces = "\u00a0" if name.endswith("pdf") else ""
    assert [text.replace(spaces or "\0", " ") for _, text in ARTICLE] == document.text.split("\n\n")
    assert "ore" == document.id


def test_print_is_read_as_it_is_meant() -> None:
    """Marks of notes are no digits, the cells of a row stand apart, what was broken at the end of a line is whole."""
    from reportlab.pdfgen.canvas import Canvas

    file = io.BytesIO()
    canvas = Canvas(file)
    line = canvas.beginText(60, 780)
    line.setFont("Helvetica", 11)
    line.textOut("Traffic fell by 7.4% in 2023")
    line.setFont("Helvetica", 6)
    line.setRise(4)
    line.textOut("12")
    line.setFont("Helvetica", 11)
    line.setRise(0)
    line.textOut(", to 1.86 million boxes.")
    canvas.drawText(line)
    canvas.setFont("Helvetica", 11)
    for number, words in enumerate(
        ("The port handled 1,250-", "1,300 boxes a day, most of it at the nor-", "thern pier.")
    ):
        canvas.drawString(60, 740 - 14 * number, words)
    for x, cell in ((60, "Boxes"), (200, "1.86"), (300, "2.01")):
        canvas.drawString(x, 660, cell)
    canvas.save()
    text = read_bytes("port.pdf", file.getvalue()).text
    assert "in 2023¹², to 1.86 million boxes." in text
    assert "handled 1,250-1,300 boxes a day, most of it at the northern pier." in text
    assert "1.86 | 2.01" in text


def test_two_columns_printed_row_by_row_are_read_one_after_the_other() -> None:
    """However a program writes a page of two columns, each is read to its end; the head and the note stay apart."""
    from reportlab.pdfgen.canvas import Canvas

    left = ["The harbour handled 1.86 million", "boxes in 2023, a fall of 7.4% on", "the year before, when no strike"]
    left.append("had closed its pier.")
    right = ["Timber brought in $412 million,", "more than in any year since the", "war, and 5.3% had no work."]
    file = io.BytesIO()
    canvas = Canvas(file)
    canvas.setFont("Helvetica", 16)
    canvas.drawString(60, 800, "Boxes and timber")
    canvas.setFont("Helvetica", 11)
    for number, words in enumerate(left):
        canvas.drawString(60, 760 - 14 * number, words)
        if number < len(right):
            canvas.drawString(310, 760 - 14 * number, right[number])
    canvas.setFont("Helvetica", 8)
    canvas.drawString(60, 60, "Figures of the harbour board.")
    canvas.save()
    paragraphs = read_bytes("port.pdf", file.getvalue()).text.split("\n\n")
    assert ["Boxes and timber", " ".join(left), " ".join(right), "Figures of the harbour board."] == paragraphs


def test_pages_of_a_pdf_are_joined() -> None:
    """Running heads and page numbers are dropped, and no figure is."""
    text = read_bytes("long.pdf", as_pdf(8)).text
    assert "Gazette" not in text
    assert [8] * 3 == [
        " ".join(text.split()).count(part) for part in ("$1.2 billion", "1.4 percentage points", "1,000")
    ]


PAGE = """<html><body><div class="story"><h1>Ore</h1>
<p>The port of Elm shipped more ore than ever, and said so at length on Friday.</p><ul><li>2019: 3.1 million</li></ul>
<table><tr><th>Year</th><td>Tons</td></tr><tr><td>2021</td><td>3.8</td></tr></table>
<blockquote>“We are proud of 5%,” she said.</blockquote>
<div>Loose <b>text</b> of 7%.<br><br>And 10<sup>6</sup> more.</div>
<p>Shipping rose by 10% in the first half of the year, and by 12% in the second half of the same year.</p></div>
<div class="ads">Win $99!</div><p style="display:none">Hidden 3%</p><aside>Other 4%</aside></body></html>"""
KEPT = "Ore/2019: 3.1 million/Year | Tons/2021 | 3.8/“We are proud of 5%,” she said./Loose text of 7%./And 10⁶ more."


@pytest.mark.parametrize("tag", ["div", "article", "main"])
def test_no_figure_of_a_page_is_lost(tag: str) -> None:
    """Headings, lists, tables, quotes and loose text are kept as blocks; advertisements and asides are not."""
    page = PAGE.replace('<div class="story">', f"<{tag}>").replace("year.</p></div>", f"year.</p></{tag}>")
    blocks = read_bytes("a.html", page.encode()).text.split("\n\n")
    assert KEPT.split("/") == [blocks[0], *blocks[2:8]]
    assert 9 == len(blocks)


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ("<p>5 €</p>".encode(), "5 €"),
        ("<p>5 €</p>".encode("utf-8-sig"), "5 €"),
        ("<p>5 €</p>".encode("utf-16"), "5 €"),
        ("<p>5 €</p>".encode("cp1252"), "5 €"),
        ('<meta charset="iso-8859-15"><p>5 €</p>'.encode("iso-8859-15"), "5 €"),
        ('<?xml version="1.0" encoding="utf-8"?><html><body><p>5 €</p></body></html>'.encode(), "5 €"),
        (b'<meta charset="unicode_escape"><p>\\u0035</p>', "\\u0035"),
    ],
)
def test_encodings_of_pages(data: bytes, expected: str) -> None:
    """Marks, declarations, UTF-8 and Windows-1252 are tried in this order."""
    assert expected == read_bytes("a.html", data).text


@pytest.mark.parametrize(
    ("name", "data", "error", "said"),
    [
        ("empty.txt", b"", errors.EmptyDocument, "empty"),
        ("blank.txt", b"\xc2\xa0\n", errors.EmptyDocument, "no text"),
        ("binary.txt", bytes(range(256)), errors.UnsupportedFile, "zero byte at 0"),
        ("packed.txt", bomb(), errors.UnsupportedFile, "zip"),
        ("print.html", as_pdf(), errors.UnsupportedFile, "PDF"),
        ("latin.txt", b"5 \x80", errors.WrongEncoding, "byte 2"),
        ("scripts.html", b"<html><body><script>1</script></body></html>", errors.EmptyDocument, "no text"),
        ("locked.pdf", locked(), errors.EncryptedFile, "password"),
        ("cut.pdf", as_pdf()[:700], errors.DamagedFile, "PDF"),
        ("text.pdf", b"5%", errors.DamagedFile, "not a PDF"),
        ("scan.pdf", pictures_only(), errors.EmptyDocument, "OCR"),
        ("cut.docx", as_docx()[:5000], errors.DamagedFile, "DOCX"),
        ("bomb.docx", bomb(), errors.TooLarge, "unpacks"),
        ("old.docx", b"\xd0\xcf\x11\xe0....", errors.EncryptedFile, "password"),
        ("huge.txt", b"5" * (limits.MAX_CHARACTERS + 1), errors.TooLarge, "characters"),
        ("dense.txt", b"It rose 5%. " * (limits.MAX_FIGURES + 1), errors.TooLarge, "figures"),
        ("words.txt", b"half " * (limits.MAX_FIGURES + 1), errors.TooLarge, "figures"),
        ("table.xlsx", b"PK\x03\x04", errors.UnsupportedFile, ".xlsx"),
        ("half.jsonl", b'{"id": "a", "text": "x"}\n{"id": "b"}\n', errors.InputError, "half.jsonl:2"),
        ("cut.jsonl", b'{"id": "a", "text": "x"}\n{"id"\n', errors.InputError, "cut.jsonl:2"),
        ("twice.jsonl", b'{"id": 1, "text": "x"}\n\n{"id": 1, "text": "y"}\n', errors.InputError, "twice.jsonl:3"),
        ("day.jsonl", b'{"id": 1, "text": "x", "published": "May"}\n', errors.UsageError, "day.jsonl:1"),
        ("none.jsonl", b"\n", errors.InputError, "no document"),
        ("cut.jsonl.gz", gzip.compress(b'{"id": 1, "text": "x"}\n', mtime=0)[:20], errors.DamagedFile, "gzip"),
    ],
)  # fmt: skip
def test_bad_files_are_told(
    tmp_path: Path, name: str, data: bytes, error: type[errors.WorkbenchError], said: str
) -> None:
    """Every bad file raises its own error with the file and a remedy."""
    (tmp_path / name).write_bytes(data)
    with pytest.raises(error) as raised:
        read(tmp_path / name)
    assert error is type(raised.value)
    assert said in str(raised.value)
    assert name in raised.value.file
    assert raised.value.hint


def test_a_file_over_the_limit_is_not_opened(tmp_path: Path) -> None:
    """A file of 100 MB is refused by its size."""
    with (tmp_path / "big.txt").open("wb") as file:
        file.truncate(100 * 1024 * 1024)
    with pytest.raises(errors.TooLarge, match="104,857,600"):
        read(tmp_path / "big.txt")


@pytest.mark.parametrize("name", ["missing.txt", "empty folder", "n" * 300 + ".txt", "pipe.txt"])
def test_what_is_no_file_is_told(tmp_path: Path, name: str) -> None:
    """A missing file, a folder without documents, an impossible name and a pipe are told, not waited for."""
    (tmp_path / "empty folder").mkdir()
    os.mkfifo(tmp_path / "pipe.txt")
    with pytest.raises(errors.InputError) as raised:
        read(tmp_path / name)
    assert name in raised.value.file


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_without_permission_is_told(tmp_path: Path) -> None:
    """A file that may not be read is told."""
    (tmp_path / "a.txt").write_text("5%")
    (tmp_path / "a.txt").chmod(0)
    with pytest.raises(errors.InputError, match="cannot read"):
        read(tmp_path / "a.txt")


@pytest.mark.parametrize(("seconds", "memory"), [(0, limits.MEMORY_BYTES), (limits.SECONDS, 16 * 1024 * 1024)])
def test_reading_has_limits_of_time_and_memory(seconds: int, memory: int) -> None:
    """A PDF that would cost too much is given up as too large, or as unreadable."""
    with pytest.raises((errors.TooLarge, errors.DamagedFile)):
        read_office("a.pdf", ".pdf", as_pdf(8), seconds=seconds, memory=memory)


def test_a_folder_is_read_in_order_with_its_sidecars(tmp_path: Path) -> None:
    """Files come sorted, ids are unique in the run, and a sidecar describes its document."""
    for name in ("b.txt", "a.md", "a.txt", "z.jpg"):
        (tmp_path / name).write_text("Ore rose by 5%.", encoding="utf8")
    (tmp_path / "b.toml").write_text('title = "Ore"\npublished = 2021-05-03\n', encoding="utf8")
    documents = read(tmp_path)
    assert ["a", "a-2", "b"] == [document.id for document in documents]
    assert ("Ore", "2021-05-03") == (documents[2].title, str(documents[2].published))


@pytest.mark.parametrize("said", ["title = ", 'published = "May"', "title = 5"])
def test_a_bad_sidecar_is_told(tmp_path: Path, said: str) -> None:
    """A sidecar that cannot be used is named itself."""
    (tmp_path / "a.txt").write_text("5%", encoding="utf8")
    (tmp_path / "a.toml").write_text(said, encoding="utf8")
    with pytest.raises(errors.DamagedFile) as raised:
        read(tmp_path / "a.txt")
    assert raised.value.file.endswith("a.toml")


@pytest.mark.parametrize("name", ["a.jsonl", "a.jsonl.gz"])
def test_lines_are_streamed(tmp_path: Path, name: str) -> None:
    """The first documents of a file are there before a later line is found to be bad; separators in a text stay."""
    data = (
        json.dumps({"id": 7, "text": "Ore\u2028 rose.", "published": "2021-05-03"}, ensure_ascii=False) + "\n{"
    ).encode()
    (tmp_path / name).write_bytes(gzip.compress(data) if name.endswith("gz") else data)
    documents = iter_documents([tmp_path / name], published="2022-01-01")
    first = next(documents)
    assert ("7", "Ore\u2028 rose.", "2021-05-03") == (first.id, first.text, str(first.published))
    assert "2022-01-01" in first.notes[0]
    with pytest.raises(errors.InputError, match="2"):
        next(documents)


@pytest.mark.parametrize("text", ["Ore rose\r\nby 5\u00a0%.\n", "“5%”\u2028\ttab  "])
def test_plain_text_is_kept_as_it_is(text: str) -> None:
    """Line ends, no-break spaces and curly quotes of a text file are not touched."""
    assert text == read_bytes("a.txt", text.encode()).text == read_text(text).text


@pytest.mark.parametrize(
    ("text", "said"),
    [("<!DOCTYPE html><p>Ore</p>", ".html"), ("Der Handel ist im Jahr um viele Prozente gestiegen. " * 5, "English")],
)
def test_notes_tell_what_a_reader_should_know(text: str, said: str) -> None:
    """The source of a page in a text file and another language are noted."""
    assert any(said in note for note in read_bytes("a.txt", text.encode()).notes)


def test_plain_text_needs_nothing_heavy() -> None:
    """Reading text imports none of the libraries that pages and files need."""
    script = (
        "import sys; from workbench.read import read_text; read_text('5%'); "
        "print(sorted({'lxml', 'trafilatura', 'htmldate', 'pypdf', 'docx', 'subprocess'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert "[]" == done.stdout.strip()


@pytest.mark.parametrize(("field", "most"), FIELDS.items())
def test_no_field_is_longer_than_it_may_be(tmp_path: Path, field: str, most: int) -> None:
    """A field of any length is told with its limit, where it stands, instead of ending up in a store or on a page."""
    path = tmp_path / "lines.jsonl"
    lines = [json.dumps({"id": "a", "text": "5%", field: "x" * length}) + "\n" for length in (most, most + 1)]
    path.write_text(lines[0], encoding="utf8")
    assert 1 == len(read(path))
    path.write_text(lines[1], encoding="utf8")
    with pytest.raises(TooLarge, match=f"at most {most:,}"):
        read(path)


@pytest.mark.parametrize("bad", ["\0", "\ud800"])
def test_what_no_store_could_hold_is_refused(tmp_path: Path, bad: str) -> None:
    """A zero or half a character is refused in texts, titles and ids, from a file and from a page."""
    for field in ("id", "text", "title", "url", "author"):
        path = tmp_path / f"{field}.jsonl"
        path.write_text(json.dumps({"id": "a", "text": "5%"} | {field: f"x{bad}"}), encoding="utf8")
        with pytest.raises(InputError, match="jsonl:1"):
            read(path)
    with pytest.raises(InputError):
        read_text(f"It rose by 5%{bad}.")


def test_a_document_of_too_many_claims_is_not_stored(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """A document with more claims than people could ever decide is refused whole."""
    monkeypatch.setattr("workbench.desk.bringing_in.MAX_CLAIMS", 2)
    document = read_text("Exports rose by 12% in 2021, imports by 13% and prices by 4%.", id="many")
    with pytest.raises(TooLarge, match="at most 2 are stored"):
        list(import_documents(store, [document], load_reference()))
    assert store.same_text(document.text) is None
