"""A shard from its sources to its files: read, extract, check, write; or only judge again what was extracted before."""

from __future__ import annotations

import os
import re
import time
from collections import Counter
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from workbench.batch.columns import TABLES, rows_of, suggestion_rows
from workbench.batch.exact import extraction_from_json
from workbench.batch.limits import Limits, TooSlow, peak_megabytes
from workbench.batch.output import Output, TableWriter, place_of
from workbench.batch.sources import items_of, place_of_item
from workbench.check import check_extraction
from workbench.errors import InputError, WorkbenchError
from workbench.extract import extract

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from datetime import date

    from workbench.batch.columns import Row
    from workbench.batch.plan import Shard
    from workbench.batch.settings import Settings
    from workbench.batch.sources import Item
    from workbench.model import Checked
    from workbench.reference import Reference

Outcomes = dict[str, dict[str, str]]
Poison = dict[str, tuple[str, str]]  # digest of a document -> reason and message
_COMPARED = ("outcome", "as_published")


class _ReadAgainError(Exception):
    """A document cannot be judged again; reading its shard tells why."""


@dataclass
class _Work:
    """What one pass over a shard has come to."""

    claims: int = 0
    documents: int = 0
    taken_over: int = 0
    outcomes: Counter[str] = field(default_factory=Counter)
    failed: list[Row] = field(default_factory=list)
    changed: list[Row] = field(default_factory=list)


class ShardReader:
    """Works through shards with one set of tables; ``tell`` gets the digest of each document before it is read."""

    def __init__(
        self, settings: Settings, reference: Reference, as_of: date | None, tell: Callable[[str], None]
    ) -> None:
        self._settings = settings
        self._reference = reference
        self._as_of = as_of
        self._tell = tell
        self._output = Output(settings.output)
        self._limits = Limits(settings.seconds, settings.megabytes)
        self._about = {
            "extraction": settings.extraction_key(),
            "checking": settings.checking_key(),
            "reference_version": f"{reference.version} {reference.fingerprint[:12]}",
        }

    def run(self, shard: Shard, poison: Poison, *, judge_only: bool) -> dict[str, Any]:
        """Write the files of a shard and return its receipt; raises OSError where they cannot be written."""
        began, clock = _cpu(), time.time()
        self._output.remove(place_of("manifest", shard.name))
        try:
            work = (self._judge_again if judge_only else self._read)(shard, poison)
        except _ReadAgainError:
            work = self._read(shard, poison)
        receipt = {
            "shard": shard.name,
            "input": shard.key(),
            "extraction": self._about["extraction"],
            "checking": self._about["checking"],
            "documents": work.documents,
            "claims": work.claims,
            "failed": len(work.failed),
            "reasons": _tally(row["reason"] for row in work.failed),
            "outcomes": dict(sorted(work.outcomes.items())),
            "changes": _tally(f"{row['of']}: {row['was']} -> {row['now']}" for row in work.changed),
            "taken_over": work.taken_over,
            "cpu_seconds": round(_cpu() - began, 3),
            "seconds": round(time.time() - clock, 3),
            "peak_mb": round(peak_megabytes(), 1),
        }
        self._output.write_json(place_of("manifest", shard.name), receipt)
        return receipt

    def _read(self, shard: Shard, poison: Poison) -> _Work:
        """Read the documents of a shard; one that an earlier run has extracted is taken over."""
        work, ids = _Work(), set[str]()
        known = self._known(shard.name)
        before = self._outcomes(shard.name)
        with ExitStack() as stack:
            tables = {kind: self._writer(stack, kind, shard.name) for kind in TABLES}
            for item in self._items(shard, work):
                checked = self._checked(shard, item, known, poison, work)
                if checked is None:
                    continue
                document = checked.extraction.document
                if document.id in ids:
                    twice = InputError(f"the id {document.id!r} stands twice", hint="ids must be unique")
                    work.failed.append(_failure(shard, item, twice, document.id))
                    continue
                ids.add(document.id)
                rows = rows_of(checked, item.source.address, item.digest)
                for kind, writer in tables.items():
                    writer.add(rows[kind])
                self._count(work, rows["suggestions"], before)
            self._finish(shard, work, before, tables)
        return work

    def _items(self, shard: Shard, work: _Work) -> Iterator[Item]:
        """Yield the documents of a shard; where a source breaks off, that is told and what came before is kept."""
        try:
            yield from items_of(shard, self._settings)
        except (OSError, EOFError, WorkbenchError) as error:
            source = shard.sources[0]
            message = getattr(error, "message", None) or str(error)
            hint = getattr(error, "hint", "") or "what came before is read; fetch the file again"
            work.failed.append({"id": None, "source": source.address, "reason": "source_unreadable",
                                "message": message, "hint": hint})  # fmt: skip

    def _checked(
        self, shard: Shard, item: Item, known: dict[str, tuple[str, str]], poison: Poison, work: _Work
    ) -> Checked | None:
        """Return a document checked within its limits, or None and the reason among the failed."""
        self._tell(item.digest)
        if item.digest in poison:
            reason, message = poison[item.digest]
            work.failed.append(_failure(shard, item, _Refused(reason, message)))
            return None
        document = None
        try:
            with self._limits.hold():
                if item.digest in known:
                    text, extraction = known[item.digest]
                    checked = check_extraction(extraction_from_json(extraction, text), self._reference, self._as_of)
                    work.taken_over += 1
                    return checked
                document = item.read()
                document.text.encode("utf8")
                return check_extraction(extract(document), self._reference, self._as_of)
        except TooSlow:
            fault: Exception = _Refused("time_limit", f"reading it takes more than {self._limits.seconds:g} s of CPU")
        except Exception as error:  # noqa: BLE001 - whatever one document does, the others are read
            fault = error
        work.failed.append(_failure(shard, item, fault, document.id if document else item.source.id or None))
        return None

    def _judge_again(self, shard: Shard, poison: Poison) -> _Work:
        """Judge what was extracted before; only the suggestions are written."""
        documents = self._output.table("documents", shard.name, ["input_sha256", "text", "extraction"])
        if documents is None:
            raise _ReadAgainError
        before = self._outcomes(shard.name)
        work = _Work(failed=self._output.read_lines("failed", shard.name))
        with ExitStack() as stack:
            writer = self._writer(stack, "suggestions", shard.name)
            for digest, text, said in zip(*(column.to_pylist() for column in documents.columns), strict=True):
                self._tell(digest)
                if digest in poison:
                    raise _ReadAgainError
                try:
                    with self._limits.hold():
                        checked = check_extraction(extraction_from_json(said, text), self._reference, self._as_of)
                        rows = suggestion_rows(checked)
                except (TooSlow, Exception) as error:
                    raise _ReadAgainError from error
                writer.add(rows)
                work.taken_over += 1
                self._count(work, rows, before)
            self._finish(shard, work, before, {"suggestions": writer})
        return work

    def _writer(self, stack: ExitStack, kind: str, shard: str) -> TableWriter:
        # Documents and claims do not depend on the tables, and stay as they are when the tables change.
        about = self._about if kind == "suggestions" else {"extraction": self._about["extraction"]}
        return TableWriter(stack.enter_context(self._output.writing(place_of(kind, shard))), kind, about)

    def _finish(self, shard: Shard, work: _Work, before: Outcomes | None, tables: dict[str, TableWriter]) -> None:
        """Close the tables; what is told beside them is written before they get their names."""
        for writer in tables.values():
            writer.close()
        self._output.write_lines("failed", shard.name, work.failed)
        if before is None:
            work.changed = self._output.read_lines("changed", shard.name)
        else:
            self._output.write_lines("changed", shard.name, work.changed)

    def _count(self, work: _Work, suggestions: list[Row], before: Outcomes | None) -> None:
        work.documents += 1
        work.claims += len(suggestions)
        for row in suggestions:
            work.outcomes[row["outcome"]] += 1
            place = {"document_id": row["document_id"], "claim_id": row["claim_id"]}
            for of, was in (before or {}).get(row["claim_id"], {}).items():
                if was != row[of]:
                    work.changed.append(place | {"of": of, "was": was, "now": row[of]})

    def _known(self, shard: str) -> dict[str, tuple[str, str]]:
        """Return the text and extraction of each document that an earlier run read in the same way."""
        found = self._output.table("documents", shard, ["input_sha256", "text", "extraction"])
        if found is None or found.schema.metadata.get(b"workbench.extraction") != self._about["extraction"].encode():
            return {}
        digests, texts, extractions = (column.to_pylist() for column in found.columns)
        return dict(zip(digests, zip(texts, extractions, strict=True), strict=True))

    def _outcomes(self, shard: str) -> Outcomes | None:
        """Return the outcomes of claims before this run; None where they are of the same tables and rules already.

        So a run that was killed between the files of a shard does not forget what it had found changed.
        """
        found = self._output.table("suggestions", shard, ["claim_id", *_COMPARED])
        if found is None:
            return {}
        if found.schema.metadata.get(b"workbench.checking") == self._about["checking"].encode():
            return None
        return {row.pop("claim_id"): row for row in found.to_pylist()}


class _Refused(WorkbenchError):
    """A document that went beyond a limit."""

    def __init__(self, reason: str, message: str) -> None:
        super().__init__(message, hint="the limits are --document-seconds and --document-mb")
        self.reason = reason


def _failure(shard: Shard, item: Item, error: Exception, document_id: str | None = None) -> Row:
    """Return the line of ``failed/`` for a document."""
    reason = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", type(error).__name__).lower()
    message, hint = str(error), ""
    if isinstance(error, MemoryError):
        error = _Refused("memory_limit", "reading it takes more memory than a document may have")
    if isinstance(error, WorkbenchError):
        message, hint = error.message, error.hint
        reason = error.reason if isinstance(error, _Refused) else reason
    else:
        reason, message = "internal_error", f"{type(error).__name__}: {message}"
        hint = "this is a fault of the workbench, not of the document"
    place = place_of_item(shard, item)
    return {"id": document_id, "source": place, "reason": reason, "message": message, "hint": hint}


def _tally(values: Iterable[str]) -> dict[str, int]:
    return dict(sorted(Counter(values).items()))


def _cpu() -> float:
    """Return the CPU seconds of this process and of those it started to read PDF and DOCX."""
    return sum(os.times()[:4])
