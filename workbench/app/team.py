"""The team: who may do what, how far reviewers agree, where they do not, and who did what."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from workbench.app import address, beside, deciding, listing, messages, people, services
from workbench.counting import many
from workbench.export import wording
from workbench.export.cards import text

if TYPE_CHECKING:
    from workbench.app.people import Person
    from workbench.ratings import Scale
    from workbench.store import Activity, Agreement, Disagreement, Opinion

PARTS = {"disagreements": "Disagreements", "people": "People", "activity": "Who did what"}
# What Krippendorff advises to draw from alpha, in words.
DEGREES = ((0.8, "reliable"), (0.667, "tentative"), (0.0, "weak"), (-1.0, "worse than chance"))
_MOST = 20
_LINES = 50


def page() -> None:
    """Show the team page."""
    _team()


@people.fragment
def _team() -> None:
    listing.follow()
    st.html('<div class="wb"><h1 class="quote">Team</h1></div>')
    deciding.show_notice()
    address.seed("part", PARTS)
    st.session_state.setdefault("part", "disagreements")
    chosen = st.segmented_control(
        "Show", list(PARTS), format_func=PARTS.__getitem__, key="part", required=True, label_visibility="collapsed"
    )
    address.keep({"part": "" if chosen == "disagreements" else chosen or ""})
    with st.container(key="sheet"):
        {"disagreements": _disagreements, "people": _people, "activity": _activity}[chosen or "disagreements"]()


# Disagreements


def _disagreements() -> None:
    team, who = services.store().team, people.person()
    _agreement(team.agreement(viewer=who.name))
    settled = st.toggle("Show adjudicated ones too", key="settled")
    found = team.disagreements(settled=settled, viewer=who.name)
    if not found:
        messages.empty(
            "No open disagreement",
            "Choose claims in the queue and assign them blind to two reviewers: what they differ on shows here.",
        )
        return
    for each in found[:_MOST]:
        _one(each, who)
    if len(found) > _MOST:
        st.html(f'<div class="wb"><p class="meta">{len(found) - _MOST} more; settle some of these first.</p></div>')


def _agreement(found: Agreement) -> None:
    def number(alpha: float | None) -> str:
        if alpha is None:
            return "not defined yet"
        return f"{alpha:.2f} <small>{next(words for least, words in DEGREES if alpha >= least)}</small>"

    count = (
        (found.claims, "claim"),
        (found.opinions, "verdict"),
        (found.reviewers, "reviewer"),
    )
    st.html(
        f'<div class="wb figures"><dl><div><dt>Agreement on the verdict (Krippendorff’s alpha)</dt>'
        f"<dd>{number(found.verdict)}</dd></div><div><dt>Agreement on the row of the tables</dt>"
        f"<dd>{number(found.row)}</dd></div><div><dt>Counted</dt>"
        f"<dd>{', '.join(many(each, noun) for each, noun in count)}</dd></div></dl></div>"
    )


def _one(found: Disagreement, who: Person) -> None:
    claim = found.claim
    with st.container(border=True):
        on = " and ".join(word for word, holds in (("verdict", found.on_verdict), ("row", found.on_row)) if holds)
        state = "adjudicated" if claim.phase == "adjudicated" else f"differ on the {on}"
        held = services.scale().label(claim.rating) if claim.rating else ""
        st.html(
            f'<div class="wb"><h2 class="quote">{text(claim.quote)}</h2><p class="meta">{text(claim.sentence)}</p>'
            f'<p><span class="flag">{text(state)}</span> {text(held)}</p></div>'
        )
        for place, opinion in zip(st.columns(len(found.opinions)), found.opinions, strict=True):
            with place:
                _opinion(found, opinion, who)
        st.button(
            "Open the claim", key=f"open-{claim.id}", type="tertiary", on_click=listing.open_review,
            kwargs={"claim": claim.id},
        )  # fmt: skip


def _opinion(found: Disagreement, opinion: Opinion, who: Person) -> None:
    scale = services.scale()
    said = (
        scale.label(opinion.rating) if opinion.rating else wording.DISMISSALS.get(opinion.dismissed or "", "no verdict")
    )
    names = wording.names_from(services.reference())
    rows = [wording.spelled(row.replace(",", " "), names) for row in opinion.linked_row.split("|") if row]
    row = text("; ".join(rows)) or "no row of the tables"
    note = f"<p><q>{text(opinion.note)}</q></p>" if opinion.note else ""
    st.html(
        f'<div class="wb"><div class="outcome {scale.tone(opinion.rating)}"><small>{text(opinion.reviewer)} · '
        f"{text(opinion.at[:10])}</small><strong>{text(said)}</strong></div>{note}"
        f'<p class="meta">rests on: {row}</p></div>'
    )
    if who.may("adjudicator") and found.claim.phase == "disputed":
        st.button(
            f"This holds: {messages.plain(said)}", key=f"hold-{found.claim.id}-{opinion.reviewer}",
            on_click=_adjudicate, args=(found.claim.id, found.claim.rev, opinion),
        )  # fmt: skip


@deciding.telling
def _adjudicate(claim_id: str, rev: int, opinion: Opinion) -> None:
    services.store().team.adjudicate(
        claim_id, rev, opinion.rating, by=people.name(), note=opinion.note, reading_of=opinion.reviewer,
        dismissed=opinion.dismissed,
    )  # fmt: skip
    deciding.tell("Adjudicated", "All verdicts stay in the history of the claim.")


# People


def _people() -> None:
    store, who = services.store(), people.person()
    members = store.team.members(viewer=who.name)
    tally = store.tally(viewer=who.name)
    if members:
        lines = "".join(
            f"<tr><td>{text(member.name)}</td><td>{text(member.role)}</td>"
            f'<td class="number">{tally.get(member.name, {}).get("decide", 0):,}</td>'
            f'<td class="number">{sum(tally.get(member.name, {}).values()):,}</td>'
            f"<td>{text(member.by)}</td><td>{text(member.at[:10])}</td></tr>"
            for member in members
        )
        st.html(
            '<div class="wb" tabindex="0" role="region" aria-label="Members"><table><thead><tr><th>Name</th>'
            '<th>Role</th><th class="number">Verdicts</th><th class="number">All entries</th><th>Given by</th>'
            "<th>On</th></tr></thead>"
            f"<tbody>{lines}</tbody></table></div>"
        )
    else:
        messages.empty(
            "This desk is one person’s own",
            "Give the first member a role, yourself as owner, and from then on only members see these pages.",
        )
    if who.may("owner"):
        _role_form(who, first=not members)


def _role_form(who: Person, *, first: bool) -> None:
    roles = ["owner"] if first else [*people.ROLES, "none"]
    with st.form("role", border=True):
        left, right = st.columns(2)
        left.text_input(
            "Name, or the address that signing in gives", who.name if first else "", key="role-name", max_chars=200
        )
        right.selectbox("Role", roles, key="role-role", help="Adjudicators also assign and adjudicate; owners do all.")
        st.form_submit_button("Give role", on_click=_give_role)


@deciding.telling
def _give_role() -> None:
    state = st.session_state
    name, role = str(state["role-name"]).strip(), str(state["role-role"])
    services.store().team.set_role(name, None if role == "none" else role, by=people.name())
    deciding.tell("Role given", f"{name}: {role}.")


# Who did what


def _activity() -> None:
    store, scale, who = services.store(), services.scale(), people.name()
    names = sorted(store.tally(viewer=who))
    chosen = st.selectbox("Person", names, index=None, placeholder="Everybody", key="activity-of")
    found = store.activity(reviewer=chosen or "", limit=_LINES, viewer=who)
    if not found:
        messages.empty("Nothing was done yet", "Import a document and decide on its claims; each step is listed here.")
        return
    lines = "".join(
        f"<tr><td class='day'>{text(each.at[:16].replace('T', ' '))}</td><td>{text(each.reviewer)}</td>"
        f"<td>{text(beside.action(each.action))} {text(_rated(each, scale))}</td>"
        f"<td>{text(messages.short(each.quote, 60))}</td>"
        f"<td>{text(messages.short(each.document_title or each.document_id or '', 60))}</td></tr>"
        for each in found
    )
    st.html(
        '<div class="wb" tabindex="0" role="region" aria-label="Who did what"><table><thead><tr><th>When</th>'
        f"<th>Who</th><th>What</th><th>Claim</th><th>Document</th></tr></thead><tbody>{lines}</tbody></table></div>"
    )


def _rated(each: Activity, scale: Scale) -> str:
    return scale.label(each.rating) if each.rating and each.action in ("decide", "adjudicate") else ""
