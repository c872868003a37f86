"""The look of all pages: what the theme cannot say."""

from __future__ import annotations

import streamlit as st

from workbench.export.cards import CSS

_PAGES = """
.stMainBlockContainer { padding: 3.75rem 2rem 1rem; max-width: 120rem; }
.stMain:focus-visible, .wb a:focus-visible, .wb[tabindex]:focus-visible {
  outline: 3px solid light-dark(#0050C8, #8ABDFF); outline-offset: -1px; }
.stApp { font-variant-numeric: tabular-nums; }
[data-testid="stLayoutWrapper"]:has(> .st-key-who) { position: fixed; top: 0.6rem; right: 2rem; z-index: 999991;
  width: auto; }
.st-key-who .stTextInput { width: 11rem; }
.st-key-article { max-height: calc(100vh - 10.5rem); overflow-y: auto; }
.st-key-card { max-height: calc(100vh - 7.75rem); overflow-y: auto; padding: 3px 0.5rem 0 3px; }
[data-testid="stLayoutWrapper"]:has(> .st-key-verdict) { position: sticky; top: -3px; z-index: 3; }
.st-key-verdict { background: light-dark(#FFFFFF, #0E141B); padding: 0.25rem 0 0.4rem;
  border-bottom: 1px solid light-dark(#D5D9E0, #3A424E); }
.st-key-verdict button, .st-key-moves button { min-height: 2rem; padding: 0.1rem 0.65rem; }
.st-key-verdict .stHorizontalBlock { row-gap: 0.35rem; column-gap: 0.4rem; }
.st-key-verdict .st-key-moves { gap: 0 0.7rem; }
.st-key-moves button { padding: 0.1rem 0; }
.st-key-verdict .st-key-moves p { font-size: 0.85rem; }
[data-testid="stBaseButton-tertiary"] p, [data-testid="stPopoverButton"] p { color: light-dark(#0E141B, #EEF1F5); }
button[data-variant="segmented_control"][aria-checked="true"] p { color: light-dark(#0E141B, #EEF1F5); }
.wb .meta { color: var(--open); font-size: 0.85rem; }
.wb .notice { border-left: 4px solid var(--fails); padding: 0.15rem 0 0.15rem 0.8rem; margin: 0; }
.wb .notice.told { border-left-color: var(--holds); }
.wb .notice strong, .wb .notice span { display: block; }
.wb .notice.told strong, .wb .notice.told span { display: inline; margin-right: 0.5rem; }
.st-key-card .wb td:last-child { white-space: nowrap; } .wb[role="region"] { overflow-x: auto; }
.wb .legend { display: flex; flex-wrap: wrap; gap: 0.25rem 1.1rem; font-size: 0.82rem; margin: 0; }
.wb .legend span span { text-decoration: underline var(--style) var(--tone) 2px; text-underline-offset: 4px; }
.st-key-card .outcome span { display: -webkit-box; -webkit-box-orient: vertical; -webkit-line-clamp: 4;
  overflow: hidden; }
.wb .bar { height: 6px; border-radius: 3px; background: var(--line); overflow: hidden; margin-top: 0.3rem; }
.wb .bar i { display: block; height: 100%; background: var(--holds); }
.wb .empty { max-width: 34rem; padding: 3rem 0; }
.wb dl { margin: 0; padding: 0; }
.wb dd { margin-left: 0; }
.wb a.press { display: block; padding: 0.45rem 0.75rem; border-radius: 0.5rem; text-align: center; color: #FFFFFF;
  background: light-dark(#0050C8, #2F6FD6); text-decoration: none; }
.wb a.press:hover { background: light-dark(#003F9E, #2560C0); }
.wb .unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
.stElementContainer:has(.unseen) { position: absolute; }
.wb .flag { display: inline-block; margin-left: 0.5rem; padding: 0 0.45rem; border: 1px solid var(--line);
  white-space: nowrap; border-radius: 3px; font-size: 0.78rem; color: var(--open); }
.wb.other { font-size: 0.9rem; } .wb.other strong { color: var(--tone); } .wb.other .meta { display: block; }
.wb .read { display: flex; flex-wrap: wrap; gap: 0.1rem 1.3rem; } .wb .read div { display: flex; gap: 0.4rem; }
.wb .stale { border: 1px solid var(--partly); border-radius: 4px; padding: 0.5rem 0.7rem; margin-top: 0.6rem; }
.wb .sides { display: grid; grid-template-columns: 1fr 1fr; gap: 0.75rem; font-size: 0.875rem; }
.wb .side { border-left: 4px var(--style, solid) var(--tone, var(--line)); padding-left: 0.7rem; }
.wb .side small { display: block; color: var(--open); } .wb .side strong { color: var(--tone); }
.wb .side ul { margin: 0; padding: 0; list-style: none; }
.wb ol.working { list-style: none; } .wb q { font-style: italic; } .wb li .meta { margin-right: 0.3rem; }
.wb li strong { color: var(--tone); }
.wb.preview { border-left: 4px solid var(--holds); padding-left: 0.8rem; }
.wb.figures dl { display: flex; flex-wrap: wrap; gap: 0.5rem 2.5rem; }
.wb.figures dd { font-size: 1.15rem; font-weight: 600; }
.wb.figures small { font-size: 0.85rem; font-weight: 400; color: var(--open); }
.wb p > .flag:first-child { margin-left: 0; }
.st-key-sheet { max-width: 84rem; }
.wb.keys .lists { display: grid; grid-template-columns: repeat(auto-fit, minmax(19rem, 1fr)); gap: 1.5rem 3rem; }
.wb.keys .lists { max-width: 84rem; margin-top: 1rem; } .wb.keys h2 { margin-bottom: 0.4rem; }
.st-key-card .wb > .outcome { margin-top: 0.6rem; }
.wb.keys dl { gap: 0.35rem 0.9rem; } .wb kbd { font: inherit; font-size: 0.85rem; padding: 0.05rem 0.45rem;
  border: 1px solid var(--line); border-bottom-width: 2px; border-radius: 4px; background: var(--soft); }
.wb td.day { white-space: nowrap; }
.wb.part { margin-top: 1.25rem; }
.wb ul.plain, .wb ol.plain { list-style: none; margin: 0; padding: 0; font-size: 0.9rem; }
.wb .plain li { margin: 0 0 0.5rem; padding: 0; unicode-bidi: isolate; }
.wb ol.plain li { border-left: 4px var(--style, solid) var(--tone, var(--line)); padding-left: 0.7rem; }
.wb tr.earlier td { color: var(--open); }
.wb .empty h2 { margin-bottom: 0.5rem; }
.wb h3.quote { text-transform: none; letter-spacing: 0; color: inherit; }
.wb .quote { font-size: 1.2rem; font-weight: 600; line-height: 1.35; margin: 0; unicode-bidi: isolate; }
"""


def apply() -> None:
    """Put the look on the page."""
    st.html(f"<style>{CSS}{_PAGES}</style>")
