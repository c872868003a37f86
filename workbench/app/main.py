"""The script that Streamlit runs: navigation between the pages."""

from __future__ import annotations

import streamlit as st


def main() -> None:
    """Set the page up and run the chosen one."""
    from workbench.app import (
        documents,
        exporting,
        forecasts,
        importing,
        people,
        queue,
        reference,
        review,
        shortcuts,
        style,
        team,
    )
    from workbench.app.messages import guarded, problem
    from workbench.errors import WorkbenchError

    st.set_page_config(page_title="Claim workbench", layout="wide", initial_sidebar_state="collapsed")
    style.apply()
    try:
        admitted = people.admitted()
    except WorkbenchError as error:
        problem(error)
        admitted = False
    pages = [
        st.Page(guarded(review.page), title="Review", default=True),
        st.Page(guarded(queue.page), title="Queue", url_path="queue"),
        st.Page(guarded(documents.page), title="Documents", url_path="documents"),
        st.Page(guarded(forecasts.page), title="Forecasts", url_path="forecasts"),
        st.Page(guarded(reference.page), title="Reference", url_path="reference"),
        st.Page(guarded(importing.page), title="Import", url_path="import"),
        st.Page(guarded(team.page), title="Team", url_path="team"),
        st.Page(guarded(exporting.page), title="Export", url_path="export"),
        st.Page(guarded(shortcuts.page), title="Keys", url_path="keys"),
        # The default page is served at the root alone; who types its name shall find it, too.
        st.Page(guarded(review.page_by_name), title="Review", url_path="review", visibility="hidden"),
    ]
    st.session_state["review_page"] = pages[0]
    # Told even to who may not come in: a tab that was open keeps its bar of pages otherwise.
    chosen = st.navigation(pages, position="top" if admitted else "hidden")
    if not admitted:
        return
    with st.container(key="who", horizontal=True, horizontal_alignment="right", vertical_alignment="center"):
        people.show(people.person())
    chosen.run()


if __name__ == "__main__":
    main()
