"""Bring documents in: read them, confirm when they were published, check them, store them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import partial
from hashlib import sha256
from typing import TYPE_CHECKING

import streamlit as st

from workbench.app import listing, messages, services
from workbench.desk import import_documents
from workbench.errors import EmptyDocument, WorkbenchError
from workbench.export.cards import text as escaped
from workbench.read import read_bytes, read_text

if TYPE_CHECKING:
    from collections.abc import Callable

    from workbench.desk import Imported
    from workbench.model import Document

SOURCES = {
    "given": "stated by the file",
    "json-ld": "from the page's own data",
    "meta": "from the page's own data",
    "time": "from the page's own data",
    "visible": "read on the page",
    "guess": "guessed: please check",
}
FIRST_DAY = date(1800, 1, 1)
KINDS = ["txt", "md", "html", "htm", "pdf", "docx"]


# The uploader calls itself a presentation although it takes the focus: a screen reader would pass it by.
_mend_uploader = st.components.v2.component(
    "workbench_uploader",
    html="<span></span>",
    js="""
export default function () {
  const mend = () => document.querySelectorAll('[data-testid="stFileUploaderDropzone"][role="presentation"]')
    .forEach((zone) => zone.setAttribute("role", "group"));
  mend();
  const watch = new MutationObserver(mend);
  watch.observe(document.body, { childList: true, subtree: true });
  return () => watch.disconnect();
}
""",
)


def page() -> None:
    """Show the import page."""
    listing.follow()
    st.html('<div class="wb"><h1 class="quote">Import</h1></div>')
    _results()
    left, right = st.columns(2, gap="large")
    with left:
        _paste()
    with right:
        _upload()
    _confirm()
    _mend_uploader(key="uploader")


def _paste() -> None:
    with st.form("paste", border=True):
        st.text_input("Title", key="paste-title", max_chars=300)
        st.text_input("Address of the page, if it has one", key="paste-url", max_chars=2000)
        st.text_area("Text", key="paste-text", height=260, placeholder="Paste the article here")
        st.form_submit_button("Read text", on_click=_read_pasted, type="primary")


def _upload() -> None:
    with st.form("upload", border=True, clear_on_submit=True):
        st.file_uploader(
            "Files (text, Markdown, HTML, PDF, DOCX)", type=KINDS, accept_multiple_files=True, key="upload-files"
        )
        st.form_submit_button("Read files", on_click=_read_uploaded)


def _read_pasted() -> None:
    state = st.session_state
    words = state["paste-text"]
    name = "pasted-" + sha256(words.encode("utf8", "surrogatepass")).hexdigest()[:12]
    title = state["paste-title"].strip() or _first_line(words)
    _read_into("the pasted text", lambda: read_text(words, id=name, title=title, url=state["paste-url"].strip()))


def _first_line(words: str) -> str:
    line = next((line.strip() for line in words.splitlines() if line.strip()), "")
    return line if len(line) <= 90 else line[:89] + "…"


def _read_uploaded() -> None:
    files = st.session_state["upload-files"] or []
    if not files:
        _note(EmptyDocument("no file was chosen", hint="choose one or more files first"), "")
    for file in files:
        _read_into(file.name, partial(read_bytes, file.name, file.getvalue()))


def _read_into(name: str, reader: Callable[[], Document]) -> None:
    """Read a document and put it among those that wait for confirmation; a fault is kept as a message."""
    try:
        document = reader()
    except WorkbenchError as error:
        _note(error, name)
        return
    waiting: list[Document] = st.session_state.setdefault("waiting", [])
    waiting[:] = [other for other in waiting if other.id != document.id] + [document]


def _note(error: WorkbenchError, name: str) -> None:
    error.file = error.file or name
    st.session_state.setdefault("faults", []).append(error)


def _results() -> None:
    """Show what the last actions did, once."""
    for error in st.session_state.pop("faults", []):
        messages.problem(error)
    for done in st.session_state.pop("imported", []):
        messages.show_notice("Imported", str(done), good=True)


def _confirm() -> None:
    """Show each document that was read, with its proposed date, to be confirmed and stored."""
    waiting: list[Document] = st.session_state.get("waiting", [])
    if not waiting:
        messages.empty("Nothing is waiting", "Paste a text or choose files; then confirm when each was published.")
        return
    st.html('<div class="wb"><h2>Confirm the day of publication</h2></div>')
    for document in waiting:
        with st.container(border=True):
            _confirm_one(document)
    st.button("Check and store", key="store", type="primary", on_click=_store_all)


def _confirm_one(document: Document) -> None:
    told, chosen = st.columns([3, 1], gap="large", vertical_alignment="bottom")
    with told:
        notes = "".join(f"<p class='meta'>{escaped(note)}</p>" for note in document.notes)
        same = services.store().same_text(document.text)
        again = f"<p class='hint'>The same text is stored already as {escaped(same)}.</p>" if same else ""
        length = f"{len(document.text):,} characters"
        st.html(
            f'<div class="wb"><p><strong>{escaped(document.title or document.id)}</strong> '
            f"<span class='meta'>{length} · {escaped(_evidence(document))}</span></p>{notes}{again}</div>"
        )
    with chosen:
        st.date_input("Published", _proposed(document), key=f"day-{document.id}", min_value=FIRST_DAY, max_value=None)


def _proposed(document: Document) -> date | None:
    """Return the date to propose: the document's own, else a guess that a person must confirm."""
    return document.published or next((found.day for found in document.dates if found.source == "guess"), None)


def _evidence(document: Document) -> str:
    if document.published is None:
        guess = next((found for found in document.dates if found.source == "guess"), None)
        return f"date guessed from {guess.quote!r}: please check" if guess else "no date found: please give it"
    found = next((date for date in document.dates if date.day == document.published), None)
    return f"date {SOURCES.get(found.source.removesuffix(' updated'), found.source)}" if found else "date given"


def _store_all() -> None:
    """Check and store what waits; whatever fails stays and says why."""
    state = st.session_state
    waiting: list[Document] = state.get("waiting", [])
    store, reference = services.store(), services.reference()
    done: list[Imported] = []
    while waiting:
        document = waiting[0]
        day = state.get(f"day-{document.id}")
        moment = document.published_at if day == document.published else None
        try:
            done += import_documents(store, [replace(document, published=day, published_at=moment)], reference)
        except WorkbenchError as error:
            _note(error, document.title or document.id)
            break
        waiting.pop(0)
    state["imported"] = done
    if done and not waiting:
        listing.open_review(document=done[0].document_id)
