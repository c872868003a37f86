"""The reference series as a chart, with what the claim admits and the day of publication."""

from __future__ import annotations

from typing import TYPE_CHECKING

import altair as alt
import pandas as pd

if TYPE_CHECKING:
    from workbench.app.series import Series

LIGHT = {
    "line": "#5B6470",
    "used": "#005EEB",
    "band": "#6E008A",
    "day": "#4A4F57",
    "text": "#0E141B",
    "grid": "#E3E6EB",
}
DARK = {"line": "#9AA4B2", "used": "#8ABDFF", "band": "#E3A6F7", "day": "#BAC1CB", "text": "#EEF1F5", "grid": "#2A323D"}


def chart(series: Series, *, dark: bool) -> alt.LayerChart:
    """Draw a series: points used are filled and large, those published after the document are hollow."""
    colours = DARK if dark else LIGHT
    days = alt.X("day:T", title=None)
    values = alt.Y("value:Q", title=series.unit, scale=alt.Scale(zero=False), axis=alt.Axis(tickCount=5))
    told = [
        alt.Tooltip("period:N", title="Period"),
        alt.Tooltip("value:Q", title=series.unit or "Value", format=",.6~g"),
        alt.Tooltip("vintage:N", title="Published"),
    ]
    newest = series.points[series.points["newest"]]
    base = alt.Chart(newest).encode(x=days, y=values)
    line = base.mark_line(color=colours["line"], strokeWidth=1.5, aria=False)
    points = base.mark_point(size=36, filled=True, strokeWidth=1.5, aria=False).encode(
        tooltip=told,
        color=alt.condition("datum.used", alt.value(colours["used"]), alt.value(colours["line"])),
        size=alt.condition("datum.used", alt.value(110), alt.value(36)),
        opacity=alt.condition("datum.known", alt.value(1.0), alt.value(0.55)),
    )
    layers = [*_band(series, colours), line, *_earlier(series, colours, told), points, *_claimed(series, colours)]
    layers += _day(series, colours)
    drawn: alt.LayerChart = (
        alt.layer(*layers)
        .properties(height=190)
        .configure(background="transparent", font="inherit")
        .configure_axis(
            labelColor=colours["text"], titleColor=colours["text"], gridColor=colours["grid"], labelFontSize=12
        )
        .configure_axisX(grid=False)
        .configure_view(stroke=None)
    )
    return drawn


def _band(series: Series, colours: dict[str, str]) -> list[alt.Chart]:
    if series.low is None and series.high is None:
        return []
    values = series.points["value"]
    low = series.low if series.low is not None else float(min(values.min(), series.high or 0))
    high = series.high if series.high is not None else float(max(values.max(), series.low or 0))
    ends = pd.DataFrame({"low": [low], "high": [high]})
    band = alt.Chart(ends).mark_rect(color=colours["band"], opacity=0.18, aria=False).encode(y="low:Q", y2="high:Q")
    edges = pd.DataFrame({"edge": [end for end in (series.low, series.high) if end is not None]})
    rules = alt.Chart(edges).mark_rule(color=colours["band"], strokeDash=[6, 3], aria=False).encode(y="edge:Q")
    return [band, rules]


def _earlier(series: Series, colours: dict[str, str], told: list[alt.Tooltip]) -> list[alt.Chart]:
    """Earlier prints of a figure as hollow points, a row of the suggestion among them larger."""
    earlier = series.points[~series.points["newest"]]
    if not len(earlier):
        return []
    drawn = alt.Chart(earlier).mark_point(filled=False, shape="diamond", strokeWidth=1.5, aria=False)
    return [
        drawn.encode(
            x="day:T",
            y="value:Q",
            tooltip=told,
            color=alt.condition("datum.used", alt.value(colours["used"]), alt.value(colours["line"])),
            size=alt.condition("datum.used", alt.value(120), alt.value(40)),
        )
    ]


def _claimed(series: Series, colours: dict[str, str]) -> list[alt.Chart]:
    if series.claimed is None or series.day is None:
        return []
    said = pd.DataFrame({"day": [series.day], "value": [series.claimed], "words": ["claimed"]})
    base = alt.Chart(said).encode(x="day:T", y="value:Q")
    cross = base.mark_point(shape="cross", size=140, filled=True, color=colours["band"], aria=False)
    told = base.mark_text(align="right", dx=-10, dy=-9, color=colours["band"], fontSize=12, aria=False)
    words = told.encode(text="words:N")
    return [cross, words]


def _day(series: Series, colours: dict[str, str]) -> list[alt.Chart]:
    if not series.published:
        return []
    day = pd.DataFrame({"day": [pd.Timestamp(series.published)]})
    return [alt.Chart(day).mark_rule(color=colours["day"], strokeDash=[2, 3], aria=False).encode(x="day:T")]
