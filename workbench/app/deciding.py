"""What the keys and buttons of the review page do; each writes what it does to the store before it returns."""

from __future__ import annotations

import time
from functools import wraps
from typing import TYPE_CHECKING, ParamSpec

import streamlit as st

from workbench import desk
from workbench.app import messages, people, services
from workbench.app.actions import Watch
from workbench.errors import RevisionConflict, WorkbenchError
from workbench.store import Filter

if TYPE_CHECKING:
    from collections.abc import Callable

    from workbench.store import StoredClaim, VerdictEvent

P = ParamSpec("P")
# What is open beside the card: a form to correct the reading, to dismiss, to add a claim.
FORMS = ("correct", "dismiss", "add")


def watch() -> Watch:
    """Return what sees to it that only claims that have been on screen are decided."""
    found: Watch = st.session_state.setdefault("watch", Watch())
    return found


def shows(claim: StoredClaim) -> str:
    """Note that a claim comes on screen; returns a name for this showing, another one when it has to be read anew."""
    own: dict[str, int] = st.session_state.setdefault("own", {})
    found = watch()
    found.shows(claim.id, claim.rev, now=time.monotonic(), own=own.get(claim.id) == claim.rev)
    return f"{claim.id} {found.since}"


def drafts() -> dict[str, str]:
    """Return the notes, by claim, that were typed while somebody else was first: they wait in the field."""
    found: dict[str, str] = st.session_state.setdefault("drafts", {})
    return found


def go(claim_id: str) -> None:
    """Go to a claim; its address is the page's address."""
    st.query_params["claim"] = claim_id
    st.query_params.pop("document", None)
    close_form()


def open_form(name: str) -> None:
    """Open one of the forms beside the card, or close it."""
    st.session_state["form-open"] = None if st.session_state.get("form-open") == name else name


def close_form() -> None:
    """Close the form beside the card; what was typed in it is let go."""
    st.session_state["form-open"] = None


def tell(title: str, line: str = "", *, good: bool = True) -> None:
    """Show a notice on the next run."""
    st.session_state["notice"] = (title, line, good)


def show_notice() -> None:
    """Show the notice of the last action, once."""
    found = st.session_state.pop("notice", None)
    if found:
        title, line, good = found
        messages.show_notice(title, line, good=good)


def _tell_error(error: WorkbenchError) -> None:
    if isinstance(error, RevisionConflict):
        st.session_state.setdefault("own", {}).clear()
    tell(messages.heading(error), messages.told(error), good=False)


def telling(action: Callable[P, None]) -> Callable[P, None]:
    """Return what a press does so that whatever cannot be done is told on the next run."""

    @wraps(action)
    def run(*args: P.args, **kwargs: P.kwargs) -> None:
        try:
            action(*args, **kwargs)
        except WorkbenchError as error:
            _tell_error(error)

    return run


def _seen(claim_id: str, rev: int) -> int:
    """Return the revision that this reviewer has seen: the one shown, or the one they wrote themselves since."""
    own: dict[str, int] = st.session_state.setdefault("own", {})
    return max(rev, own.get(claim_id, 0))


def _write(claim_id: str, write: Callable[[], VerdictEvent]) -> bool:
    """Write one event to the store; a refusal is told and nothing is overwritten."""
    try:
        event = write()
    except WorkbenchError as error:
        _tell_error(error)
        return False
    st.session_state.setdefault("own", {})[claim_id] = event.rev
    return True


@telling
def decide(claim_id: str, rev: int, rating: str) -> None:
    """Record a verdict and go to the next open claim."""
    if not watch().lets(claim_id, now=time.monotonic()):
        tell("Not recorded", "The key came before the claim could be read; press it again.", good=False)
        return
    store, who = services.store(), people.name()

    def write() -> VerdictEvent:
        shown = store.claim(claim_id, viewer=who)
        note = drafts().get(claim_id, shown.note)
        return store.decide(
            claim_id, _seen(claim_id, rev), rating, reviewer=who, note=note, second_opinion=shown.second_opinion
        )

    if _write(claim_id, write):
        drafts().pop(claim_id, None)
        _after(claim_id, services.scale().label(rating).lower())


@telling
def dismiss(claim_id: str, rev: int, reason: str) -> None:
    """Put a claim aside as none, with the reason, and go on."""
    store, who = services.store(), people.name()
    if _write(claim_id, lambda: store.dismiss(claim_id, _seen(claim_id, rev), reason, reviewer=who)):
        _after(claim_id, "dismissed")


@telling
def reinstate(claim_id: str, rev: int) -> None:
    """Take a dismissed claim back among those to decide."""
    store, who = services.store(), people.name()
    if _write(claim_id, lambda: store.reinstate(claim_id, _seen(claim_id, rev), reviewer=who)):
        tell("Brought back", "The claim is open again.")


def _after(claim_id: str, what: str) -> None:
    st.session_state.setdefault("done", []).append(claim_id)
    store, who = services.store(), people.name()
    following = store.neighbour(claim_id, 1, undecided=True, viewer=who) or _first_open(who)
    words = f"“{messages.short(store.claim(claim_id, viewer=who).quote)}”: {what}."
    tell("Recorded", words if following else f"{words} All claims are decided.")
    go(following or claim_id)


def _first_open(who: str) -> str | None:
    found = services.store().queue(Filter(state="open"), viewer=who, limit=1)
    return found[0].id if found else None


@telling
def write_note(claim_id: str, rev: int, key: str) -> None:
    """Keep the note that was typed."""
    store, who, note = services.store(), people.name(), str(st.session_state[key])

    def write() -> VerdictEvent:
        second = store.claim(claim_id, viewer=who).second_opinion
        return store.annotate(claim_id, _seen(claim_id, rev), reviewer=who, note=note, second_opinion=second)

    if _write(claim_id, write):
        drafts().pop(claim_id, None)
        tell("Note kept")
    else:
        drafts()[claim_id] = note


@telling
def second_opinion(claim_id: str, rev: int) -> None:
    """Ask for a second opinion, or withdraw the wish."""
    store, who = services.store(), people.name()

    def write() -> VerdictEvent:
        shown = store.claim(claim_id, viewer=who)
        wanted = not shown.second_opinion
        return store.annotate(claim_id, _seen(claim_id, rev), reviewer=who, note=shown.note, second_opinion=wanted)

    _write(claim_id, write)


@telling
def undo(claim_id: str, rev: int) -> None:
    """Take this reviewer's last decision back and go to its claim."""
    done: list[str] = st.session_state.setdefault("done", [])
    target = done.pop() if done else claim_id
    store, who = services.store(), people.name()

    def write() -> VerdictEvent:
        return store.undo(target, _seen(target, rev if target == claim_id else 0), reviewer=who)

    if _write(target, write):
        tell("Taken back", "The claim is as it was before.")
        go(target)


@telling
def step(claim_id: str, distance: int, undecided: bool) -> None:  # noqa: FBT001 - a button's arguments come by place
    """Go to the claim before or after one."""
    found = services.store().neighbour(claim_id, distance, undecided=undecided, viewer=people.name())
    if found:
        go(found)
        return
    what = "open claim" if undecided else "claim"
    tell(f"No {what} {'after' if distance > 0 else 'before'} this one")


@telling
def correct(claim: StoredClaim, corrections: dict[str, str]) -> None:
    """Keep a reviewer's reading of a claim, judged anew."""
    store, reference, who = services.store(), services.reference(), people.name()
    seen = _seen(claim.id, claim.rev)
    if _write(claim.id, lambda: desk.correct(store, claim.id, seen, corrections, reference, reviewer=who)):
        close_form()
        tell("Reading kept", "The claim was checked again as you read it.")


@telling
def comment(claim_id: str, key: str) -> None:
    """Add a comment to a claim's history."""
    words = str(st.session_state[key]).strip()
    if not words:
        return
    services.store().comment(claim_id, words, reviewer=people.name())
    st.session_state[key] = ""


@telling
def add_claim(document_id: str, start: int, end: int) -> None:
    """Make a claim of words that the extractor passed over, check it and go there."""
    store, who = services.store(), people.name()
    added = desk.add_claim(store, document_id, start, end, services.reference(), reviewer=who)
    go(added.id)
    tell("Added", f"“{messages.short(added.quote)}” is a claim of this document now.")
