"""Pages to documents: the article's text, its headings as lines of their own, and its machine-readable dates."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from workbench.errors import DamagedFile, UsageError
from workbench.model import Document, PublicationDate
from workbench.read.dates import parse_published

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.html import HtmlElement

_BLOCKS = frozenset("p h1 h2 h3 h4 h5 h6 li blockquote td th figcaption pre dd dt caption".split())
_SKIPPED = frozenset("script style nav aside footer form button iframe svg noscript template select".split())
_META_PUBLISHED = ("article:published_time", "og:published_time", "datepublished", "dc.date", "dc.date.issued",
                   "dcterms.created", "date", "parsely-pub-date", "sailthru.date", "publishdate", "pubdate")
_META_UPDATED = ("article:modified_time", "og:updated_time", "datemodified", "dcterms.modified", "last-modified")
_LEAST_SHARE = 0.5
_TIMES = "//article//time[@datetime] | //header//time[@datetime]"


def read_html(name: str, data: bytes) -> Document:
    """Return the article of a page; ``dates`` holds every date that the page gives, the surest first."""
    from lxml.etree import LxmlError

    text = _decoded(data)
    try:
        from lxml import html

        tree = html.document_fromstring(text)
    except (LxmlError, ValueError) as error:
        raise DamagedFile(f"not HTML: {error}", file=name, hint="save the page again") from error
    linked = list(_linked_data(tree))
    body = _article_text(text, tree)
    title = _first(linked, "headline") or _meta(tree, "og:title") or (tree.findtext(".//title") or "")
    return Document(
        id=name, text=body, title=" ".join(title.split()), url=_meta(tree, "og:url") or _first(linked, "url"),
        author=_author(linked) or _meta(tree, "author"), publisher=_meta(tree, "og:site_name"),
        dates=tuple(_dates(tree, linked, text)),
    )  # fmt: skip


def _decoded(data: bytes) -> str:
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16", errors="replace")
    declared = re.search(rb"<meta[^>]+charset=[\"']?([\w-]+)", data[:4096], re.IGNORECASE)
    for encoding in (declared[1].decode("ascii") if declared else "utf-8", "utf-8-sig", "windows-1252"):
        try:
            return data.decode(encoding).removeprefix("\ufeff")
        except (UnicodeDecodeError, LookupError):
            continue
    return data.decode("utf-8", errors="replace")


def _article_text(text: str, tree: HtmlElement) -> str:
    """Return the text of the article: what trafilatura finds, unless it loses too much of the page's own article."""
    import trafilatura

    walked = "\n\n".join(_paragraphs(tree))
    found = trafilatura.extract(
        text,
        include_comments=False,
        include_tables=True,
        favor_recall=True,
        deduplicate=False,
        include_formatting=False,
    )
    if not found or len(found) < _LEAST_SHARE * len(walked):
        return walked
    # trafilatura says which paragraphs belong to the article; the page's own wording, with its spaces, is kept.
    kept = {_key(line) for line in found.splitlines() if line.strip()}
    paragraphs = [
        p for p in _paragraphs(tree) if _key(p) in kept or any(_key(p) in line for line in kept if len(p) > 40)
    ]
    chosen = "\n\n".join(paragraphs)
    return chosen if len(chosen) >= _LEAST_SHARE * len(found) else found.replace("\n", "\n\n")


def _key(paragraph: str) -> str:
    return re.sub(r"\W+", "", paragraph).lower()


def _paragraphs(tree: HtmlElement) -> Iterator[str]:
    articles = tree.xpath("//article") or tree.xpath("//main") or tree.xpath("//body") or [tree]
    best = max(articles, key=lambda element: len(element.text_content()))
    for element in _leaves(best):
        words = re.sub(r"[ \t\r\n\f]+", " ", element.text_content()).strip(" ")
        if words:
            yield words


def _leaves(element: HtmlElement) -> Iterator[HtmlElement]:
    for child in element:
        if not isinstance(child.tag, str) or child.tag in _SKIPPED:
            continue
        inner = any(isinstance(e.tag, str) and e.tag in _BLOCKS for e in child.iterdescendants())
        bare = child.tag == "div" and not len(child) and (child.text or "").strip()
        if not inner and (child.tag in _BLOCKS or bare):
            yield child
        else:
            yield from _leaves(child)


def _linked_data(tree: HtmlElement) -> Iterator[dict[str, Any]]:
    for script in tree.xpath("//script[@type='application/ld+json']"):
        try:
            found = json.loads(script.text or "", strict=False)
        except ValueError:
            continue
        yield from _objects(found)


def _objects(found: Any) -> Iterator[dict[str, Any]]:
    if isinstance(found, list):
        for item in found:
            yield from _objects(item)
    elif isinstance(found, dict):
        yield found
        yield from _objects(found.get("@graph", []))


def _first(linked: list[dict[str, Any]], name: str) -> str:
    return next((item[name] for item in linked if isinstance(item.get(name), str)), "")


def _author(linked: list[dict[str, Any]]) -> str:
    for item in linked:
        author = item.get("author")
        author = author[0] if isinstance(author, list) and author else author
        if isinstance(author, dict):
            author = author.get("name")
        if isinstance(author, str):
            return author
    return ""


def _meta(tree: HtmlElement, *names: str) -> str:
    for element in tree.iter("meta"):
        label = element.get("property") or element.get("name") or element.get("itemprop") or ""
        if label.lower() in names and element.get("content"):
            return str(element.get("content"))
    return ""


def _dates(tree: HtmlElement, linked: list[dict[str, Any]], text: str) -> Iterator[PublicationDate]:
    candidates = [
        ("json-ld", _first(linked, "datePublished")),
        ("meta", _meta(tree, *_META_PUBLISHED)),
        *(("time", element.get("datetime")) for element in tree.xpath(_TIMES)),
        ("json-ld updated", _first(linked, "dateModified")),
        ("meta updated", _meta(tree, *_META_UPDATED)),
    ]  # fmt: skip
    found = False
    for source, value in candidates:
        dated = _dated(value, source) if value else None
        if dated:
            found = True
            yield dated
    if not found and (guess := _guess(text)):
        yield guess


def _dated(value: str, source: str) -> PublicationDate | None:
    try:
        day, moment = parse_published(value.strip())
    except UsageError:
        match = re.match(r"\d{4}-\d{2}-\d{2}", value.strip())
        return _dated(match[0], source) if match and match[0] != value.strip() else None
    return PublicationDate(day, moment, source, value)


def _guess(text: str) -> PublicationDate | None:
    """Return what htmldate guesses from the body: a suggestion for a person, never used by itself."""
    import htmldate

    guess = htmldate.find_date(text, original_date=True, extensive_search=True)
    return PublicationDate(parse_published(guess)[0], None, "guess", guess) if guess else None
