"""A verdict whose ground has changed: what the reviewer saw beside what holds now."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from workbench.export import wording
from workbench.export.cards import text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from workbench.store import Staleness

_NAMES = {
    "sentence": "the sentence", "outcome": "the suggestion", "as_published": "the suggestion as of publication",
    "working": "the working", "as_published_working": "the working as of publication", "indicator": "the figure",
    "entity": "whom it is about", "counterpart": "the partner", "period": "the period", "evidence": "the rows",
}  # fmt: skip


def sides(found: Staleness, names: wording.Names) -> str:
    """Return old and new side by side as HTML, with what differs named."""
    changed = ", ".join(_NAMES.get(name, name) for name in found.changed)
    told = f"Since this verdict was given, {text(changed)} changed." if changed else "Its ground was not kept."
    both = side("When it was decided", found.old, names) + side("Now", found.new, names)
    return (
        f'<div class="stale"><p><strong>Stale.</strong> {told} Decide again to confirm or change it.</p>'
        f'<div class="sides">{both}</div></div>'
    )


def side(title: str, ground: Mapping[str, Any], names: wording.Names) -> str:
    """Return an outcome with its working under a title, as one of two sides."""
    if not ground:
        return f'<div class="side"><small>{title}</small><p>not kept</p></div>'
    steps = wording.lines(str(ground.get("working") or ""))
    lines = "".join(f"<li>{text(wording.spelled(step, names))}</li>" for step in steps)
    tone = wording.tone(ground.get("outcome"))
    said = text(wording.outcome(ground.get("outcome")))
    return f'<div class="side {tone}"><small>{title}</small><strong>{said}</strong><ul>{lines}</ul></div>'
