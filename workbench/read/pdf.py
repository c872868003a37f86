"""PDF to paragraphs: lines re-joined by where they stand, hyphens at line ends undone, running heads dropped."""

from __future__ import annotations

import io
import re
from collections import Counter
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import multimode
from typing import TYPE_CHECKING, Any

from workbench.counting import many
from workbench.errors import DamagedFile, EncryptedFile, TooLarge
from workbench.read.blocks import RAISED
from workbench.read.limits import MAX_CHARACTERS

if TYPE_CHECKING:
    from pypdf import PageObject, PdfReader

_PAGE_NUMBER = re.compile(r"\W*(?:page\s*)?\d{1,4}(?:\s*(?:of|/)\s*\d{1,4})?\W*", re.IGNORECASE)
_COMPOUND = frozenset(
    "year month week day quarter one two three four five six seven eight nine ten twenty thirty forty fifty sixty"
    " seventy eighty ninety half well self non all low high long short ex".split()
)
# Printers set these as one sign; as words they would be none ("ﬁve").
_LIGATURES = str.maketrans({"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"})
_MARK = re.compile(r"\d{1,3}")
_SMALL, _LETTER = 0.85, 0.5  # of a raised digit, and the usual width of a letter, in sizes of the line
_PROSE, _FEWEST_ROWS = 20, 3  # characters of a line of a column of prose, rows that make columns
_FULL, _GAP, _LEADING, _APART, _LONGEST_HEAD = 0.82, 1.3, 1.45, 1.5, 120


@dataclass(frozen=True, slots=True)
class Line:
    """A printed line: where it stands on its page (points) and how large it is set."""

    text: str
    x: float = 0.0
    y: float = 0.0
    size: float = 0.0


def pdf_text(data: bytes, pages: int) -> tuple[str, str]:
    """Return the text of a PDF and the day it was made (ISO, or empty).

    Raises EncryptedFile, DamagedFile, or TooLarge for more than ``pages`` pages or too many characters.
    """
    from pypdf import PdfReader
    from pypdf.errors import DependencyError, PyPdfError

    if b"%PDF" not in data[:1024]:
        raise DamagedFile("this is not a PDF file")
    try:
        reader = _opened(PdfReader(io.BytesIO(data)), pages)
        printed = _printed(reader)
        made = reader.metadata.creation_date if reader.metadata else None
    except DependencyError as error:
        raise EncryptedFile("it is encrypted") from error
    except (EncryptedFile, TooLarge):
        raise
    except RecursionError as error:
        raise DamagedFile("it is nested too deeply") from error
    except (PyPdfError, ValueError, LookupError, TypeError, AttributeError, ArithmeticError, OSError) as error:
        raise DamagedFile(f"not a whole PDF: {error}") from error
    return join_lines(without_running_heads(printed)), made.date().isoformat() if made else ""


def _opened(reader: PdfReader, pages: int) -> PdfReader:
    if reader.is_encrypted and not reader.decrypt(""):
        raise EncryptedFile("it is locked with a password")
    if len(reader.pages) > pages:
        raise TooLarge(many(len(reader.pages), "page"))
    return reader


def _printed(reader: PdfReader) -> list[list[Line]]:
    printed: list[list[Line]] = []
    length = 0
    for page in reader.pages:
        printed.append(_lines(page))
        length += sum(len(line.text) for line in printed[-1])
        if length > MAX_CHARACTERS:
            raise TooLarge(f"more than {MAX_CHARACTERS:,} characters")
    return printed


def _lines(page: PageObject) -> list[Line]:
    """Return the lines of a page in its own order, with the place of the first piece of each."""
    lines: list[Line] = []
    parts: list[str] = []
    place: tuple[float, float, float] | None = None

    def end() -> None:
        nonlocal place
        if place and "".join(parts).strip():
            lines.append(Line("".join(parts).strip(" \t"), *place))
        parts.clear()
        place = None

    def take(text: str, outer: list[float], inner: list[float], _font: Any, size: float) -> None:
        nonlocal place
        for number, piece in enumerate(text.split("\n")):
            if number:
                end()
            if piece.strip():
                here = _place(outer, inner, size)
                if place and abs(here[1] - place[1]) > _APART * place[2]:
                    end()
                place = place or here
                if _MARK.fullmatch(piece.strip()) and _is_raised(here, place, "".join(parts)):
                    piece = piece.translate(RAISED)  # noqa: PLW2901
            parts.append(piece.translate(_LIGATURES))

    page.extract_text(visitor_text=take)
    end()
    return _rows(_by_columns(lines))


def _by_columns(lines: list[Line]) -> list[Line]:
    """Put the columns of a page that is printed row by row one after the other; cells of a table are shorter.

    >>> left = ["The harbour handled fewer boxes", "in 2023 than in any year since", "the strike, officials said."]
    >>> right = ["Timber brought in $412 million,", "more than ever. The port of the", "north stayed closed for weeks."]
    >>> rows = [
    ...     Line(text, x, 90 - 9 * at, 9)
    ...     for at, pair in enumerate(zip(left, right))
    ...     for x, text in zip((60, 310), pair)
    ... ]
    >>> [line.text for line in _by_columns(rows)] == left + right
    True
    """
    beside = [b.x for a, b in pairwise(lines) if _beside(a, b) and min(len(a.text), len(b.text)) >= _PROSE]
    starts = [x for x, count in Counter(map(round, beside)).items() if count >= _FEWEST_ROWS]
    if not starts:
        return lines
    start = min(starts)
    at = [n for n, pair in enumerate(pairwise(lines)) if _beside(*pair) and round(pair[1].x) == start]
    first, last = at[0], at[-1] + 2
    here = {(line.size, round(line.x)) for line in lines[first : first + 2]}
    while last < len(lines) and (lines[last].size, round(lines[last].x)) in here:
        last += 1  # one column may be the longer one
    left = [line for line in lines[first:last] if round(line.x) < start]
    right = [line for line in lines[first:last] if round(line.x) >= start]
    return [*lines[:first], *left, *_by_columns(right), *lines[last:]]


def _beside(left: Line, right: Line) -> bool:
    return left.size == right.size and abs(left.y - right.y) < 1 and right.x > left.x


def _rows(lines: list[Line]) -> list[Line]:
    """Join lines that stand beside each other: the cells of a row of a table, or pieces of one line.

    >>> [line.text for line in _rows([Line("2023", 60, 90, 9), Line("1.86", 200, 90, 9), Line("2024", 60, 78, 9)])]
    ['2023 | 1.86', '2024']
    """
    rows: list[Line] = []
    end = 0.0
    for line in lines:
        before = rows[-1] if rows else None
        if before and _beside(before, line):
            apart = line.x - end > _APART * line.size
            rows[-1] = replace(before, text=f"{before.text}{' | ' if apart else ' '}{line.text}")
        else:
            rows.append(line)
        end = line.x + len(line.text) * _LETTER * line.size
    return rows


def _is_raised(here: tuple[float, float, float], line: tuple[float, float, float], before: str) -> bool:
    """Tell whether small digits are the number of a note, or a power: never digits of the figure before them.

    How far they are raised is not always told; behind a letter they may be lowered then, as in a formula.
    """
    small = here[2] < _SMALL * line[2] and before[-1:].strip() != ""
    return small and (here[1] > line[1] or (here[1] == line[1] and not before[-1].isalpha()))


def _place(outer: list[float], inner: list[float], size: float) -> tuple[float, float, float]:
    """Return where a piece of text stands on its page and how large it is set, in points."""
    x = inner[4] * outer[0] + inner[5] * outer[2] + outer[4]
    y = inner[4] * outer[1] + inner[5] * outer[3] + outer[5]
    return x, y, round(abs(size * (inner[3] or inner[1] or 1) * (outer[3] or outer[1] or 1)), 1)


def without_running_heads(pages: list[list[Line]]) -> list[list[Line]]:
    """Drop page numbers and the lines that stand at the edge of more than half of the pages.

    >>> kept = without_running_heads(
    ...     [[Line("The Gazette, page 1"), Line("Ore rose.")], [Line("The Gazette, page 2"), Line("Coal fell.")]]
    ... )
    >>> [line.text for page in kept for line in page]
    ['Ore rose.', 'Coal fell.']
    """
    for _ in range(2):  # a head may have two lines, or a page number outside it
        pages = _without_repeated_edges(_without_page_numbers(pages))
    return pages


def _without_page_numbers(pages: list[list[Line]]) -> list[list[Line]]:
    """Drop edge lines that count the pages; a figure that happens to stand at an edge does not run with them."""
    found = [{_page_number(line) - n for line in _edges(page)} for n, page in enumerate(pages)]
    offsets = Counter(offset for page in found for offset in page)
    offset, count = max(offsets.items(), key=lambda item: item[1], default=(0, 0))
    if count <= len(pages) / 2 or (len(pages) == 1 and offset != 1):
        return pages
    return [
        [line for line in page if not (line in _edges(page) and _page_number(line) - n == offset)]
        for n, page in enumerate(pages)
    ]


def _edges(page: list[Line]) -> list[Line]:
    return [line for line in [*page[:1], *page[-1:]] if len(page) > 1 and _PAGE_NUMBER.fullmatch(line.text)]


def _page_number(line: Line) -> int:
    return int((re.search(r"\d+", line.text) or ["0"])[0])


def _without_repeated_edges(pages: list[list[Line]]) -> list[list[Line]]:
    seen: dict[str, int] = {}
    for page in pages:
        for shape in {_shape(line) for line in [*page[:1], *page[-1:]]}:
            seen[shape] = seen.get(shape, 0) + 1
    often = {shape for shape, count in seen.items() if count > 1 and count > len(pages) / 2}
    return [
        [line for n, line in enumerate(page) if n not in {0, len(page) - 1} or _shape(line) not in often]
        for page in pages
    ]


def _shape(line: Line) -> str:
    return re.sub(r"\d+", "#", line.text) if len(line.text) <= _LONGEST_HEAD else line.text + "\n"


def join_lines(pages: list[list[Line]]) -> str:
    r"""Join wrapped lines to paragraphs, and hyphenated words to one.

    A line goes on in the next when the next word had no room in it, both are set in one size, and the space between
    them is no larger than between the other lines.

    >>> page = [
    ...     ("Ore and coal", 40),
    ...     ("The trade of the two coun-", 20),
    ...     ("tries rose by 25% over the", 10),
    ...     ("year.", 0),
    ... ]
    >>> join_lines([[Line(text, 0, y, 9) for text, y in page]])
    'Ore and coal\n\nThe trade of the two countries rose by 25% over the year.'
    """
    lines = [line for page in pages for line in page]
    widths: dict[float, int] = {}
    for line in lines:
        widths[line.size] = max(widths.get(line.size, 0), len(line.text))
    leading = _leadings(lines, widths)
    words = " ".join(line.text for line in lines).lower()
    paragraphs: list[str] = []
    for before, line in zip([None, *lines], lines, strict=False):
        if before is not None and _goes_on(before, line, widths, leading):
            paragraphs[-1] = _joined(paragraphs[-1], line.text, words)
        else:
            paragraphs.append(line.text)
    return "\n\n".join(paragraph.replace("\u00ad", "") for paragraph in paragraphs)


def _leadings(lines: list[Line], widths: dict[float, int]) -> dict[float, float]:
    """Return for each size the usual distance of two lines, measured after full lines."""
    gaps: dict[float, list[float]] = {}
    for before, line in pairwise(lines):
        if before.size == line.size and before.y > line.y and _is_full(before, line, widths):
            gaps.setdefault(line.size, []).append(round(before.y - line.y, 1))
    return {size: min(multimode(found)) for size, found in gaps.items()}


def _is_full(line: Line, following: Line, widths: dict[float, int]) -> bool:
    word = following.text.split(" ", 1)[0]
    return len(line.text) + 1 + len(word) >= _FULL * widths[line.size]


def _is_broken(line: Line, following: Line) -> bool:
    """Tell whether a line ends within a word or a range: a hyphen with half a word or a figure on both sides."""
    end, start = line.text[-2:], following.text[0]
    return end[-1] in "-‐\u00ad" and ((end[0].isalpha() and start.islower()) or (end[0].isdigit() and start.isdigit()))


def _goes_on(before: Line, line: Line, widths: dict[float, int], leading: dict[float, float]) -> bool:
    if abs(before.size - line.size) > 0.3 or not (_is_full(before, line, widths) or _is_broken(before, line)):
        return False
    if before.y <= line.y:  # a new page or column
        return before.text[-1] not in '.!?:"”’)' or line.text[0].islower()
    if line.x > before.x + line.size * 0.8 and before.text[-1] in '.!?"”’':
        return False
    return before.y - line.y <= _GAP * leading.get(line.size, _LEADING * line.size)


def _joined(current: str, text: str, words: str) -> str:
    if current.endswith("\u00ad"):
        return current[:-1] + text
    broken = re.search(r"([^\W\d_]+)[-‐]$", current)
    if not broken or not text[0].islower():
        return current + ("" if current.endswith(("-", "–", "—", "/")) else " ") + text
    head, tail = broken[1].lower(), (re.match(r"[^\W\d_]+", text) or [""])[0].lower()
    whole = re.search(rf"\b{head}{tail}\b", words) is not None
    compound = f"{head}-{tail}" in words or head in _COMPOUND or text[len(tail) : len(tail) + 1] == "-"
    return current + text if compound and not whole else current[:-1] + text
