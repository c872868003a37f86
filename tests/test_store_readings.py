"""What reviewers read, add, dismiss and look back on; what becomes of verdicts when texts and tables change."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from workbench.errors import InputError, RevisionConflict, StoreError
from workbench.ratings import Rating, Scale
from workbench.store import Change, Filter, Progress, Store
from workbench.store.schema import metadata

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from typing import Any

    Make = Callable[..., dict[str, Any]]


# Dismissals


def test_a_dismissal_has_a_reason_and_can_be_taken_back(filled: Store) -> None:
    """What is no claim leaves queue and progress, is found by its state, and comes back by undo or reinstatement."""
    event = filled.dismiss("orm-1", 0, "repeated", reviewer="Ada", note="see orm-2")
    assert ("dismiss", "repeated", "see orm-2", None) == (event.action, event.dismissed, event.note, event.rating)
    assert ["orm-2", "ulm-1", "ulm-2"] == filled.ids()
    assert ["orm-1"] == filled.ids(Filter(state="dismissed"))
    assert Progress(3, 0) == filled.progress()
    assert filled.undo("orm-1", 1, reviewer="Ada").dismissed is None
    filled.dismiss("orm-1", 2, "no_claim", reviewer="Ada")
    assert filled.reinstate("orm-1", 3, reviewer="Bert").dismissed is None
    filled.dismiss("orm-1", 4, "no_claim", reviewer="Ada")
    assert ("true", None) == (filled.decide("orm-1", 5, "true", reviewer="Ada").rating, filled.claim("orm-1").dismissed)
    with pytest.raises(StoreError, match="no reason 'boring'"):
        filled.dismiss("orm-2", 0, "boring", reviewer="Ada")
    with pytest.raises(RevisionConflict, match=r"dismissed it \(repeated\)|rated it 'true'"):
        filled.dismiss("orm-1", 5, "repeated", reviewer="Bert")
    assert [] == filled.verify()


def test_many_are_dismissed_at_once_or_none(filled: Store) -> None:
    """Decided, dismissed and blind claims are left alone; an unknown one stops all; each has an event and an undo."""
    filled.decide("orm-1", 0, "true", reviewer="Ada")
    filled.annotate("ulm-1", 0, reviewer="Ada", note="mine", second_opinion=True)
    filled.team.assign(["ulm-2"], ["Ada", "Bert"], by="Ada", blind=True)
    with pytest.raises(StoreError, match="no claim 'nobody'"):
        filled.dismiss_many(["orm-2", "nobody"], "repeated", reviewer="Ada")
    assert filled.claim("orm-2").dismissed is None
    ids = ["orm-1", "orm-2", "orm-2", "ulm-1", "ulm-2"]
    assert 2 == filled.dismiss_many(ids, "not_worth_checking", reviewer="Ada")
    assert 0 == filled.dismiss_many(ids, "not_worth_checking", reviewer="Ada")
    assert ["orm-2", "ulm-1"] == filled.ids(Filter(state="dismissed"))
    kept = filled.claim("ulm-1")
    assert ("mine", True, 2, "Ada", False) == (kept.note, kept.second_opinion, kept.rev, kept.reviewer, kept.stale)
    assert kept.decided_at == filled.history("ulm-1")[-1].at
    assert filled.undo("ulm-1", 2, reviewer="Bert").dismissed is None
    assert [] == filled.verify()


# A reviewer's own reading


def test_a_reading_is_kept_and_the_verdict_goes_stale(
    filled: Store, make_claim: Make, make_record: Make, text: str
) -> None:
    """A corrected reading holds, the verdict before it is stale, undo and an import keep the extractor's beside it."""
    filled.decide("orm-1", 0, "true", reviewer="Ada")
    read = make_claim(
        "orm-1", "12%", outcome="contradicted", working="boat_growth X-ORM 2021 = 3", indicator="boat_growth"
    )
    event = filled.correct("orm-1", 1, read, {"indicator": "boat_growth"}, reviewer="Bert")
    assert ("read", "true", 2) == (event.action, event.rating, event.rev)
    found = filled.claim("orm-1")
    assert ("boat_growth", "contradicted", True, True) == (found.indicator, found.outcome, found.corrected, found.stale)
    assert {"indicator": "boat_growth"} == found.corrections
    assert "ferry_growth" == filled.extracted("orm-1")["suggestion"]["indicator"]
    assert [("orm-1", "ferry_growth")] == [
        (claim.id, body["suggestion"]["indicator"]) for claim, body in filled.read_by_people("orm")
    ]
    assert Change("orm", kept=3, same_as="ulm") == filled.put_document(make_record("orm"), text)
    assert "boat_growth" == filled.claim("orm-1").indicator
    filled.undo("orm-1", 2, reviewer="Bert")
    back = filled.claim("orm-1")
    assert ("ferry_growth", {}, False, False) == (back.indicator, back.corrections, back.corrected, back.stale)
    assert [] == filled.verify()


def test_a_reading_with_nothing_corrected_is_the_extractors(filled: Store, make_claim: Make) -> None:
    """Taking all corrections back shows the claim as read by the extractor."""
    filled.correct("orm-1", 0, make_claim("orm-1", "12%", outcome="mixed"), {"value": 13}, reviewer="Ada")
    filled.correct("orm-1", 1, filled.extracted("orm-1"), {}, reviewer="Ada")
    assert ("supported", False) == (filled.claim("orm-1").outcome, filled.claim("orm-1").corrected)
    assert [] == filled.ids(Filter(state="corrected"))


def test_a_claim_added_by_hand_stands_in_its_place(
    filled: Store, make_claim: Make, make_record: Make, text: str
) -> None:
    """It has its place in the text, its finder, and stays through imports as long as its words stand there."""
    body = make_claim("orm-july", "July", claim={"sentence": [72, 113]})
    added = filled.add_claim("orm", body, reviewer="Ada")
    assert ("Ada", 2) == (added.added_by, added.position)
    assert ["orm-1", "orm-2", "orm-july", "orm-3"] == [claim.id for claim in filled.document("orm").claims]
    assert ["orm-july"] == filled.ids(Filter(state="added"))
    with pytest.raises(StoreError, match="there already"):
        filled.add_claim("orm", body, reviewer="Bert")
    with pytest.raises(StoreError, match="no document 'nowhere'"):
        filled.add_claim("nowhere", body, reviewer="Bert")
    filled.decide("orm-july", 0, "true", reviewer="Ada")
    assert 4 == filled.put_document(make_record("orm"), text).kept
    other = text.replace("July", "June")
    assert 1 == filled.put_document(make_record("orm"), other).gone
    assert "orm-july" not in [claim.id for claim in filled.document("orm").claims]
    assert "true" == filled.claim("orm-july").rating
    assert ["import", "add"] == [event.action for event in filled.activity(document_id="orm")][-1:-3:-1]
    assert [] == filled.verify()


# Looking back


def test_precedents_are_verdicts_on_the_same_figure(filled: Store, make_record: Make, text: str) -> None:
    """Newest first, whatever the document; open ones and those on other figures are none."""
    filled.put_document(make_record("elm"), text)
    filled.decide("ulm-1", 0, "false", reviewer="Ada", note="base year", at="2024-01-01T00:00:00+00:00")
    filled.decide("elm-1", 0, "true", reviewer="Bert", at="2024-02-01T00:00:00+00:00")
    filled.decide("ulm-2", 0, "true", reviewer="Bert")
    found = filled.precedents("orm-1")
    assert [("elm-1", "true", "Bert"), ("ulm-1", "false", "Ada")] == [(p.claim, p.rating, p.reviewer) for p in found]
    assert ("base year", "The ferries of ulm", "12%") == (found[1].note, found[1].document_title, found[1].quote)
    assert ["elm-1"] == [precedent.claim for precedent in filled.precedents("orm-1", limit=1)]
    assert [] == filled.precedents("orm-2")


def test_the_same_figure_elsewhere_in_the_document(
    filled: Store, make_claim: Make, make_record: Make, text: str
) -> None:
    """Other claims of the document on the same figure are listed in text order."""
    claims = [make_claim("orm-1", "12%"), make_claim("orm-9", "grew", claim={"kind": "superlative"})]
    filled.put_document(make_record("orm", claims), text)
    assert ["orm-9"] == [claim.id for claim in filled.elsewhere("orm-1")]
    assert ["orm-1"] == [claim.id for claim in filled.elsewhere("orm-9")]
    assert [] == filled.elsewhere("ulm-2")
    assert [] == filled.elsewhere("nobody")


# Changes of tables and texts


def test_a_changed_table_makes_verdicts_stale(filled: Store, make_claim: Make, make_record: Make, text: str) -> None:
    """Old and new working stand side by side; a new verdict is fresh; one whose row only moved is not stale."""
    for name in ("orm-1", "ulm-1"):
        filled.decide(name, 0, "true", reviewer="Ada")
    row = {**filled.claim("orm-1").body["suggestion"]["evidence"][0], "value": "9.9"}
    revised = make_claim(
        "orm-1", "12%", outcome="contradicted", working="ferry_growth X-ORM 2021 = 9.9", evidence=[row]
    )
    filled.put_document(make_record("orm", [revised]) | {"reference_version": "1.1"}, text)
    moved = make_claim("ulm-1", "12%", evidence=[{**row, "value": "12.3", "line": 99}])
    filled.put_document(make_record("ulm", [moved]) | {"reference_version": "1.1"}, text)
    (stale,) = filled.stale()
    assert ("orm-1", ("outcome", "working", "evidence")) == (stale.claim.id, stale.changed)
    assert ("12.3", "9.9") == (stale.old["evidence"][0]["value"], stale.new["evidence"][0]["value"])
    assert ["orm-1"] == filled.ids(Filter(state="stale"))
    assert [] == filled.stale(document_id="ulm")
    filled.decide("orm-1", 1, "false", reviewer="Ada")
    assert [] == filled.stale()
    assert filled.undo("orm-1", 2, reviewer="Ada").rating == "true"
    assert ["orm-1"] == filled.ids(Filter(state="stale"))


def test_a_new_version_of_a_text_keeps_verdicts(filled: Store, make_claim: Make, make_record: Make, text: str) -> None:
    """Unchanged claims keep theirs, one whose figure was changed is shown as new in the place of the old."""
    filled.decide("orm-1", 0, "true", reviewer="Ada")
    filled.decide("orm-2", 0, "true", reviewer="Ada")
    edited = text.replace("grew by 12%", "grew by 14%")
    claims = [
        make_claim("orm-14", "14%", edited),
        make_claim(
            "orm-2", "About 40,000 passengers", edited, outcome="contradicted", indicator=None, evidence=[],
            claim={"kind": "count", "value": 40000, "unit": "count:passenger", "bound": "~", "sentence": [72, 113]},
        ),
    ]  # fmt: skip
    assert Change("orm", new=1, kept=1, gone=2) == filled.put_document(make_record("orm", claims), edited)
    changed = filled.claim("orm-14")
    assert ("orm-1", None, ["orm-14"]) == (changed.replaces, changed.rating, filled.ids(Filter(state="changed")))
    kept = filled.claim("orm-2")
    assert ("true", False) == (kept.rating, kept.stale)
    assert "true" == filled.history("orm-1")[0].rating
    assert [] == filled.verify()


def test_the_same_words_at_another_address_are_noticed(filled: Store, make_record: Make, text: str) -> None:
    """A second document with the same words is stored and told, until the first is withdrawn."""
    assert "orm" == filled.put_document(make_record("copy"), "  " + text.replace(". ", ".\n\n")).same_as
    for name in ("orm", "ulm"):
        filled.withdraw(name, reviewer="Ada")
    assert filled.put_document(make_record("copy"), text).same_as is None


def everything(store: Store) -> str:
    with store._database.reading() as connection:
        return repr([list(connection.execute(select(table))) for table in metadata.sorted_tables])


def test_a_withdrawn_document_leaves_its_decisions_alone(
    filled: Store, make_claim: Make, make_record: Make, text: str, tmp_path: Path
) -> None:
    """Its text and all that repeats it are gone from every table and file; who decided what, and the proof, stay."""
    secret = "Zanzibar"
    told = text.replace("Lake Orm", f"Lake {secret}")
    claims = [make_claim("sec-1", "12%", told), make_claim("sec-2", "40,000", told)]
    filled.put_document({**make_record("sec", claims), "title": "A title"}, told)
    filled.add_claim("sec", make_claim("sec-9", secret, told), reviewer="Ada")
    event = filled.decide("sec-1", 0, "true", reviewer="Ada", note="quite right")
    filled.correct("sec-1", 1, claims[0], {"subject": secret}, reviewer="Ada")
    filled.team.assign(["sec-2"], ["Ada", "Bert"], by="Ada", blind=True)
    filled.correct("sec-2", 0, claims[1], {"subject": secret}, reviewer="Bert")
    assert secret in everything(filled)
    filled.withdraw("sec", reviewer="Ada", reason="the source asked for it")
    assert secret not in everything(filled)
    assert all(secret.encode() not in file.read_bytes() for file in tmp_path.glob("reviews.db*"))
    kept = [(found.hash, found.rating, found.note) for found in filled.history("sec-1") if found.rev == 1]
    assert [(event.hash, "true", "quite right")] == kept
    gone = filled.document("sec")
    assert ("", "A title", ()) == (gone.text, gone.title, gone.claims)
    assert gone.withdrawn_at is not None
    assert ["orm", "ulm"] == list(filled.titles())
    with pytest.raises(StoreError, match="withdrawn"):
        filled.decide("sec-1", 2, "false", reviewer="Ada")
    with pytest.raises(StoreError, match="no document 'sec'"):
        filled.withdraw("sec", reviewer="Ada")
    assert ["withdraw"] == [each.action for each in filled.activity(document_id="sec", limit=1)]
    assert [] == filled.verify()
    filled.put_document(make_record("sec", claims), told)
    assert "true" == filled.claim("sec-1").rating
    assert [] == filled.verify()


# Ratings and the trail


def test_a_scale_of_ones_own(store_url: str, make_record: Make, text: str) -> None:
    """Its codes are accepted, others refused with those that are; it says what goes against a suggestion."""
    house = Scale((
        Rating("holds_up", "Holds up", "1", 1, agrees=("supported",), opposes=("contradicted",)),
        Rating("falls_down", "Falls down", "2", 0, agrees=("contradicted",), opposes=("supported",)),
    ))  # fmt: skip
    with Store.open(store_url, scale=house) as store:
        store.put_document(make_record(), text)
        with pytest.raises(StoreError, match="no rating 'true'") as caught:
            store.decide("orm-1", 0, "true", reviewer="Ada")
        assert "one of holds_up, falls_down" == caught.value.hint
        store.decide("orm-1", 0, "falls_down", reviewer="Ada")
        store.decide("orm-2", 0, "falls_down", reviewer="Ada")
        assert ["orm-1"] == store.ids(Filter(disagreement=True))
        assert ["orm-1", "orm-2"] == store.ids(Filter(rating="falls_down"))
    with Store.open(store_url) as store:
        assert "falls_down" == store.claim("orm-1").rating
        assert store.undo("orm-1", 1, reviewer="Ada").rating is None


def test_what_the_reviewer_saw_is_in_the_trail(filled: Store, text: str) -> None:
    """An event holds sentence, outcome, working and rows of its moment, and the version of the tables."""
    event = filled.decide("orm-1", 0, "true", reviewer="Ada", note="n", second_opinion=True)
    assert (text[:71], "supported", "12.3") == (
        event.detail["sentence"], event.detail["outcome"], event.detail["evidence"][0]["value"],
    )  # fmt: skip
    assert ("1.0 abc", "supported", "no_data", True) == (
        event.reference_version, event.suggested, event.suggested_as_published, event.second_opinion,
    )  # fmt: skip
    assert [event] == filled.history("orm-1")
    assert ["orm-1"] == filled.ids(Filter(state="second_opinion"))


def test_documents_have_their_own_claims(filled: Store, make_record: Make, make_claim: Make, text: str) -> None:
    """A claim id of another document is refused as a whole, and a document that cannot be stored changes nothing."""
    before = everything(filled)
    claims = [make_claim("orm-1", "12%"), make_claim("ulm-1", "July")]
    with pytest.raises(InputError, match="belongs to another document"):
        filled.put_document(make_record("orm", claims), text)
    assert before == everything(filled)
