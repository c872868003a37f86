"""Pages to documents: the article's text, its headings as lines of their own, and what the page says about itself."""

from __future__ import annotations

import logging
import re
import unicodedata
from typing import TYPE_CHECKING

from workbench.errors import DamagedFile, UnsupportedFile
from workbench.model import Document
from workbench.read.blocks import Block, container, prose
from workbench.read.signals import may_be_scraped, signals
from workbench.read.text import kind_of

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_CHARSET = re.compile(rb"<(?:meta|\?xml)[^>]{0,200}?(?:charset|encoding)\s*=\s*[\"']?\s*([\w:.-]+)", re.IGNORECASE)
# Declared encodings that a browser knows and that cannot be abused ("unicode_escape", "zip" are codecs of Python too).
_KNOWN = re.compile(
    r"utf-?8|iso-?8859-\d+|windows-125\d|cp125\d|us-ascii|ascii|latin-?1|koi8-[ru]|macintosh|big5|gb2312|gbk|gb18030"
    r"|shift[_-]jis|euc-(?:jp|kr)|iso-2022-jp",
    re.IGNORECASE,
)
_AS_WINDOWS = re.compile(r"iso-?8859-1|us-ascii|ascii|latin-?1", re.IGNORECASE)
# No XML holds them, and the libraries that look for article and date end with an error of their own at one.
_CONTROLS = re.compile(r"[\x01-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_LEAST_SHARE = 0.5


def read_html(name: str, data: bytes) -> Document:
    """Return the article of a page; ``dates`` holds every date that the page gives, the surest first.

    Raises UnsupportedFile for a file that is of another kind and DamagedFile for what cannot be parsed at all.
    """
    kind = kind_of(data)
    if kind:
        raise UnsupportedFile(f"this is {kind}, not a page", file=name, hint="give the file its own ending")
    source, notes = decode_page(data)
    source = _CONTROLS.sub(" ", source)
    tree = _tree(name, source)
    about = signals(tree, source)
    return Document(
        id=name, text=_article(source, tree), title=about.title, url=about.url, author=about.author,
        publisher=about.publisher, dates=about.dates, notes=notes,
    )  # fmt: skip


def decode_page(data: bytes) -> tuple[str, tuple[str, ...]]:
    r"""Return the characters of a page and a note where the encoding was guessed.

    A byte order mark comes first, then the declared encoding, then UTF-8, then Windows-1252.

    >>> decode_page(b"<p>\x80 5</p>")
    ('<p>€ 5</p>', ('the encoding is neither declared nor UTF-8: read as Windows-1252',))
    """
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16", errors="replace"), ()
    declared = _CHARSET.search(data[:4096])
    encoding = declared[1].decode("ascii") if declared else ""
    if data.startswith(b"\xef\xbb\xbf") or not _KNOWN.fullmatch(encoding):
        encoding = "utf-8-sig"
    for codec in ("windows-1252" if _AS_WINDOWS.fullmatch(encoding) else encoding, "utf-8-sig"):
        try:
            return data.decode(codec), ()
        except (UnicodeError, LookupError):
            continue
    note = "the encoding is neither declared nor UTF-8: read as Windows-1252"
    return data.decode("windows-1252", errors="replace"), (note,)


def _tree(name: str, source: str) -> HtmlElement:
    from lxml import etree, html

    # Bytes, since a text with an XML declaration is refused; no zero bytes, since the parser stops at one.
    data = source.replace("\0", "\ufffd").encode("utf-8", errors="replace")
    parser = html.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True)
    try:
        return html.document_fromstring(data, parser=parser)
    except (etree.LxmlError, ValueError, AssertionError) as error:
        raise DamagedFile(f"not HTML: {error}", file=name, hint="save the page again") from error


def _article(source: str, tree: HtmlElement) -> str:
    """Return all of a marked article, else the paragraphs that trafilatura finds and what stands among them."""
    place = container(tree)
    blocks = prose(place)
    walked = "\n\n".join(block.text for block in blocks)
    found = _scraped(source)
    lost = len(found) < _LEAST_SHARE * len(walked)
    if not lost and not (place.tag == "article" and len(walked) >= _LEAST_SHARE * len(found)):
        chosen = "\n\n".join(_framed(blocks, found))
        walked = chosen if len(chosen) >= _LEAST_SHARE * len(found) else found.replace("\n", "\n\n")
    return _with_headline(tree, walked)


def _scraped(source: str) -> str:
    if not may_be_scraped(source):
        return ""
    import trafilatura

    for name in ("trafilatura", "htmldate"):
        logging.getLogger(name).setLevel(logging.CRITICAL)  # what they say is for their makers
    return trafilatura.extract(source, include_comments=False, include_tables=True, favor_recall=True) or ""


def _framed(blocks: list[Block], found: str) -> list[str]:
    """Return the blocks that were found, and all that stands between the first and the last of them."""
    lines = {_key(line) for line in found.splitlines()}
    kept = [index for index, block in enumerate(blocks) if _is_among(block, lines)]
    if not kept:
        return []
    framed = {index for index in range(kept[0], kept[-1]) if blocks[index].kind != "p" and not blocks[index].is_link}
    before = {index - 1 for index in kept[:1] if index and blocks[index - 1].kind == "h"}
    after = set()
    for index in range(kept[-1] + 1, len(blocks)):
        if blocks[index].kind != "tr":
            break
        after.add(index)
    return [blocks[index].text for index in sorted({*kept, *framed, *before, *after})]


def _is_among(block: Block, lines: set[str]) -> bool:
    return _key(block.text) in lines or any(_key(part) in lines for part in block.text.split("\n") if len(part) > 40)


def _key(paragraph: str) -> str:
    return re.sub(r"\W+", "", unicodedata.normalize("NFKC", paragraph)).lower()


def _with_headline(tree: HtmlElement, text: str) -> str:
    """Put the page's only first-level heading before an article that stands without it."""
    headings = [" ".join(heading.text_content().split(" ")).strip() for heading in tree.iter("h1")]
    if (
        len(headings) != 1
        or not text
        or not _key(headings[0])
        or _key(headings[0]) in _key(text[: len(headings[0]) + 2000])
    ):
        return text
    return re.sub(r"[ \t\r\n\f]+", " ", headings[0]) + "\n\n" + text
