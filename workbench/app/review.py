"""The page people live in: the article beside the card of one claim, decided by single keys."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import streamlit as st

from workbench.app import charts, messages, services, views
from workbench.app.actions import Watch
from workbench.app.article import show_article
from workbench.errors import RevisionConflict, StoreError
from workbench.export import cards
from workbench.ratings import DEFAULT
from workbench.store import Filter

if TYPE_CHECKING:
    from workbench.store import Progress, StoredClaim, StoredDocument

LEGEND = (("holds", "holds"), ("partly", "in part"), ("fails", "contradicted"), ("open", "not decided by the tables"))
STEPS = (
    ("Previous", "previous", "k", -1, False),
    ("Next", "next", "j", 1, False),
    ("Previous open", "previous-open", "p", -1, True),
    ("Next open", "next-open", "n", 1, True),
)


def page() -> None:
    """Show the review page."""
    _review()


@st.fragment
def _review() -> None:
    try:
        claim = _current()
        if claim is None:
            messages.empty("No claims to review yet", "Import a document first: choose Import in the bar above.")
            return
        document = services.store().document(claim.document_id)
        _header(document)
        left, right = st.columns([9, 11], gap="large")
        with left:
            _article(document, claim)
        with right:
            _card(document, claim)
        _watch().shows(claim.id, now=time.monotonic())
    except StoreError as error:
        messages.problem(error)


def _current() -> StoredClaim | None:
    """Return the claim of the address, else the first undecided one, else any."""
    store = services.store()
    asked = st.query_params.get("claim")
    if asked:
        try:
            return store.claim(asked)
        except StoreError as error:
            st.session_state["notice"] = (error.title, error.message, False)
    document = st.query_params.get("document", "")
    for chosen in (Filter(document=document, state="open"), Filter(document=document), Filter(worthy_only=False)):
        found = store.queue(chosen, limit=1)
        if found:
            return store.claim(found[0].id)
    return None


def _header(document: StoredDocument) -> None:
    st.html('<div class="wb"><h1 class="unseen">Review</h1></div>')
    store = services.store()
    documents = store.documents()
    titles = {listed.id: listed.title or listed.id for listed in documents}
    choose, told, who = st.columns([5, 4, 2], gap="large", vertical_alignment="bottom")
    st.session_state["document"] = document.id
    choose.selectbox("Document", list(titles), format_func=titles.__getitem__, key="document", on_change=_open_document)
    with told:
        _progress(store.progress(document.id), store.progress())
    who.text_input("Reviewer", services.default_reviewer(), key="reviewer", bind="query-params", max_chars=80)


def _progress(here: Progress, everywhere: Progress) -> None:
    share = 100 * here.decided / here.worthy if here.worthy else 100
    st.html(
        f'<div class="wb"><span class="meta">{here.decided} of {here.worthy} claims of this document decided · '
        f"{everywhere.decided} of {everywhere.worthy} in all</span>"
        f'<div class="bar"><i style="width: {share:.1f}%"></i></div></div>'
    )


def _article(document: StoredDocument, claim: StoredClaim) -> None:
    with st.container(key="article", border=True):
        show_article(views.article(document, claim.id), _pick)
    marks = "".join(f'<span class="{tone}"><span>{words}</span></span>' for tone, words in LEGEND)
    st.html(f'<div class="wb"><p class="legend meta">{marks}<span>shaded: decided</span></p></div>')


def _card(document: StoredDocument, claim: StoredClaim) -> None:
    names = views.names_from(services.reference())
    body = claim.body
    _notice()
    number, total = views.place_of(document, claim.id)
    kind = claim.kind.replace("_", " ")
    decided = cards.verdict(claim.rating, claim.note, claim.reviewer, claim.decided_at)
    stale = '<p class="hint">The suggestion has changed since this verdict was given.</p>' if claim.stale else ""
    st.html(
        f'<div class="wb"><span class="meta">Claim {number} of {total} · {cards.text(kind)}</span>'
        f'<h2 class="quote">{cards.text(claim.quote)}</h2>'
        f"{cards.outcomes(body)}{decided}{stale}</div>"
    )
    _verdicts(claim)
    st.html(f'<div class="wb">{cards.workings(body)}{cards.hints(body)}{cards.evidence(body, names)}</div>')
    _chart(document, claim)
    st.html(f'<div class="wb">{cards.reading(body, names)}{cards.alternatives(body, names)}</div>')
    _note(claim)


def _chart(document: StoredDocument, claim: StoredClaim) -> None:
    series = views.series(claim.body, document.published, services.reference())
    if series is not None:
        band = " Band: what the claim admits." if series.low is not None or series.high is not None else ""
        st.html(
            f'<div class="wb"><h3>The series</h3><span class="meta">{cards.text(series.title)}. '
            "Large points: rows used. Faint points: published after the document. Dotted line: day of publication."
            f"{band}</span></div>"
        )
        dark = st.context.theme.type == "dark"
        st.altair_chart(charts.chart(series, dark=dark), width="stretch", theme=None, alt=series.summary)


def _note(claim: StoredClaim) -> None:
    key = f"note-{claim.id}-{claim.rev}"
    st.text_area(
        "Note",
        claim.note,
        key=key,
        height=68,
        max_chars=4000,
        placeholder="Why? Kept with the verdict.",
        on_change=_write_note,
        args=(claim.id, claim.rev, key),
    )


def _verdicts(claim: StoredClaim) -> None:
    with st.container(key="verdict", gap="small"):
        with st.container(horizontal=True, gap="small"):
            for rating in DEFAULT.steps:
                st.button(
                    rating.label,
                    key=f"rate-{rating.code}",
                    shortcut=rating.key,
                    type="primary" if claim.rating == rating.code else "secondary",
                    on_click=_decide,
                    args=(claim.id, claim.rev, rating.code),
                )
        with st.container(horizontal=True, gap="small"):
            for words, key, shortcut, step, undecided in STEPS:
                arguments = (claim.id, step, undecided)
                st.button(words, key=key, shortcut=shortcut, type="tertiary", on_click=_step, args=arguments)
            st.button("Undo", key="undo", shortcut="u", type="tertiary", on_click=_undo, args=(claim.id, claim.rev))
            second = "Withdraw second opinion" if claim.second_opinion else "Second opinion"
            st.button(
                second,
                key="second",
                shortcut="s",
                type="tertiary",
                on_click=_ask_for_second_opinion,
                args=(claim.id, claim.rev),
            )


def _notice() -> None:
    found = st.session_state.pop("notice", None)
    if found:
        title, line, good = found
        messages.show_notice(title, line, good=good)


def _watch() -> Watch:
    watch: Watch = st.session_state.setdefault("watch", Watch())
    return watch


def _reviewer() -> str:
    return (st.session_state.get("reviewer") or "").strip() or services.default_reviewer()


def _go(claim_id: str) -> None:
    st.query_params["claim"] = claim_id
    st.query_params.pop("document", None)


def _open_document() -> None:
    st.query_params.pop("claim", None)
    st.query_params["document"] = st.session_state["document"]


def _pick() -> None:
    picked = st.session_state["text"].pick
    if picked:
        _go(picked)


def _seen(claim_id: str, rev: int) -> int:
    """Return the revision that this reviewer has seen: the one shown, or the one they wrote themselves since."""
    own: dict[str, int] = st.session_state.setdefault("own", {})
    return max(rev, own.get(claim_id, 0))


def _decide(claim_id: str, rev: int, rating: str) -> None:
    if not _watch().lets(claim_id, now=time.monotonic()):
        st.session_state["notice"] = (
            "Not recorded",
            "The key came before the claim could be read; press it again.",
            False,
        )
        return
    store = services.store()
    try:
        shown = store.claim(claim_id)
        event = store.decide(
            claim_id,
            _seen(claim_id, rev),
            rating,
            reviewer=_reviewer(),
            note=shown.note,
            second_opinion=shown.second_opinion,
        )
    except StoreError as error:
        _tell(error)
        return
    st.session_state["own"][claim_id] = event.rev
    st.session_state.setdefault("done", []).append(claim_id)
    following = store.neighbour(claim_id, 1, undecided=True) or _first_open()
    words = f"“{_short(shown.quote)}”: {DEFAULT.label(rating).lower()}."
    st.session_state["notice"] = ("Recorded", words if following else f"{words} All claims are decided.", True)
    _go(following or claim_id)


def _first_open() -> str | None:
    found = services.store().queue(Filter(state="open"), limit=1)
    return found[0].id if found else None


def _short(quote: str) -> str:
    words = " ".join(quote.split())
    return words if len(words) <= 60 else words[:59] + "…"


def _write_note(claim_id: str, rev: int, key: str) -> None:
    store = services.store()
    try:
        shown = store.claim(claim_id)
        event = store.annotate(
            claim_id,
            _seen(claim_id, rev),
            reviewer=_reviewer(),
            note=st.session_state[key],
            second_opinion=shown.second_opinion,
        )
    except StoreError as error:
        _tell(error)
        return
    _seen(claim_id, rev)
    st.session_state["own"][claim_id] = event.rev


def _ask_for_second_opinion(claim_id: str, rev: int) -> None:
    store = services.store()
    try:
        shown = store.claim(claim_id)
        event = store.annotate(
            claim_id,
            _seen(claim_id, rev),
            reviewer=_reviewer(),
            note=shown.note,
            second_opinion=not shown.second_opinion,
        )
    except StoreError as error:
        _tell(error)
        return
    st.session_state["own"][claim_id] = event.rev


def _undo(claim_id: str, rev: int) -> None:
    done: list[str] = st.session_state.setdefault("done", [])
    target = done[-1] if done else claim_id
    try:
        event = services.store().undo(target, _seen(target, rev if target == claim_id else 0), reviewer=_reviewer())
    except StoreError as error:
        _tell(error)
        return
    finally:
        if done:
            done.pop()
    st.session_state["own"][target] = event.rev
    st.session_state["notice"] = ("Taken back", "The claim is as it was before.", True)
    _go(target)


def _step(claim_id: str, step: int, undecided: bool) -> None:  # noqa: FBT001 - arguments of a button come by place
    found = services.store().neighbour(claim_id, step, undecided=undecided)
    if found:
        _go(found)
        return
    what = "open claim" if undecided else "claim"
    st.session_state["notice"] = (f"No {what} {'after' if step > 0 else 'before'} this one", "", True)


def _tell(error: StoreError) -> None:
    if isinstance(error, RevisionConflict):
        st.session_state.setdefault("own", {}).clear()
    st.session_state["notice"] = (error.title, f"{error.message}. {error.hint}.", False)
