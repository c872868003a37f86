"""All claims over all documents, filtered by the address."""

from __future__ import annotations

import streamlit as st

from workbench.app import listing, messages, services, views
from workbench.export import wording
from workbench.ratings import DEFAULT
from workbench.store import Filter

PAGE = 50
STATES = {"open": "Open", "decided": "Decided", "stale": "Stale", "second_opinion": "Second opinion"}
ORDERS = {
    "document": "By document",
    "checkworthy": "Most worth checking first",
    "outcome": "By suggestion",
    "newest": "Newest verdict first",
}


def page() -> None:
    """Show the queue."""
    listing.follow()
    _queue()


@st.fragment
def _queue() -> None:
    store = services.store()
    if not store.documents():
        messages.empty("The queue is empty", "Import a document first: choose Import in the bar above.")
        return
    chosen = _filters()
    total = store.count(chosen)
    pages = max(1, -(-total // PAGE))
    st.html(f'<div class="wb"><span class="meta" role="status">{total:,} claims</span></div>')
    if not total:
        messages.empty("No claim passes these filters", "Take a filter away, or search for other words.")
        return
    number = st.pagination(pages, key="queue-page") if pages > 1 else 1
    claims = store.queue(chosen, limit=PAGE, offset=(number - 1) * PAGE)
    listing.show_listing("queue-table", "Claims", views.QUEUE_COLUMNS, views.queue_rows(claims), _open)


def _filters() -> Filter:
    store = services.store()
    titles = {document.id: document.title or document.id for document in store.documents()}
    first, second = st.columns(4), st.columns(4)
    with first[0]:
        text = st.text_input("Words of the claim", key="q", bind="query-params")
    with first[1]:
        document = _any("Document", "document_", titles)
    with first[2]:
        state = _any("State", "state", STATES)
    with first[3]:
        outcome = _any("Suggestion", "outcome", {code: wording.outcome(code) for code in store.values("outcome")})
    with second[0]:
        rating = _any("Verdict", "rating", {code: DEFAULT.label(code) for code in store.values("rating")})
    with second[1]:
        kind = _any("Kind", "kind", {code: code.replace("_", " ") for code in store.values("kind")})
    with second[2]:
        by = _any("Decided by", "by", {name: name for name in store.values("reviewer")})
    with second[3]:
        order = st.selectbox("Order", list(ORDERS), format_func=ORDERS.__getitem__, key="order", bind="query-params")
    return Filter(
        document=document, state=state, outcome=outcome, kind=kind, rating=rating, reviewer=by, text=text, order=order
    )


def _any(label: str, key: str, words: dict[str, str]) -> str:
    return (
        st.selectbox(
            label,
            list(words),
            index=None,
            format_func=words.__getitem__,
            key=key,
            bind="query-params",
            placeholder="Any",
        )
        or ""
    )


def _open() -> None:
    picked = st.session_state["queue-table"].pick
    if picked:
        listing.open_review(claim=picked)
