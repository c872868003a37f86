"""How a claim is read, as fields that a reviewer may correct: each change is checked at once, and kept when told so."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import streamlit as st

from workbench import desk
from workbench.app import deciding, messages, people, services, views
from workbench.check.reread import DIRECTIONS
from workbench.errors import WorkbenchError
from workbench.export import cards, wording
from workbench.model import BOUNDS, KINDS, STATUSES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from workbench.store import StoredClaim

_LONGEST = 200
_WORDS = {
    "": "none", "up": "rise", "down": "fall", "=": "exactly", "range": "between", "~": "about", "<": "less than",
    "<=": "at most", ">": "more than", ">=": "at least",
}  # fmt: skip


def form(claim: StoredClaim) -> None:
    """Show the fields of a claim's reading, what the tables say of it so, and the button that keeps it."""
    before = _shown(claim.body)
    names = wording.names_from(services.reference())
    said = st.container()  # above the fields, where it is seen
    typed = _fields(claim, before, names)
    corrections = {**claim.corrections, **{name: text for name, text in typed.items() if text != before[name]}}
    if corrections == claim.corrections:
        told = "Change a field: the claim is checked again at once."
        said.html(f'<div class="wb"><p class="meta" role="status">{told}</p></div>')
    else:
        with said:
            _preview(claim, corrections, names)
    with st.container(horizontal=True, gap="small"):
        st.button(
            "Keep this reading",
            key="keep-reading",
            type="primary",
            disabled=corrections == claim.corrections,
            on_click=deciding.correct,
            args=(claim, corrections),
        )
        if claim.corrections:
            st.button("Back to what was read", key="drop-reading", on_click=deciding.correct, args=(claim, {}))
        st.button("Close", key="close-form", type="tertiary", on_click=deciding.close_form)


def _shown(body: Mapping[str, Any]) -> dict[str, str]:
    """Return the fields as texts, in the forms in which they may be typed."""
    found = body.get("suggestion") or {}
    entities = list(body.get("entities") or ())
    figure = body.get("value")
    return {
        "figure": str(body.get("quote") or "") if isinstance(figure, int | float | list) else "",
        "unit": body.get("unit") or "",
        "bound": body.get("bound") or "=",
        "direction": body.get("direction") or "",
        "kind": body.get("kind") or "",
        "status": body.get("status") or "actual",
        "period": views.period(body.get("period")),
        "base_period": views.period(body.get("base_period")),
        "entity": found.get("entity") or (entities[0] if entities else ""),
        "counterpart": found.get("counterpart") or "",
        "indicator": found.get("indicator") or "",
        "speaker": body.get("speaker") or "",
    }


def _fields(claim: StoredClaim, before: dict[str, str], names: wording.Names) -> dict[str, str]:
    """Show the fields in rows of four and return what stands in them."""
    reference = services.reference()
    entities = ["", *sorted(reference.entities, key=names)]
    indicators = ["", *sorted(reference.indicators, key=names)]
    shown = {**before, "figure": claim.corrections.get("figure", before["figure"])}
    lists: dict[str, tuple[str, list[str]]] = {
        "bound": ("Bound", list(BOUNDS)),
        "direction": ("Change", list(DIRECTIONS)),
        "kind": ("Kind", list(KINDS)),
        "status": ("Status", list(STATUSES)),
        "entity": ("About", entities),
        "counterpart": ("With", entities),
        "indicator": ("Figure of the tables", indicators),
    }
    texts = {
        "figure": "Figure, as printed", "unit": "Unit", "period": "Period", "base_period": "Compared with",
        "speaker": "Speaker",
    }  # fmt: skip
    order = (
        ("indicator", "entity", "counterpart", "period"), ("figure", "unit", "bound", "direction"),
        ("base_period", "kind", "status", "speaker"),
    )  # fmt: skip
    typed: dict[str, str] = {}
    for row in order:
        for place, name in zip(st.columns([5, 4, 4, 4], gap="small"), row, strict=True):
            key = f"read-{name}-{claim.id}-{claim.rev}"
            if name in texts:
                typed[name] = place.text_input(texts[name], shown[name], key=key, max_chars=_LONGEST).strip()
                continue
            label, options = lists[name]
            at = options.index(shown[name]) if shown[name] in options else 0
            typed[name] = place.selectbox(label, options, at, format_func=lambda c: _said(c, names), key=key)
            if shown[name] not in options:
                typed[name] = typed[name] or shown[name]
    return {name: before[name] if typed[name] == shown[name] else typed[name] for name in typed}


def _said(code: str, names: wording.Names) -> str:
    return _WORDS.get(code) or names(code).replace("_", " ")


def _preview(claim: StoredClaim, corrections: dict[str, str], names: wording.Names) -> None:
    """Show what the tables would say of the claim so, or why the reading is not understood."""
    try:
        body = desk.read_as(services.store(), claim.id, corrections, services.reference(), viewer=people.name())
    except WorkbenchError as error:
        messages.problem(error)
        return
    st.html(
        f'<div class="wb preview" role="status"><h3>Read so, it would be</h3>{cards.outcomes(body)}'
        f"{cards.workings(body, names)}</div>"
    )
