"""Verdicts out: a preview and a download of each form."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from workbench.app import messages, services
from workbench.export import export_store

if TYPE_CHECKING:
    from workbench.store import DocumentSummary

FORMS = {
    "csv": ("Verdict CSV", "verdicts.csv", "text/csv"),
    "claimreview": ("ClaimReview (JSON-LD)", "claimreview.json", "application/ld+json"),
    "jsonl": ("Check records (JSON lines)", "checked.jsonl", "application/jsonl"),
    "html": ("Report (HTML)", "report.html", "text/html"),
}
SHOWN = ("claim_text", "quote", "suggested_outcome", "review_rating", "reviewer_name", "review_note", "document_title")
_PREVIEW = 50


def page() -> None:
    """Show the export page."""
    documents = services.store().documents()
    if not documents:
        messages.empty("Nothing to export yet", "Import a document first: choose Import in the bar above.")
        return
    st.html('<div class="wb"><h1 class="quote">Export</h1></div>')
    form, chosen = _choices(documents)
    content = "".join(
        export_store(services.store(), form, documents=chosen or None, pages=services.pages(), **_only_decided(form))
    )
    label, name, mime = FORMS[form]
    st.download_button(f"Download {label}", content.encode("utf8"), name, mime, key="download", type="primary")
    _preview(form, content)


def _choices(documents: list[DocumentSummary]) -> tuple[str, list[str]]:
    titles = {document.id: document.title or document.id for document in documents}
    left, right = st.columns(2, gap="large")
    with left:
        form = st.radio("Form", list(FORMS), format_func=lambda code: FORMS[code][0], key="form", horizontal=True)
    with right:
        chosen = st.multiselect(
            "Documents", list(titles), format_func=titles.__getitem__, placeholder="All", key="which"
        )
    return form, chosen


def _only_decided(form: str) -> dict[str, bool]:
    if form != "csv":
        return {}
    return {"decided_only": st.toggle("Only decided claims", key="decided")}


def _preview(form: str, content: str) -> None:
    if form == "csv":
        table = pd.read_csv(io.StringIO(content), dtype=str, keep_default_na=False)
        st.html(f'<div class="wb"><p class="meta" role="status">{messages.many(len(table), "claim")}</p></div>')
        st.dataframe(
            table[list(SHOWN)].head(_PREVIEW), hide_index=True, width="stretch", alt="The first claims of the export"
        )
        return
    lines = content[:4000]
    st.code(lines + ("\n…" if len(content) > len(lines) else ""), language=None, wrap_lines=True)
