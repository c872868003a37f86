"""The look of all pages: what the theme cannot say."""

from __future__ import annotations

import streamlit as st

from workbench.export.cards import CSS

_PAGES = """
.stMainBlockContainer { padding-top: 4.25rem; padding-bottom: 2rem; max-width: 120rem; }
.stApp { font-variant-numeric: tabular-nums; }
.st-key-article { position: sticky; top: 4rem; max-height: calc(100vh - 10.5rem); overflow-y: auto; }
.st-key-verdict { padding: 0.25rem 0 0.5rem; border-bottom: 1px solid light-dark(#D5D9E0, #3A424E); }
.wb .meta { color: var(--open); font-size: 0.85rem; }
.wb .notice { border-left: 4px solid var(--fails); padding: 0.15rem 0 0.15rem 0.8rem; margin: 0; }
.wb .notice.told { border-left-color: var(--holds); }
.wb .notice strong, .wb .notice span { display: block; }
.wb .legend { display: flex; flex-wrap: wrap; gap: 0.25rem 1.1rem; font-size: 0.82rem; margin: 0; }
.wb .legend span span { text-decoration: underline var(--style) var(--tone) 2px; text-underline-offset: 4px; }
.wb .bar { height: 6px; border-radius: 3px; background: var(--line); overflow: hidden; margin-top: 0.3rem; }
.wb .bar i { display: block; height: 100%; background: var(--holds); }
.wb .empty { max-width: 34rem; padding: 3rem 0; }
.wb dl { margin: 0; }
.wb dd { margin-left: 0; }
.wb .unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
.stElementContainer:has(.unseen) { display: contents; }
.wb .empty h2 { margin-bottom: 0.5rem; }
.wb .quote { font-size: 1.2rem; font-weight: 600; line-height: 1.35; margin: 0; unicode-bidi: isolate; }
"""


def apply() -> None:
    """Put the look on the page."""
    st.html(f"<style>{CSS}{_PAGES}</style>")
