"""The article as a component: every claim underlined, reached by click or keyboard; all text goes in as text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import streamlit as st

if TYPE_CHECKING:
    from collections.abc import Callable

_HTML = '<div class="text" role="group" aria-label="Text with its claims"></div>'
_CSS = """
.text { white-space: pre-wrap; overflow-wrap: anywhere; unicode-bidi: plaintext; font-size: 1.02rem; line-height: 1.75;
  color: var(--st-text-color); font-family: var(--st-font); padding: 2px 4px; font-variant-numeric: tabular-nums; }
.holds { --tone: light-dark(#005EEB, #8ABDFF); --style: solid; }
.fails { --tone: light-dark(#981616, #FF9C94); --style: double; }
.partly { --tone: light-dark(#6E008A, #E3A6F7); --style: dashed; }
.open { --tone: light-dark(#4A4F57, #BAC1CB); --style: dotted; }
.claim { text-decoration: underline var(--style) var(--tone) 2px; text-underline-offset: 4px; cursor: pointer;
  border-radius: 3px; unicode-bidi: isolate; }
.claim.decided { background: color-mix(in srgb, var(--tone) 13%, transparent); }
.claim:hover { background: color-mix(in srgb, var(--tone) 20%, transparent); }
.claim.current { outline: 2px solid var(--tone); outline-offset: 2px; }
.claim:focus-visible { outline: 3px solid var(--tone); outline-offset: 3px; }
"""
# A held key repeats: the repeats are dropped before any shortcut sees them, except where somebody types.
_JS = """
function typing(event) {
  const target = event.composedPath()[0];
  if (!(target instanceof HTMLElement)) { return false; }
  return target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName);
}
function dropRepeats(event) {
  if (event.repeat && !typing(event) && event.key.length === 1) {
    event.preventDefault();
    event.stopImmediatePropagation();
  }
}
function build(root, data, pick) {
  root.replaceChildren();
  const named = new Set();
  for (const [text, claims] of data.pieces) {
    if (!claims.length) { root.append(text); continue; }
    const span = document.createElement("span");
    span.textContent = text;
    span.claims = claims;
    const owner = claims.find((claim) => !named.has(claim));
    if (owner !== undefined) {
      named.add(owner);
      span.owner = owner;
      span.tabIndex = 0;
      span.setAttribute("role", "button");
    }
    span.onclick = () => {
      const at = claims.indexOf(root.current);
      pick(data.claims[claims[(at + 1) % claims.length]].id);
    };
    span.onkeydown = (event) => {
      if (event.key === "Enter" && span.owner !== undefined) {
        event.preventDefault();
        pick(root.marks[span.owner].id);
      }
    };
    root.append(span);
  }
}
function paint(root, data) {
  root.marks = data.claims;
  root.current = data.claims.findIndex((claim) => claim.id === data.current);
  let first = null;
  for (const span of root.querySelectorAll("span")) {
    const claims = span.claims;
    const shown = claims.includes(root.current) ? root.current : claims[0];
    const mark = data.claims[shown];
    const current = shown === root.current;
    span.className = ["claim", mark.tone, mark.decided ? "decided" : "", current ? "current" : ""].join(" ").trim();
    if (span.owner !== undefined) {
      span.setAttribute("aria-label", data.claims[span.owner].label);
      span.setAttribute("aria-pressed", String(span.owner === root.current));
    }
    if (current && first === null) { first = span; }
  }
  return first;
}
function show(root, span) {
  const box = root.getRootNode().host ? root.getRootNode().host.closest(".st-key-article") : null;
  if (!box || !span) { return; }
  const outer = box.getBoundingClientRect();
  const inner = span.getBoundingClientRect();
  if (inner.top < outer.top + 24 || inner.bottom > outer.bottom - 24) {
    box.scrollTop += inner.top - outer.top - outer.height / 3;
  }
}
export default function ({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".text");
  const words = JSON.stringify(data.pieces);
  if (root.words !== words) {
    root.words = words;
    build(root, data, (id) => setTriggerValue("pick", id));
  }
  const span = paint(root, data);
  if (root.shown !== data.current) {
    root.shown = data.current;
    show(root, span);
  }
  if (!window.workbenchDropsRepeats) {
    window.workbenchDropsRepeats = true;
    window.addEventListener("keydown", dropRepeats, true);
  }
}
"""

_component = st.components.v2.component("workbench_article", html=_HTML, css=_CSS, js=_JS)


def show_article(view: dict[str, Any], on_pick: Callable[[], None]) -> None:
    """Show an article; a picked claim's id stands in ``st.session_state["text"].pick`` while ``on_pick`` runs."""
    _component(key="text", data=view, on_pick_change=on_pick)
