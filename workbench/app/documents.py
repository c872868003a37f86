"""The documents of the store, with what is left to decide and what can be done with each."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from workbench import desk
from workbench.app import deciding, listing, messages, people, services, views
from workbench.counting import many

if TYPE_CHECKING:
    from collections.abc import Collection

    from workbench.store import DocumentSummary


def page() -> None:
    """Show the list of documents."""
    listing.follow()
    found = services.store().documents(viewer=people.name())
    st.html('<div class="wb"><h1 class="quote">Documents</h1></div>')
    deciding.show_notice()
    if not found:
        messages.empty("No documents yet", "Import one first: choose Import in the bar above.")
        return
    listing.show_listing("documents-table", "Documents", views.DOCUMENT_COLUMNS, views.document_rows(found), _open)
    _tables()
    _withdraw({each.id: each.title or each.id for each in found if not each.withdrawn_at})


def _open() -> None:
    picked = st.session_state["documents-table"].pick
    if picked:
        listing.open_review(document=picked)


def _tables() -> None:
    """Offer to check all documents again when the tables have changed since."""
    fault = services.reference_fault()
    if fault:
        messages.problem(fault)
    old, tray = _old(), services.tray(people.name())
    if not old and not tray.busy:
        return
    with st.container(border=True):
        messages.show_notice(
            "The reference tables have changed",
            f"{many(len(old), 'document')} checked against other tables. Checking again marks the verdicts "
            "whose working changes as stale; nothing that was decided is lost.",
            good=True,
        )
        st.button("Check again", key="check-again", on_click=check_again, disabled=tray.busy)


def _old() -> list[DocumentSummary]:
    """Return the documents that were checked against other tables than those of now."""
    now = services.tables_version()
    found = services.store().documents(viewer=people.name())
    return [each for each in found if not each.withdrawn_at and each.reference_version != now]


@deciding.telling
def check_again(chosen: Collection[str] | None = None) -> None:
    """Check some documents again with the tables of now, or else all that were checked with others."""
    store, reference, who = services.store(), services.reference(), people.name()
    tray = services.tray(who)

    def again(document_id: str) -> None:
        documents = [desk.stored_as_document(store.document(document_id, viewer=who))]
        tray.imported += desk.import_documents(store, documents, reference, reviewer=who)

    listed = _old() if chosen is None else services.store().documents(viewer=who)
    steps = [(each.title or each.id, partial(again, each.id)) for each in listed if chosen is None or each.id in chosen]
    if tray.start("Checking again", steps):
        tray.wait(10)


def _withdraw(titles: dict[str, str]) -> None:
    """Let an owner take a document's text away; its decisions and their hashes stay."""
    if not people.person().may("owner") or not titles:
        return
    with st.expander("Withdraw a document"), st.form("withdraw", border=False):
        st.selectbox("Document", list(titles), index=None, format_func=titles.__getitem__, key="withdraw-which")
        st.text_input("Why", key="withdraw-why", max_chars=500)
        st.checkbox("Its text is removed for good; who decided what, and the proof of it, stays.", key="withdraw-sure")
        st.form_submit_button("Withdraw", on_click=_withdrawn)


@deciding.telling
def _withdrawn() -> None:
    state = st.session_state
    which = state["withdraw-which"]
    if not which or not state["withdraw-sure"]:
        deciding.tell("Nothing was withdrawn", "Choose a document and confirm that its text goes.", good=False)
        return
    services.store().withdraw(which, reviewer=people.name(), reason=str(state["withdraw-why"]))
    deciding.tell("Withdrawn", "The text is gone; the decisions on it stay in the history.")
