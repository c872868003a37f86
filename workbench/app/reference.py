"""The reference tables: search, a series with its prints, where it comes from, what the checks say, who rests on it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import streamlit as st

from workbench.app import charts, listing, messages, people, reference_views, services, views
from workbench.app.reference_checks import checking
from workbench.counting import many
from workbench.export.cards import text
from workbench.export.series import series as drawn_series
from workbench.reference.catalogue import Found, search

if TYPE_CHECKING:
    from collections.abc import Sequence

    from workbench.model import Observation
    from workbench.refcheck import Finding
    from workbench.reference import Reference

PAGE, ROWS, MOST_FINDINGS, MOST_CHOICES, MOST_KIN = 25, 50, 50, 2000, 8
_ADDRESS = "series"


def page() -> None:
    """Show the reference tables."""
    listing.follow()
    _reference()


@people.fragment
def _reference() -> None:
    reference = services.reference()
    st.html('<div class="wb"><h1 class="unseen">Reference tables</h1></div>')
    words = st.text_input(
        "Search the tables", key="find", bind="query-params", max_chars=200, on_change=_close,
        placeholder="A figure, a country, or both: inflation germany",
    )  # fmt: skip
    opened = _opened(reference)
    if opened:
        _series(reference, opened)
    else:
        _list(reference, words)


# The list


def _list(reference: Reference, words: str) -> None:
    found = search(reference, words)
    told, turn = st.columns([2, 3], vertical_alignment="center")
    kind = "figures" if not words else "found"
    told.html(
        f'<div class="wb"><span class="meta" role="status">{len(found):,} {kind} · {text(reference.title)}'
        f"{f', version {text(reference.version)}' if reference.version else ''}</span></div>"
    )
    pages = max(1, -(-len(found) // PAGE))
    with turn:
        number = st.pagination(pages, key="reference-page") if pages > 1 else 1
    first = (min(number, pages) - 1) * PAGE
    rows = reference_views.found_rows(reference, found[first : first + PAGE])
    if not reference.indicators:
        messages.empty(
            "No figures in these tables yet",
            "Bring some in with `workbench refs import FILE --into DIR`, and serve the pages with `--reference DIR`.",
        )
    elif rows:
        listing.show_listing("reference-table", "Figures", reference_views.COLUMNS, rows, _pick)
    _events(reference, words, nothing=bool(words) and not rows)
    if not words:
        _findings(None, ())


def _events(reference: Reference, words: str, *, nothing: bool) -> None:
    """Show the dated events that answer to all words."""
    asked = words.casefold().split()
    found = [
        each for each in reference.events
        if all(word in " ".join((each.label, *each.aliases, each.event)).casefold() for word in asked)
    ]  # fmt: skip
    if not found:
        if nothing:
            messages.empty("No figure or event answers to these words", "Take a word away, or search for another name.")
        return
    lines = "".join(reference_views.event(each) for each in found[:ROWS])
    more = f"<p class='meta'>{len(found) - ROWS:,} more</p>" if len(found) > ROWS else ""
    head = '<tr><th scope="col">Day</th><th scope="col">Event</th></tr>'
    table = f"<table><thead>{head}</thead><tbody>{lines}</tbody></table>"
    st.html(f'<div class="wb part"><h2>Dated events</h2>{table}{more}</div>')


def _pick() -> None:
    picked = st.session_state["reference-table"].pick
    if picked:
        st.query_params[_ADDRESS] = picked


def _close() -> None:
    st.query_params.pop(_ADDRESS, None)


# A series


def _opened(reference: Reference) -> Found | None:
    """Return the series that the address names; an indicator alone opens its first series."""
    parts = (st.query_params.get(_ADDRESS) or "").split("|")
    code, entity, partner = (*parts, "", "")[:3]
    if code not in reference.indicators:
        return None
    entities = reference.entities_of(code)
    if entity not in entities:
        entity = next(iter(sorted(entities, key=lambda each: reference.entities[each].label)), "")
    partners = reference.counterparts(code, entity)
    return Found(code, entity, partner if partner in partners else next(iter(partners), ""))


def _series(reference: Reference, opened: Found) -> None:
    told = reference.indicators[opened.indicator]
    rows = reference.series(*opened)
    st.button("Back to all figures", key="reference-back", type="tertiary", on_click=_close)
    st.html(f'<div class="wb"><h2 class="quote">{text(told.label)}</h2></div>')
    left, right = st.columns([3, 2], gap="large")
    with left:
        if rows:
            known = _choices(reference, opened)
            _chart(reference, opened, known)
            _parts(opened, rows)
        else:
            messages.empty("No rows of its own", "It is computed from the figures it belongs to.")
    with right:
        st.html(f'<div class="wb"><h3>About</h3>{reference_views.about(told, reference)}</div>')
        _kin(reference, opened)
        _sources(reference, rows)


def _choices(reference: Reference, opened: Found) -> str | None:
    """Let the reader choose whom the figure is about, and a day; return the day."""
    names = {code: reference.entities[code].label for code in reference.entities}
    entities = sorted(reference.entities_of(opened.indicator), key=names.__getitem__)
    partners = reference.counterparts(opened.indicator, opened.entity)
    places = st.columns(3, vertical_alignment="bottom")
    if len(entities) <= MOST_CHOICES:
        _choice(places[0], "Whom", "entity", entities, opened, names)
    if any(partners):
        _choice(places[1], "And whom", "counterpart", list(partners), opened, names)
    day = places[2].date_input("As known on", None, key="known", min_value=date(1800, 1, 1), format="YYYY-MM-DD")
    return day.isoformat() if isinstance(day, date) else None


def _choice(
    place: st.delta_generator.DeltaGenerator, label: str, name: str, codes: list[str], opened: Found,
    names: dict[str, str],
) -> None:  # fmt: skip
    key = f"reference-{name}-{opened.indicator}"
    if st.session_state.get(key) != getattr(opened, name):
        st.session_state[key] = getattr(opened, name)
    place.selectbox(
        label, codes, format_func=lambda code: messages.short(names.get(code, code) or "nobody else"), key=key,
        on_change=_choose, args=(opened, name, key),
    )  # fmt: skip


def _choose(opened: Found, name: str, key: str) -> None:
    st.query_params[_ADDRESS] = reference_views.address(opened._replace(**{name: st.session_state[key]}))


def _chart(reference: Reference, opened: Found, known: str | None) -> None:
    body = {"suggestion": opened._asdict()}
    drawn = drawn_series(body, known, reference)
    if drawn is None:
        return
    told = "Diamonds: earlier prints. " if not all(point.newest for point in drawn.points) else ""
    told += "Dotted line: the day; faint: published after it." if known else ""
    if told:
        st.html(f'<div class="wb"><p class="meta">{told}</p></div>')
    charts.show_chart(drawn)


def _kin(reference: Reference, opened: Found) -> None:
    """Lead to the figures that this one is computed from or belongs to, and to those that are computed from it."""
    kin = reference_views.kin(opened.indicator, reference)
    if not kin:
        return
    st.html('<div class="wb"><h3>Related figures</h3></div>')
    for code in kin[:MOST_KIN]:
        label = messages.plain(messages.short(reference.indicators[code].label))
        where = reference_views.address(opened._replace(indicator=code))
        st.button(label, key=f"kin-{code}", type="tertiary", on_click=_go, args=(where,))


def _go(where: str) -> None:
    st.query_params[_ADDRESS] = where


def _sources(reference: Reference, rows: Sequence[Observation]) -> None:
    codes = list(dict.fromkeys(row.source for row in rows if row.source))
    lines = "".join(reference_views.source(reference.sources[code]) for code in codes if code in reference.sources)
    if lines:
        st.html(f'<div class="wb"><h3>Sources</h3><ul class="plain">{lines}</ul></div>')


PARTS = ("Values", "Findings", "Verdicts")


def _parts(opened: Found, rows: Sequence[Observation]) -> None:
    """Show the rows, what the checks say, or the verdicts that rest on them."""
    part = st.segmented_control("Shown", PARTS, default=PARTS[0], key="part", label_visibility="collapsed")
    if part == "Findings":
        _findings(opened, {row.source for row in rows})
    elif part == "Verdicts":
        _verdicts(opened)
    else:
        _values(rows)


def _values(rows: Sequence[Observation]) -> None:
    newest = {row.period: row for row in rows if row.status not in ("F", "T")}
    latest_first = rows[::-1]
    pages = max(1, -(-len(rows) // ROWS))
    number = st.pagination(pages, key="reference-rows") if pages > 1 else 1
    first = (min(number, pages) - 1) * ROWS
    shown = reference_views.values(latest_first[first : first + ROWS], newest)
    st.html(
        f'<div class="wb">{shown}<p class="meta" role="status">{many(len(rows), "row")}, the latest first</p></div>'
    )


def _verdicts(opened: Found) -> None:
    found = services.store().resting_on(*opened, viewer=people.name(), limit=ROWS)
    if not found:
        messages.empty(
            "No verdict rests on this series", "A claim that is checked against it and decided appears here."
        )
        return
    rows = views.queue_rows(found, services.scale())
    listing.show_listing("reference-verdicts", "Verdicts", views.QUEUE_COLUMNS, rows, _open)


def _open() -> None:
    picked = st.session_state["reference-verdicts"].pick
    if picked:
        listing.open_review(claim=picked)


# The checks


def _findings(opened: Found | None, sources: Sequence[str] | set[str]) -> None:
    """Show what the checks say of a series, or of all tables; while they run, look again every second."""
    checks = checking()
    if checks.running:
        st.fragment(_waiting, run_every=1)()
        return
    if checks.error:
        messages.problem(checks.error)
        return
    found = [each for each in checks.findings if not opened or reference_views.concerns(each, opened, sources)]
    _told(found, of_all=opened is None)


def _waiting() -> None:
    if not checking().running:
        st.rerun()
    st.html('<div class="wb"><p class="meta" role="status">The checks of the tables are running.</p></div>')


def _told(found: Sequence[Finding], *, of_all: bool) -> None:
    heading, subject = ("h2", "the tables") if of_all else ("h3", "this series")
    if not found:
        told = f"<{heading}>Findings</{heading}><p>The checks find nothing wrong with {subject}.</p>"
    else:
        lines = "".join(reference_views.finding(each) for each in found[:MOST_FINDINGS])
        more = f"<p class='meta'>{len(found) - MOST_FINDINGS:,} more</p>" if len(found) > MOST_FINDINGS else ""
        told = f'<{heading}>Findings: {len(found):,}</{heading}><ol class="plain">{lines}</ol>{more}'
    st.html(f'<div class="wb part">{told}</div>')
