"""Bring documents in: read them, confirm when they were published, check them, store them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import partial
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import streamlit as st

from workbench import desk
from workbench.app import listing, messages, people, services
from workbench.counting import many
from workbench.errors import EmptyDocument, WorkbenchError
from workbench.export import is_verdict_table, read_verdicts
from workbench.export.cards import text as escaped
from workbench.read import fetching_is_allowed, read_address, read_bytes, read_text

if TYPE_CHECKING:
    from collections.abc import Callable

    from workbench.app.jobs import Step, Tray
    from workbench.model import Document
    from workbench.store import Store

SOURCES = {
    "given": "stated by the file",
    "json-ld": "from the page's own data",
    "meta": "from the page's own data",
    "time": "from the page's own data",
    "visible": "read on the page",
    "guess": "guessed: please check",
}
FIRST_DAY = date(1800, 1, 1)
KINDS = ["txt", "md", "html", "htm", "pdf", "docx", "csv", "xlsx"]
TABLES = (".csv", ".xlsx")
WAYS = {"paste": "Paste a text", "files": "Files", "table": "A table of claims"}


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
    tray = services.tray(people.name())
    with st.container(key="sheet"):
        _progress(tray)
        _results(tray)
        _ways()
        _confirm(tray)


def _ways() -> None:
    ways = {**WAYS, "web": "A web address"} if fetching_is_allowed() else WAYS
    chosen = st.segmented_control(
        "Where from", list(ways), default="paste", format_func=ways.__getitem__, key="way", required=True
    )
    {"paste": _paste, "files": _upload, "table": _table, "web": _address}[chosen or "paste"]()


def _paste() -> None:
    with st.form("paste", border=True):
        left, right = st.columns(2, gap="medium")
        left.text_input("Title", key="paste-title", max_chars=300)
        right.text_input("Address of the page, if it has one", key="paste-url", max_chars=2000)
        st.text_area("Text", key="paste-text", height=220, placeholder="Paste the article here")
        st.form_submit_button("Read text", on_click=_read_pasted, type="primary")


def _upload() -> None:
    with st.form("upload", border=True, clear_on_submit=True):
        st.file_uploader(
            "Files: text, Markdown, HTML, PDF, DOCX; tables of claims or of verdicts: CSV, XLSX",
            type=KINDS,
            accept_multiple_files=True,
            key="upload-files",
        )
        st.form_submit_button("Read files", on_click=_read_uploaded, type="primary")
    _mend_uploader(key="uploader")


def _table() -> None:
    with st.form("table", border=True):
        st.text_area(
            "Rows copied from a spreadsheet",
            key="table-rows",
            height=220,
            placeholder="claim\tspeaker\tdate\nExports rose by 12% in 2022.\tA. Minister\t2023-02-01",
            help="One claim a row; the first row names the columns: claim, speaker, date, address, title (only claim "
            "is needed). What one speaker said on one day makes one document.",
        )
        st.form_submit_button("Read table", on_click=_read_table, type="primary")


def _address() -> None:
    with st.form("web", border=True):
        st.text_input("Address of the page", key="web-url", max_chars=2000, placeholder="https://…")
        st.form_submit_button("Fetch page", on_click=_fetch, type="primary")


def _read_pasted() -> None:
    state = st.session_state
    words = state["paste-text"]
    name = "pasted-" + sha256(words.encode("utf8", "surrogatepass")).hexdigest()[:12]
    title = state["paste-title"].strip() or _first_line(words)
    url = state["paste-url"].strip()
    _read([("the pasted text", lambda: [read_text(words, id=name, title=title, url=url)])])


def _first_line(words: str) -> str:
    line = next((line.strip() for line in words.splitlines() if line.strip()), "")
    return messages.short(line, 90)


def _read_uploaded() -> None:
    files = st.session_state["upload-files"] or []
    if not files:
        error = EmptyDocument("no file was chosen", hint="choose one or more files first")
        services.tray(people.name()).faults.append(error)
        return
    who, store = people.name(), services.store()
    tray = services.tray(who)
    _read([(file.name, partial(_one, tray, store, who, file.name, file.getvalue())) for file in files])


def _one(tray: Tray, store: Store, who: str, name: str, data: bytes) -> list[Document]:
    """Read a file that was dropped; the verdicts of a verdict table go into the store at once."""
    if not name.lower().endswith(TABLES):
        return [read_bytes(name, data)]
    with TemporaryDirectory() as folder:
        path = Path(folder, f"table{Path(name).suffix}")
        path.write_bytes(data)
        try:
            if is_verdict_table(path):
                found = desk.bring_back_rows(store, read_verdicts(path), name, by=who)
                tray.told += [str(found), *found.troubles]
                return []
            return _of_table(tray, desk.claims_of_file(path))
        except WorkbenchError as error:
            error.file = name
            raise


def _of_table(tray: Tray, found: desk.Pasted) -> list[Document]:
    tray.told += found.notes
    return list(found.documents)


def _read_table() -> None:
    rows = str(st.session_state["table-rows"])
    tray = services.tray(people.name())
    _read([("the pasted table", lambda: _of_table(tray, desk.pasted_claims(rows)))])


def _fetch() -> None:
    address = str(st.session_state["web-url"]).strip()
    _read([(address, lambda: [read_address(address)])])


def _read(sources: list[tuple[str, Callable[[], list[Document]]]]) -> None:
    """Read documents and lay them in the tray: one at once, many while their progress shows."""
    tray = services.tray(people.name())

    def lay(reader: Callable[[], list[Document]]) -> None:
        for document in reader():
            tray.waiting[document.id] = document

    _start(tray, "Reading", [(name, partial(lay, reader)) for name, reader in sources])
    if len(sources) == 1:
        tray.wait(10)


def _start(tray: Tray, label: str, steps: list[Step]) -> None:
    if not tray.start(label, steps):
        error = WorkbenchError("other work is still going on", hint="wait until it is done")
        tray.faults.append(error)


def _progress(tray: Tray) -> None:
    """Show work that goes on; the rest of the page comes back when it is done."""
    if tray.busy:
        _follow_job(tray)


@st.fragment(run_every=0.7)
def _follow_job(tray: Tray) -> None:
    job = tray.job
    if job is None or job.finished or not people.person().role:
        st.rerun()
    st.progress(job.share, f"{job.label}: {job.done} of {job.total} done. The work goes on if you close this tab.")
    st.html(f'<div class="wb"><p class="meta" role="status">Now: {escaped(job.at)}</p></div>')


def _results(tray: Tray) -> None:
    """Show what the last work brought, once; while it goes on, what it tells is kept for its end."""
    if tray.busy:
        return
    faults, tray.faults = tray.faults, []
    for error in faults:
        messages.problem(error)
    told, tray.told = tray.told, []
    if told:
        messages.show_notice("Read", *told, good=True)
    done, tray.imported = tray.imported, []
    if done:
        st.session_state["brought"] = done
        if not faults and not tray.waiting and st.session_state.pop("go-on", False):
            listing.open_review(document=done[0].document_id)
            listing.follow()
    for one in st.session_state.get("brought", []):
        same = f"The same words are stored as {one.change.same_as}." if one.change.same_as else ""
        messages.show_notice("Imported", str(one), same, good=True)


def _confirm(tray: Tray) -> None:
    """Show each document that was read, with its proposed date, to be confirmed and stored."""
    waiting = list(tray.waiting.values())
    if not waiting or tray.busy:
        if not tray.busy and not st.session_state.get("brought"):
            messages.empty("Nothing is waiting", "Bring a text in; then confirm when it was published.")
        return
    st.html('<div class="wb"><h2>Confirm the day of publication</h2></div>')
    for document in waiting:
        with st.container(border=True):
            _confirm_one(document)
    with st.container(horizontal=True, gap="small"):
        st.button("Check and store", key="store", type="primary", on_click=_store_all)
        st.button("Put all away", key="put-away", type="tertiary", on_click=tray.waiting.clear)


def _confirm_one(document: Document) -> None:
    told, chosen, known = st.columns([5, 2, 2], gap="medium", vertical_alignment="bottom")
    with told:
        # That no date was found is told beside the title, with what to do on a page about it.
        others = (note for note in document.notes if not note.startswith("no publication date"))
        notes = "".join(f"<p class='meta'>{escaped(note)}</p>" for note in others)
        length = many(len(document.text), "character")
        st.html(
            f'<div class="wb"><p><strong>{escaped(document.title or document.id)}</strong> '
            f"<span class='meta'>{length} · {escaped(_evidence(document))}</span></p>{_known(document)}{notes}</div>"
        )
    with chosen:
        st.date_input("Published", _proposed(document), key=f"day-{document.id}", min_value=FIRST_DAY, max_value=None)
    titles = {"": "a new document"} | services.store().titles(viewer=people.name())
    with known:
        at = list(titles).index(document.id) if document.id in titles else 0
        st.selectbox("Store as", list(titles), at, format_func=lambda key: _as(key, titles), key=f"as-{document.id}")


def _as(key: str, titles: dict[str, str]) -> str:
    return f"new version of {titles[key]}" if key else titles[key]


def _known(document: Document) -> str:
    """Tell where the same text is stored already, also under another address."""
    store, who = services.store(), people.name()
    same = store.same_text(document.text, viewer=who)
    if same is None:
        return ""
    other = next((listed for listed in store.documents(viewer=who) if listed.id == same), None)
    where = f" from {other.url}" if other and other.url and other.url != document.url else ""
    return f"<p class='hint'>The same text is stored already as {escaped(same)}{escaped(where)}.</p>"


def _proposed(document: Document) -> date | None:
    """Return the date to propose: the document's own, else a guess that a person must confirm."""
    return document.published or next((found.day for found in document.dates if found.source == "guess"), None)


def _evidence(document: Document) -> str:
    if document.published is None:
        guess = next((found for found in document.dates if found.source == "guess"), None)
        return f"date guessed from {guess.quote!r}: please check" if guess else "no date found: please give it"
    found = next((date for date in document.dates if date.day == document.published), None)
    if found is None:
        return "date given"
    words = f": {found.quote!r}" if found.quote else ""
    return f"date {SOURCES.get(found.source.removesuffix(' updated'), found.source)}{words}"


def _store_all() -> None:
    """Check and store what waits, in the background; whatever fails stays in the tray and says why."""
    state, who = st.session_state, people.name()
    tray, store, reference = services.tray(who), services.store(), services.reference()
    state["go-on"], state["brought"] = True, []

    def put(waiting: Document, document: Document) -> None:
        tray.imported += desk.import_documents(store, [document], reference, reviewer=who)
        tray.waiting.pop(waiting.id, None)

    steps: list[Step] = []
    for document in tray.waiting.values():
        day = state.get(f"day-{document.id}")
        moment = document.published_at if day == document.published else None
        name = state.get(f"as-{document.id}") or document.id
        confirmed = replace(document, id=name, published=day, published_at=moment)
        steps.append((document.title or document.id, partial(put, document, confirmed)))
    _start(tray, "Checking", steps)
    if len(steps) == 1:
        tray.wait(10)
