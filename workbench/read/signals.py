"""What a page says about itself for machines: dates, title, author, publisher, address."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from workbench.model import PublicationDate
from workbench.read.dates import parse_published, written_date
from workbench.read.limits import MAX_SCRAPED_CHARACTERS, MAX_SCRAPED_TAGS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.html import HtmlElement

_PUBLISHED = """article:published_time og:article:published_time og:published_time og:pubdate datepublished datecreated
dc.date dc.date.issued dc.date.created dcterms.date dcterms.created dcterms.issued dcterms.available date pubdate
publishdate publish-date publish_date publication_date parsely-pub-date sailthru.date article.published
citation_publication_date bt:pubdate cxenseparse:recs:publishtime rnews:datepublished""".split()
_UPDATED = """article:modified_time og:article:modified_time og:updated_time og:modified_time datemodified
dcterms.modified dc.date.modified last-modified lastmod article.updated revised rnews:datemodified""".split()
_ARTICLE = re.compile(r"article|posting|report|news|review|analysis", re.IGNORECASE)
_UPDATE_WORDS = re.compile(r"updat|modif|edited|revis", re.IGNORECASE)
_LOOSE_FIELD = re.compile(r'"(datePublished|dateModified)"\s*:\s*"([^"\\]{8,40})"')


@dataclass(frozen=True, slots=True)
class Signals:
    """The machine-readable description of a page; empty strings where it says nothing."""

    title: str
    url: str
    author: str
    publisher: str
    dates: tuple[PublicationDate, ...]


def signals(tree: HtmlElement, source: str) -> Signals:
    """Return what a parsed page (``source`` is its text) says about itself, the surest dates first."""
    linked = sorted(_linked_data(tree), key=_not_an_article)
    headings = [heading.text_content() for heading in tree.iter("h1")][:1]
    title = (
        _text(linked, "headline") or _meta(tree, ["og:title"]) or next(iter(headings), "") or tree.findtext(".//title")
    )
    return Signals(
        title=" ".join((title or "").split()),
        url=_meta(tree, ["og:url"]) or _canonical(tree) or _text(linked, "url"),
        author=_name(linked, "author") or _meta(tree, ["author", "article:author", "parsely-author"]),
        publisher=_name(linked, "publisher") or _meta(tree, ["og:site_name"]),
        dates=tuple(_dates(tree, linked, source)),
    )  # fmt: skip


def _dates(tree: HtmlElement, linked: list[dict[str, Any]], source: str) -> Iterator[PublicationDate]:
    fields = [("json-ld", _text(linked, "datePublished") or _loose(tree, "datePublished"))]
    fields += [("meta", _meta(tree, _PUBLISHED)), *_time_elements(tree)]
    fields += [("json-ld updated", _text(linked, "dateModified") or _loose(tree, "dateModified"))]
    fields += [("meta updated", _meta(tree, _UPDATED))]
    found = [dated for kind, value in fields if value and (dated := written_date(value, kind))]
    yield from found
    if not found and (guess := _guess(source)):
        yield guess


def _time_elements(tree: HtmlElement) -> list[tuple[str, str]]:
    places = tree.xpath("//article//time[@datetime] | //main//time[@datetime] | //header//time[@datetime]")
    alone = tree.xpath("//time[@datetime]")
    return [
        ("time updated" if _is_update(element) else "time", element.get("datetime"))
        for element in places or (alone if len(alone) == 1 else [])
    ]


def _is_update(element: HtmlElement) -> bool:
    before = element.getprevious()
    near = [element.get("class"), element.get("itemprop"), element.text]
    near += [before.tail or before.text_content()] if before is not None else [(element.getparent()).text]
    return any(_UPDATE_WORDS.search(words) for words in near if words)


def _linked_data(tree: HtmlElement) -> Iterator[dict[str, Any]]:
    for script in tree.xpath("//script[contains(@type, 'ld+json')]"):
        try:
            # A comma too many is the commonest fault of hand-made linked data.
            text = re.sub(r",(\s*[}\]])", r"\1", script.text or "")
            yield from _objects(json.loads(text, strict=False))
        except (ValueError, RecursionError):
            continue


def _objects(found: Any) -> Iterator[dict[str, Any]]:
    if isinstance(found, list):
        for item in found:
            yield from _objects(item)
    elif isinstance(found, dict):
        yield found
        for name in ("@graph", "mainEntity", "mainEntityOfPage"):
            yield from _objects(found.get(name, []))


def _not_an_article(item: dict[str, Any]) -> bool:
    return _ARTICLE.search(str(item.get("@type", ""))) is None


def _canonical(tree: HtmlElement) -> str:
    return str(next(iter(tree.xpath("//link[@rel='canonical']/@href")), ""))


def _loose(tree: HtmlElement, name: str) -> str:
    """Return a date of linked data that is no valid JSON, as pages often have it."""
    for script in tree.xpath("//script[contains(@type, 'ld+json')]"):
        for field, value in _LOOSE_FIELD.findall(script.text or ""):
            if field == name:
                return str(value)
    return ""


def _text(linked: list[dict[str, Any]], name: str) -> str:
    values = (_only(item.get(name)) for item in linked)
    return next((value for value in values if isinstance(value, str) and value.strip()), "")


def _only(value: Any) -> Any:
    return value[0] if isinstance(value, list) and value else value


def _name(linked: list[dict[str, Any]], field: str) -> str:
    for item in linked:
        people = item.get(field)
        names = [
            p.get("name") if isinstance(p, dict) else p for p in (people if isinstance(people, list) else [people])
        ]
        if texts := [name for name in names if isinstance(name, str) and name.strip()]:
            return ", ".join(texts)
    return ""


def _meta(tree: HtmlElement, names: list[str]) -> str:
    """Return the content of the first ``meta`` (or element with that itemprop) in the order of ``names``."""
    found: dict[str, str] = {}
    for element in tree.xpath("//meta[@content] | //*[@itemprop and (@content or @datetime)]"):
        label = element.get("property") or element.get("name") or element.get("itemprop") or element.get("http-equiv")
        found.setdefault(
            (label or "").lower().strip(), (element.get("content") or element.get("datetime") or "").strip()
        )
    return next((found[name] for name in names if found.get(name)), "")


def may_be_scraped(source: str) -> bool:
    """Tell whether a page is small enough for the libraries that look for its article and its date.

    >>> may_be_scraped("<p>5%</p>"), may_be_scraped("<p>5%" * 30_000)
    (True, False)
    """
    return len(source) <= MAX_SCRAPED_CHARACTERS and source.count("<") <= MAX_SCRAPED_TAGS


def _guess(source: str) -> PublicationDate | None:
    """Return what htmldate guesses from the body: a suggestion for a person, never used by itself."""
    if not may_be_scraped(source):
        return None
    import htmldate

    guess = htmldate.find_date(source, original_date=True, extensive_search=False)
    return PublicationDate(parse_published(guess)[0], None, "guess", guess) if guess else None
