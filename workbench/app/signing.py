"""Signing in: nobody sees a page before the provider named in the secrets has said who they are."""

from __future__ import annotations

from functools import cache

import streamlit as st

from workbench.app import messages
from workbench.app.secrets import has_sign_in


@cache
def required() -> bool:
    """Tell whether people have to sign in; decided once, when the server starts."""
    return has_sign_in()


def admitted() -> bool:
    """Tell whether this visitor may see the pages; else show how to sign in."""
    if not required() or st.user.is_logged_in:
        return True
    messages.empty("Sign in", "Only people whom your newsroom knows can see these pages.")
    st.button("Sign in", type="primary", on_click=st.login)
    return False
