"""What can go wrong, as one tree.

::

    WorkbenchError                 title, message, hint; exit status 2
    ├── UsageError                 the command or a value on it is not understood
    ├── InputError                 a document cannot be read
    │   ├── UnsupportedFile        no reader for this kind of file, or binary where text is expected
    │   ├── EmptyDocument          no text in it
    │   ├── EncryptedFile          locked with a password
    │   ├── DamagedFile            truncated or malformed
    │   ├── WrongEncoding          not the text encoding it claims
    │   ├── TooLarge               over a limit
    │   └── FetchRefused           a web address that is not allowed, or leads where it must not
    ├── ReferenceTablesError       the reference package cannot be used
    │   ├── MissingTable           a file of the package is not there
    │   └── MalformedTable         a file of the package cannot be read as what it must be
    ├── StoreError                 the review store cannot be used
    │   ├── NotOurStore            a database that is not a review store
    │   ├── StoreUnavailable       locked, read-only, full or unreachable
    │   ├── NotStored              a claim or document that the store does not hold
    │   ├── NotAllowed             the person has not the role for it
    │   └── RevisionConflict       somebody else decided first
    ├── BatchError                 a corpus cannot be worked through
    │   ├── OutputUnavailable      the output is full, cannot be written, or another run is at it
    │   └── SchedulerLost          the scheduler or all its workers went away
    └── ServeError                 the pages cannot be served
        └── PortInUse              another server has the port

Every error names the file (or place), what is wrong, and what to do about it.
"""

from __future__ import annotations

import re

# What moves a terminal's cursor, colours it or turns its text about; a name that breaks a line could feign a message.
_ACTING = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")


def visible(text: str) -> str:
    r"""Return a text for a terminal: what would act on it, or end the line, is spelled out.

    >>> print(visible("a\x1b[31m\nb"))
    a\x1b[31m\nb
    """
    return _ACTING.sub(lambda found: found[0].encode("unicode_escape").decode("ascii"), text)


class WorkbenchError(Exception):
    """Something a user can mend: what is wrong, where, and the remedy.

    >>> str(EmptyDocument("the file holds no text", file="a.txt", hint="check that it was saved"))
    'a.txt: the file holds no text (check that it was saved)'
    """

    title = "The workbench cannot go on"

    def __init__(self, message: str, *, file: str = "", line: int | None = None, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.file = file
        self.line = line
        self.hint = hint

    def __str__(self) -> str:
        """``file:line: message (hint)``."""
        place = self.file + (f":{self.line}" if self.line else "")
        return visible((f"{place}: " if place else "") + self.message + (f" ({self.hint})" if self.hint else ""))


class UsageError(WorkbenchError, ValueError):
    """The command or a value on it is not understood."""

    title = "Wrong usage"


class InputError(WorkbenchError, ValueError):
    """A document cannot be read."""

    title = "The document cannot be read"


class UnsupportedFile(InputError):
    """No reader exists for this kind of file."""

    title = "This kind of file is not supported"


class EmptyDocument(InputError):
    """There is no text in the document."""

    title = "The document holds no text"


class EncryptedFile(InputError):
    """The document is locked with a password."""

    title = "The document is encrypted"


class DamagedFile(InputError):
    """The document is truncated or malformed."""

    title = "The document is damaged"


class WrongEncoding(InputError):
    """The text is not in the encoding it claims."""

    title = "The text encoding is wrong"


class TooLarge(InputError):
    """The document is over a limit."""

    title = "The document is too large"


class FetchRefused(InputError):
    """A web address is not fetched: not allowed here, or it leads where it must not."""

    title = "The address is not fetched"


class ReferenceTablesError(WorkbenchError, ValueError):
    """The reference package cannot be used."""

    title = "The reference tables cannot be used"


class MissingTable(ReferenceTablesError):
    """A file of the reference package is not there."""

    title = "A reference table is missing"


class MalformedTable(ReferenceTablesError):
    """A file of the reference package cannot be read."""

    title = "A reference table is malformed"


class StoreError(WorkbenchError, RuntimeError):
    """The review store cannot be used."""

    title = "The review store cannot be used"


class NotOurStore(StoreError):
    """The database is not a review store of this workbench."""

    title = "The database is not a review store"


class StoreUnavailable(StoreError):
    """The store is locked, read-only, full or unreachable."""

    title = "The review store is not available"


class NotStored(StoreError):
    """The store holds nothing of this name."""

    title = "This is not in the store"


class NotAllowed(StoreError):
    """The person has not the role that this needs."""

    title = "This is not yours to do"


class RevisionConflict(StoreError):
    """Somebody else decided on the claim first."""

    title = "Somebody else decided first"


class BatchError(WorkbenchError, RuntimeError):
    """A corpus cannot be worked through; what is finished is kept, and the same command goes on from there."""

    title = "The batch cannot go on"


class OutputUnavailable(BatchError):
    """The output is full, cannot be written, or another run is writing it."""

    title = "The output cannot be written"


class SchedulerLost(BatchError):
    """The scheduler or all its workers went away."""

    title = "The scheduler is gone"


class ServeError(WorkbenchError, RuntimeError):
    """The review pages cannot be served."""

    title = "The pages cannot be served"


class PortInUse(ServeError):
    """Another server has the port."""

    title = "The port is in use"
