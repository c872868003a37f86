"""A table whose rows can be opened by click or keyboard; all text goes in as text."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import streamlit as st

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_HTML = '<div class="box" tabindex="0" role="region"><table><thead></thead><tbody></tbody></table></div>'
_CSS = """
.box { overflow-x: auto; font-family: var(--st-font); color: var(--st-text-color); font-variant-numeric: tabular-nums; }
table { border-collapse: collapse; width: 100%; font-size: 0.92rem; line-height: 1.45; }
th, td { text-align: left; vertical-align: top; padding: 0.45rem 1rem 0.45rem 0.25rem;
  border-bottom: 1px solid light-dark(#D5D9E0, #3A424E); unicode-bidi: isolate; overflow-wrap: anywhere; }
th { font-weight: 600; color: light-dark(#4A4F57, #BAC1CB); white-space: nowrap; }
.number { text-align: right; white-space: nowrap; }
.holds { color: light-dark(#005EEB, #8ABDFF); }
.fails { color: light-dark(#981616, #FF9C94); }
.partly { color: light-dark(#6E008A, #E3A6F7); }
/* One word a line at most: such a cell would give way first, and break "contradicted" within. */
.holds, .fails, .partly, .open { overflow-wrap: normal; }
.soft { color: light-dark(#4A4F57, #BAC1CB); }
.narrow { white-space: nowrap; }
tbody tr:hover { background: light-dark(#F4F6F9, #1A212B); }
tbody tr { cursor: pointer; }
tr.chosen { background: light-dark(#EAF1FC, #182841); }
input { width: 1.05rem; height: 1.05rem; margin: 0.15rem 0.25rem; accent-color: light-dark(#0050C8, #8ABDFF); }
button { all: unset; cursor: pointer; color: light-dark(#0050C8, #8ABDFF); text-decoration: underline; }
button:focus-visible, input:focus-visible { outline: 3px solid light-dark(#0050C8, #8ABDFF); outline-offset: 3px; }
"""

_component = st.components.v2.component(
    "workbench_listing",
    html=_HTML,
    css=_CSS,
    js=Path(__file__).with_name("scripts").joinpath("listing.js").read_text(encoding="utf8"),
)


def show_listing(
    key: str,
    label: str,
    columns: Sequence[str],
    rows: Sequence[dict[str, Any]],
    on_pick: Callable[[], None],
    *,
    chosen: Sequence[str] | None = None,
    on_choose: Callable[[], None] | None = None,
) -> None:
    """Show rows of ``id``, ``cells`` and ``tones``; the id of an opened row stands in the state ``key`` as ``pick``.

    With ``chosen`` (ids) each row can be ticked; the ids ticked now stand there as ``chosen`` while ``on_choose`` runs.
    A column whose cells are all whole numbers is set to the right.
    """
    numbers = [at for at in range(len(columns)) if rows and all(str(row["cells"][at]).isdigit() for row in rows)]
    ticked = None if chosen is None else list(chosen)
    data = {"label": label, "columns": list(columns), "rows": list(rows), "numbers": numbers, "chosen": ticked}
    _component(key=key, data=data, on_pick_change=on_pick, on_chosen_change=on_choose or _nothing)


def _nothing() -> None:
    """Do nothing."""


def open_review(**address: str) -> None:
    """Go to the review page at a claim or document once the callbacks have run."""
    st.session_state["open"] = address


def follow() -> None:
    """Go where ``open_review`` asked for; who sits here stays in the address."""
    address = st.session_state.pop("open", None)
    target = st.session_state.get("review_page")
    if address and target is not None:
        who = {"reviewer": st.query_params["reviewer"]} if "reviewer" in st.query_params else {}
        st.switch_page(target, query_params={**who, **address})
