"""Who sits before the page: a name on a desk of one's own, a signed-in address with a role in a team."""

from __future__ import annotations

from dataclasses import dataclass
from functools import wraps
from typing import TYPE_CHECKING

import streamlit as st

from workbench.app import messages, services, signing
from workbench.export.cards import text

if TYPE_CHECKING:
    from collections.abc import Callable

_LONGEST = 80
ROLES = ("reviewer", "adjudicator", "owner")


@dataclass(frozen=True, slots=True)
class Person:
    """The person before the page; ``signed_in`` tells that the name was proven by a provider of identity."""

    name: str
    role: str
    signed_in: bool

    def may(self, role: str) -> bool:
        """Tell whether the person has a role or one above it.

        >>> Person("a", "adjudicator", True).may("reviewer"), Person("a", "adjudicator", True).may("owner")
        (True, False)
        """
        return self.role in ROLES and ROLES.index(self.role) >= ROLES.index(role)


def person() -> Person:
    """Return who sits before the page; on a desk of one's own that is whoever types a name, and they own it."""
    team, who = services.store().team, name()
    if not signing.required():
        return Person(who, team.role(who) or "", signed_in=False)
    # A store without members is one person's own: signing in must not make a stranger that person.
    role = team.role(who) if who and team.members() else None
    return Person(who, role or "", signed_in=True)


def name() -> str:
    """Return the name under which decisions are recorded; empty for who has not proven one."""
    if signing.required():
        return str(st.user.get("email") or "") if st.user.is_logged_in and _proven() else ""
    typed = st.session_state.get("reviewer", st.query_params.get("reviewer"))
    return str(typed or "").strip()[:_LONGEST] or services.default_reviewer()


def admitted() -> bool:
    """Show the way in to who may not see the pages yet; tell whether they may be shown."""
    if not signing.admitted():
        return False
    here = person()
    if here.role:
        return True
    if not here.signed_in:
        messages.empty(
            f"{here.name} has no role in this team", "Type the name of a member, or ask an owner for a role."
        )
        show(here)
        return False
    who = str(st.user.get("email") or "this account")
    if here.name:
        messages.empty("You have no role here yet", f"You are signed in as {who}. Ask an owner of the desk for a role.")
    else:
        messages.empty("This address is not confirmed", f"The provider has not confirmed that {who} is yours.")
    st.button("Sign out", key="sign-out", on_click=st.logout)
    return False


def fragment(part: Callable[[], None]) -> Callable[[], None]:
    """Return a part of a page that is drawn anew by itself, for who has a role at that moment.

    Such a part is drawn without the script around it, which would ask who may come in: whoever has lost the role
    meanwhile is shown the door instead.
    """

    @wraps(part)
    def drawn() -> None:
        if not person().role:
            st.rerun()
        messages.guarded(part)()

    return st.fragment(drawn)


def show(who: Person) -> None:
    """Show who sits here; on a desk of one's own the name can be typed, and stands in the address of every page."""
    if not who.signed_in:
        usual = services.default_reviewer()
        st.session_state.setdefault("reviewer", (st.query_params.get("reviewer") or usual)[:_LONGEST])
        st.text_input(
            "Reviewer", key="reviewer", max_chars=_LONGEST, label_visibility="collapsed", icon=":material/person:"
        )
        # Other pages and a reload find the name there; a widget bound to it would keep pages from changing address.
        if who.name != st.query_params.get("reviewer", usual):
            st.query_params["reviewer"] = who.name
        return
    st.html(f'<div class="wb"><span class="meta">{text(who.name)} · {text(who.role)}</span></div>')
    st.button("Sign out", key="sign-out", type="tertiary", on_click=st.logout)


def _proven() -> bool:
    """An address counts only if the provider does not say that it is unconfirmed."""
    return st.user.get("email_verified") is not False
