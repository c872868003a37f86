"""Bytes of a plain text to its characters, and what a reader should know about them."""

from __future__ import annotations

import re

from workbench.errors import DamagedFile, EmptyDocument, TooLarge, UnsupportedFile, WrongEncoding
from workbench.lexicon import table
from workbench.read.limits import MAX_CHARACTERS, MAX_FIGURES

_MAGIC = {
    b"%PDF": "a PDF file",
    b"PK\x03\x04": "a zip or Office file",
    b"\xd0\xcf\x11\xe0": "an old or encrypted Office file",
    b"\x1f\x8b": "a gzip file",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"GIF8": "a picture",
    b"SQLite format 3": "a database",
}
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_PAGE = re.compile(r"\s*(?:<\?xml[^>]*>\s*)?<(?:!doctype html|html|head|body)\b", re.IGNORECASE)
_ENGLISH = frozenset(
    "the of and to that for with was by from as are it on at this which be has have is his its".split()
)
_LETTERS = b"abcdefghijklmnopqrstuvwxyz"
_FIGURE = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+|[¼-¾⅐-⅞]")
_WORD = re.compile(r"[a-z]++(?![^\x00-\x7f])|[^\W\d_]+")  # plain words: the short way for nearly all
_SAMPLE, _FEW, _ENGLISH_SHARE = 30_000, 30, 0.1  # characters; words
_EMPTY_HINTS = {
    ".pdf": "it may be scanned pictures: run OCR on it first",
    ".docx": "it may hold pictures only: run OCR on it first",
    ".html": "the page may be made by scripts: save it from a browser, or paste its text",
}


def kind_of(data: bytes) -> str | None:
    """Return what a file is by its first bytes, or ``None`` where they look like text.

    >>> kind_of(b"%PDF-1.7")
    'a PDF file'
    """
    return next((kind for magic, kind in _MAGIC.items() if data.startswith(magic)), None)


def decode(name: str, data: bytes) -> str:
    r"""Return the text of UTF-8 (a byte order mark is dropped) or of UTF-16 with a mark; line ends stay as they are.

    Raises UnsupportedFile for binary data and WrongEncoding with the offset of the first wrong byte.

    >>> decode("a.txt", b"\xef\xbb\xbf5 \xe2\x82\xac")
    '5 €'
    """
    kind = kind_of(data)
    if kind:
        raise UnsupportedFile(f"this is {kind}, not text", file=name, hint="give the file its own ending")
    wide = data[:2] in _UTF16
    if not wide and b"\0" in data:
        raise UnsupportedFile(
            f"binary data, not text: a zero byte at {data.index(0)}", file=name, hint="give text, HTML, PDF or DOCX"
        )
    try:
        return data.decode("utf-16" if wide else "utf-8-sig")
    except UnicodeDecodeError as error:
        what = "UTF-16" if wide else "UTF-8"
        place = error.start + (3 if data.startswith(b"\xef\xbb\xbf") else 0)
        hint = "save it as UTF-8, for example: iconv -f WINDOWS-1252 -t UTF-8"
        raise WrongEncoding(f"not {what} at byte {place}", file=name, hint=hint) from error


def check_text(name: str, text: str, suffix: str = "") -> None:
    """Raise EmptyDocument where there is nothing to read, TooLarge over the limit, DamagedFile for what is no text."""
    if not text.strip():
        hint = _EMPTY_HINTS.get(suffix.replace(".htm", ".html")[:5], "check that it was saved")
        raise EmptyDocument("there is no text in it", file=name, hint=hint)
    check_length(name, text)
    if not is_whole(text):
        raise DamagedFile("it holds half a character or a zero", file=name, hint="give it as whole UTF-8 text")


def check_length(name: str, text: str) -> None:
    """Raise TooLarge for a text of more characters, or more figures, than a check gets through in a minute.

    >>> check_length("a.txt", "5 " * 30_000)
    Traceback (most recent call last):
    workbench.errors.TooLarge: a.txt: 30,000 figures (at most 20,000 are read; split it)
    """
    if len(text) > MAX_CHARACTERS:
        raise TooLarge(f"{len(text):,} characters", file=name, hint=f"at most {MAX_CHARACTERS:,} are read; split it")
    if len(text) > MAX_FIGURES:
        numbers = {word for word, *_ in table("numbers")}
        figures = sum(match[0][0].isdigit() or match[0].lower() in numbers for match in _FIGURE.finditer(text))
        if figures > MAX_FIGURES:
            raise TooLarge(f"{figures:,} figures", file=name, hint=f"at most {MAX_FIGURES:,} are read; split it")


def is_whole(text: str) -> bool:
    r"""Tell whether a text can be stored everywhere: no half of a surrogate pair, no zero character.

    >>> is_whole("5 \u20ac"), is_whole("\ud800"), is_whole("\0")
    (True, False, False)
    """
    try:
        return b"\0" not in text.encode("utf-8")
    except UnicodeEncodeError:
        return False


def looks_like_a_page(text: str) -> bool:
    """Tell whether a text is the source of an HTML page.

    >>> looks_like_a_page("<!DOCTYPE html><p>x"), looks_like_a_page("5 < 6")
    (True, False)
    """
    return _PAGE.match(text) is not None


def language_notes(text: str) -> tuple[str, ...]:
    """Return a note where hardly any of the commonest English words occur.

    >>> language_notes("Der Handel zwischen den beiden Ländern ist im Jahr 2022 stark gestiegen. " * 4)
    ('the text seems not to be English: it is read for digits, dates and units only',)
    >>> language_notes("The trade of the two countries rose in 2022. " * 5)
    ()
    """
    sample = text[:_SAMPLE].lower()
    if _is_plainly_english(sample):
        return ()
    words = _WORD.findall(sample)
    if len(words) < _FEW or sum(map(_ENGLISH.__contains__, words)) >= _ENGLISH_SHARE * len(words):
        return ()
    return ("the text seems not to be English: it is read for digits, dates and units only",)


def _is_plainly_english(sample: str) -> bool:
    """Tell whether the common words between spaces are enough even if all that is no letter parted words."""
    gaps = len(sample.encode("utf-8", "replace").translate(None, _LETTERS))
    return sum(map(_ENGLISH.__contains__, sample.split())) >= _ENGLISH_SHARE * (gaps + 1)
