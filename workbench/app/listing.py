"""A table whose rows can be opened by click or keyboard; all text goes in as text."""

from __future__ import annotations

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
tbody tr:hover { background: light-dark(#F4F6F9, #1A212B); }
tbody tr { cursor: pointer; }
button { all: unset; cursor: pointer; color: light-dark(#0050C8, #8ABDFF); text-decoration: underline; }
button:focus-visible { outline: 3px solid currentColor; outline-offset: 3px; border-radius: 2px; }
"""
_JS = """
function cell(name, value, tone, number) {
  const made = document.createElement(name);
  made.textContent = value;
  if (name === "th") { made.scope = "col"; }
  made.className = [tone || "", number ? "number" : ""].join(" ").trim();
  return made;
}
export default function ({ data, parentElement, setTriggerValue }) {
  parentElement.querySelector(".box").setAttribute("aria-label", data.label);
  const head = document.createElement("tr");
  data.columns.forEach((name, at) => head.append(cell("th", name, "", data.numbers.includes(at))));
  parentElement.querySelector("thead").replaceChildren(head);
  const body = parentElement.querySelector("tbody");
  body.replaceChildren();
  for (const row of data.rows) {
    const line = document.createElement("tr");
    row.cells.forEach((value, at) => {
      const made = cell("td", at ? value : "", at ? row.tones[at] : "", data.numbers.includes(at));
      if (!at) {
        const button = document.createElement("button");
        button.type = "button";
        button.textContent = value;
        made.append(button);
      }
      line.append(made);
    });
    line.onclick = () => setTriggerValue("pick", row.id);
    body.append(line);
  }
}
"""

_component = st.components.v2.component("workbench_listing", html=_HTML, css=_CSS, js=_JS)


def show_listing(
    key: str, label: str, columns: Sequence[str], rows: Sequence[dict[str, Any]], on_pick: Callable[[], None]
) -> None:
    """Show rows of ``id``, ``cells`` and ``tones``; the id of an opened row stands in the state ``key`` as ``pick``.

    A column whose cells are all whole numbers is set to the right.
    """
    numbers = [at for at in range(len(columns)) if rows and all(str(row["cells"][at]).isdigit() for row in rows)]
    data = {"label": label, "columns": list(columns), "rows": list(rows), "numbers": numbers}
    _component(key=key, data=data, on_pick_change=on_pick)


def open_review(**address: str) -> None:
    """Go to the review page at a claim or document once the callbacks have run."""
    st.session_state["open"] = address


def follow() -> None:
    """Go where ``open_review`` asked for."""
    address = st.session_state.pop("open", None)
    target = st.session_state.get("review_page")
    if address and target is not None:
        st.switch_page(target, query_params=address)
