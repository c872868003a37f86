"""A measurement as bars in an SVG file for the docs."""

from __future__ import annotations

import math
from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bench.measurement import Measurement

WIDTH, BAR, GAP, LEFT, RIGHT, TOP = 720, 22, 10, 220, 90, 48
WIDE = 30  # where the longest bar is this many times the shortest, lengths are logarithmic


def chart(measured: Measurement) -> str:
    """Return the SVG of a measurement: a bar for each contender, ours in colour, each with its figure."""
    values = {name: value for name, value in measured.bars.items() if value > 0}
    low, high = min(values.values()), max(values.values())
    logarithmic = high / low >= WIDE
    height = TOP + len(values) * (BAR + GAP) + 10
    unit = measured.unit + (", logarithmic" if logarithmic else "")
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img" font-family="sans-serif">',
        f"<title>{escape(measured.title)}</title>",
        f'<rect width="{WIDTH}" height="{height}" fill="#ffffff"/>',
        f'<text x="12" y="20" font-size="15" font-weight="600" fill="#1d2733">{escape(measured.title)}</text>',
        f'<text font-size="13" x="12" y="37" fill="#5b6875">{escape(unit)}</text>',
    ]
    for row, (name, value) in enumerate(values.items()):
        share = math.log(value / low * 2) / math.log(high / low * 2) if logarithmic else value / high
        y, length = TOP + row * (BAR + GAP), max(2.0, share * (WIDTH - LEFT - RIGHT))
        colour = "#1f6f8b" if name.startswith("workbench") else "#b8c4ce"
        lines += [
            f'<text font-size="13" x="{LEFT - 10}" y="{y + 16}" text-anchor="end" fill="#1d2733">{escape(name)}</text>',
            f'<rect x="{LEFT}" y="{y}" width="{length:.1f}" height="{BAR}" rx="2" fill="{colour}"/>',
            f'<text font-size="13" x="{LEFT + length + 8:.1f}" y="{y + 16}" fill="#1d2733">{value:,.4g}</text>',
        ]
    return "\n".join([*lines, "</svg>"]) + "\n"
