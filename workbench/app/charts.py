"""The drawing of a series as a part of a page: the browser gets its shapes and builds them itself."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st

from workbench.export.chart import CSS, HEIGHT, WIDTH, shapes

if TYPE_CHECKING:
    from workbench.export.series import Series

_component = st.components.v2.component(
    "workbench_chart",
    html=f'<svg viewBox="0 0 {WIDTH} {HEIGHT}" role="img"></svg>',
    css=CSS,
    js=Path(__file__).with_name("scripts").joinpath("chart.js").read_text(encoding="utf8"),
)


def show_chart(series: Series) -> None:
    """Show a series with what the claim says of it."""
    _component(key="chart", data={"label": series.summary, "shapes": shapes(series)})
