"""The keys of the review page, on a page of their own."""

from __future__ import annotations

import streamlit as st

from workbench.app import services
from workbench.export.cards import text

MOVES = (
    ("J", "next claim"), ("K", "claim before"), ("N", "next open claim, over all documents"),
    ("P", "open claim before"), ("U", "undo your last decision and go there"),
    ("S", "ask for a second opinion, or withdraw the wish"), ("E", "correct how the claim was read"),
    ("A", "add a claim that was missed"), ("X", "dismiss what is no claim, with a reason; bring it back"),
)  # fmt: skip
TEXT = (
    ("Tab", "into the text, to the current claim"), ("← →", "from claim to claim within the text"),
    ("Enter", "open the claim that has the focus"),
)  # fmt: skip


def page() -> None:
    """Show the shortcuts."""
    ratings = [(step.key, f"{step.label.lower()}: {step.meaning}") for step in services.scale().steps if step.key]
    st.html(
        '<div class="wb keys"><h1 class="quote">Keys</h1>'
        "<p class='meta'>A key counts once the claim has been on screen for a moment; a held key decides one.</p>"
        f"<div class='lists'>{_list('Verdicts', ratings)}{_list('Moves', MOVES)}{_list('In the text', TEXT)}</div>"
        "</div>"
    )


def _list(title: str, keys: tuple[tuple[str, str], ...] | list[tuple[str, str]]) -> str:
    lines = "".join(f"<dt><kbd>{text(key)}</kbd></dt><dd>{text(words)}</dd>" for key, words in keys)
    return f"<section><h2>{text(title)}</h2><dl>{lines}</dl></section>"
