"""Messages on the pages: what is wrong and what to do, what is empty and how to fill it; all text is escaped."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from workbench.errors import UsageError, WorkbenchError
from workbench.export.cards import text

if TYPE_CHECKING:
    from collections.abc import Callable

_MARKDOWN = frozenset("\\`*_{}[]()#+-.!|~$<>:")


def problem(error: WorkbenchError) -> None:
    """Show an error as what is wrong and the remedy."""
    place = f"{error.file}: " if error.file else ""
    show_notice(heading(error), f"{place}{error.message}.", f"What to do: {error.hint}." if error.hint else "")


def heading(error: WorkbenchError) -> str:
    """Return the heading of an error; who works on a page uses nothing wrongly, it was not understood."""
    return "Not understood" if isinstance(error, UsageError) else error.title


def told(error: WorkbenchError) -> str:
    """Return what is wrong and, as a sentence of its own, the remedy; a message may begin with somebody's name.

    >>> told(WorkbenchError("ada has taken it", hint="choose another"))
    'ada has taken it. Choose another.'
    """
    return f"{error.message}." + (f" {error.hint[:1].upper()}{error.hint[1:]}." if error.hint else "")


def show_notice(title: str, *lines: str, good: bool = False) -> None:
    """Show a short message that people and screen readers notice."""
    told = "".join(f"<span>{text(line)}</span>" for line in lines if line)
    role = "status" if good else "alert"
    st.html(
        f'<div class="wb"><p class="notice{" told" if good else ""}" role="{role}">'
        f"<strong>{text(title)}</strong>{told}</p></div>"
    )


def plain(words: str) -> str:
    r"""Return words for a label, where Markdown would be read, so that they show as they are.

    >>> plain("*no* :red[x] <b>")
    '\\*no\\* \\:red\\[x\\] \\<b\\>'
    """
    return "".join(f"\\{char}" if char in _MARKDOWN else char for char in " ".join(words.split()))


def short(words: str, most: int = 80) -> str:
    """Return words on one line, cut where they are many.

    >>> short("a  long story", 8)
    'a long …'
    """
    line = " ".join(words.split())
    return line if len(line) <= most else line[: most - 1] + "…"


def empty(title: str, advice: str) -> None:
    """Show what an empty page is for and what to do first."""
    st.html(f'<div class="wb empty"><h2>{text(title)}</h2><p>{text(advice)}</p></div>')


def guarded(page: Callable[[], None]) -> Callable[[], None]:
    """Return a page that shows errors of the workbench as messages."""

    def run() -> None:
        try:
            page()
        except WorkbenchError as error:
            problem(error)

    run.__name__ = page.__name__
    return run
