"""The pages while the server of a team's store is away, and after it has come back."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import clusters
import pytest
from conftest import TEXT, check_record
from playwright.sync_api import expect
from serving import served

from workbench.store import Store

if TYPE_CHECKING:
    from collections.abc import Iterator

    from clusters import Cluster
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser
AWAY = "the database cannot be reached"


@pytest.fixture
def cluster() -> Iterator[Cluster]:
    with clusters.binaries() as programs, tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        with clusters.started(Path(folder) / "data", *clusters.HASTE, programs=programs) as started:
            yield started


@pytest.mark.long
def test_pages_tell_that_the_server_is_away_and_recover(page: Page, cluster: Cluster) -> None:
    """Killed, the server is told to be out of reach on every page; back, the same pages go on without a restart."""
    with Store.open(cluster.address) as store:
        store.put_document(check_record("orm"), TEXT)
        store.decide("orm-1", 0, "true", reviewer="Ada")
    with served(cluster.address) as address:
        page.goto(f"{address}/?who=Ada")
        expect(page.get_by_role("group", name="Text with its claims")).to_be_visible()
        cluster.kill()
        for place in ("", "/queue", "/documents", "/export", "/team"):
            page.goto(f"{address}{place}?who=Ada")
            expect(page.get_by_text(AWAY).first).to_be_visible()
            expect(page.get_by_text("Traceback")).to_have_count(0)
        cluster.start()
        page.goto(f"{address}/?who=Ada")
        expect(page.get_by_role("group", name="Text with its claims")).to_be_visible()
        expect(page.get_by_text(AWAY)).to_have_count(0)
    with Store.open(cluster.address) as store:
        assert "true" == store.claim("orm-1").rating
        assert [] == store.verify()
