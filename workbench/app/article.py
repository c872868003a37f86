"""The article as components: every claim underlined, reached by click or keyboard; all text goes in as text.

The words and the states of the claims are two components: the words of a document stay the same from press to press, so
that the browser keeps them and only the states travel.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import streamlit as st

if TYPE_CHECKING:
    from collections.abc import Callable

_HTML = (
    '<div class="text" role="group" aria-label="Text with its claims"></div>'
    '<button type="button" class="add" hidden>Add as claim</button>'
)
_CSS = """
:host { position: relative; }
.text { white-space: pre-wrap; overflow-wrap: anywhere; font-size: 1.02rem; line-height: 1.75;
  color: var(--st-text-color); font-family: var(--st-font); padding: 2px 4px; font-variant-numeric: tabular-nums; }
.holds { --tone: light-dark(#005EEB, #8ABDFF); --style: solid; }
.fails { --tone: light-dark(#981616, #FF9C94); --style: double; }
.partly { --tone: light-dark(#6E008A, #E3A6F7); --style: dashed; }
.open { --tone: light-dark(#4A4F57, #BAC1CB); --style: dotted; }
.claim { text-decoration: underline var(--style) var(--tone) 2px; text-underline-offset: 4px; cursor: pointer;
  border-radius: 3px; unicode-bidi: isolate; }
.claim.decided { background: color-mix(in srgb, var(--tone) 13%, transparent); }
.claim:hover { background: color-mix(in srgb, var(--tone) 20%, transparent); }
.claim.current { outline: 2px solid var(--tone); outline-offset: 1px; }
.claim:focus-visible { outline: 3px solid var(--tone); outline-offset: 3px; }
.add { position: absolute; z-index: 2; font: inherit; font-size: 0.875rem; padding: 0.3rem 0.7rem; cursor: pointer;
  border: 0; border-radius: 6px; background: light-dark(#0050C8, #2F6FD6); color: #FFFFFF; }
.add[hidden] { display: none; }
.add:focus-visible { outline: 3px solid light-dark(#0E141B, #EEF1F5); outline-offset: 2px; }
"""

_SCRIPTS = Path(__file__).with_name("scripts")
_words = st.components.v2.component(
    "workbench_article", html=_HTML, css=_CSS, js=(_SCRIPTS / "article.js").read_text(encoding="utf8")
)
_marks = st.components.v2.component(
    "workbench_marks", html="<span></span>", js=(_SCRIPTS / "marks.js").read_text(encoding="utf8")
)


def show_article(
    words: dict[str, Any], marks: dict[str, Any], *, on_pick: Callable[[], None], on_select: Callable[[], None]
) -> None:
    """Show an article with the states of its claims.

    A picked claim's id stands in ``st.session_state["text"].pick`` while ``on_pick`` runs, the ends of selected words
    (in code points) in ``.select`` while ``on_select`` runs.
    """
    _words(key="text", data=words, on_pick_change=on_pick, on_select_change=on_select)
    _marks(key="marks", data=marks)
