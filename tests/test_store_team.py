"""A team's store: who may do what, independent verdicts, what they differ on, and what holds in the end."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from workbench.errors import NotAllowed, RevisionConflict, StoreError
from workbench.store import Agreement, Filter, Member, Store, Verdict

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    Make = Callable[..., dict[str, Any]]


@pytest.fixture
def team(filled: Store) -> Store:
    """A store of Olga (owner), Anna (adjudicator), Ada and Bert (reviewers)."""
    for name, role in {"Olga": "owner", "Anna": "adjudicator", "Ada": "reviewer", "Bert": "reviewer"}.items():
        filled.team.set_role(name, role, by="Olga")
    return filled


# Roles


def test_a_store_without_members_is_one_persons_own(filled: Store) -> None:
    """Whoever opens it owns it; the first member must be an owner, and from then on strangers are strangers."""
    assert "owner" == filled.team.role("anybody")
    with pytest.raises(NotAllowed, match="needs an owner"):
        filled.team.set_role("Ada", "reviewer", by="Ada")
    filled.team.set_role("Ada", "owner", by="Ada")
    assert ["owner", None] == [filled.team.role(name) for name in ("Ada", "Bert")]
    assert "owner" == filled.team.admit("Ada")
    with pytest.raises(NotAllowed, match="Bert has no role"):
        filled.team.admit("Bert")


def test_a_team_is_founded_once(filled: Store) -> None:
    """The server's first owner is made one; asked again nothing changes, and nobody takes a team over."""
    assert filled.team.found("olga@desk.example")
    assert not filled.team.found("olga@desk.example")
    with pytest.raises(NotAllowed, match=r"the team has an owner: olga@desk\.example"):
        filled.team.found("eve@desk.example")
    assert [("olga@desk.example", "owner")] == [(member.name, member.role) for member in filled.team.members()]


READS: dict[str, Callable[[Store, str], object]] = {
    "titles": lambda store, who: store.titles(viewer=who),
    "documents": lambda store, who: store.documents(viewer=who),
    "document": lambda store, who: store.document("orm", viewer=who),
    "same_text": lambda store, who: store.same_text("words", viewer=who),
    "claim": lambda store, who: store.claim("orm-1", viewer=who),
    "queue": lambda store, who: store.queue(viewer=who),
    "count": lambda store, who: store.count(viewer=who),
    "ids": lambda store, who: store.ids(viewer=who),
    "values": lambda store, who: store.values("kind", viewer=who),
    "progress": lambda store, who: store.progress(viewer=who),
    "neighbour": lambda store, who: store.neighbour("orm-1", 1, viewer=who),
    "precedents": lambda store, who: store.precedents("orm-1", viewer=who),
    "elsewhere": lambda store, who: store.elsewhere("orm-1", viewer=who),
    "stale": lambda store, who: store.stale(viewer=who),
    "resting_on": lambda store, who: store.resting_on("ferry_growth", "X-ORM", viewer=who),
    "ids_by_document": lambda store, who: store.ids_by_document(viewer=who),
    "extracted": lambda store, who: store.extracted("orm-1", viewer=who),
    "history": lambda store, who: store.history("orm-1", viewer=who),
    "activity": lambda store, who: store.activity(viewer=who),
    "tally": lambda store, who: store.tally(viewer=who),
    "views": lambda store, who: store.views.list(viewer=who),
    "opinions": lambda store, who: store.team.opinions("orm-1", viewer=who),
    "assigned": lambda store, who: store.team.assigned("orm-1", viewer=who),
    "disagreements": lambda store, who: store.team.disagreements(viewer=who),
    "agreement": lambda store, who: store.team.agreement(viewer=who),
}
WRITES: dict[str, Callable[[Store, str], object]] = {
    "put_document": lambda store, who: store.put_document(store.document("orm").record(), "words", reviewer=who),
    "add_claim": lambda store, who: store.add_claim("orm", {"id": "orm-9"}, reviewer=who),
    "decide": lambda store, who: store.decide("orm-1", 0, "true", reviewer=who),
    "annotate": lambda store, who: store.annotate("orm-1", 0, reviewer=who, note="n"),
    "dismiss": lambda store, who: store.dismiss("orm-1", 0, "repeated", reviewer=who),
    "reinstate": lambda store, who: store.reinstate("orm-1", 0, reviewer=who),
    "dismiss_many": lambda store, who: store.dismiss_many(["orm-1"], "repeated", reviewer=who),
    "correct": lambda store, who: store.correct("orm-1", 0, {}, {"value": 1}, reviewer=who),
    "comment": lambda store, who: store.comment("orm-1", "hm", reviewer=who),
    "undo": lambda store, who: store.undo("orm-1", 0, reviewer=who),
    "bring_in": lambda store, who: store.bring_in([Verdict("orm-1", "true", reviewer=who)], by=who),
    "withdraw": lambda store, who: store.withdraw("orm", reviewer=who),
    "assign": lambda store, who: store.team.assign(["orm-1"], ["Ada"], by=who),
    "adjudicate": lambda store, who: store.team.adjudicate("orm-1", 0, "true", by=who),
    "set_role": lambda store, who: store.team.set_role("Eve", "owner", by=who),
    "save_view": lambda store, who: store.views.save("v", "q", owner=who),
    "delete_view": lambda store, who: store.views.delete("v", owner=who),
}


def test_a_stranger_reads_and_writes_nothing(team: Store) -> None:
    """Whatever a stranger asks for is refused, also one whose name is not known; nothing is changed by it."""
    for stranger in ("Eve", ""):
        for ask in (READS | WRITES).values():
            with pytest.raises(NotAllowed, match="has no role in this team"):
                ask(team, stranger)
    assert {"Olga"} == {event.reviewer for event in team.activity() if event.reviewer}
    assert 4 == len(team.team.members())


def test_a_member_reads_everything(team: Store) -> None:
    """Every read is open to a reviewer."""
    for ask in READS.values():
        ask(team, "Ada")


@pytest.mark.parametrize(
    ("who", "name"),
    [
        ("Ada", "withdraw"), ("Ada", "assign"), ("Ada", "adjudicate"), ("Ada", "set_role"),
        ("Anna", "withdraw"), ("Anna", "set_role"),
    ],
)  # fmt: skip
def test_a_role_goes_so_far(team: Store, who: str, name: str) -> None:
    """A reviewer neither assigns nor adjudicates; only an owner gives roles and withdraws."""
    with pytest.raises(NotAllowed, match=f"{who} is a"):
        WRITES[name](team, who)


def test_roles_are_given_and_taken(team: Store) -> None:
    """Who has which role is told with the giver; the last owner stays one; a taken role makes a stranger."""
    assert ["Ada", "Anna", "Bert", "Olga"] == [member.name for member in team.team.members()]
    assert Member("Ada", "reviewer", "Olga", team.team.members()[0].at) == team.team.members()[0]
    with pytest.raises(NotAllowed, match="needs an owner"):
        team.team.set_role("Olga", None, by="Olga")
    team.team.set_role("Bert", None, by="Olga")
    with pytest.raises(NotAllowed, match="Bert has no role"):
        team.decide("orm-1", 0, "true", reviewer="Bert")
    with pytest.raises(StoreError, match="no role 'king'"):
        team.team.set_role("Ada", "king", by="Olga")
    with pytest.raises(StoreError, match="needs a name"):
        team.team.set_role("  ", "reviewer", by="Olga")
    assert ["role"] * 5 == [event.action for event in team.activity(reviewer="Olga")]


# Assignment and blind review


def test_who_is_asked_is_told_and_found(team: Store) -> None:
    """Claims are assigned to many at once, found by who is asked, and taken back."""
    assert 2 == team.team.assign(["orm-1", "ulm-1"], ["Bert", "Ada"], by="Anna")
    assert 1 == team.team.assign(["orm-1"], ["Bert"], by="Anna")
    assert [["Bert"], ["Ada", "Bert"]] == [team.team.assigned(name) for name in ("orm-1", "ulm-1")]
    assert ["ulm-1"] == team.ids(Filter(assigned="Ada"))
    assert 1 == team.team.assign(["ulm-1"], [], by="Anna")
    assert [] == team.team.assigned("ulm-1")
    told = [(event.action, event.detail) for event in team.history("ulm-1")]
    assert [
        ("assign", {"to": ["Ada", "Bert"], "was": []}), ("assign", {"to": [], "was": ["Ada", "Bert"]}),
    ] == told  # fmt: skip
    with pytest.raises(NotAllowed, match="Eve has no role"):
        team.team.assign(["orm-1"], ["Eve"], by="Anna")
    with pytest.raises(StoreError, match="no claim 'nobody'"):
        team.team.assign(["orm-2", "nobody"], ["Ada"], by="Anna")
    assert [] == team.team.assigned("orm-2")
    assert [] == team.verify()


def test_nobody_sees_what_others_say_until_all_have_decided(team: Store) -> None:
    """Under blind review a verdict, its note and its trace are seen by its own reviewer alone."""
    team.decide("orm-1", 0, "misleading", reviewer="Bert")
    with pytest.raises(StoreError, match="two reviewers or more"):
        team.team.assign(["orm-1"], ["Ada"], by="Anna", blind=True)
    team.team.assign(["orm-1"], ["Ada", "Bert"], by="Anna", blind=True)
    team.decide("orm-1", 0, "true", reviewer="Ada", note="quite right")
    team.comment("orm-1", "my comment", reviewer="Ada")
    for viewer in ("Bert", "Anna", "Olga"):
        seen = team.claim("orm-1", viewer=viewer)
        assert (0, None, "", "blind") == (seen.rev, seen.rating, seen.note, seen.phase)
        assert "Ada" not in {event.reviewer for event in team.history("orm-1", viewer=viewer)}
        assert [] == team.team.opinions("orm-1", viewer=viewer)
        shown = [(each.rating, each.note) for each in team.activity(reviewer="Ada", viewer=viewer)]
        assert {(None, "")} == set(shown)
        assert [] == team.queue(Filter(state="decided"), viewer=viewer)
    own = team.claim("orm-1", viewer="Ada")
    assert ("true", "quite right") == (own.rating, own.note)
    with pytest.raises(NotAllowed, match="independently"):
        team.decide("orm-1", 0, "true", reviewer="Anna")
    asked = {who: team.ids(Filter(state="open", document="orm"), viewer=who) for who in ("Ada", "Bert", "Anna")}
    assert {"Ada": ["orm-2"], "Bert": ["orm-1", "orm-2"], "Anna": ["orm-2"]} == asked
    team.decide("orm-1", 0, "true", reviewer="Bert")
    settled = team.claim("orm-1", viewer="Olga")
    assert ("agreed", "true", "Ada, Bert", "Ada: quite right") == (
        settled.phase, settled.rating, settled.reviewer, settled.note,
    )  # fmt: skip
    assert ["Ada", "Bert"] == [found.reviewer for found in team.team.opinions("orm-1", viewer="Olga")]
    assert [] == team.verify()


def test_an_own_verdict_can_change_while_blind(team: Store) -> None:
    """A reviewer takes back and changes their own verdict; another window of theirs is told."""
    team.team.assign(["orm-1"], ["Ada", "Bert"], by="Anna", blind=True)
    first = team.decide("orm-1", 0, "true", reviewer="Ada")
    with pytest.raises(RevisionConflict, match="your own verdict has meanwhile changed"):
        team.decide("orm-1", 0, "false", reviewer="Ada")
    undone = team.undo("orm-1", first.rev or 0, reviewer="Ada")
    assert undone.rating is None
    team.decide("orm-1", undone.rev or 0, "false", reviewer="Ada")
    assert ["false"] == [found.rating for found in team.team.opinions("orm-1", viewer="Ada")]
    team.team.assign(["orm-1"], ["Ada"], by="Anna")
    assert ("", None) == (team.claim("orm-1").phase, team.claim("orm-1").rating)
    assert [] == team.verify()


def disagree(team: Store, make_claim: Make) -> None:
    """Ada and Bert differ on the verdict of orm-1, on the row of ulm-1, and agree on orm-2."""
    team.team.assign(["orm-1", "orm-2", "ulm-1"], ["Ada", "Bert"], by="Anna", blind=True)
    for name, ratings in {"orm-1": ("true", "false"), "orm-2": ("false", "false"), "ulm-1": ("true", "true")}.items():
        for who, rating in zip(("Ada", "Bert"), ratings, strict=True):
            seen = team.claim(name, viewer=who).rev
            if (name, who) == ("ulm-1", "Bert"):
                other = make_claim("ulm-1", "12%", indicator="boat_growth", evidence=[])
                seen = team.correct(name, seen, other, {"indicator": "boat_growth"}, reviewer=who).rev or 0
            team.decide(name, seen, rating, reviewer=who, note=f"{who} on {name}")


def test_disagreements_stand_side_by_side(team: Store, make_claim: Make) -> None:
    """Claims on which verdicts or rows differ are listed with both opinions; nobody else settles them."""
    disagree(team, make_claim)
    found = {each.claim.id: each for each in team.team.disagreements()}
    assert {"orm-1": (True, False), "ulm-1": (False, True)} == {
        name: (each.on_verdict, each.on_row) for name, each in found.items()
    }
    assert [("Ada", "true"), ("Bert", "false")] == [(o.reviewer, o.rating) for o in found["orm-1"].opinions]
    assert ["orm-1", "ulm-1"] == team.ids(Filter(state="disputed"))
    assert ["ulm-1"] == [each.claim.id for each in team.team.disagreements(document_id="ulm")]
    with pytest.raises(NotAllowed, match="independent verdicts"):
        team.decide("orm-1", team.claim("orm-1").rev, "true", reviewer="Ada")


def test_adjudication_keeps_both(team: Store, make_claim: Make) -> None:
    """What holds is decided by another person; both opinions, the reading taken, and the trail stay."""
    disagree(team, make_claim)
    with pytest.raises(StoreError, match="no independent verdicts"):
        team.team.adjudicate("orm-3", 0, "true", by="Anna")
    with pytest.raises(RevisionConflict):
        team.team.adjudicate("orm-1", 0, "misleading", by="Anna")
    team.team.adjudicate("orm-1", team.claim("orm-1").rev, "misleading", by="Anna", note="both miss the base")
    team.team.adjudicate("ulm-1", team.claim("ulm-1").rev, "true", by="Olga", reading_of="Bert")
    held = team.claim("orm-1")
    assert ("adjudicated", "misleading", "Anna") == (held.phase, held.rating, held.reviewer)
    assert ["true", "false"] == [found.rating for found in team.team.opinions("orm-1")]
    assert "boat_growth" == team.claim("ulm-1").indicator
    assert "ferry_growth" == team.extracted("ulm-1")["suggestion"]["indicator"]
    assert ([], 2) == (team.team.disagreements(), len(team.team.disagreements(settled=True)))
    assert [] == team.verify()


def test_agreement_is_told_with_n(team: Store, make_claim: Make) -> None:
    """Alpha over the settled claims: on the verdict one of three differs, on the row one of three."""
    assert Agreement(None, None, 0, 0, 0) == team.team.agreement()
    disagree(team, make_claim)
    found = team.team.agreement()
    assert (3, 6, 2) == (found.claims, found.opinions, found.reviewers)
    # Three trues and three falses, one pair differs: 1 - 5 * (2 / 6) / (2 * 3 * 3 / 6).
    assert found.verdict == pytest.approx(1 - (6 - 1) * 2 / (36 - 18))
    assert (1, 2) == (team.team.agreement(document_id="ulm").claims, team.team.agreement(document_id="ulm").opinions)


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        (
            "UPDATE opinion SET rating = 'true' WHERE reviewer = 'Bert' AND claim = 'orm-1'",
            "the verdict of Bert on claim",
        ),
        (
            "UPDATE opinion SET note = '' WHERE reviewer = 'Ada' AND claim = 'orm-2'",
            "the verdict of Ada on claim orm-2 is",
        ),
        (
            "UPDATE opinion SET reviewer = 'Eve' WHERE reviewer = 'Ada' AND claim = 'orm-2'",
            "the verdict of Eve on claim",
        ),
        ("UPDATE claim SET rating = 'true' WHERE id = 'orm-2'", "claim orm-2 shows another verdict than its reviewers"),
    ],
)
def test_a_changed_opinion_is_noticed(team: Store, make_claim: Make, statement: str, expected: str) -> None:
    """An independent verdict changed behind the store's back is named, and so is what was agreed on."""
    disagree(team, make_claim)
    assert [] == team.verify()
    with team._database.writing() as raw:
        raw.exec_driver_sql(statement)
    (fault,) = team.verify()
    assert fault.startswith(expected)


# Verdicts given elsewhere


def test_claims_under_independent_review_take_no_verdict(filled: Store) -> None:
    """A table cannot settle, nor enter, a blind review."""
    filled.team.assign(["orm-1"], ["Ada", "Bert"], by="Ada", blind=True)
    (found,) = filled.bring_in([Verdict("orm-1", "true", reviewer="Ada")])
    assert "conflict" == found.state
    assert [] == filled.team.opinions("orm-1", viewer="Ada")


def test_in_a_team_each_brings_their_own(filled: Store) -> None:
    """A reviewer cannot speak for others, an owner can; what is refused stores nothing."""
    filled.team.set_role("Olga", "owner", by="Olga")
    filled.team.set_role("Ada", "reviewer", by="Olga")
    ours = [Verdict("orm-1", "true", reviewer="Ada"), Verdict("orm-2", "true", reviewer="Bert")]
    with pytest.raises(NotAllowed, match="needs an owner"):
        filled.bring_in(ours, by="Ada")
    assert filled.claim("orm-1").rating is None
    assert ["stored"] == [found.state for found in filled.bring_in(ours[:1], by="Ada")]
    assert ["same", "stored"] == [found.state for found in filled.bring_in(ours, by="Olga")]
    assert "Olga" == filled.history("orm-2")[0].detail["brought_in_by"]


# Comments, who did what, views


def test_comments_stand_in_the_history_and_conflict_with_nothing(team: Store) -> None:
    """A comment takes no revision: a decision made meanwhile goes through."""
    team.comment("orm-1", "are we sure?", reviewer="Bert")
    team.decide("orm-1", 0, "true", reviewer="Ada")
    team.comment("orm-1", "yes", reviewer="Ada")
    assert [("comment", "are we sure?"), ("decide", ""), ("comment", "yes")] == [
        (event.action, event.note) for event in team.history("orm-1")
    ]


def test_who_did_what(team: Store) -> None:
    """Activity is told newest first, by person and document; a tally counts it."""
    team.decide("orm-1", 0, "true", reviewer="Ada", note="n")
    team.comment("ulm-1", "hm", reviewer="Bert")
    newest = team.activity(limit=2)
    assert [("Bert", "comment", "ulm"), ("Ada", "decide", "orm")] == [
        (each.reviewer, each.action, each.document_id) for each in newest
    ]
    assert ["decide"] == [each.action for each in team.activity(reviewer="Ada")]
    assert ["decide", "import"] == [each.action for each in team.activity(document_id="orm")]
    assert {"decide": 1} == team.tally()["Ada"]
    assert ["comment"] == [each.action for each in team.activity(limit=1)]


def test_views_are_kept_by_owner_and_name(team: Store) -> None:
    """A view saved again is replaced, another person's of the same name stands beside it."""
    team.views.save("mine", "state=open", owner="Ada")
    team.views.save("mine", "state=stale", owner="Ada")
    team.views.save("mine", "state=disputed", owner="Bert")
    assert [("Ada", "state=stale"), ("Bert", "state=disputed")] == [(v.owner, v.query) for v in team.views.list()]
    team.views.delete("mine", owner="Ada")
    team.views.delete("never was", owner="Ada")
    assert ["Bert"] == [view.owner for view in team.views.list()]
    for name in ("  ", "x" * 81):
        with pytest.raises(StoreError, match="name of 1 to 80"):
            team.views.save(name, "q", owner="Ada")
