"""The documents of the store, with what is left to decide."""

from __future__ import annotations

import streamlit as st

from workbench.app import listing, messages, services, views


def page() -> None:
    """Show the list of documents."""
    listing.follow()
    found = services.store().documents()
    if not found:
        messages.empty("No documents yet", "Import one first: choose Import in the bar above.")
        return
    st.html('<div class="wb"><h1 class="quote">Documents</h1></div>')
    listing.show_listing("documents-table", "Documents", views.DOCUMENT_COLUMNS, views.document_rows(found), _open)


def _open() -> None:
    picked = st.session_state["documents-table"].pick
    if picked:
        listing.open_review(document=picked)
