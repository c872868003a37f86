"""What is chosen on a page stands in its address, in codes, so that a link shows a colleague the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping


def seed(key: str, options: Collection[str] | None = None) -> None:
    """Let a widget of this key begin with what the address says, if that is among its options."""
    asked = st.query_params.get(key)
    if asked and key not in st.session_state and (options is None or asked in options):
        st.session_state[key] = asked


def keep(chosen: Mapping[str, str]) -> None:
    """Write into the address what is chosen now; what is empty leaves it."""
    for key, value in chosen.items():
        if value and st.query_params.get(key) != value:
            st.query_params[key] = value
        elif not value and key in st.query_params:
            del st.query_params[key]
