"""What several rooms' tests need: check records of invented sentences, and an empty review store."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
import stores
from hypothesis import settings

from workbench.store import Store

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")

TEXT = (
    "Ferry traffic on Lake Orm grew by 12% in 2021, the harbour office said. "
    "About 40,000 passengers crossed in July. Nobody liked the coffee much."
)
ROW = {
    "table": "observations/ferries.csv", "line": 7, "indicator": "ferry_growth", "entity": "X-ORM", "counterpart": "",
    "period": "2021", "value": "12.3", "unit": "percent", "vintage": "2022-02-01", "source": "harbour",
    "url": "https://example.org/ferries",
}  # fmt: skip


def claim_body(claim_id: str, quote: str, text: str = TEXT, **changes: Any) -> dict[str, Any]:
    """A claim of a check record as ``check`` prints it; ``changes`` go to its suggestion, ``claim`` to itself."""
    start = text.index(quote)
    claim = {
        "id": claim_id, "start": start, "end": start + len(quote), "quote": quote, "sentence": [0, 71],
        "kind": "percent_change", "value": 12, "unit": "%", "bound": "=", "direction": "up", "digits": "12",
        "period": ["2021-01-01", "2021-12-31"], "base_period": None, "base_value": None, "base_unit": None,
        "basis": "yoy", "status": "actual", "negated": False, "speaker": "the harbour office", "quoted": False,
        "subject": "ferry traffic", "entities": ["X-ORM"], "relation": None, "anchor": "", "checkworthy": 0.9,
        "reason": None,
    } | changes.pop("claim", {})  # fmt: skip
    suggestion = {
        "outcome": "supported", "reason": None, "latest": "supported", "as_published": "no_data",
        "as_published_reason": "missing_rows", "margin": 0,
        "tolerance": {"rule": "the digits as printed", "low": "11.5", "high": "12.5"},
        "result": {"value": "12.3", "unit": "%", "low": "12.25", "high": "12.35"}, "formula": "#0",
        "working": "ferry_growth X-ORM 2021 = 12.3 (published 2022-02-01); inside 11.5 to 12.5",
        "as_published_formula": "", "as_published_working": "ferry_growth X-ORM: no figure published by 2022-01-15",
        "indicator": "ferry_growth", "entity": "X-ORM", "counterpart": None, "period": "2021", "score": 0.93,
        "missing": None, "evidence": [ROW], "as_published_evidence": [], "hints": [], "alternatives": [],
    } | changes  # fmt: skip
    suggestion["latest"] = suggestion["outcome"]
    return {**claim, "suggestion": suggestion}


def check_record(document_id: str = "orm", claims: list[dict[str, Any]] | None = None) -> dict[str, Any]:
    """The check record of a document with two claims worth checking and one that is not."""
    if claims is None:
        claims = [
            claim_body(f"{document_id}-1", "12%"),
            claim_body(
                f"{document_id}-2", "About 40,000 passengers", outcome="contradicted", indicator=None, evidence=[],
                claim={"kind": "count", "value": 40000, "unit": "count:passenger", "bound": "~", "sentence": [72, 113]},
            ),
            claim_body(f"{document_id}-3", "much", outcome="not_checkable", claim={"checkworthy": 0.1, "value": None}),
        ]  # fmt: skip
    return {
        "id": document_id, "published": "2022-01-15", "title": f"The ferries of {document_id}",
        "url": f"https://example.org/{document_id}", "author": "A. Reporter", "reference_version": "1.0 abc",
        "quantities": [], "times": [], "claims": claims,
    }  # fmt: skip


@pytest.fixture
def make_claim() -> Callable[..., dict[str, Any]]:
    return claim_body


@pytest.fixture
def make_record() -> Callable[..., dict[str, Any]]:
    return check_record


@pytest.fixture
def text() -> str:
    return TEXT


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    with stores.server() as address:
        yield address


@pytest.fixture(scope="session")
def postgres_store(postgres_server: str) -> Iterator[str]:
    """The name of a database that holds an empty store, to be copied."""
    with stores.database(postgres_server) as url:
        Store.open(url).close()
        yield url.rsplit("/", 1)[1]


@pytest.fixture(scope="session")
def postgres_database(postgres_server: str, postgres_store: str) -> Iterator[str]:
    """A store that is emptied before each test, which takes a tenth of the time of making one."""
    with stores.database(postgres_server, postgres_store) as url:
        yield url


@pytest.fixture(params=["sqlite", "postgres"])
def store_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty store, of each kind in turn."""
    if request.param == "sqlite":
        return str(tmp_path / "reviews.db")
    url = str(request.getfixturevalue("postgres_database"))
    stores.empty(url)
    return url


@pytest.fixture
def store(store_url: str) -> Iterator[Store]:
    with Store.open(store_url) as opened:
        yield opened


@pytest.fixture
def filled(store: Store) -> Store:
    """A store with two documents of three claims each."""
    store.put_document(check_record("orm"), TEXT)
    store.put_document(check_record("ulm"), TEXT)
    return store
