"""The review store keeps what was decided, tells conflicts, and says what is wrong with a database."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest

from workbench.errors import InputError, RevisionConflict, StoreError
from workbench.store import Change, Filter, Progress, Store

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    Make = Callable[..., dict[str, Any]]


def test_a_document_comes_back_as_it_went_in(filled: Store, make_record: Make, text: str) -> None:
    """Text, head and claims of a document are stored unchanged."""
    document = filled.document("orm")
    record = make_record("orm")
    assert text == document.text
    assert record["claims"] == [claim.body for claim in document.claims]
    assert {name: record[name] for name in document.record()} == document.record()


def test_titles_and_one_document_are_told_without_counting_all(filled: Store) -> None:
    """A page that shows one document asks for its counts alone, and for the titles of all."""
    assert {"orm": "The ferries of orm", "ulm": "The ferries of ulm"} == filled.titles()
    assert filled.documents()[1:] == filled.documents("ulm")
    filled.withdraw("orm", reviewer="ann")
    assert ["ulm"] == list(filled.titles())


def test_documents_are_counted(filled: Store) -> None:
    """The list of documents tells how many claims are worth checking and how many are decided."""
    filled.decide("orm-1", 0, "true", reviewer="Ada")
    found = [(d.id, d.claims, d.worthy, d.decided) for d in filled.documents()]
    assert [("orm", 3, 2, 1), ("ulm", 3, 2, 0)] == found
    assert Progress(4, 1) == filled.progress()
    assert Progress(2, 0) == filled.progress("ulm")


def test_a_verdict_outlives_the_process(store_url: str, make_record: Make, text: str) -> None:
    """What was decided is there when the store is opened again."""
    with Store.open(store_url) as store:
        store.put_document(make_record(), text)
        event = store.decide("orm-1", 0, "mostly_true", reviewer="Ada", note="0.3 above")
    with Store.open(store_url) as store:
        claim = store.claim("orm-1")
        assert ("mostly_true", "0.3 above", "Ada", 1) == (claim.rating, claim.note, claim.reviewer, claim.rev)
        assert [event] == store.history("orm-1")


def test_the_second_of_two_reviewers_is_told(filled: Store) -> None:
    """A decision on an outdated view is refused, names who decided what, and overwrites nothing."""
    filled.decide("orm-1", 0, "true", reviewer="Ada")
    with pytest.raises(RevisionConflict, match="Ada has meanwhile rated it 'true'"):
        filled.decide("orm-1", 0, "false", reviewer="Bert")
    assert ["true"] == [event.rating for event in filled.history("orm-1")]


def test_undo_steps_back_through_all_decisions(filled: Store) -> None:
    """Each undo appends an event that restores what held before, down to no verdict at all."""
    filled.decide("orm-1", 0, "true", reviewer="Ada", note="first")
    filled.decide("orm-1", 1, "false", reviewer="Ada", note="second")
    undone = filled.undo("orm-1", 2, reviewer="Ada")
    assert ("true", "first") == (undone.rating, undone.note)
    assert filled.undo("orm-1", 3, reviewer="Ada").rating is None
    with pytest.raises(StoreError, match="nothing to undo"):
        filled.undo("orm-1", 4, reviewer="Ada")
    assert ["decide", "decide", "undo", "undo"] == [event.action for event in filled.history("orm-1")]
    assert Progress(4, 0) == filled.progress()


def test_a_note_leaves_the_verdict(filled: Store) -> None:
    """A note or the wish for a second opinion keeps the rating and its day."""
    day = filled.decide("orm-1", 0, "true", reviewer="Ada").at
    filled.annotate("orm-1", 1, reviewer="Bert", note="see the appendix", second_opinion=True)
    claim = filled.claim("orm-1")
    assert ("true", day, "see the appendix", True) == (
        claim.rating, claim.decided_at, claim.note, claim.second_opinion,
    )  # fmt: skip
    assert ["orm-1"] == [found.id for found in filled.queue(Filter(state="second_opinion"))]


def test_importing_again_keeps_verdicts(filled: Store, make_record: Make, make_claim: Make, text: str) -> None:
    """Unchanged claims keep their verdict, changed ones are stale, those that are gone come back with theirs."""
    filled.decide("orm-1", 0, "true", reviewer="Ada")
    filled.decide("orm-2", 0, "false", reviewer="Ada")
    changed = [make_claim("orm-1", "12%", outcome="contradicted"), make_claim("orm-4", "July")]
    assert Change("orm", new=1, kept=0, changed=1, gone=2, same_as="ulm") == filled.put_document(
        make_record("orm", changed), text
    )
    assert ["orm-1", "orm-4"] == [claim.id for claim in filled.document("orm").claims]
    assert ["orm-1"] == [claim.id for claim in filled.queue(Filter(state="stale"))]
    assert filled.claim("orm-1").stale
    assert Change("orm", new=0, kept=2, changed=1, gone=1, same_as="ulm") == filled.put_document(
        make_record("orm"), text
    )
    assert "false" == filled.claim("orm-2").rating
    assert [] == filled.verify()


def test_a_claim_belongs_to_one_document(filled: Store, make_record: Make, make_claim: Make, text: str) -> None:
    """A second document with a claim id of the first is refused as a whole."""
    with pytest.raises(InputError, match="belongs to another document"):
        filled.put_document(make_record("new", [make_claim("new-1", "12%"), make_claim("orm-1", "July")]), text)
    assert ["orm", "ulm"] == [document.id for document in filled.documents()]


@pytest.mark.parametrize(
    ("chosen", "expected"),
    [
        (Filter(), ["orm-1", "orm-2", "ulm-1", "ulm-2"]),
        (Filter(document="ulm"), ["ulm-1", "ulm-2"]),
        (Filter(worthy_only=False, document="orm"), ["orm-1", "orm-2", "orm-3"]),
        (Filter(state="decided"), ["ulm-1"]),
        (Filter(state="open"), ["orm-1", "orm-2", "ulm-2"]),
        (Filter(outcome="contradicted"), ["orm-2", "ulm-2"]),
        (Filter(kind="count"), ["orm-2", "ulm-2"]),
        (Filter(indicator="ferry_growth"), ["orm-1", "ulm-1"]),
        (Filter(rating="true"), ["ulm-1"]),
        (Filter(reviewer="Ada"), ["ulm-1"]),
        (Filter(reviewer="Bert"), []),
        (Filter(text="PASSENGERS"), ["orm-2", "ulm-2"]),
        (Filter(text="12%"), ["orm-1", "ulm-1"]),
        (Filter(text="1_%"), []),
        (Filter(order="outcome"), ["orm-2", "ulm-2", "orm-1", "ulm-1"]),
        (Filter(order="newest"), ["ulm-1", "orm-1", "orm-2", "ulm-2"]),
    ],
)
def test_the_queue_filters(filled: Store, chosen: Filter, expected: list[str]) -> None:
    """The queue lists and counts exactly the claims that a filter lets through, in the order asked for."""
    filled.decide("ulm-1", 0, "true", reviewer="Ada")
    assert expected == [claim.id for claim in filled.queue(chosen)]
    assert len(expected) == filled.count(chosen)


def test_the_queue_comes_in_pages(filled: Store) -> None:
    """A page of the queue starts where the one before it ended."""
    assert ["orm-2", "ulm-1"] == [claim.id for claim in filled.queue(limit=2, offset=1)]


@pytest.mark.parametrize(
    ("start", "step", "undecided", "expected"),
    [
        ("orm-1", 1, False, "orm-2"),
        ("orm-2", 1, False, "ulm-1"),
        ("ulm-1", -1, False, "orm-2"),
        ("orm-2", 1, True, "ulm-2"),
        ("ulm-2", 1, True, None),
        ("orm-1", -1, False, None),
        ("no such", 1, False, None),
    ],
)
def test_stepping(filled: Store, start: str, step: int, undecided: bool, expected: str | None) -> None:
    """Next and previous cross documents, skip what is not worth checking, and on request what is decided."""
    filled.decide("ulm-1", 0, "true", reviewer="Ada")
    assert expected == filled.neighbour(start, step, undecided=undecided)


def behind_its_back(store: Store, *statements: str) -> None:
    """Change a store as somebody with a database tool would."""
    with store._database.engine.execution_options(write=True).begin() as raw:
        for statement in statements:
            raw.exec_driver_sql(statement)


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        ("UPDATE verdict_event SET rating = 'false' WHERE rev = 2", "event 4 (claim orm-1, revision 2) was changed"),
        ("UPDATE verdict_event SET detail = '{}' WHERE rev = 2", "event 4 (claim orm-1, revision 2) was changed"),
        ("UPDATE verdict_event SET detail = NULL WHERE rev = 2", "event 4 (claim orm-1, revision 2) was changed"),
        ("UPDATE verdict_event SET form = 1 WHERE rev = 2", "event 4 (claim orm-1, revision 2) was changed"),
        (
            "UPDATE claim SET note = 'other' WHERE id = 'orm-1'",
            "claim orm-1 shows 'true' at revision 3, its trail says",
        ),
        ("UPDATE claim SET dismissed = 'other' WHERE id = 'orm-2'", "claim orm-2 shows None at revision 0, its trail"),
        ("DELETE FROM verdict_event WHERE rev = 3", "the trail ends after 4 events, 5 were written"),
        ("DELETE FROM verdict_event WHERE rev = 2", "event 4 (claim orm-1, revision 3) does not follow"),
        ("UPDATE claim SET rating = 'false' WHERE id = 'orm-1'", "claim orm-1 shows 'false' at revision 3, its trail"),
        ("UPDATE document SET text = 'other' WHERE id = 'orm'", "the text of document orm was changed"),
    ],
)
def test_a_changed_store_is_noticed(filled: Store, statement: str, expected: str) -> None:
    """Whatever is changed, or cut off, behind the store's back is named, the first broken link first."""
    for rev in range(3):
        filled.decide("orm-1", rev, "true", reviewer="Ada")
    assert [] == filled.verify()
    behind_its_back(filled, statement)
    assert filled.verify()[0].startswith(expected)


def test_many_writers_lose_nothing(filled: Store) -> None:
    """Of eight reviewers who decide at once on one claim, each revision goes to exactly one."""

    def insist(name: str) -> int:
        refused = 0
        while True:
            try:
                filled.decide("orm-1", filled.claim("orm-1").rev, "true", reviewer=name)
            except RevisionConflict:
                refused += 1
            else:
                return refused

    names = [f"reviewer {number}" for number in range(8)]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(insist, names))
    events = filled.history("orm-1")
    assert names == sorted(event.reviewer for event in events)
    assert list(range(1, 9)) == [event.rev for event in events]
    assert [] == filled.verify()


@pytest.mark.parametrize(
    "ask",
    [
        lambda store: store.document("nobody"),
        lambda store: store.claim("nobody"),
        lambda store: store.decide("nobody", 0, "true", reviewer="Ada"),
    ],
)
def test_what_is_not_there(store: Store, ask: Callable[[Store], object]) -> None:
    """A document or claim that is not stored is told with a remedy."""
    with pytest.raises(StoreError, match=r"no (document|claim) 'nobody'"):
        ask(store)


def test_the_same_text_is_noticed(filled: Store, text: str) -> None:
    """A text that is stored already is found by its words, whatever its layout."""
    assert "orm" == filled.same_text(text)
    assert "orm" == filled.same_text(text.replace(" ", "\n  ") + " ")
    assert filled.same_text(text + " More.") is None


def test_verdicts_that_rest_on_a_series(filled: Store) -> None:
    """Decided claims are told by the series they were linked to or used rows of; of others none, of open ones none."""
    linked = filled.claim("orm-1").body["suggestion"]["indicator"]
    assert [] == filled.resting_on(linked, "X-ORM")
    filled.decide("orm-1", 0, "true", reviewer="Ada")
    filled.decide("ulm-1", 0, "false", reviewer="Ben")
    assert ["ulm-1", "orm-1"] == [claim.id for claim in filled.resting_on(linked, "X-ORM")]
    assert ["ulm-1"] == [claim.id for claim in filled.resting_on(linked, "X-ORM", limit=1)]
    assert [] == filled.resting_on(linked, "X-ULM")
    assert [] == filled.resting_on(linked, "X-ORM", "FRA")
    assert [] == filled.resting_on("ferry_grow_h", "X-ORM")
