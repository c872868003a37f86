"""What stands beside a claim: other readings, the same elsewhere, earlier verdicts, its history and comments."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from workbench.app import deciding, messages, people, services
from workbench.export import cards, wording

if TYPE_CHECKING:
    from collections.abc import Mapping

    from workbench.store import ClaimSummary, StoredClaim, VerdictEvent

_MOST = 5
_ACTIONS = {
    "decide": "called it", "note": "wrote a note", "dismiss": "dismissed it", "reinstate": "brought it back",
    "undo": "took a step back", "read": "corrected the reading", "add": "added the claim", "comment": "commented",
    "assign": "assigned it", "blind": "asked for independent verdicts", "adjudicate": "adjudicated",
    "import": "imported the document", "withdraw": "withdrew the document", "role": "changed a role",
}  # fmt: skip


def action(code: str) -> str:
    """Return the words for what somebody did.

    >>> action("decide"), action("read")
    ('called it', 'corrected the reading')
    """
    return _ACTIONS.get(code, code)


def alternatives(claim: StoredClaim, names: wording.Names) -> None:
    """Show the other readings; one press adopts one."""
    found = (claim.body.get("suggestion") or {}).get("alternatives") or ()
    if not found:
        return
    st.html('<div class="wb"><h3>Other readings looked at</h3></div>')
    for number, other in enumerate(found[:_MOST]):
        code = other.get("indicator") or ""
        working = wording.spelled(other.get("working") or "", names)
        told, press = st.columns([5, 1], vertical_alignment="center", gap="small")
        told.html(
            f'<div class="wb other"><strong class="{wording.tone(other.get("outcome"))}">'
            f"{cards.text(wording.outcome(other.get('outcome')))}</strong> as {cards.text(names(code))}"
            f"<span class='meta'>{cards.text(working)}</span></div>"
        )
        press.button(
            "Adopt",
            key=f"adopt-{number}",
            help=f"Read the claim as {names(code)}",
            on_click=deciding.correct,
            args=(claim, {**claim.corrections, "indicator": code}),
        )


def same_here(claim: StoredClaim, listed: Mapping[str, ClaimSummary]) -> None:
    """Show the other places where the document speaks of the same figure."""
    others = [
        listed[other.id] for other in services.store().elsewhere(claim.id, viewer=people.name()) if other.id in listed
    ]
    if not others:
        return
    st.html('<div class="wb"><h3>The same figure elsewhere in the document</h3></div>')
    for other in others[:_MOST]:
        verdict = services.scale().label(other.rating) if other.rating else wording.outcome(other.outcome)
        st.button(
            messages.plain(f"{messages.short(other.quote)} · {verdict}"),
            key=f"same-{other.id}",
            type="tertiary",
            help=messages.plain(messages.short(other.sentence, 400)),
            on_click=deciding.go,
            args=(other.id,),
        )


def precedents(claim: StoredClaim) -> None:
    """Show earlier verdicts on the same figure."""
    found = services.store().precedents(claim.id, limit=_MOST, viewer=people.name())
    if not found:
        return
    scale = services.scale()
    st.html('<div class="wb"><h3>Earlier verdicts on this figure</h3></div>')
    for other in found:
        parts = [
            f"{messages.short(other.quote)}: {scale.label(other.rating)}{' (stale)' if other.stale else ''}",
            messages.short(other.document_title or other.document_id, 50),
            f"{other.reviewer} {other.decided_at[:10]}",
        ]
        st.button(
            messages.plain(" · ".join(parts)),
            key=f"precedent-{other.claim}",
            type="tertiary",
            help=messages.plain(messages.short(f"{other.sentence} {other.note}", 400)),
            on_click=deciding.go,
            args=(other.claim,),
        )


def history(claim: StoredClaim) -> None:
    """Show what was done with a claim, oldest first, and let the reviewer comment."""
    events = services.store().history(claim.id, viewer=people.name())
    if events:
        lines = "".join(map(_event, events))
        st.html(f'<div class="wb"><h3>History</h3><ol class="working">{lines}</ol></div>')
    key = f"comment-{claim.id}"
    st.text_input(
        "Comment",
        key=key,
        max_chars=2000,
        placeholder="For colleagues; kept in the history",
        on_change=deciding.comment,
        args=(claim.id, key),
    )


def _event(event: VerdictEvent) -> str:
    scale = services.scale()
    rating = f' <strong class="{scale.tone(event.rating)}">{cards.text(scale.label(event.rating))}</strong>'
    said = rating if event.rating and event.action in ("decide", "adjudicate") else ""
    if event.dismissed and event.action == "dismiss":
        said = f": {cards.text(wording.dismissal(event.dismissed))}"
    told = (
        f" <q>{cards.text(event.note)}</q>"
        if event.note and event.action in ("decide", "note", "comment", "adjudicate")
        else ""
    )
    when = event.at[:16].replace("T", " ")
    return (
        f"<li><span class='meta'>{cards.text(when)}</span> {cards.text(event.reviewer)} "
        f"{cards.text(action(event.action))}{said}{told}</li>"
    )
