"""Which of the dates found is a document's publication date, and what has to be told about it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import TYPE_CHECKING

from workbench.errors import DamagedFile, TooLarge
from workbench.model import PublicationDate
from workbench.read.dates import AMBIGUOUS_ZONES, visible_dates
from workbench.read.limits import FIELDS
from workbench.read.text import is_whole, language_notes

if TYPE_CHECKING:
    from workbench.model import Document

Given = str | date | datetime | None
Settled = tuple[date, datetime | None]
_UNDATED = "no publication date found: relative dates stay unresolved; give it with --published"


def settle(document: Document, given: Settled | None) -> Document:
    """Return the document with its publication date: given, machine-readable, visible, in this order.

    ``document.dates`` holds what the file itself says. A guess is kept among the dates and never used; a date of an
    update is used, with a note, where no other is known. A given date that the page contradicts is noted.
    """
    _check_fields(document)
    dates = (*document.dates, *visible_dates(document.text))
    dates = (*(d for d in dates if d.source != "guess"), *(d for d in dates if d.source == "guess"))
    said = [d for d in dates if d.source != "guess" and not d.source.endswith("updated")]
    updates = [d for d in dates if d.source.endswith("updated")]
    own = next(iter([*said, *updates]), None)
    used = PublicationDate(*given) if given else own
    notes = (*document.notes, *language_notes(document.text), *_notes(given, said or updates, own, dates))
    return replace(
        document,
        published=used.day if used else None,
        published_at=used.moment if used else None,
        updated=updates[0].day if updates else None,
        dates=(used, *dates) if used and given else dates,
        notes=notes,
    )


def _check_fields(document: Document) -> None:
    """Raise TooLarge or DamagedFile for what a store or a page could not hold."""
    for name, most in FIELDS.items():
        said = getattr(document, name)
        if len(said) > most:
            hint = f"at most {most:,} are read; shorten it"
            raise TooLarge(f"its {name} has {len(said):,} characters", file=document.id[:100], hint=hint)
        if not is_whole(said):
            raise DamagedFile(f"its {name} holds half a character or a zero", file=document.id[:100], hint="mend it")


def _notes(
    given: Settled | None,
    said: list[PublicationDate],
    own: PublicationDate | None,
    dates: tuple[PublicationDate, ...],
) -> list[str]:
    notes = []
    if given and said and all(d.day != given[0] for d in said):
        notes.append(f"the document itself says {said[0].day} ({said[0].source}: {said[0].quote!r}), not {given[0]}")
    if not given and own and own.source.endswith("updated"):
        notes.append(f"only the date of an update is known; {own.day} is used as the publication date")
    if not given and own and (zone := ambiguous_zone(own)):
        notes.append(zone)
    if not given and not own:
        guess = next((d for d in dates if d.source == "guess"), None)
        notes.append(_UNDATED + (f" (perhaps {guess.day}, from {guess.quote!r})" if guess else ""))
    return notes


def ambiguous_zone(found: PublicationDate) -> str | None:
    """Return how the zone of a visible date was read, where its abbreviation stands for several."""
    words = found.quote.replace("(", " ").replace(")", " ").lower().split()
    if found.moment is None or not found.source.startswith("visible"):
        return None
    name = next((word.strip(".,") for word in words if word.strip(".,") in AMBIGUOUS_ZONES), None)
    if name is None:
        return None
    offset = f"{found.moment:%z}"
    return f"{name.upper()} is read as {AMBIGUOUS_ZONES[name]} ({offset[:3]}:{offset[3:]}) in {found.quote!r}"
