"""The page people live in: the article beside the card of one claim, decided by single keys."""

from __future__ import annotations

import time
from functools import lru_cache
from typing import TYPE_CHECKING, cast

import streamlit as st

from workbench.app import beside, charts, copying, deciding, listing, messages, people, reading, services, stale, views
from workbench.app.article import show_article
from workbench.counting import many
from workbench.errors import NotStored, UsageError
from workbench.export import cards, review_url, series, wording
from workbench.export.telling import told
from workbench.store import Filter

if TYPE_CHECKING:
    from streamlit.delta_generator import DeltaGenerator

    from workbench.app.people import Person
    from workbench.app.views import Words
    from workbench.export.wording import Names
    from workbench.store import ClaimSummary, DocumentSummary, Progress, Store, StoredClaim

LEGEND = (("holds", "holds"), ("partly", "in part"), ("fails", "contradicted"), ("open", "not decided by the tables"))
STEPS = (
    ("Previous", "previous", "k", -1, False),
    ("Next", "next", "j", 1, False),
    ("Previous open", "previous-open", "p", -1, True),
    ("Next open", "next-open", "n", 1, True),
)
# The most claims of one document that the article marks; a longer one is read in the queue.
MOST_CLAIMS = 5000
_COUNTED_FOR = 5.0
_ANOTHER = "Shown is the next claim to decide."


def page() -> None:
    """Show the review page."""
    _review()


def page_by_name() -> None:
    """Show the review page at an address with its name."""
    page()


@people.fragment
def _review() -> None:
    listing.follow()
    who = people.person()
    claim = _current(who)
    if claim is None:
        messages.empty("No claims to review yet", "Import a document first: choose Import in the bar above.")
        return
    if st.query_params.get("claim") != claim.id:  # so that the claim stays, whatever becomes of it
        st.query_params["claim"] = claim.id
    document, told = _header(claim, who)
    listed = services.store().queue(Filter(document=claim.document_id), viewer=who.name, limit=MOST_CLAIMS)
    left, right = st.columns([9, 11], gap="large")
    with left:
        _article(document, claim, listed)
    with right, st.container(key="card", gap="small"):
        _card(document, claim, listed)
    with told:  # counted last: the claim need not wait for it
        _progress(services.store().progress(claim.document_id, viewer=who.name), _everywhere(who.name))


def _current(who: Person) -> StoredClaim | None:
    """Return the claim of the address, else the first undecided one, else any."""
    store = services.store()
    asked = st.query_params.get("claim")
    if asked:
        try:
            return store.claim(asked, viewer=who.name)
        except NotStored:
            deciding.tell("This claim is not here", f"No claim has the address {asked!r}. {_ANOTHER}", good=False)
    document = st.query_params.get("document", "")
    if document:
        _tell_empty(document, who)
    mine = (Filter(document=document, state="open"), Filter(document=document))
    for chosen in (*mine, Filter(state="open"), Filter(), Filter(worthy_only=False)):
        found = store.queue(chosen, viewer=who.name, limit=1)
        if found:
            return store.claim(found[0].id, viewer=who.name)
    return None


def _tell_empty(document: str, who: Person) -> None:
    """Tell why the claim that will be shown is not one of the document that was asked for."""
    title = services.store().titles(viewer=who.name).get(document)
    if title is None:
        told = f"None is called {document!r}, or it was withdrawn. {_ANOTHER}"
        deciding.tell("This document is not here", told, good=False)
    elif not services.store().count(Filter(document=document), viewer=who.name):
        told = f"No figure and no time worth checking was found in “{messages.short(title)}”. {_ANOTHER}"
        deciding.tell("No claims in this text", told, good=False)


def _header(claim: StoredClaim, who: Person) -> tuple[DocumentSummary, DeltaGenerator]:
    """Show which document this is; returns it with the place for how far it is decided."""
    st.html('<div class="wb"><h1 class="unseen">Review</h1></div>')
    store = services.store()
    titles = store.titles(viewer=who.name)
    choose, told = st.columns([9, 11], gap="large", vertical_alignment="center")
    st.session_state["document"] = claim.document_id
    choose.selectbox(
        "Document",
        list(titles),
        format_func=titles.__getitem__,
        key="document",
        label_visibility="collapsed",
        on_change=_open_document,
    )
    return store.documents(claim.document_id, viewer=who.name)[0], told


def _open_document() -> None:
    st.query_params.pop("claim", None)
    st.query_params["document"] = st.session_state["document"]
    deciding.close_form()


def _everywhere(name: str) -> Progress:
    """Return the progress over all documents, counted anew every few seconds: it takes longer than all else here."""
    counted, found = st.session_state.get("everywhere", (0.0, None))
    if found is None or time.monotonic() - counted > _COUNTED_FOR:
        found = services.store().progress(viewer=name)
        st.session_state["everywhere"] = (time.monotonic(), found)
    return cast("Progress", found)


def _progress(here: Progress, everywhere: Progress) -> None:
    share = 100 * here.decided / here.worthy if here.worthy else 100
    counted = many(here.worthy, "claim")
    st.html(
        f'<div class="wb"><span class="meta">{here.decided} of {counted} of this document decided · '
        f"{everywhere.decided:,} of {everywhere.worthy:,} in all</span>"
        f'<div class="bar"><i style="width: {share:.1f}%"></i></div></div>'
    )


def _article(document: DocumentSummary, claim: StoredClaim, listed: list[ClaimSummary]) -> None:
    states = {shown.id: shown for shown in listed} | {claim.id: claim}
    shown = _words(services.store(), people.name(), document.id, document.sha256, tuple(each.id for each in listed))
    with st.container(key="article", border=True):
        marked = views.marks(shown, states, claim.id, services.scale())
        marked["top"] = f"{claim.id} {st.session_state.get('form-open') or ''}"
        marked |= {"showing": deciding.shows(claim), "run": time.monotonic_ns() // 1_000_000}
        marked["keys"] = [step.key for step in services.scale().steps if step.key]
        show_article(shown.data(), marked, on_pick=_pick, on_select=_select)
    legend = "".join(f'<span class="{tone}"><span>{words}</span></span>' for tone, words in LEGEND)
    st.html(f'<div class="wb"><p class="legend meta">{legend}<span>shaded: decided</span></p></div>')


@lru_cache(maxsize=32)
def _words(store: Store, viewer: str, document_id: str, sha256: str, listed: tuple[str, ...]) -> Words:
    """Cut a document's words; the text and its claims are read from the store only when they are others."""
    return views.words(store.document(document_id, viewer=viewer), listed, views.version(sha256, listed))


def _card(document: DocumentSummary, claim: StoredClaim, listed: list[ClaimSummary]) -> None:
    names = wording.names_from(services.reference())
    deciding.show_notice()
    _headline(claim, listed, names)
    _verdicts(claim)
    if _form(claim):
        return
    body = claim.body
    rows = cards.evidence(body, names)
    tables = f'<p class="meta">{_tables(document)}</p>' if rows else ""
    found = f"{cards.hints(body, names)}{cards.workings(body, names)}{rows}{tables}"
    st.html(f'<div class="wb">{_read_as(claim, names)}{found}</div>')
    place = review_url(claim.id, services.pages())
    copying.show_copy(told(claim, claim.sentence, document, names=names, scale=services.scale(), place=place))
    _chart(document, claim)
    beside.alternatives(claim, names)
    beside.same_here(claim, {each.id: each for each in listed})
    beside.precedents(claim)
    beside.history(claim)


def _tables(document: DocumentSummary) -> str:
    """Return which tables the document was checked against, and whether there are newer ones."""
    newer = document.reference_version != services.tables_version()
    told = "; the tables have changed since: choose Documents to check again" if newer else ""
    return f"Tables version {cards.text(document.reference_version)}{told}"


def _headline(claim: StoredClaim, listed: list[ClaimSummary], names: Names) -> None:
    number = next((at for at, each in enumerate(listed, 1) if each.id == claim.id), 0)
    place = f"Claim {number} of {len(listed)}" if number else "Set aside"
    flags = "".join(f'<span class="flag">{cards.text(words)}</span>' for words in views.flags(claim))
    st.html(
        f'<div class="wb"><span class="meta">{place} · {cards.text(claim.kind.replace("_", " "))}</span>{flags}'
        f'<h2 class="quote">{cards.text(claim.quote)}</h2>'
        f"{cards.outcomes(claim.body)}{cards.decided(claim, services.scale())}{_stale(claim, names)}</div>"
    )


def _stale(claim: StoredClaim, names: Names) -> str:
    """Return what the reviewer saw beside what holds now, where a verdict rests on another ground."""
    if not claim.stale:
        return ""
    found = services.store().stale(document_id=claim.document_id, viewer=people.name())
    return "".join(stale.sides(each, names) for each in found if each.claim.id == claim.id)


def _verdicts(claim: StoredClaim) -> None:
    # A press on its way while somebody else decides must not fall on what stands here afterwards: other buttons do.
    surprises = deciding.watch().surprises
    suffix = f"-{surprises}" if surprises else ""
    with st.container(key="verdict", gap="small"):
        with st.container(horizontal=True, gap="small"):
            for rating in services.scale().steps:
                st.button(
                    rating.label,
                    key=f"rate-{rating.code}{suffix}",
                    shortcut=rating.key or None,
                    type="primary" if claim.rating == rating.code else "secondary",
                    on_click=deciding.decide,
                    args=(claim.id, claim.rev, rating.code),
                )
        key = f"note-{claim.id}-{claim.rev}"
        st.text_input(
            "Note",
            deciding.drafts().get(claim.id, claim.note),
            key=key,
            max_chars=4000,
            label_visibility="collapsed",
            placeholder="Note: why? Kept with the verdict",
            on_change=deciding.write_note,
            args=(claim.id, claim.rev, key),
        )
        _moves(claim)


def _moves(claim: StoredClaim) -> None:
    with st.container(horizontal=True, gap="small", key="moves"):
        for words, key, shortcut, distance, undecided in STEPS:
            arguments = (claim.id, distance, undecided)
            st.button(words, key=key, shortcut=shortcut, type="tertiary", on_click=deciding.step, args=arguments)
        seen = (claim.id, claim.rev)
        second = "Withdraw second opinion" if claim.second_opinion else "Second opinion"
        st.button("Undo", key="undo", shortcut="u", type="tertiary", on_click=deciding.undo, args=seen)
        st.button(second, key="second", shortcut="s", type="tertiary", on_click=deciding.second_opinion, args=seen)
        for words, name, shortcut in (("Correct", "correct", "e"), ("Add claim", "add", "a")):
            st.button(
                words, key=f"open-{name}", shortcut=shortcut, type="tertiary", on_click=deciding.open_form, args=(name,)
            )
        if claim.dismissed:
            st.button(
                "Bring back", key="reinstate", shortcut="x", type="tertiary", on_click=deciding.reinstate, args=seen
            )
        else:
            st.button(
                "Dismiss", key="open-dismiss", shortcut="x", type="tertiary", on_click=deciding.open_form,
                args=("dismiss",),
            )  # fmt: skip


def _form(claim: StoredClaim) -> bool:
    """Show the open form, if one is; tell whether it stands in place of the evidence."""
    name = st.session_state.get("form-open")
    if name == "correct":
        reading.form(claim)
        return True
    if name == "dismiss":
        st.html('<div class="wb"><h3>Why is it dismissed?</h3></div>')
        with st.container(horizontal=True, gap="small"):
            for number, (code, words) in enumerate(wording.DISMISSALS.items(), 1):
                st.button(
                    words, key=f"dismiss-{code}", shortcut=f"shift+{number}", on_click=deciding.dismiss,
                    args=(claim.id, claim.rev, code),
                )  # fmt: skip
    if name == "add":
        _add_form(claim)
    return False


def _add_form(claim: StoredClaim) -> None:
    with st.form("add-claim", border=True):
        st.text_input(
            "Words of the claim, as they stand in the text",
            key="add-words",
            max_chars=500,
            help="Or select them in the text with the mouse and press the button that appears.",
        )
        st.form_submit_button("Add as claim", on_click=_add_typed, args=(claim.document_id,))


@deciding.telling
def _add_typed(document_id: str) -> None:
    words = str(st.session_state["add-words"]).strip()
    text = services.store().document(document_id, viewer=people.name()).text
    start = text.find(words) if words else -1
    if start < 0:
        raise UsageError(f"the text has no words {words!r}", hint="type them as they stand there")
    deciding.add_claim(document_id, start, start + len(words))


def _pick() -> None:
    picked = st.session_state["text"].pick
    if picked:
        deciding.go(picked)


def _select() -> None:
    found = st.session_state["text"].select
    shown = st.session_state.get("document")
    if found and shown:
        deciding.add_claim(shown, int(found["start"]), int(found["end"]))


def _read_as(claim: StoredClaim, names: Names) -> str:
    """Return how the claim was read, in few lines: whether that is right is what a reviewer asks first."""
    pairs = "".join(
        f"<div><dt>{cards.text(name)}</dt><dd>{cards.text(words)}</dd></div>"
        for name, words in wording.reading(claim.body, names)
    )
    title = "Read as, corrected by a reviewer" if claim.corrected else "Read as"
    return f'<h3>{title}</h3><dl class="read">{pairs}</dl>'


def _chart(document: DocumentSummary, claim: StoredClaim) -> None:
    drawn = series.series(claim.body, document.published, services.reference())
    if drawn is None:
        return
    title = cards.text(f"{drawn.title}. {series.legend(drawn)}")
    st.html(f'<div class="wb"><h3>The series</h3><p class="meta">{title}</p></div>')
    charts.show_chart(drawn)
