"""A button that copies a checked claim, in plain words, for an article or a message."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

_CSS = """
button { font: inherit; font-family: var(--st-font); font-size: 0.875rem; padding: 0.3rem 0.7rem; cursor: pointer;
  color: var(--st-text-color); background: transparent; border: 1px solid light-dark(#767D88, #7A8490);
  border-radius: 6px; }
button:hover { background: light-dark(#F4F6F9, #1A212B); }
button:focus-visible { outline: 3px solid light-dark(#0050C8, #8ABDFF); outline-offset: 2px; }
span { font-family: var(--st-font); font-size: 0.85rem; margin-left: 0.6rem; color: light-dark(#4A4F57, #BAC1CB); }
"""

_component = st.components.v2.component(
    "workbench_copy",
    html='<button type="button">Copy for an article</button><span role="status"></span>',
    css=_CSS,
    js=Path(__file__).with_name("scripts").joinpath("copy.js").read_text(encoding="utf8"),
)


def show_copy(words: str) -> None:
    """Show the button; the words go to the clipboard as they are."""
    _component(key="copy", data={"words": words})
