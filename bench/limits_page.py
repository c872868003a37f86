"""Write docs/reference/limits.md from the limits themselves: ``python -m bench.limits_page``; a test holds it."""

from __future__ import annotations

from pathlib import Path

from workbench.read import limits
from workbench.store import opening

PAGE = Path(__file__).parents[1] / "docs/reference/limits.md"
TOLD = {
    "MAX_FILE_BYTES": "bytes of a file or an answer",
    "MAX_CHARACTERS": "characters of a text",
    "MAX_FIGURES": "figures of a text, in digits or words",
    "MAX_LINE_CHARACTERS": "characters of a line of a `.jsonl`",
    "MAX_SCRAPED_CHARACTERS": "characters of a page; above it the article is found without trafilatura",
    "MAX_SCRAPED_TAGS": "tags of a page; above it the article is found without trafilatura",
    "MAX_PAGES": "pages of a PDF",
    "MAX_UNPACKED_BYTES": "bytes of a DOCX when unpacked",
    "MAX_PARTS": "files within a DOCX",
    "SECONDS": "CPU seconds to read a PDF or DOCX",
    "MEMORY_BYTES": "bytes of memory to read a PDF or DOCX",
    "START_SECONDS": "further seconds that the reading process may take to start and answer",
    "MAX_CLAIMS": "claims of a document in the review store",
    "MAX_ADDRESS_CHARACTERS": "characters of a web address",
    "FIELDS": "characters of a document's fields",
    "FETCH_SECONDS": "seconds to fetch a web address",
    "FETCH_REDIRECTS": "redirects that are followed",
}
HEAD = """# Limits

A document over a limit is refused with the limit and the remedy, never cut. All stand in `workbench/read/limits.py`;
`workbench batch` has limits of time and memory for each document besides (`--document-seconds`, `--document-mb`).

| limit | value | name |
| --- | ---: | --- |
"""
TAIL = """
A review store on a server has limits of time besides, in `workbench/store/opening.py`: a writer waits {} seconds for
others, getting in may take {} seconds, one statement {}, and after {} seconds of silence the server is told to be one
that does not answer.
"""


def page() -> str:
    """Return the page; raises KeyError for a limit that nobody described."""
    names = [name for name in vars(limits) if name.isupper()]
    rows = "".join(f"| {TOLD[name]} | {_shown(getattr(limits, name))} | `{name}` |\n" for name in names)
    waits = (opening.LOCK_SECONDS, opening.CONNECT_SECONDS, opening.STATEMENT_SECONDS, opening.SILENCE_SECONDS)
    return HEAD + rows + TAIL.format(*(f"{wait:.0f}" for wait in waits))


def _shown(value: int | dict[str, int]) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{field} {most:,}" for field, most in value.items())
    return f"{value:,}"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf8")
