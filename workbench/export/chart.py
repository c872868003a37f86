"""A series as a drawing, with what the claim admits and the day of publication.

Drawn by hand as SVG: neither a press of a key nor a report must wait for a charting library, in the server or in the
browser. A drawing is a list of shapes, each with its attributes and its words; words go in as text.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from html import escape
from math import floor, log10
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

    from workbench.export.series import Point, Series

    Shape = tuple[str, dict[str, Any], str]

WIDTH, HEIGHT = 640, 210
_LEFT, _RIGHT, _TOP, _BOTTOM = 52, 14, 16, 24
_MOST_YEARS = 12

CSS = """
svg[role=img] { --holds: light-dark(#005EEB, #8ABDFF); --partly: light-dark(#6E008A, #E3A6F7);
  --open: light-dark(#4A4F57, #BAC1CB); --rule: light-dark(#D5D9E0, #3A424E); display: block; width: 100%;
  max-width: 46rem; height: auto; overflow: visible; font-family: var(--st-font, inherit); font-size: 12px;
  color: var(--st-text-color, inherit); font-variant-numeric: tabular-nums;
  text { fill: currentColor; }
  .end { text-anchor: end; }
  .middle { text-anchor: middle; }
  .grid { stroke: var(--rule); }
  .axis { stroke: var(--open); }
  .line { fill: none; stroke: var(--open); stroke-width: 1.5; }
  .point { fill: var(--open); }
  .later { opacity: 0.5; }
  .earlier { fill: none; stroke: var(--open); stroke-width: 1.5; }
  .point.used { fill: var(--holds); }
  .earlier.used { stroke: var(--holds); }
  .band { fill: var(--partly); opacity: 0.18; }
  .edge { stroke: var(--partly); stroke-dasharray: 6 3; }
  .claimed { stroke: var(--partly); stroke-width: 2.5; }
  text.said { fill: var(--partly); }
  .day { stroke: var(--open); stroke-dasharray: 2 3; }
}
"""


def svg(series: Series) -> str:
    """Return the drawing of a series as an SVG element, to stand in a page with the rules of ``CSS``."""
    inside = "".join(map(_element, shapes(series)))
    label = escape(series.summary, quote=True)
    return f'<svg viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{label}">{inside}</svg>'


def _element(shape: Shape) -> str:
    tag, attributes, words = shape
    given = "".join(f' {name}="{escape(str(value), quote=True)}"' for name, value in attributes.items())
    told = escape(words) if tag == "text" else f"<title>{escape(words)}</title>" if words else ""
    return f"<{tag}{given}>{told}</{tag}>"


def shapes(series: Series) -> list[Shape]:
    """Return what to draw: rows used are large, those published after the document faint, earlier prints hollow."""
    scale = _scale(series)
    newest = [point for point in series.points if point.newest]
    line = " ".join(f"{scale.x(point.day):.1f},{scale.y(point.value):.1f}" for point in newest)
    return [
        *_axes(series, scale),
        *_band(series, scale),
        ("polyline", {"class": "line", "points": line}, ""),
        *(_diamond(point, scale, series.unit) for point in series.points if not point.newest),
        *(_dot(point, scale, series.unit) for point in newest),
        *_claimed(series, scale),
        *_published(series, scale),
    ]


def _path(name: str, line: str, told: str = "") -> Shape:
    return "path", {"class": name, "d": line}, told


def _text(name: str, x: float, y: float, words: str) -> Shape:
    return "text", {"class": name, "x": round(x, 1), "y": round(y, 1)}, words


@dataclass(frozen=True, slots=True)
class _Scale:
    first: int
    last: int
    low: float
    high: float

    def x(self, day: date) -> float:
        """Return the place of a day from the left."""
        share = (day.toordinal() - self.first) / max(self.last - self.first, 1)
        return _LEFT + share * (WIDTH - _LEFT - _RIGHT)

    def y(self, value: float) -> float:
        """Return the place of a value from the top."""
        share = (self.high - value) / (self.high - self.low)
        return _TOP + share * (HEIGHT - _TOP - _BOTTOM)


def _scale(series: Series) -> _Scale:
    """Fit all that is drawn, with a little room above and below."""
    days = [point.day.toordinal() for point in series.points]
    if series.published:
        days.append(date.fromisoformat(series.published).toordinal())
    ends = (series.low, series.high, series.claimed)
    values = [point.value for point in series.points] + [end for end in ends if end is not None]
    room = (max(values) - min(values)) * 0.06 or abs(values[0]) * 0.1 or 1.0
    return _Scale(min(days), max(days), min(values) - room, max(values) + room)


def ticks(low: float, high: float, most: int = 5) -> list[float]:
    """Return round figures between two ends, at most ``most`` and one more.

    >>> ticks(1.6, 4.3), ticks(0, 97)
    ([2.0, 3.0, 4.0], [0.0, 20.0, 40.0, 60.0, 80.0])
    """
    rough = (high - low) / most
    power = 10.0 ** floor(log10(rough))
    step = next(power * by for by in (1, 2, 5, 10) if power * by >= rough)
    first = floor(low / step) + (low % step > 0)
    return [round(step * number, 10) for number in range(first, floor(high / step) + 1)]


def _axes(series: Series, scale: _Scale) -> list[Shape]:
    right, bottom = WIDTH - _RIGHT, HEIGHT - _BOTTOM
    parts = [_text("unit", 0, 11, series.unit)]
    for value in ticks(scale.low, scale.high):
        y = scale.y(value)
        parts.append(_path("grid", f"M{_LEFT} {y:.1f}H{right}"))
        parts.append(_text("end", _LEFT - 6, y + 4, f"{value:,.10g}"))
    parts.append(_path("axis", f"M{_LEFT} {bottom}H{right}"))
    first, last = date.fromordinal(scale.first).year, date.fromordinal(scale.last).year
    step = -(-(last - first + 1) // _MOST_YEARS)
    for year in range(first, last + 1, step):
        x = scale.x(max(date(year, 1, 1), date.fromordinal(scale.first)))
        parts.append(_path("axis", f"M{x:.1f} {bottom}v4"))
        parts.append(_text("middle", x, HEIGHT - 6, str(year)))
    return parts


def _told(point: Point, unit: str) -> str:
    return f"{point.period}: {point.value:,.6g} {unit}, published {point.vintage}"


def _dot(point: Point, scale: _Scale, unit: str) -> Shape:
    names = " ".join(("point", *(["used"] if point.used else []), *([] if point.known else ["later"])))
    place = {"cx": round(scale.x(point.day), 1), "cy": round(scale.y(point.value), 1), "r": 5.5 if point.used else 3}
    return "circle", {"class": names, **place}, _told(point, unit)


def _diamond(point: Point, scale: _Scale, unit: str) -> Shape:
    x, y, half = scale.x(point.day), scale.y(point.value), 6 if point.used else 4
    line = f"M{x:.1f} {y - half:.1f}l{half} {half}l-{half} {half}l-{half} -{half}z"
    return _path("earlier used" if point.used else "earlier", line, _told(point, unit))


def _band(series: Series, scale: _Scale) -> list[Shape]:
    if series.low is None and series.high is None:
        return []
    low = scale.y(series.low) if series.low is not None else float(HEIGHT - _BOTTOM)
    high = scale.y(series.high) if series.high is not None else float(_TOP)
    width = WIDTH - _LEFT - _RIGHT
    edges: Sequence[float] = [y for y, end in ((low, series.low), (high, series.high)) if end is not None]
    place = {"x": _LEFT, "y": round(high, 1), "width": width, "height": round(max(low - high, 0), 1)}
    return [
        ("rect", {"class": "band", **place}, ""),
        *(_path("edge", f"M{_LEFT} {y:.1f}h{width}") for y in edges),
    ]


def _claimed(series: Series, scale: _Scale) -> list[Shape]:
    if series.claimed is None or series.day is None:
        return []
    x, y = scale.x(series.day), scale.y(series.claimed)
    return [
        _path("claimed", f"M{x - 7:.1f} {y:.1f}h14M{x:.1f} {y - 7:.1f}v14"),
        _text("said end", x - 10, y - 6, "claimed"),
    ]


def _published(series: Series, scale: _Scale) -> list[Shape]:
    if not series.published:
        return []
    x = scale.x(date.fromisoformat(series.published))
    return [_path("day", f"M{x:.1f} {_TOP}V{HEIGHT - _BOTTOM}")]
