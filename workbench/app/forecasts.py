"""Forecasts: those that the tables can decide by now, and those that still wait for their figure."""

from __future__ import annotations

from threading import Thread
from typing import TYPE_CHECKING

import streamlit as st

from workbench import desk
from workbench.app import deciding, documents, listing, messages, people, services, stale, views
from workbench.counting import many
from workbench.errors import WorkbenchError
from workbench.export import wording
from workbench.export.cards import text
from workbench.store import Filter

if TYPE_CHECKING:
    from workbench.desk import Due
    from workbench.export.wording import Names
    from workbench.reference import Reference
    from workbench.store import Store

_MOST, _LISTED = 20, 50


class Looking:
    """A look at which waiting forecasts the tables decide now, running or done; it reads each document once more."""

    def __init__(self, store: Store, reference: Reference) -> None:
        self.found: list[Due] = []
        self.error: WorkbenchError | None = None
        self._thread = Thread(target=self._run, args=(store, reference), daemon=True)
        self._thread.start()

    @property
    def running(self) -> bool:
        """Whether more may still be found."""
        return self._thread.is_alive()

    def _run(self, store: Store, reference: Reference) -> None:
        try:
            for each in desk.due(store, reference):
                self.found.append(each)
        except WorkbenchError as error:
            self.error = error


@st.cache_resource(show_spinner=False, max_entries=1)
def _looking(fingerprint: str, waiting: tuple[str, ...]) -> Looking:  # noqa: ARG001 - what the answer depends on
    return Looking(services.store(), services.reference())


def page() -> None:
    """Show the forecasts."""
    _forecasts()


@people.fragment
def _forecasts() -> None:
    listing.follow()
    st.html('<div class="wb"><h1 class="quote">Forecasts</h1></div>')
    deciding.show_notice()
    waiting = services.store().ids(Filter(state="waiting"), viewer=people.name())
    if not waiting:
        messages.empty(
            "No forecast is waiting",
            "A claim about a time that the tables do not reach yet is kept here until its figure comes in.",
        )
        return
    look = _looking(services.reference().fingerprint, tuple(waiting))
    with st.container(key="sheet"):
        _due(look)
    _waiting(len(waiting), {each.claim.id for each in look.found})


def _due(look: Looking) -> None:
    """Show what can be decided now; while the documents are read again, look anew every second."""
    if look.running:
        st.fragment(lambda: _follow(look), run_every=1)()
    if look.error:
        messages.problem(look.error)
    found = list(look.found)
    if not found:
        if not look.running:
            told = "None of the waiting forecasts can be decided with the tables of now."
            st.html(f'<div class="wb"><p role="status">{told}</p></div>')
        return
    names = wording.names_from(services.reference())
    with st.container(horizontal=True, vertical_alignment="center", gap="medium"):
        st.html(f'<div class="wb" role="status"><h2>{many(len(found), "forecast")} can be decided now</h2></div>')
        st.button(
            "Check their documents again", key="check-due", disabled=look.running or services.tray(people.name()).busy,
            help="Takes today’s suggestions into the store; nothing that was decided is lost.",
            on_click=documents.check_again, args=({each.claim.document_id for each in found},),
        )  # fmt: skip
    for each in found[:_MOST]:
        with st.container(border=True):
            _one(each, names)
    if len(found) > _MOST:
        st.html(f'<div class="wb"><p class="meta">{len(found) - _MOST:,} more; decide some of these first.</p></div>')


def _one(found: Due, names: Names) -> None:
    claim, told = found.claim, found.record()
    before = {"outcome": told["before"], "working": told["before_working"]}
    now = {"outcome": told["now"], "working": told["working"]}
    both = stale.side("When it was checked", before, names) + stale.side("Now", now, names)
    st.html(
        f'<div class="wb"><h3 class="quote">{text(claim.quote)}</h3><p>{text(claim.sentence)}</p>'
        f'<p class="meta">{text(claim.document_title or claim.document_id)} · '
        f"published {text(claim.published or 'on an unknown day')}</p>"
        f'<div class="sides">{both}</div></div>'
    )
    st.button(
        "Open the claim", key=f"open-{claim.id}", type="tertiary", on_click=listing.open_review,
        kwargs={"claim": claim.id},
    )  # fmt: skip


def _follow(look: Looking) -> None:
    if not look.running or not people.person().role:
        st.rerun()
    st.html('<div class="wb"><p class="meta" role="status">Reading the documents with forecasts once more …</p></div>')


def _waiting(total: int, due: set[str]) -> None:
    """List the forecasts that nothing decides yet."""
    store, viewer = services.store(), people.name()
    waiting = store.ids(Filter(state="waiting"), viewer=viewer)
    left = store.claims([claim for claim in waiting if claim not in due][:_LISTED], viewer=viewer)
    if not left:
        return
    count = total - len(due)
    more = f", the first {_LISTED}" if count > _LISTED else ""
    st.html(f'<div class="wb part"><h2>{many(count, "forecast")} still to come{more}</h2></div>')
    rows = views.forecast_rows(left, services.scale())
    listing.show_listing("forecasts-table", "Forecasts", views.FORECAST_COLUMNS, rows, _open)


def _open() -> None:
    picked = st.session_state["forecasts-table"].pick
    if picked:
        listing.open_review(claim=picked)
