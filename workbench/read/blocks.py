"""The paragraphs, headings, list items, table rows and quotes of a page, as a browser would show them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_NEVER = frozenset("script style noscript template iframe svg canvas object select button input textarea head".split())
_ASIDE = frozenset("nav aside footer form dialog menu".split())
_INLINE = frozenset(
    "a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd label mark q s samp small span strike strong"
    " sub sup time tt u var wbr br img picture source".split()
)
_ASIDE_WORDS = frozenset(
    "ad ads advert advertisement advertising sponsor sponsored promo newsletter related share sharing social breadcrumb"
    " breadcrumbs comments cookie cookies sidebar menu nav navigation recommended subscribe subscription outbrain"
    " taboola pagination skip paywall".split()
)
_ASIDE_ROLES = frozenset("navigation complementary contentinfo search dialog alert banner menu".split())
_KINDS = {
    **{f"h{level}": "h" for level in range(1, 7)},
    "li": "li",
    "blockquote": "q",
    "tr": "tr",
    "dt": "li",
    "dd": "li",
}
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
RAISED = str.maketrans("0123456789+-−", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻")
_BREAK = "\0"  # never in a parsed page, so it can stand for <br>
_LONGEST_CELL, _LINK_SHARE, _MOST = 200, 0.6, 0.5


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of text that stands by itself: ``kind`` is p, h, li, q (quote) or tr (a table row)."""

    text: str
    kind: str = "p"
    is_link: bool = False


def container(tree: HtmlElement) -> HtmlElement:
    """Return the element that holds the article: the longest ``article``, ``main`` or else the body."""
    for path in ("//article", "//main | //*[@role='main']", "//body"):
        places = tree.xpath(path)
        if places:
            return max(places, key=lambda element: len(element.text_content()))
    return tree


def prose(place: HtmlElement) -> list[Block]:
    """Return the blocks of an element in reading order, without menus, advertisements and lists of links.

    >>> from lxml import html
    >>> page = "<article><h2>Ore</h2>Loose <b>text</b>.<p>10<sup>6</sup> tons</p><nav>Home</nav><p>End</article>"
    >>> [(block.kind, block.text) for block in prose(html.fromstring(page))]
    [('h', 'Ore'), ('p', 'Loose text.'), ('p', '10⁶ tons'), ('p', 'End')]
    """
    walk = _Walk(len(place.text_content()))
    walk.enter(place, "p")
    walk.flush("p")
    return [block for block in walk.blocks if not block.is_link or block.kind in {"h", "tr"}]


class _Walk:
    """Collects text until a block begins or ends."""

    def __init__(self, length: int) -> None:
        self.blocks: list[Block] = []
        self._length = length
        self._parts: list[str] = []
        self._linked = 0

    def enter(self, element: HtmlElement, kind: str) -> None:
        """Take an element's own text, its children and the text after each of them."""
        self._parts.append(element.text or "")
        for child in element:
            if isinstance(child.tag, str) and not self._is_apart(child):
                self._child(child, kind)
            self._parts.append(child.tail or "")

    def _child(self, child: HtmlElement, kind: str) -> None:
        if child.tag == "br":
            self._parts.append(_BREAK)
        elif child.tag in {"sup", "sub"} and (raised := _raised(child)):
            self._parts.append(raised)
        elif child.tag in _INLINE:
            if child.tag == "a":
                self._linked += len(child.text_content().strip())
            self.enter(child, kind)
        elif child.tag == "table" and _is_data(child):
            self.flush(kind)
            self._rows(child)
        else:
            inner = _KINDS.get(child.tag, kind)
            self.flush(kind)
            self.enter(child, inner)
            self.flush(inner)

    def _rows(self, table: HtmlElement) -> None:
        for row in table.iter("tr", "caption"):
            cells = row.xpath("./td | ./th") or [row]
            text = " | ".join(_plain(cell.text_content()) for cell in cells)
            if text.strip(" |"):
                self.blocks.append(Block(text, "tr"))

    def flush(self, kind: str) -> None:
        """Make what was collected a block, or several where two line breaks stand together."""
        joined = "".join(self._parts)
        linked, length = self._linked, len(joined.strip())
        self._parts, self._linked = [], 0
        for paragraph in re.split(rf"{_BREAK}(?:[ \t\r\n\f\u00a0]*{_BREAK})+", joined):
            lines = (_plain(line) for line in paragraph.split(_BREAK))
            text = "\n".join(line for line in lines if line)
            if text:
                self.blocks.append(Block(text, kind, linked > _LINK_SHARE * length))

    def _is_apart(self, element: HtmlElement) -> bool:
        if element.tag in _NEVER or element.get("hidden") is not None or element.get("aria-hidden") == "true":
            return True
        if _HIDDEN.search(element.get("style") or ""):
            return True
        words = set(re.split(r"[^a-z]+", f"{element.get('class')} {element.get('id')}".lower()))
        apart = element.tag in _ASIDE or element.get("role") in _ASIDE_ROLES or bool(words & _ASIDE_WORDS)
        return apart and len(element.text_content()) < _MOST * self._length


def _plain(text: str) -> str:
    """Collapse the white space that a browser collapses; no-break spaces stay, soft hyphens are not shown."""
    return re.sub(r"[ \t\r\n\f]+", " ", text.replace("\u00ad", "").replace("\u200b", "")).strip(" ")


def _raised(element: HtmlElement) -> str:
    text = element.text_content().strip()
    return text.translate(RAISED) if element.tag == "sup" and re.fullmatch(r"[0-9+−-]{1,3}", text) else ""


def _is_data(table: HtmlElement) -> bool:
    """Tell a table of figures from one that lays out a page."""
    cells = list(table.iter("td", "th"))
    nested = next(table.iterdescendants("table"), None) is not None
    return not nested and all(len(cell.text_content()) <= _LONGEST_CELL for cell in cells)
