"""A series as a line chart in SVG, drawn by hand so that it needs no library and no network."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from workbench.reference.listing import unit_in_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from workbench.model import Indicator, Observation

_WIDTH, _HEIGHT, _LEFT, _TOP, _RIGHT, _BOTTOM = 860, 420, 80, 50, 150, 40
# Colours that stay apart for readers who do not see all of them (Okabe and Ito).
_COLOURS = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#000000")
_DRAWN = ("A", "P", "B", "E")


def svg_chart(indicator: Indicator, rows: Sequence[Observation]) -> str:
    """Return an SVG document with one line for each entity, partner and source of an indicator."""
    lines: dict[str, list[Observation]] = {}
    for row in rows:
        if row.status in _DRAWN and "/" not in row.period:
            name = " ".join(part for part in (row.entity, row.counterpart, row.source) if part)
            lines.setdefault(name, []).append(row)
    scale = _Scale([row for line in lines.values() for row in line])
    body = [_axis(scale)]
    body += [_line(name, line, _COLOURS[i % len(_COLOURS)], i, scale) for i, (name, line) in enumerate(lines.items())]
    title = escape(f"{indicator.label}, {unit_in_words(indicator)}")
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" font-family="sans-serif" '
        f'font-size="12" role="img"><title>{title}</title><rect width="100%" height="100%" fill="#fff"/>'
        f'<text x="{_LEFT}" y="28" font-size="15">{title}</text>{"".join(body)}</svg>\n'
    )


class _Scale:
    """From days and printed values to places on the page; the axis begins at zero unless a value is below."""

    def __init__(self, rows: Sequence[Observation]) -> None:
        days = [row.end.toordinal() for row in rows] or [0, 1]
        values = [float(row.printed) for row in rows] or [0.0, 1.0]
        self.first, self.last = min(days), max(*days, min(days) + 1)
        self.low, self.high = min(0.0, *values), max(0.0, *values)
        self.high = self.high if self.high > self.low else self.low + 1
        self.years = sorted({row.end.year for row in rows})

    def x(self, day: int) -> float:
        """Return the place of a day from the left."""
        return round(_LEFT + (day - self.first) / (self.last - self.first) * (_WIDTH - _LEFT - _RIGHT), 1)

    def y(self, value: float) -> float:
        """Return the place of a value from the top."""
        return round(_TOP + (self.high - value) / (self.high - self.low) * (_HEIGHT - _TOP - _BOTTOM), 1)


def _axis(scale: _Scale) -> str:
    right = _WIDTH - _RIGHT
    parts = []
    for step in range(5):
        value = scale.low + (scale.high - scale.low) * step / 4
        y = scale.y(value)
        parts.append(f'<path d="M{_LEFT} {y}H{right}" stroke="#ddd"/>')
        parts.append(f'<text x="{_LEFT - 8}" y="{y + 4}" text-anchor="end">{value:,.4g}</text>')
    if scale.years:
        ends = f'<text x="{_LEFT}" y="{_HEIGHT - 14}">{scale.years[0]}</text>'
        parts.append(ends + f'<text x="{right}" y="{_HEIGHT - 14}" text-anchor="end">{scale.years[-1]}</text>')
    return "".join(parts)


def _line(name: str, rows: Sequence[Observation], colour: str, number: int, scale: _Scale) -> str:
    points = [(scale.x(row.end.toordinal()), scale.y(float(row.printed)), row) for row in rows]
    path = " ".join(f"{x},{y}" for x, y, _ in points)
    dots = "".join(
        f'<circle cx="{x}" cy="{y}" r="3" fill="{colour}"><title>{row.period}: {row.printed}</title></circle>'
        for x, y, row in points
    )
    y = _TOP + 16 * number
    label = f'<text x="{_WIDTH - _RIGHT + 10}" y="{y + 4}" fill="{colour}">{escape(name)}</text>' if number < 20 else ""
    return f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"/>{dots}{label}'
