"""All claims over all documents, filtered by the address, with what can be done to many at once."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlencode

import streamlit as st

from workbench.app import address, deciding, listing, messages, people, services, views
from workbench.counting import many
from workbench.export import wording
from workbench.store import Filter

if TYPE_CHECKING:
    from streamlit.delta_generator import DeltaGenerator

PAGE = 50
STATES = {
    "open": "Open", "decided": "Decided", "stale": "Stale", "second_opinion": "Second opinion wanted",
    "dismissed": "Dismissed", "blind": "Under blind review", "disputed": "Reviewers disagree",
    "corrected": "Reading corrected", "changed": "Changed with the text", "added": "Added by hand",
    "waiting": "Forecast, not due yet", "due": "Forecast come due",
}  # fmt: skip
ORDERS = {
    "document": "By document",
    "checkworthy": "Most worth checking first",
    "outcome": "By suggestion",
    "newest": "Newest verdict first",
}
# The widgets' keys are the names in the address; "document" alone is the review page's.
MORE = ("rating", "kind", "indicator", "reviewer", "assigned", "disagreement")  # filters that are rarely set
KEYS = {"document": "document_", "text": "q", "reviewer": "by", "disagreement": "against"}


def page() -> None:
    """Show the queue."""
    _queue()


@people.fragment
def _queue() -> None:
    listing.follow()
    store, who = services.store(), people.name()
    st.html('<div class="wb"><h1 class="unseen">Queue</h1></div>')
    if not store.titles(viewer=who):
        messages.empty("The queue is empty", "Import a document first: choose Import in the bar above.")
        return
    with st.container(horizontal=True, gap="small", vertical_alignment="center", key="views"):
        _saved()
        set_ = sum(bool(st.session_state.get(_key(name))) for name in MORE)
        more = st.popover(f"More filters ({set_})" if set_ else "More filters", type="tertiary", key="more")
    chosen = _filters(more)
    total = store.count(chosen, viewer=who)
    pages = max(1, -(-total // PAGE))
    told, turn = st.columns([2, 3], vertical_alignment="center")
    told.html(f'<div class="wb"><span class="meta" role="status">{many(total, "claim")}</span></div>')
    deciding.show_notice()
    if not total:
        messages.empty("No claim passes these filters", "Take a filter away, or search for other words.")
        return
    with turn:
        number = st.pagination(pages, key="queue-page") if pages > 1 else 1
    _many(chosen, total)
    claims = store.queue(chosen, viewer=who, limit=PAGE, offset=(min(number, pages) - 1) * PAGE)
    listing.show_listing(
        "queue-table",
        "Claims",
        views.QUEUE_COLUMNS,
        views.queue_rows(claims, services.scale()),
        _open,
        chosen=_ticked(),
        on_choose=_choose,
    )


def _filters(more: DeltaGenerator) -> Filter:
    store, scale, who = services.store(), services.scale(), people.name()
    names = wording.names_from(services.reference())
    titles = store.titles(viewer=who)
    people_ = {name: name for name in store.values("reviewer", viewer=who)}
    members = [member.name for member in store.team.members(viewer=who)]
    asked = {name: name for name in sorted({*members, *store.team.assignees(viewer=who)})}
    lists: tuple[tuple[str, str, dict[str, str]], ...] = (
        ("document", "Document", titles),
        ("state", "State", STATES),
        ("outcome", "Suggestion", {code: wording.outcome(code) for code in store.values("outcome", viewer=who)}),
        ("rating", "Verdict", {code: scale.label(code) for code in store.values("rating", viewer=who)}),
        ("kind", "Kind", {code: code.replace("_", " ") for code in store.values("kind", viewer=who)}),
        ("indicator", "Figure of the tables", {code: names(code) for code in store.values("indicator", viewer=who)}),
        ("reviewer", "Decided by", people_),
        ("assigned", "Assigned to", asked),
    )
    first = st.columns(5, vertical_alignment="bottom")
    found: dict[str, Any] = {}
    address.seed("q")
    found["text"] = first[0].text_input(
        "Words of the sentence", key="q", persist_state="session", max_chars=200, on_change=_first_page
    )
    for place, (name, label, words) in zip(first[1:4], lists, strict=False):
        with place:
            found[name] = _any(label, _key(name), words)
    order = first[4].selectbox(
        "Order", list(ORDERS), format_func=ORDERS.__getitem__, key="order", persist_state="session",
        on_change=_first_page,
    )  # fmt: skip
    with more:
        for name, label, words in lists[3:]:
            found[name] = _any(label, _key(name), words)
        if "against" in st.query_params:
            st.session_state.setdefault("against", True)
        against = st.toggle(
            "Verdict goes against the suggestion", key="against", persist_state="session", on_change=_first_page
        )
    shown = {_key(name): value for name, value in found.items()}
    shown |= {"order": "" if order == "document" else order, "against": "true" if against else ""}
    address.keep(shown)
    return replace(Filter(order=order or "document", disagreement=against), **found)


def _first_page() -> None:
    """Other filters, another list: it is read from its first page on."""
    st.session_state["queue-page"] = 1


def _key(name: str) -> str:
    return KEYS.get(name, name)


def _any(label: str, key: str, words: dict[str, str]) -> str:
    address.seed(key, words)
    chosen = st.selectbox(
        label, list(words), index=None, format_func=words.__getitem__, key=key, persist_state="session",
        placeholder="Any", on_change=_first_page,
    )  # fmt: skip
    return chosen or ""


def _open() -> None:
    picked = st.session_state["queue-table"].pick
    if picked:
        listing.open_review(claim=picked)


# Many at once


def _ticked() -> list[str]:
    ids: list[str] = st.session_state.setdefault("ticked", [])
    return ids


def _choose() -> None:
    st.session_state["ticked"] = list(st.session_state["queue-table"].chosen or [])


@deciding.telling
def _choose_all(chosen: Filter) -> None:
    st.session_state["ticked"] = services.store().ids(chosen, viewer=people.name())


def _let_go() -> None:
    st.session_state["ticked"] = []


def _many(chosen: Filter, total: int) -> None:
    """Show what can be done to the ticked claims."""
    count = len(_ticked())
    if not count:
        return
    with st.container(border=True, key="many"):
        with st.container(horizontal=True, gap="small", vertical_alignment="center"):
            st.html(f'<div class="wb"><strong role="status">{count:,} chosen</strong></div>')
            if count < total:
                st.button(
                    f"Choose all {total:,} that pass the filters", key="choose-all", type="tertiary",
                    on_click=_choose_all, args=(chosen,),
                )  # fmt: skip
            st.button("Choose none", key="choose-none", type="tertiary", on_click=_let_go)
        left, right = st.columns(2, gap="large")
        with left:
            _assign_form()
        with right:
            _dismiss_form()


def _assign_form() -> None:
    store, who = services.store(), people.person()
    members = [member.name for member in store.team.members(viewer=who.name)]
    names = members or [
        *store.values("reviewer", viewer=who.name), *store.team.assignees(viewer=who.name), who.name,
    ]  # fmt: skip
    with st.form("assign", border=False):
        st.multiselect("Assign to", list(dict.fromkeys(names)), key="assign-to", accept_new_options=not members)
        st.toggle("Blind: each decides without seeing the others", key="assign-blind")
        st.form_submit_button("Assign", on_click=_assign, disabled=not who.may("adjudicator"))


@deciding.telling
def _assign() -> None:
    state, store = st.session_state, services.store()
    names = list(state["assign-to"])
    count = store.team.assign(_ticked(), names, by=people.name(), blind=state["assign-blind"])
    deciding.tell("Assigned", f"{many(count, 'claim')} assigned to {', '.join(names) or 'nobody'}.")
    _let_go()


def _dismiss_form() -> None:
    with st.form("dismiss-many", border=False):
        reasons = wording.DISMISSALS
        st.selectbox("Dismiss, because it", list(reasons), format_func=reasons.__getitem__, key="dismiss-why")
        st.text_input("Note", key="dismiss-note", max_chars=2000)
        st.form_submit_button("Dismiss", on_click=_dismiss)


@deciding.telling
def _dismiss() -> None:
    state, store = st.session_state, services.store()
    count = store.dismiss_many(_ticked(), state["dismiss-why"], reviewer=people.name(), note=state["dismiss-note"])
    deciding.tell("Dismissed", f"{many(count, 'claim')} dismissed; the state “Dismissed” lists them.")
    _let_go()


# Saved views


def _saved() -> None:
    """Offer the saved views, and to save the filters as they are."""
    saved = services.store().views.list(viewer=people.name())
    for view in saved:
        st.button(
            messages.plain(view.name), key=f"view-{view.owner}-{view.name}", type="tertiary",
            help=f"Saved by {messages.plain(view.owner)}", on_click=_apply, args=(view.query,),
        )  # fmt: skip
    with st.popover("Save view", type="tertiary"):
        st.text_input("Name of the view", key="view-name", max_chars=80)
        st.button("Save", key="save-view", on_click=_save)
        mine = [view for view in saved if view.owner == people.name()]
        for view in mine:
            label = f"Forget {messages.plain(view.name)}"
            st.button(label, key=f"forget-{view.name}", type="tertiary", on_click=_forget, args=(view.name,))


def _filter_keys() -> list[str]:
    return [_key(field.name) for field in fields(Filter) if field.name != "worthy_only"]


def _apply(query: str) -> None:
    """Set the filters as a saved view has them."""
    wanted = dict(parse_qsl(query))
    for key in _filter_keys():
        if key == "against":
            st.session_state[key] = wanted.get(key) == "true"
        elif key == "order":
            st.session_state[key] = wanted.get(key, "document")
        else:
            st.session_state[key] = wanted.get(key) or (None if key != "q" else "")


@deciding.telling
def _save() -> None:
    state = st.session_state
    wanted = {key: state.get(key) for key in _filter_keys()}
    query = urlencode({key: "true" if value is True else value for key, value in wanted.items() if value})
    name = str(state["view-name"])
    services.store().views.save(name, query, owner=people.name())
    deciding.tell("View saved", f"“{name}” stands above the filters now.")


@deciding.telling
def _forget(name: str) -> None:
    services.store().views.delete(name, owner=people.name())
