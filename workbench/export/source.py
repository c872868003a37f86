"""What an export needs to know of a store: documents with their claims, and who decided what."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from workbench.ratings import Scale


class Claim(Protocol):
    """A stored claim: its check record and the newest verdict."""

    @property
    def id(self) -> str: ...  # noqa: D102 - the names say it, here and below
    @property
    def body(self) -> Mapping[str, Any]: ...  # noqa: D102
    @property
    def rating(self) -> str | None: ...  # noqa: D102
    @property
    def note(self) -> str: ...  # noqa: D102
    @property
    def dismissed(self) -> str | None: ...  # noqa: D102
    @property
    def second_opinion(self) -> bool: ...  # noqa: D102
    @property
    def reviewer(self) -> str | None: ...  # noqa: D102
    @property
    def decided_at(self) -> str | None: ...  # noqa: D102


class Head(Protocol):
    """What is known of a stored document, without its text."""

    @property
    def id(self) -> str: ...  # noqa: D102
    @property
    def title(self) -> str: ...  # noqa: D102
    @property
    def url(self) -> str: ...  # noqa: D102
    @property
    def author(self) -> str: ...  # noqa: D102
    @property
    def published(self) -> str | None: ...  # noqa: D102
    @property
    def sha256(self) -> str: ...  # noqa: D102
    @property
    def reference_version(self) -> str: ...  # noqa: D102


class Document(Head, Protocol):
    """A stored document with its claims in text order."""

    @property
    def text(self) -> str: ...  # noqa: D102
    @property
    def claims(self) -> Sequence[Claim]: ...  # noqa: D102


class Listed(Protocol):
    """A document in the list of documents."""

    @property
    def id(self) -> str: ...  # noqa: D102


class Source(Protocol):
    """Anything that lists documents and hands them out, such as the review store."""

    @property
    def scale(self) -> Scale: ...  # noqa: D102
    def documents(self) -> Sequence[Listed]: ...  # noqa: D102
    def document(self, document_id: str) -> Document: ...  # noqa: D102


def chosen(source: Source, documents: Sequence[str] | None = None) -> Iterator[Document]:
    """Yield the documents of these ids, or all, in the order of their import."""
    for listed in source.documents():
        if documents is None or listed.id in documents:
            yield source.document(listed.id)
