"""The script that Streamlit runs: navigation between the pages."""

from __future__ import annotations

import streamlit as st


def main() -> None:
    """Set the page up and run the chosen one."""
    from workbench.app import documents, exporting, importing, queue, review, signing, style
    from workbench.app.messages import guarded

    st.set_page_config(page_title="Claim workbench", layout="wide", initial_sidebar_state="collapsed")
    style.apply()
    if not signing.admitted():
        return
    pages = [
        st.Page(guarded(review.page), title="Review", url_path="review", default=True),
        st.Page(guarded(queue.page), title="Queue", url_path="queue"),
        st.Page(guarded(documents.page), title="Documents", url_path="documents"),
        st.Page(guarded(importing.page), title="Import", url_path="import"),
        st.Page(guarded(exporting.page), title="Export", url_path="export"),
    ]
    st.session_state["review_page"] = pages[0]
    st.navigation(pages, position="top").run()


if __name__ == "__main__":
    main()
