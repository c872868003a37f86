"""Nothing that was confirmed is lost: not by a process killed at any moment, not by twenty who decide at once."""

from __future__ import annotations

import shutil
import sys
import threading
import time
from random import Random
from typing import TYPE_CHECKING

import pytest
import sessions
import stores

from workbench.store import Filter, Store

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path
    from typing import Any

    Make = Callable[..., dict[str, Any]]

A_FEW, MANY, MIGRATIONS = 2, 85, 30  # kills of each kind of work: in full two hundred on each store
SECONDS, A_MINUTE = 1.5, 60.0
often = [pytest.param(A_FEW, id="few"), pytest.param(MANY, id="many", marks=pytest.mark.long)]
lasting = [pytest.param(SECONDS, id="short"), pytest.param(A_MINUTE, id="minute", marks=pytest.mark.long)]


@pytest.mark.parametrize("kills", often)
def test_a_verdict_that_was_confirmed_outlives_a_kill(filled: Store, store_url: str, kills: int) -> None:
    """Killed at random moments, every confirmed verdict is in the trail, which is whole, and work goes on."""
    random = Random(11)
    for seed in range(kills):
        moment = random.randrange(1, 10), random.uniform(0, 0.02)
        found = sessions.kill(sessions.decide_for_ever, *moment, store_url, seed)
        trail = {event.hash: event for claim_id in filled.ids() for event in filled.history(claim_id)}
        for claim_id, rev, rating, link in found:
            event = trail[link]
            assert (claim_id, rev, rating) == (event.claim, event.rev, event.rating)
        assert [] == filled.verify()
    rev = filled.claim("orm-1").rev
    assert rev + 1 == filled.decide("orm-1", rev, "true", reviewer="Ada").rev


@pytest.mark.parametrize("kills", often)
def test_an_import_is_whole_or_not_there(
    store: Store, store_url: str, make_record: Make, text: str, kills: int
) -> None:
    """Killed at random moments, every confirmed document is there, and each that is there has all its claims."""
    random = Random(12)
    record = make_record()
    expected: set[str] = set()
    for _ in range(kills):
        start = len(store.documents())
        moment = random.randrange(1, 5), random.uniform(0, 0.03)
        found = sessions.kill(sessions.import_for_ever, *moment, store_url, record, text, start)
        expected |= {name for (name,) in found}
        listed = store.documents()
        assert expected <= {document.id for document in listed}
        assert {3} == {document.claims for document in listed} | {3}
        assert store.count(Filter(worthy_only=False)) == 3 * len(listed) == 3 * store.events()
        assert [] == store.verify()


@pytest.fixture
def old_store(store_url: str, make_record: Make, text: str, tmp_path: Path) -> Iterator[Callable[[], Any]]:
    """A function that makes the address of another copy of a store of the first version, for as long as it is used."""
    with stores.blank(store_url) as template:
        claims = [claim for number in range(40) for claim in make_record(f"d{number}")["claims"]]
        stores.write_first_version(template, make_record(claims=claims), text)
        yield lambda: stores.copied(template, tmp_path)


@pytest.mark.parametrize(
    "kills", [pytest.param(1, id="few"), pytest.param(MIGRATIONS, id="many", marks=pytest.mark.long)]
)
def test_a_migration_is_whole_or_not_there(
    old_store: Callable[[], Any], kills: int, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Killed at random moments, the store of the older version is unharmed: it migrates when opened again."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "home"))
    random = Random(13)
    with old_store() as url:
        begun = time.monotonic()
        Store.open(url).close()
        lasts = time.monotonic() - begun
    for _ in range(kills):
        with old_store() as url:
            sessions.kill(sessions.migrate, 0, random.uniform(0, lasts), url)
            with Store.open(url) as store:
                assert [] == store.verify()
                assert ["d0-1"] * 3 == [event.claim for event in store.history("d0-1")]
                found = store.claim("d0-1")
                assert ("true", 3, "Ada") == (found.rating, found.rev, found.reviewer)
                assert 120 == store.count(Filter(worthy_only=False))
        shutil.rmtree(tmp_path / "home", ignore_errors=True)


def test_of_two_processes_one_is_told(filled: Store, store_url: str) -> None:
    """Two processes decide on the same claims at once: each claim has one verdict, the loser is told whose."""
    claims = ["orm-1", "orm-2", "ulm-1", "ulm-2"]
    barrier = sessions.processes.Barrier(2)
    arguments = (barrier, claims)
    with (
        sessions.started(sessions.decide_at_once, store_url, "Ada", *arguments) as (first, ours),
        sessions.started(sessions.decide_at_once, store_url, "Bert", *arguments) as (second, theirs),
    ):
        told = sessions.confirmed(ours) + sessions.confirmed(theirs)
        first.join()
        second.join()
    for claim_id in claims:
        (winner,) = [name for claim, name, refusal in told if claim == claim_id and not refusal]
        (refusal,) = [refusal for claim, name, refusal in told if claim == claim_id and refusal]
        assert refusal.startswith(f"{winner} has meanwhile rated it 'true'")
        assert [winner] == [event.reviewer for event in filled.history(claim_id)]
    assert [] == filled.verify()


@pytest.mark.parametrize("seconds", lasting)
def test_twenty_sessions_lose_no_verdict(filled: Store, store_url: str, seconds: float) -> None:
    """Twenty sessions on two servers decide at once: every confirmed verdict is in the trail, once, and no other."""
    names = [f"reviewer {number}" for number in range(20)]
    before = filled.events()
    told: list[tuple[Any, ...]] = []
    with (
        sessions.started(sessions.sit, store_url, names[:10], seconds) as (_, ours),
        sessions.started(sessions.sit, store_url, names[10:], seconds) as (_, theirs),
    ):
        listener = threading.Thread(target=lambda: told.extend(sessions.confirmed(ours)))
        listener.start()
        told += sessions.confirmed(theirs)
        listener.join()
    verdicts = [each for each in told if len(each) > 1]
    trail = {
        event.hash: event for claim_id in filled.ids(Filter(worthy_only=False)) for event in filled.history(claim_id)
    }
    assert len(verdicts) == len(trail) == filled.events() - before
    for claim_id, rev, rating, link in verdicts:
        assert (claim_id, rev, rating) == (trail[link].claim, trail[link].rev, trail[link].rating)
    assert set(names) == {event.reviewer for event in trail.values()}
    assert [] == filled.verify()
    refused = f"{told.count(('conflict',))} conflicts told, {told.count(('busy',))} told to try again"
    sys.stdout.write(f"{len(verdicts)} verdicts in {seconds:.0f} s, {refused}\n")
