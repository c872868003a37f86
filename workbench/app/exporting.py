"""Verdicts out: which claims, in which form, with a preview."""

from __future__ import annotations

import csv
from itertools import islice
from typing import TYPE_CHECKING

import streamlit as st

from workbench import desk
from workbench.app import handing, messages, people, queue, services
from workbench.counting import many
from workbench.export import wording
from workbench.export.cards import text
from workbench.store import Filter

if TYPE_CHECKING:
    from collections.abc import Iterator

SHOWN = ("quote", "claim_text", "suggested_outcome", "review_rating", "reviewer_name", "review_note", "document_title")
_PREVIEW = 25
_CHARACTERS = 4000


def page() -> None:
    """Show the export page."""
    titles = services.store().titles(viewer=people.name())
    if not titles:
        messages.empty("Nothing to export yet", "Import a document first: choose Import in the bar above.")
        return
    st.html('<div class="wb"><h1 class="quote">Export</h1></div>')
    labels = {code: form.label for code, form in desk.FORMS.items()}
    form = st.radio("Form", list(labels), format_func=labels.__getitem__, key="form", horizontal=True)
    chosen, documents, who = *_filters(titles), people.name()

    def selected() -> desk.Selection:
        return desk.Selection(services.store(), chosen, documents=documents, viewer=who)

    def made(selection: desk.Selection) -> Iterator[bytes]:
        return desk.export(selection, form, pages=services.pages(), reference=services.reference())

    selection = selected()
    if not len(selection):
        messages.empty("No claim passes these filters", "Take a filter away.")
        return
    told, press = st.columns([4, 1], vertical_alignment="center")
    found = many(len(selection), "claim")
    told.html(f'<div class="wb"><p class="meta" role="status">{found} of {_documents(selection)}</p></div>')
    file = desk.FORMS[form]
    # What it holds is looked up when it is fetched: a whole selection for each page drawn would fill the memory.
    offered = handing.Offer(
        file.file, file.mime, lambda: made(selected()), lambda: services.store().team.role(who) is not None
    )
    place, label = handing.offer(offered, who, form, chosen, documents), text(f"Download {file.label}")
    press.html(f'<div class="wb"><a class="press" href="{place}" download>{label}</a></div>')
    if form in ("csv", "xlsx"):
        _preview_table(selection)
    else:
        _preview_text(made(selection))


def _documents(selection: desk.Selection) -> str:
    return many(len(selection.documents()), "document")


def _filters(titles: dict[str, str]) -> tuple[Filter, list[str]]:
    """Show the filters and return them, and the documents that are chosen."""
    store = services.store()
    which, state, outcome, worthy = st.columns([4, 2, 2, 2], vertical_alignment="bottom")
    documents = which.multiselect(
        "Documents", list(titles), format_func=titles.__getitem__, placeholder="All", key="which"
    )
    outcomes = store.values("outcome", viewer=people.name())
    states = {code: words for code, words in queue.STATES.items() if code != "open"}
    chosen = Filter(
        state=state.selectbox("State", list(states), None, format_func=states.__getitem__, placeholder="Any", key="in")
        or "",
        outcome=outcome.selectbox(
            "Suggestion", outcomes, None, format_func=wording.outcome, placeholder="Any", key="suggested"
        )
        or "",
        worthy_only=worthy.toggle("Only what is worth checking", key="worthy"),
    )
    return chosen, documents


def _preview_table(selection: desk.Selection) -> None:
    """Show the first rows of the verdict table."""
    rows = csv.DictReader(_lines(desk.export(selection, "csv", pages=services.pages())))
    head = "".join(f'<th scope="col">{name}</th>' for name in SHOWN)
    body = "".join(
        f"<tr>{''.join(f'<td>{text(messages.short(row[name], 160))}</td>' for name in SHOWN)}</tr>"
        for row in islice(rows, _PREVIEW)
    )
    st.html(
        '<div class="wb" tabindex="0" role="region" aria-label="The first claims of the export"><table>'
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def _lines(pieces: Iterator[bytes]) -> Iterator[str]:
    for piece in pieces:
        yield from piece.decode("utf8", "surrogatepass").splitlines(keepends=True)


def _preview_text(pieces: Iterator[bytes]) -> None:
    """Show how the file begins."""
    begun = b""
    for piece in pieces:
        begun += piece
        if len(begun) > _CHARACTERS:
            break
    shown = begun[:_CHARACTERS].decode("utf8", "ignore")
    st.code(shown + ("\n…" if len(begun) > _CHARACTERS else ""), language=None, wrap_lines=True)
