"""Files that the pages offer: under an address of their own, made when they are fetched, for who may have them."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import pytest

from workbench.app.handing import Handing, Offer, offer
from workbench.errors import StoreUnavailable

if TYPE_CHECKING:
    from collections.abc import Iterator


def fetched(path: str) -> tuple[int, dict[bytes, bytes], bytes]:
    """Return status, headers and body of what is answered for a path; 418 is what the pages behind it say."""
    sent: list[dict[str, Any]] = []

    async def send(message: Any) -> None:
        sent.append(message)

    async def pages(_scope: Any, _receive: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": 418, "headers": []})

    scope = {"type": "http", "method": "GET", "path": path, "headers": []}
    with ThreadPoolExecutor(1) as apart:  # the tests in a browser leave a loop running in this thread
        apart.submit(lambda: asyncio.run(Handing(pages)(scope, send, send))).result()
    return sent[0]["status"], dict(sent[0]["headers"]), b"".join(message.get("body", b"") for message in sent)


def made() -> Iterator[bytes]:
    yield b"one,"
    yield b"two"


def test_a_file_is_made_when_it_is_fetched_and_as_often_as_one_likes() -> None:
    """The whole file comes each time, to be saved under its name and kept by no cache."""
    place = offer(Offer("table.csv", "text/csv", made, lambda: True), "ada")
    for _ in range(2):
        status, headers, body = fetched(place)
        assert (200, b"one,two") == (status, body)
        assert b'attachment; filename="table.csv"' == headers[b"content-disposition"]
        assert (b"text/csv", b"no-store") == (headers[b"content-type"], headers[b"cache-control"])


def test_what_is_about_something_else_has_another_address() -> None:
    """The same filters keep their address, so that a page that is drawn anew does not change it."""
    file = Offer("table.csv", "text/csv", made, lambda: True)
    assert offer(file, "ada", "csv") == offer(file, "ada", "csv") != offer(file, "bo", "csv")


def test_a_file_is_not_there_for_who_may_not_have_it() -> None:
    """A guessed address, and one whose reader has lost the role meanwhile."""
    roles = {"ada"}
    place = offer(Offer("table.csv", "text/csv", made, lambda: "ada" in roles), "ada")
    assert 200 == fetched(place)[0]
    assert 404 == fetched(f"/file/{'0' * 64}/table.csv")[0]
    roles.clear()
    status, _, body = fetched(place)
    assert 404 == status
    assert b"one" not in body


def test_what_goes_wrong_is_told() -> None:
    """A store that is away says what to do; a fault of ours says no word of a document."""

    def away() -> Iterator[bytes]:
        raise StoreUnavailable("the database is locked", hint="try again")

    def broken() -> Iterator[bytes]:
        raise RuntimeError("secret words")
        yield b""

    assert (503, b"the database is locked. Try again.") == fetched(offer(Offer("a", "b", away, lambda: True), 1))[::2]
    status, _, body = fetched(offer(Offer("a", "b", broken, lambda: True), 2))
    assert 500 == status
    assert b"secret" not in body


def test_a_file_that_breaks_off_is_not_taken_for_a_whole_one() -> None:
    """A fault in the middle ends the answer without its end."""

    def breaking() -> Iterator[bytes]:
        yield b"one,"
        raise StoreUnavailable("gone")

    with pytest.raises(StoreUnavailable):
        fetched(offer(Offer("a", "b", breaking, lambda: True), 3))


def test_other_addresses_are_the_pages() -> None:
    """What is no file is passed on."""
    assert 418 == fetched("/export")[0]
