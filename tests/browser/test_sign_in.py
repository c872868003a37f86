"""Signing in at a provider of OpenID Connect that runs on this machine: no role, no page."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from contextlib import contextmanager
from datetime import date
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect
from serving import answered, chromium, free_port, served

from workbench import desk as desk_of
from workbench.model import Document
from workbench.reference import load_reference
from workbench.store import Store

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.long]
OWNER, NEWCOMER, DOUBTFUL = "ada@desk.example", "bo@desk.example", "eve@desk.example"
SECRET = "Poland lifted its military spending to 4.15% of GDP in 2024. Sweden raised its own to 2% of GDP."
PAGES = ("", "/queue", "/documents", "/forecasts", "/import", "/team", "/export", "/keys")
CLIENT = """
[auth]
redirect_uri = "{address}/oauth2callback"
cookie_secret = "an invented secret of this test"
client_id = "desk"
client_secret = "invented"
server_metadata_url = "{provider}/.well-known/openid-configuration"
"""


@contextmanager
def provided(people: list[dict[str, object]]) -> Iterator[str]:
    """Run a provider of identity that knows some people while the block runs; yields its address."""
    port = free_port()
    known = [f"--user-claims={json.dumps(person)}" for person in people]
    provider = subprocess.Popen(
        [sys.executable, "-m", "oidc_provider_mock", "--port", str(port), *known],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        answered(provider, f"http://127.0.0.1:{port}/.well-known/openid-configuration")
        yield f"http://127.0.0.1:{port}"
    finally:
        provider.terminate()
        provider.wait(timeout=20)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[str]:
    """The address of a desk with one owner, whose people sign in at a provider of this machine."""
    chromium()
    people: list[dict[str, object]] = [
        {"sub": name, "email": name, "email_verified": True} for name in (OWNER, NEWCOMER)
    ]
    people.append({"sub": DOUBTFUL, "email": OWNER, "email_verified": False})
    with Store.open(str(tmp_path / "reviews.db")) as store:
        store.team.set_role(OWNER, "owner", by="the test")
        document = Document("budget", SECRET, published=date(2025, 2, 1), title="Not yet published")
        list(desk_of.import_documents(store, [document], load_reference()))
    with signing_in(tmp_path, people) as address:
        yield address


@contextmanager
def signing_in(folder: Path, people: list[dict[str, object]], *, owner: str = "") -> Iterator[str]:
    """Serve the store of a folder to people who sign in while the block runs; yields the address of the pages."""
    with provided(people) as provider:
        port = free_port()
        secrets = folder / "secrets.toml"
        secrets.touch(mode=0o600)
        secrets.write_text(CLIENT.format(address=f"http://127.0.0.1:{port}", provider=provider), encoding="utf8")
        named = ["--owner", owner] if owner else []
        with served(folder / "reviews.db", *named, port=port, WORKBENCH_SECRETS=str(secrets)) as address:
            yield address


def sign_in(page: Page, address: str, name: str) -> None:
    """Go to the provider and authorize as one of its people."""
    page.goto(address)
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("button", name=name, exact=True).click()
    page.wait_for_url(re.compile(re.escape(address)))


def sign_out(page: Page) -> None:
    """Leave the desk and the provider, which asks once more."""
    page.get_by_role("button", name="Sign out").click()
    page.get_by_role("button", name="End session").click()
    expect(page.get_by_role("button", name="Sign in")).to_be_visible()


def sees_nothing(page: Page, address: str) -> None:
    """No page shows a way to another one, a claim or a document."""
    for place in PAGES:
        page.goto(address + place)
        expect(page.get_by_role("button", name=re.compile("Sign (in|out)"))).to_be_visible()
        expect(page.get_by_role("link", name="Export")).to_have_count(0)
        assert "4.15" not in page.inner_text("body")
        assert "claim" not in page.inner_text("body").lower()


def test_roles_decide_who_sees_the_pages(page: Page, desk: str) -> None:
    """A visitor and a person without a role see nothing, an owner lets them in, and signing out closes the door."""
    # The provider's pages name a style sheet elsewhere; these tests need no network.
    page.route(re.compile(r"^https://"), lambda route: route.abort())
    sees_nothing(page, desk)

    sign_in(page, desk, NEWCOMER)
    expect(page.get_by_role("heading", name="You have no role here yet")).to_be_visible()
    sees_nothing(page, desk)
    sign_out(page)

    sign_in(page, desk, OWNER)
    page.get_by_role("link", name="Team").click()
    page.get_by_role("radio", name="People").click()
    page.get_by_label("Name, or the address that signing in gives").fill(NEWCOMER)
    page.get_by_role("button", name="Give role").click()
    expect(page.get_by_text(f"{NEWCOMER}: reviewer.")).to_be_visible()
    expect(page.get_by_role("region", name="Members")).to_contain_text(NEWCOMER)
    page.goto(desk)
    sign_out(page)

    sign_in(page, desk, NEWCOMER)
    expect(page.get_by_role("link", name="Export")).to_be_visible()
    page.get_by_role("link", name="Team").click()
    page.get_by_role("radio", name="People").click()
    expect(page.get_by_role("region", name="Members")).to_contain_text(OWNER)
    expect(page.get_by_role("button", name="Give role")).to_have_count(0)


def test_an_unconfirmed_address_is_nobody(page: Page, desk: str) -> None:
    """Who claims an owner's address without the provider having confirmed it sees nothing."""
    page.route(re.compile(r"^https://"), lambda route: route.abort())
    sign_in(page, desk, DOUBTFUL)
    expect(page.get_by_role("heading", name="This address is not confirmed")).to_be_visible()
    sees_nothing(page, desk)


# A page, what stands on it for a reviewer, and a press that draws only a part of it anew.
OPEN_TABS = (
    ("", "4.15%", ("button", "Next open")),
    ("", "4.15%", ("button", "Correct")),
    ("/queue", "4.15%", ("checkbox", "Choose 4.15%")),
    ("/team?part=people", OWNER, ("radio", "Who did what")),
    ("/documents", "Not yet published", ("button", "Not yet published")),
    ("/export", "4.15%", ("radio", "Report (HTML)")),
)


def test_a_role_that_is_taken_away_closes_an_open_tab(page: Page, desk: str, tmp_path: Path) -> None:
    """Who loses their role sees nothing more at the next press, whatever page is open."""
    page.route(re.compile(r"^https://"), lambda route: route.abort())
    with Store.open(str(tmp_path / "reviews.db")) as store:
        store.team.set_role(NEWCOMER, "reviewer", by=OWNER)
        sign_in(page, desk, NEWCOMER)
        for place, words, (role, name) in OPEN_TABS:
            page.goto(desk + place)
            expect(page.get_by_text(words).first).to_be_visible()
            page.wait_for_selector('[data-testid="stApp"][data-test-script-state="notRunning"]')
            store.team.set_role(NEWCOMER, None, by=OWNER)
            page.get_by_role(role, name=name).first.dispatch_event("click")  # type: ignore[arg-type]
            expect(page.get_by_role("heading", name="You have no role here yet")).to_be_visible()
            expect(page.get_by_text(words)).to_have_count(0)
            expect(page.get_by_role("link", name="Export")).to_have_count(0)
            store.team.set_role(NEWCOMER, "reviewer", by=OWNER)


def test_the_owner_named_to_the_command_lets_others_in(page: Page, tmp_path: Path) -> None:
    """A desk begins with the owner of ``serve --owner``: nobody else sees anything until that owner gives a role."""
    chromium()
    page.route(re.compile(r"^https://"), lambda route: route.abort())
    people = [{"sub": name, "email": name, "email_verified": True} for name in (OWNER, NEWCOMER)]
    with signing_in(tmp_path, people, owner=OWNER) as address:
        sign_in(page, address, NEWCOMER)
        expect(page.get_by_role("heading", name="You have no role here yet")).to_be_visible()
        sees_nothing(page, address)
        sign_out(page)

        sign_in(page, address, OWNER)
        page.goto(f"{address}/team?part=people")
        members = page.get_by_role("region", name="Members")
        expect(members.get_by_role("row", name=OWNER)).to_contain_text("owner")
        expect(members).not_to_contain_text(NEWCOMER)
        page.get_by_label("Name, or the address that signing in gives").fill(NEWCOMER)
        page.get_by_role("button", name="Give role").click()
        expect(members).to_contain_text(NEWCOMER)
        sign_out(page)

        sign_in(page, address, NEWCOMER)
        expect(page.get_by_role("link", name="Export")).to_be_visible()
